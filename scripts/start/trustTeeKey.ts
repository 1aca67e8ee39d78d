import { formatEther, id, keccak256, toUtf8Bytes } from 'ethers';
import { secp256k1Key } from '../lib/demoKeys.ts';
import type { DemoKey } from '../lib/demoKeys.ts';
import type { Accounts, Chain, Registries } from './chain.ts';
import { toDataUri } from './dataUri.ts';
import type { TeeKeyReport } from './types.ts';

const DAY = 24 * 3600;
/** The number of `TEEKind.SGX`. */
const SGX = 0;

/** The key inside of the demo TEE. */
export const TEE_KEY: DemoKey = secp256k1Key(id('demo TEE key'));
/** The code that holds it. */
export const TEE_MEASUREMENT = id('demo TEE measurement');

/** Has a TEE key proposed with a stake and voted in: all voters but the last are for it. */
export async function trustTeeKey(
  chain: Chain,
  { teeKeys }: Registries,
  { teeOperator, voters }: Accounts,
): Promise<TeeKeyReport> {
  const { stake, votingPeriod } = await teeKeys.getParameters();
  const keyId = await teeKeys.keyIdOf(TEE_KEY.keyType, TEE_KEY.publicKey);
  const trustedBefore = await teeKeys.isTrusted(keyId);
  const evidence = { kind: 'SGX', measurement: TEE_MEASUREMENT, note: 'demo data' };
  const ours = teeKeys.connect(teeOperator);
  await (
    await ours.propose(
      TEE_KEY.keyType,
      TEE_KEY.publicKey,
      SGX,
      TEE_MEASUREMENT,
      toDataUri(evidence),
      keccak256(toUtf8Bytes(JSON.stringify(evidence))),
      { value: stake },
    )
  ).wait();
  const { openProposal } = await teeKeys.getKey(keyId);
  for (const [index, voter] of voters.entries()) {
    await (await teeKeys.connect(voter).vote(openProposal, index < voters.length - 1)).wait();
  }
  await chain.wait(Number(votingPeriod));
  await (await teeKeys.settle(openProposal)).wait();
  const refund = await teeKeys.owedTo(teeOperator.address);
  await (await ours.withdraw(teeOperator.address)).wait();
  const { weightFor, weightAgainst, measurement } = await teeKeys.getProposal(openProposal);
  return {
    keyId,
    kind: 'SGX',
    measurement,
    stake: formatEther(stake),
    refund: formatEther(refund),
    votesFor: Number(weightFor),
    votesAgainst: Number(weightAgainst),
    days: Number(votingPeriod) / DAY,
    trustedBefore,
    trustedAfter: await teeKeys.isTrusted(keyId),
  };
}
