import { encodeData } from 'ox/AbiFunction';
import type { Hex } from '../../client/types.ts';
import { ABI } from '../abi.ts';

/** The call by which a contract is asked whether it confirms a signature (ERC-1271). */
export function encodeErc1271Call(digest: Hex, signature: Hex): Hex {
  return encodeData(ABI.isValidSignature, [digest, signature]);
}
