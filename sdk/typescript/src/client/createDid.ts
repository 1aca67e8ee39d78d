import { argumentFault } from './checks/argumentFault.ts';
import { checkIdentifier } from './checks/checkIdentifier.ts';

const NETWORK = /^[a-z0-9-]{1,21}$/;

/**
 * The DID that an identifier gives on a network, as `SageRegistryV3.didFor`.
 *
 * @param network The network's part, as the registry has it: 1 to 21 characters of `a-z 0-9 -`.
 * @param identifier 1 to 64 characters of `a-z 0-9 . _ -`, first and last a letter or digit.
 * @throws ClientError `argument-invalid`
 */
export function createDid(network: string, identifier: string): string {
  if (typeof network !== 'string' || !NETWORK.test(network)) {
    throw argumentFault('network', network, 'expected 1 to 21 characters of a-z 0-9 -');
  }
  return `did:sage:${network}:${checkIdentifier('identifier', identifier)}`;
}
