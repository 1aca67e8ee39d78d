/** RFC 3986, section 3.2: an address in brackets or a registered name, and a port; no user name. */
const AUTHORITY = /^(\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+)(?::([0-9]*))?$/;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ws: '80', wss: '443' };

/**
 * Brings an authority, such as the value of `Host`, to its normal form. It is judged alone: what holds a path, a query or
 * a user name is none (RFC 9112, section 3.2), though a URI that begins with it may be well-formed.
 *
 * @param authority As received.
 * @param scheme In lower case.
 * @returns Host in lower case and port, without the scheme's default port (RFC 9110, section 4.2.3); undefined for
 *   anything but a host with an optional port.
 */
export function normalizeAuthority(authority: string, scheme: string): string | undefined {
  const [, host, port] = AUTHORITY.exec(authority) ?? [];
  if (host === undefined) return undefined;
  if (port === undefined || port === '' || port === DEFAULT_PORTS[scheme]) return host.toLowerCase();
  return /^(?:0|[1-9][0-9]{0,4})$/.test(port) && Number(port) <= 65_535 ? `${host.toLowerCase()}:${port}` : undefined;
}
