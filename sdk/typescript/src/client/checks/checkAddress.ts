import { validate } from 'ox/Address';
import type { Address } from '../types.ts';
import { argumentFault } from './argumentFault.ts';
import { checkHex } from './checkHex.ts';

const ZERO = `0x${'0'.repeat(40)}`;

/**
 * Checks an address. Where it has upper-case letters, they must be those of ERC-55: it is how a mistyped address shows.
 *
 * @param field For the error.
 * @param value What was given.
 * @param options Whether the zero address may stand for none; by default it is refused.
 * @returns It in lower case.
 * @throws ClientError `argument-invalid`
 */
export function checkAddress(field: string, value: unknown, options: { readonly allowZero?: boolean } = {}): Address {
  const address = checkHex(field, value, 20);
  if (value !== address && !validate(value as string, { strict: true })) {
    throw argumentFault(field, value, 'its checksum (ERC-55) is wrong; compare it with its source');
  }
  if (address === ZERO && options.allowZero !== true) {
    throw argumentFault(field, value, 'expected an account other than the zero address');
  }
  return address;
}
