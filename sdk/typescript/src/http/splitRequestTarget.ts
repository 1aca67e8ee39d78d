import { splitTargetUri } from './splitTargetUri.ts';

export interface RequestTargetParts {
  /** As sent; `/` when empty (RFC 9110, section 4.2.3). */
  readonly path: string;
  /** As sent, with its question mark; undefined when there is none. */
  readonly query: string | undefined;
}

/**
 * Splits a request target (RFC 9112, section 3.2) without decoding or normalising anything in it. In authority form
 * and asterisk form path and query are empty (section 3.3).
 *
 * @param target As sent.
 * @returns The parts, or undefined when it is none of the four forms.
 */
export function splitRequestTarget(target: string): RequestTargetParts | undefined {
  if (!/^[\x21-\x22\x24-\x7e]+$/.test(target)) return undefined;
  if (target.startsWith('/')) {
    const mark = target.indexOf('?');
    return mark === -1
      ? { path: target, query: undefined }
      : { path: target.slice(0, mark), query: target.slice(mark) };
  }
  if (target === '*' || /^[^/?@]+:[0-9]+$/.test(target)) return { path: '/', query: undefined };
  const parts = splitTargetUri(target);
  return parts && { path: parts.path || '/', query: parts.query };
}
