import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * The hash by which `SageRegistryV3.setCard` commits to a file.
 *
 * @param bytes The exact bytes of the file, as served.
 * @returns keccak-256 as `0x` and 64 hex digits in lower case.
 */
export function hashContent(bytes: Uint8Array): string {
  return `0x${bytesToHex(keccak_256(bytes))}`;
}
