import { ChainError } from './ChainError.ts';

/**
 * Reads a QUANTITY of the JSON-RPC interface (EIP-1474).
 *
 * @param value What the endpoint sent.
 * @param name Of the field, for the error.
 * @throws ChainError `rpc-malformed` for anything but a quantity of at most 2^53 − 1.
 */
export function readQuantity(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^0x(?:0|[1-9a-f][0-9a-f]{0,13})$/i.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new ChainError('rpc-malformed', `${name} is no quantity of JSON-RPC`, { details: { field: name } });
}
