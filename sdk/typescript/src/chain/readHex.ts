import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';

/**
 * Reads DATA of the JSON-RPC interface (EIP-1474).
 *
 * @param value What the endpoint sent.
 * @param name Of the field, for the error.
 * @param bytes How many bytes it must have; any number when left out.
 * @returns Lower-case hex.
 * @throws ChainError `rpc-malformed`
 */
export function readHex(value: unknown, name: string, bytes?: number): Hex {
  const isHex = typeof value === 'string' && value.length % 2 === 0 && /^0x[0-9a-f]*$/i.test(value);
  if (isHex && (bytes === undefined || value.length === 2 + 2 * bytes)) return value.toLowerCase() as Hex;
  throw new ChainError('rpc-malformed', `${name} is not the hex that JSON-RPC prescribes`, {
    details: { field: name },
  });
}
