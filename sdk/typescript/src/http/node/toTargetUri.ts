import { normalizeAuthority } from '../normalizeAuthority.ts';
import { splitTargetUri } from '../splitTargetUri.ts';

/**
 * Puts the target URI of a request together (RFC 9112, section 3.3).
 *
 * @param method Only CONNECT has a target in authority form (section 3.2.3).
 * @param target The request target.
 * @param scheme How the request travels.
 * @param authority That of `Host` or `:authority`, or what the server knows better. A target in absolute form has its own.
 * @returns Undefined when the target has none of the four forms, or the authority is missing or none.
 */
export function toTargetUri(
  method: string,
  target: string,
  scheme: string,
  authority: string | undefined,
): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(target)) return splitTargetUri(target) === undefined ? undefined : target;
  const isConnect = method === 'CONNECT';
  const host = isConnect ? target : authority;
  if (host === undefined || normalizeAuthority(host, scheme) === undefined) return undefined;
  if (isConnect || target === '*') return `${scheme}://${host}`;
  return target.startsWith('/') ? `${scheme}://${host}${target}` : undefined;
}
