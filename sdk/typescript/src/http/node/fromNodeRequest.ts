import type { HttpRequestMessage } from '../types.ts';
import { pairLines } from './pairLines.ts';
import type { NodeIncoming } from './types.ts';

export interface NodeRequestOptions {
  /** How the client reached the service. A server behind a proxy that ends TLS says `https` here. */
  readonly scheme: 'http' | 'https';
  /**
   * The authority that the client used, where the server knows better than the message, for instance behind a proxy
   * that rewrites it. By default `:authority` or `Host`.
   */
  readonly authority?: string;
  /** The content as received. */
  readonly body?: Uint8Array | undefined;
}

/**
 * Takes a request that a Node server received as a message, from its raw request target, lines and trailers.
 *
 * Trailers are there only after the body has been read. A request with no `Host`, several, or one that contradicts
 * `:authority`, has no target URI: components made of it are missing.
 *
 * @param request An `IncomingMessage`, or a request of node:http2.
 * @param options What the message itself doesn't tell.
 */
export function fromNodeRequest(request: NodeIncoming, options: NodeRequestOptions): HttpRequestMessage {
  const requestTarget = request.url ?? '';
  return {
    kind: 'request',
    method: request.method ?? '',
    requestTarget,
    targetUri: targetUriOf(requestTarget, options.scheme, options.authority ?? authorityOf(request.rawHeaders)),
    fields: pairLines(request.rawHeaders),
    trailers: request.rawTrailers.length === 0 ? undefined : pairLines(request.rawTrailers),
    body: options.body,
  };
}

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

/** RFC 9112, section 3.3. */
function targetUriOf(target: string, scheme: string, authority: string | undefined): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(target)) return target;
  if (target.startsWith('/')) return authority === undefined ? undefined : `${scheme}://${authority}${target}`;
  if (target === '*') return authority === undefined ? undefined : `${scheme}://${authority}`;
  return `${scheme}://${target}`;
}
