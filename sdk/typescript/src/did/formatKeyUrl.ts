import type { Hex } from '../client/types.ts';
import { parseKeyUrl } from './parseKeyUrl.ts';

/**
 * The name of a key, see {@link parseKeyUrl}.
 *
 * @param did The DID of the agent.
 * @param keyId The id of the key, 32 bytes.
 * @throws DidError `did-malformed`
 */
export function formatKeyUrl(did: string, keyId: Hex): string {
  const url = `${did}#${keyId.toLowerCase()}`;
  parseKeyUrl(url);
  return url;
}
