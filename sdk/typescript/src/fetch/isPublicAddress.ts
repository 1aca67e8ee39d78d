import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291, section 2.4): all that is assigned for use between networks. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** NAT64 (RFC 6052). Not 64:ff9b:1::/48, which each network uses as it likes (RFC 8215). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The IPv4 address inside of an IPv4-mapped one, or of one that NAT64 makes of it (RFC 6052). */
function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (!address.match(NAT64)) return undefined;
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
  // The URL standard's parser reads an address as connections do. The library takes ::8.8.8.8 for a mapped address, and a
  // zone (fe80::1%eth0), which no public address needs, for part of one.
  const url = `https://[${text}]/`;
  return (
    /^[0-9a-f:.]+$/i.test(text) && URL.canParse(url) && isPublic(ipaddr.IPv6.parse(new URL(url).hostname.slice(1, -1)))
  );
}
