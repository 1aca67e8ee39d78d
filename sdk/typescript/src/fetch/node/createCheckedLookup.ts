import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { FetchError } from '../FetchError.ts';
import { isPublicAddress } from '../isPublicAddress.ts';

/** Resolves a name to all of its addresses; `dns.lookup` of Node with `all`. */
export type LookupAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Makes a `lookup` for `net.connect` and `https.request` that refuses a name if any of its addresses isn't public. The
 * connection goes to the very addresses that were looked at, so a name can't resolve to another one in between (DNS
 * rebinding).
 *
 * @param resolve Resolves names; that of the system when absent.
 */
export function createCheckedLookup(resolve: LookupAll = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (refused || !first) {
        const found = refused?.address ?? 'nothing';
        callback(
          new FetchError('address-refused', `${hostname} is ${found}`, { details: { hostname, address: found } }),
          '',
          0,
        );
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
