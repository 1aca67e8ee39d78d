import { isPublicAddress } from './isPublicAddress.ts';

/**
 * Names that are not in the public DNS: RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN's `internal`, and names that home
 * and company networks commonly use.
 */
const LOCAL_SUFFIXES: readonly string[] = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'test',
  'invalid',
  'onion',
  'alt',
];

const LABEL = /^(?!-)[-_a-z0-9]{1,63}(?<!-)$/;

function ofName(name: string): string | undefined {
  const labels = name.split('.');
  if (name.length > 253 || !labels.every((label) => LABEL.test(label))) return 'is no host name';
  if (LOCAL_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`))) return 'is a local name';
  return labels.length === 1 ? 'is a name without a domain' : undefined;
}

/**
 * Looks at a host as written. All spellings that a URL may have for an address are seen through: decimal, octal,
 * hexadecimal and short IPv4 forms, mapped IPv6, a dot at the end, upper case, percent-encoding. What a name resolves to is
 * not known here.
 *
 * @param host A host as in a URL; IPv6 addresses in brackets.
 * @returns Why the host is none of the public Internet, in words; undefined where nothing speaks against it.
 */
export function findHostFault(host: string): string | undefined {
  // With a port, so that a port inside of the host can't go unnoticed.
  const probe = `https://${host}:1/`;
  // The URL standard turns every spelling of a host into one.
  const url = URL.canParse(probe) ? new URL(probe) : undefined;
  if (url?.href !== `https://${url?.hostname ?? ''}:1/`) return 'is no host';
  const { hostname } = url;
  if (hostname.startsWith('[')) {
    return isPublicAddress(hostname.slice(1, -1)) ? undefined : 'is a private or reserved address';
  }
  const name = hostname.replace(/\.$/, '');
  if (/^[0-9.]+$/.test(name)) return isPublicAddress(name) ? undefined : 'is a private or reserved address';
  return ofName(name);
}
