import { parseDid } from './parseDid.ts';

/**
 * The DID of an agent, see {@link parseDid}.
 *
 * @param network 1 to 21 characters of `a-z 0-9 -`, as the registry was deployed with.
 * @param identifier 1 to 64 characters of `a-z 0-9 . _ -`, first and last a letter or digit.
 * @throws DidError `did-malformed`
 */
export function formatDid(network: string, identifier: string): string {
  return parseDid(`did:sage:${network}:${identifier}`).did;
}
