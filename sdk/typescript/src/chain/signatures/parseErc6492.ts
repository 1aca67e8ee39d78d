import { decode, from } from 'ox/AbiParameters';
import type { Hex } from '../../client/types.ts';

/** A signature of an account that may not be deployed yet. */
export interface Erc6492Signature {
  /** Who deploys the account. */
  readonly factory: Hex;
  /** With which call. */
  readonly factoryData: Hex;
  /** What the account then confirms. */
  readonly signature: Hex;
}

/** The last 32 bytes of such a signature, as ERC-6492 fixes them. */
const MAGIC = '6492'.repeat(16);
const WRAPPER = from('address factory, bytes factoryData, bytes signature');

/**
 * Unwraps a signature by ERC-6492.
 *
 * @param signature Lower-case hex.
 * @returns Undefined for one that is not wrapped, `malformed` for one that only ends like that.
 */
export function parseErc6492(signature: Hex): Erc6492Signature | 'malformed' | undefined {
  if (!signature.endsWith(MAGIC)) return undefined;
  try {
    const [factory, factoryData, inner] = decode(WRAPPER, signature.slice(0, -MAGIC.length) as Hex, {
      checksumAddress: false,
    });
    return { factory, factoryData, signature: inner };
  } catch {
    return 'malformed';
  }
}
