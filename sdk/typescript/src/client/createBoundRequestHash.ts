import { concat, fromNumber, slice } from 'ox/Hex';
import { checkAddress } from './checks/checkAddress.ts';
import { checkContract } from './checks/checkContract.ts';
import { checkHex } from './checks/checkHex.ts';
import { checkUint } from './checks/checkUint.ts';
import { hashText } from './hashText.ts';
import { hashValues } from './hashValues.ts';
import type { Address, ContractRef, Hex, Integer } from './types.ts';

const MARKER = slice(hashText('SAGE.boundRequestHash'), 0, 4);

export interface BoundRequestOptions {
  /** The ERC8004ValidationRegistry. */
  readonly contract: ContractRef;
  /** 0 to 2^32 - 1. */
  readonly agentId: Integer;
  /** Who shall answer. */
  readonly validator: Address;
  /** 32 bytes that name what is to be checked. */
  readonly contentHash: Hex;
}

/**
 * A request hash that only one agent can use, as `IERC8004ValidationRegistry.boundRequestHash` gives it: 4 bytes of marker,
 * 4 bytes of agent id, 24 bytes of hash.
 *
 * @throws ClientError `argument-invalid`
 */
export function createBoundRequestHash(options: BoundRequestOptions): Hex {
  const { chainId, address } = checkContract('contract', options.contract);
  const agentId = checkUint('agentId', options.agentId, 32);
  const validator = checkAddress('validator', options.validator);
  const contentHash = checkHex('contentHash', options.contentHash, 32);
  const values = [chainId, address, agentId, validator, contentHash];
  const hash = hashValues('uint256,address,uint256,address,bytes32', values);
  return concat(MARKER, fromNumber(agentId, { size: 4 }), slice(hash, 8));
}
