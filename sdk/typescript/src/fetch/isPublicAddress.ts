import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291, section 2.4): all that is assigned for use between networks. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The IPv4 address inside of an IPv4-mapped one, or of one that NAT64 makes of it (RFC 6052). */
function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.range() !== 'rfc6052') return undefined;
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  const inner = embedded(address);
  if (inner) return isPublic(inner);
  // Also leaves out site-local, IPv4-compatible and unassigned addresses, which the library counts as unicast.
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}

/**
 * Whether an IP address is one that hosts on the Internet can have: neither private, loopback, link-local, shared,
 * multicast, documentation nor otherwise reserved (RFC 6890), and no address of a transition mechanism that could carry
 * one of these (6to4, Teredo). An IPv4 address inside of `::ffff:0:0/96` or `64:ff9b::/96` counts as itself.
 *
 * @param text An IPv4 address of four decimal numbers, or an IPv6 address without brackets.
 * @returns False for everything else, also for what is no address.
 */
export function isPublicAddress(text: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return isPublic(ipaddr.IPv4.parse(text));
  // A zone (fe80::1%eth0) names an interface of this host, which no public address needs.
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return false;
  return isPublic(ipaddr.IPv6.parse(text));
}
