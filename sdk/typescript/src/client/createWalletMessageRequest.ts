import { checkHex } from './checks/checkHex.ts';
import { checkUint } from './checks/checkUint.ts';
import { createTypedData } from './createTypedData.ts';
import type { ContractRef, Hex, Integer, SigningRequest } from './types.ts';

/**
 * What the owners of a SimpleMultiSig sign to have it confirm a hash by ERC-1271, as `ISimpleMultiSig.messageDigest` gives it.
 *
 * @param contract The SimpleMultiSig.
 * @param hash 32 bytes.
 * @param ownersVersion What `ownersVersion` gives now.
 * @throws ClientError `argument-invalid`
 */
export function createWalletMessageRequest(contract: ContractRef, hash: Hex, ownersVersion: Integer): SigningRequest {
  return createTypedData(
    'SimpleMultiSig',
    contract,
    { WalletMessage: 'bytes32 hash,uint256 ownersVersion' },
    { hash: checkHex('hash', hash, 32), ownersVersion: checkUint('ownersVersion', ownersVersion) },
  );
}
