import type { HttpRequestMessage, HttpResponseMessage } from '../types.ts';
import { readFetchBody } from './readFetchBody.ts';
import type { FetchBodyOptions } from './readFetchBody.ts';

/**
 * Takes a fetch `Response` as a message. The body is read from a copy, so the response stays usable.
 *
 * `Content-Digest` is over the encoded content, and fetch hands out the decoded one. Therefore the message has no body
 * when the response has a `Content-Encoding`. The other losses are those of `fromFetchRequest`.
 *
 * @param response Its body is left out of the message when it was read already, or is too long.
 * @param request The request that it answers, as it was sent.
 * @param options How much of the body is read.
 * @throws HttpSignatureError `policy-invalid`
 */
export async function fromFetchResponse(
  response: Response,
  request?: HttpRequestMessage,
  options: FetchBodyOptions = {},
): Promise<HttpResponseMessage> {
  const isEncoded = response.headers.has('content-encoding');
  return {
    kind: 'response',
    status: response.status,
    fields: [...response.headers],
    ...(isEncoded ? { content: 'unread' } : await readFetchBody(response, options)),
    request,
  };
}
