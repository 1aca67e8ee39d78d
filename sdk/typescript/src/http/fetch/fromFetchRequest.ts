import { HttpSignatureError } from '../HttpSignatureError.ts';
import { splitTargetUri } from '../splitTargetUri.ts';
import type { HttpRequestMessage } from '../types.ts';

/**
 * Takes a fetch `Request` as a message. The body is read from a copy, so the request stays usable.
 *
 * A `Request` has lost what it was made from: the URL is in the normal form of the URL standard, lines of a field are
 * joined, and there are no trailers. On a server, take the raw request instead where it is at hand.
 *
 * @param request Its body is left out of the message when it was read already.
 * @throws HttpSignatureError `message-invalid` for a URL without authority, such as `data:`.
 */
export async function fromFetchRequest(request: Request): Promise<HttpRequestMessage> {
  const [targetUri = ''] = request.url.split('#');
  const parts = splitTargetUri(targetUri);
  if (parts === undefined) {
    throw new HttpSignatureError('message-invalid', `request URL ${targetUri} has no authority; use http or https`);
  }
  return {
    kind: 'request',
    method: request.method,
    requestTarget: (parts.path || '/') + (parts.query ?? ''),
    targetUri,
    fields: [...request.headers],
    body: request.bodyUsed ? undefined : new Uint8Array(await request.clone().arrayBuffer()),
  };
}
