import { HttpSignatureError } from '../HttpSignatureError.ts';
import { normalizeAuthority } from '../normalizeAuthority.ts';
import { splitTargetUri } from '../splitTargetUri.ts';
import type { HttpRequestMessage } from '../types.ts';
import { pairLines } from './pairLines.ts';
import { toTargetUri } from './toTargetUri.ts';
import type { NodeIncoming } from './types.ts';

export interface NodeRequestOptions {
  /** How the client reached the service. A server behind a proxy that ends TLS says `https` here. */
  readonly scheme: 'http' | 'https';
  /**
   * The authority that the client used, where the server knows better than the message, for instance behind a proxy
   * that rewrites it: a host with an optional port. By default `:authority` or `Host`.
   */
  readonly authority?: string;
  /** The content as received. */
  readonly body?: Uint8Array | undefined;
}

/**
 * Takes a request that a Node server received as a message, from its raw request target, lines and trailers.
 *
 * Trailers are there only after the body has been read. A request has no target URI, and components made of it are
 * missing, when its `Host` is missing, there several times, more than a host and a port (RFC 9112, section 3.2) or
 * contradicts `:authority`. A target that is a whole URI stands alone (section 3.2.2), but must have the scheme of the
 * options, and their authority where it is given (RFC 9110, section 7.4).
 *
 * @param request An `IncomingMessage`, or a request of node:http2.
 * @param options What the message itself doesn't tell.
 * @throws HttpSignatureError `message-invalid` when the authority of the options is none.
 */
export function fromNodeRequest(request: NodeIncoming, options: NodeRequestOptions): HttpRequestMessage {
  const { rawHeaders, rawTrailers, method = '', url: requestTarget = '' } = request;
  return {
    kind: 'request',
    method,
    requestTarget,
    targetUri: targetUriOf(method, requestTarget, rawHeaders, options),
    fields: pairLines(rawHeaders),
    trailers: rawTrailers.length === 0 ? undefined : pairLines(rawTrailers),
    body: options.body,
    content: options.body === undefined ? contentOf(request) : undefined,
  };
}

function targetUriOf(
  method: string,
  target: string,
  rawHeaders: readonly string[],
  { scheme, authority: known }: NodeRequestOptions,
): string | undefined {
  const wanted = known === undefined ? undefined : normalizeAuthority(known, scheme);
  if (known !== undefined && wanted === undefined) {
    const message = `options.authority ${JSON.stringify(known)} is no host with an optional port; leave out scheme and path`;
    throw new HttpSignatureError('message-invalid', message, { details: { authority: known } });
  }
  const uri = toTargetUri(method, target, scheme, known ?? authorityOf(rawHeaders));
  const parts = uri === undefined ? undefined : splitTargetUri(uri);
  if (parts === undefined) return uri;
  return parts.scheme === scheme && (wanted === undefined || parts.authority === wanted) ? uri : undefined;
}

/** Several lines are refused even where they agree (RFC 9112, section 3.2). */
function authorityOf(rawHeaders: readonly string[]): string | undefined {
  const found = rawHeaders.filter((_, index) => {
    const name = index % 2 === 1 ? rawHeaders[index - 1]?.toLowerCase() : undefined;
    return name === 'host' || name === ':authority';
  });
  const [first] = found;
  const agree = found.every((value) => value === first);
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  return agree && hosts.length <= 1 ? first : undefined;
}

/**
 * HTTP/2 tells the end of a request by its frames and needs no field for that (RFC 9113, section 8.1). Where the stream
 * isn't at hand there may be content.
 */
function contentOf({ rawHeaders, stream }: NodeIncoming): 'none' | 'unread' | undefined {
  const hasPseudoFields = rawHeaders.some((name, index) => index % 2 === 0 && name.startsWith(':'));
  if (!hasPseudoFields) return undefined;
  return stream?.endAfterHeaders === true ? 'none' : 'unread';
}
