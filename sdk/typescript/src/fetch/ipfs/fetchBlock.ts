import { sha256 } from '@noble/hashes/sha2.js';
import type { CID } from 'multiformats/cid';
import { equalBytes } from '../../encoding/equalBytes.ts';
import { FetchError } from '../FetchError.ts';
import { fetchUrl } from '../fetchUrl.ts';
import type { FetcherSettings } from '../types.ts';

/** IPFS implementations exchange no larger blocks than 2 MiB. */
const LARGEST_BLOCK = 2_097_152;

async function fromGateway(
  gateway: string,
  cid: CID,
  settings: FetcherSettings,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = `${gateway}/ipfs/${cid.toString()}?format=raw`;
  const accept = 'application/vnd.ipld.raw';
  // The hash says more than a media type could.
  const request = { url, accept, maxBytes: LARGEST_BLOCK, contentTypes: undefined, signal };
  const { bytes } = await fetchUrl(request, settings);
  if (!equalBytes(sha256(bytes), cid.multihash.digest))
    throw new FetchError('block-mismatch', `${gateway}, ${cid.toString()}`);
  return bytes;
}

/**
 * Fetches a block from the first trustless gateway that delivers it (IPFS specification "Trustless Gateway",
 * `format=raw`), and checks it against its CID.
 *
 * @param cid A CID of sha2-256.
 * @param settings Limits, gateways and `fetch`.
 * @param signal Ends the request.
 * @throws FetchError `gateway-missing`, or `gateways-failed` with the error of each gateway in its details.
 */
export async function fetchBlock(cid: CID, settings: FetcherSettings, signal: AbortSignal): Promise<Uint8Array> {
  if (settings.ipfsGateways.length === 0) throw new FetchError('gateway-missing', cid.toString());
  const errors: FetchError[] = [];
  for (const gateway of settings.ipfsGateways) {
    try {
      return await fromGateway(gateway, cid, settings, signal);
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      errors.push(error);
    }
  }
  const reasons = errors.map(({ message }, index) => `${settings.ipfsGateways[index] ?? ''}: ${message}`);
  throw new FetchError('gateways-failed', reasons.join('; '), { cause: errors.at(-1), details: { errors } });
}
