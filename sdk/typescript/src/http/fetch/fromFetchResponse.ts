import type { HttpRequestMessage, HttpResponseMessage } from '../types.ts';

/**
 * Takes a fetch `Response` as a message. The body is read from a copy, so the response stays usable.
 *
 * `Content-Digest` is over the encoded content, and fetch hands out the decoded one. Therefore the message has no body
 * when the response has a `Content-Encoding`. The other losses are those of `fromFetchRequest`.
 *
 * @param response Its body is left out of the message when it was read already.
 * @param request The request that it answers, as it was sent.
 */
export async function fromFetchResponse(
  response: Response,
  request?: HttpRequestMessage,
): Promise<HttpResponseMessage> {
  const hasBody = !response.bodyUsed && !response.headers.has('content-encoding');
  return {
    kind: 'response',
    status: response.status,
    fields: [...response.headers],
    body: hasBody ? new Uint8Array(await response.clone().arrayBuffer()) : undefined,
    request,
  };
}
