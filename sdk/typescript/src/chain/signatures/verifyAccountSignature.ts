import { fromHex } from 'ox/Bytes';
import type { Hex } from '../../client/types.ts';
import { ChainError } from '../ChainError.ts';
import type { AccountSignatureFacts, PinnedChain } from '../types.ts';
import { encodeErc1271Call } from './encodeErc1271Call.ts';
import { parseErc6492 } from './parseErc6492.ts';
import { recoverAddress } from './recoverAddress.ts';
import { simulateDeployment } from './simulateDeployment.ts';

/** What a contract answers that confirms a signature: its own selector, as ERC-1271 has it. */
const CONFIRMED: Hex = `0x1626ba7e${'0'.repeat(56)}`;

type Chain = Pick<PinnedChain, 'call' | 'code'>;

/**
 * Whether an account signed a digest, at one block. In this order: a signature wrapped by ERC-6492 is unwrapped, and the
 * account is asked if it has code, else, or if it says no, after the deployment that the signature names, in a call that
 * changes nothing; ECDSA with the account's own key (65 bytes, low s, v 27 or 28), also for an account with delegated
 * code (EIP-7702); ERC-1271.
 *
 * @param chain Where the contracts are asked.
 * @param account 20 bytes.
 * @param digest 32 bytes, see `hashPersonalMessage` and `hashTypedData`.
 * @param signature Any bytes.
 * @throws ChainError `options-invalid` for an argument that is no hex of its length, and when the chain can't be read:
 *   that is no answer about the signature.
 */
export async function verifyAccountSignature(
  chain: Chain,
  account: Hex,
  digest: Hex,
  signature: Hex,
): Promise<AccountSignatureFacts> {
  const address = check('account', account, 20);
  const hash = check('digest', digest, 32);
  const bytes = check('signature', signature);
  const wrapped = parseErc6492(bytes);
  if (wrapped === 'malformed') return { isValid: false, method: 'erc6492' };
  if (wrapped === undefined) {
    if (recoverAddress(fromHex(hash), fromHex(bytes)) === address) return { isValid: true, method: 'ecdsa' };
    if ((await chain.code(address)) === '0x') return { isValid: false, method: 'ecdsa' };
    return { isValid: await confirms(chain, address, hash, bytes), method: 'erc1271' };
  }
  const isDeployed = (await chain.code(address)) !== '0x';
  if (isDeployed && (await confirms(chain, address, hash, wrapped.signature))) {
    return { isValid: true, method: 'erc6492' };
  }
  const answer = await simulateDeployment(chain, wrapped, address, encodeErc1271Call(hash, wrapped.signature));
  return { isValid: answer === CONFIRMED, method: 'erc6492' };
}

async function confirms(chain: Chain, account: Hex, digest: Hex, signature: Hex): Promise<boolean> {
  const answer = await chain.call(account, encodeErc1271Call(digest, signature));
  // One word or more, of which the first counts, as contracts decode it.
  return 'result' in answer && answer.result.startsWith(CONFIRMED);
}

function check(field: string, value: Hex, bytes?: number): Hex {
  const isHex = /^0x(?:[0-9a-f]{2})*$/i.test(value);
  if (isHex && (bytes === undefined || value.length === 2 + 2 * bytes)) return value.toLowerCase() as Hex;
  const length = bytes === undefined ? 'whole bytes' : `${bytes} bytes`;
  throw new ChainError('options-invalid', `${field} is ${JSON.stringify(value)}; give ${length} as 0x and hex digits`, {
    details: { field },
  });
}
