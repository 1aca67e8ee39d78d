import { getAddress, isAddress } from 'ethers';
import type { Address } from '../../sdk/typescript/src/client/index.ts';
import { TaskError } from './TaskError.ts';

/**
 * An address that a user gives.
 *
 * @param text 20 bytes in hex; with the upper-case letters of ERC-55 they are checked.
 * @param field The option or argument, for errors.
 * @returns With checksum.
 * @throws {TaskError} `bad-address`
 */
export function readAddress(text: string, field: string): Address {
  if (isAddress(text)) return getAddress(text) as Address;
  throw new TaskError('bad-address', 'give 0x and 40 hex digits', { field, ...(text !== '' && { value: text }) });
}

/** Several addresses, separated by commas; none for an empty text. */
export function readAddresses(text: string, field: string): Address[] {
  return text === '' ? [] : text.split(',').map((part) => readAddress(part.trim(), field));
}
