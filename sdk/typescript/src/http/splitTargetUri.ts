import { normalizeAuthority } from './normalizeAuthority.ts';

/** The parts of a target URI that components are made of. */
export interface TargetUriParts {
  /** In lower case. */
  readonly scheme: string;
  /** Host in lower case and port; the scheme's default port is left out (RFC 9110, section 4.2.3). */
  readonly authority: string;
  /** As written; may be empty. */
  readonly path: string;
  /** As written, with its question mark; undefined when there is none. */
  readonly query: string | undefined;
}

const TARGET_URI = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]+)(\/[^?#]*)?(\?[^#]*)?$/;

/**
 * Splits an absolute URI without changing path and query.
 *
 * @param uri Of the form `scheme://authority/path?query`.
 * @returns The parts; undefined for anything else, with a user name, or with a fragment.
 */
export function splitTargetUri(uri: string): TargetUriParts | undefined {
  if (!/^[\x21-\x7e]*$/.test(uri)) return undefined;
  const [, scheme, rawAuthority, path = '', query] = TARGET_URI.exec(uri) ?? [];
  if (scheme === undefined || rawAuthority === undefined) return undefined;
  const lower = scheme.toLowerCase();
  const authority = normalizeAuthority(rawAuthority, lower);
  return authority === undefined ? undefined : { scheme: lower, authority, path, query };
}
