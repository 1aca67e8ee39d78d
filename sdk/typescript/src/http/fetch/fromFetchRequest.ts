import { HttpSignatureError } from '../HttpSignatureError.ts';
import { splitTargetUri } from '../splitTargetUri.ts';
import type { HttpRequestMessage } from '../types.ts';
import { readFetchBody } from './readFetchBody.ts';
import type { FetchBodyOptions } from './readFetchBody.ts';

/**
 * Takes a fetch `Request` as a message. The body is read from a copy, so the request stays usable.
 *
 * A `Request` has lost what it was made from: the URL is in the normal form of the URL standard, lines of a field are
 * joined, and there are no trailers. On a server, take the raw request instead where it is at hand: whoever joins `Host`
 * and path to such a URL must have checked that `Host` is a host and a port, and nothing here can see it any more.
 *
 * @param request Its body is left out of the message when it was read already, or is too long.
 * @param options How much of the body is read.
 * @throws HttpSignatureError `message-invalid` for a URL without authority, such as `data:`; `policy-invalid`
 */
export async function fromFetchRequest(request: Request, options: FetchBodyOptions = {}): Promise<HttpRequestMessage> {
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
    ...(await readFetchBody(request, options)),
  };
}
