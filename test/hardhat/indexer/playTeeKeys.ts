import { id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { p256Key } from '../../../scripts/lib/demoKeys.ts';
import { TEE_KEY } from '../../../scripts/start/trustTeeKey.ts';
import { at, fundedGuardian, govern, sent, spareAccounts } from './world.ts';
import type { World } from './world.ts';

const KIND = { SGX: 0, SEV: 1, TDX: 4 } as const;

/** Proposals that are rejected, lapse, are taken back and stay open; a trusted key revoked; weights, rules, verifier, treasury. */
export async function playTeeKeys(world: World): Promise<void> {
  const { chain, registries, accounts } = world;
  const { teeKeys } = registries;
  const [proposer, other] = await spareAccounts(world);
  if (!proposer || !other) throw new Error('spare accounts are needed');
  const rejected = await propose(world, proposer, 'rejected', KIND.SEV);
  for (const voter of accounts.voters) await sent(teeKeys.connect(voter).vote(rejected, false));
  const lapsed = await propose(world, proposer, 'lapsed', KIND.TDX);
  const withdrawn = await propose(world, other, 'withdrawn', KIND.TDX);
  await sent(teeKeys.connect(other).withdrawProposal(withdrawn));
  const { votingPeriod } = await teeKeys.getParameters();
  await chain.wait(Number(votingPeriod));
  await sent(teeKeys.settle(rejected));
  await sent(teeKeys.settle(lapsed));
  await administer(world, other);
  await revoke(world, proposer);
  await sent(teeKeys.connect(proposer).withdraw(other.address));
}

async function propose(world: World, proposer: HardhatEthersSigner, name: string, kind: number): Promise<bigint> {
  const teeKeys = world.registries.teeKeys.connect(proposer);
  const { keyType, publicKey } = name === 'trusted' ? TEE_KEY : p256Key(id(`TEE ${name}`));
  const { stake } = await teeKeys.getParameters();
  const measurement = id(`measurement ${name}`);
  await sent(teeKeys.propose(keyType, publicKey, kind, measurement, `ipfs://${name}`, id(name), { value: stake }));
  return teeKeys.getProposalCount();
}

/** The key is revoked while a proposal for it is voted on, which then is approved to no effect; a later one stays open. */
async function revoke(world: World, proposer: HardhatEthersSigner): Promise<void> {
  const { chain, registries, accounts } = world;
  const { teeKeys } = registries;
  const guardian = teeKeys.connect(await fundedGuardian(world));
  const keyId = await teeKeys.keyIdOf(TEE_KEY.keyType, TEE_KEY.publicKey);
  await sent(guardian.revoke(keyId, 'leaked'));
  const voided = await propose(world, proposer, 'trusted', KIND.SGX);
  for (const voter of accounts.voters) await sent(teeKeys.connect(voter).vote(voided, true));
  await sent(guardian.revoke(keyId, 'leaked again'));
  const { votingPeriod } = await teeKeys.getParameters();
  await chain.wait(Number(votingPeriod));
  await sent(teeKeys.settle(voided));
  const open = await propose(world, proposer, 'trusted', KIND.SGX);
  await sent(teeKeys.connect(at(accounts.voters, 0)).vote(open, true));
}

async function administer(world: World, receiver: HardhatEthersSigner): Promise<void> {
  const { registries, accounts } = world;
  const { teeKeys, identity } = registries;
  const target = await teeKeys.getAddress();
  const { treasury } = await teeKeys.getFunds();
  const { stake, votingPeriod, trustPeriod, approvalBps, participationBps, slashBps } = await teeKeys.getParameters();
  const rules = { stake: stake / 2n, votingPeriod, trustPeriod, approvalBps, participationBps, slashBps, feeBps: 500 };
  const voter = at(accounts.voters, 0).address;
  const { interface: calls } = teeKeys;
  await govern(world, [
    {
      target,
      data: calls.encodeFunctionData('setVoteWeights', [
        [voter, receiver.address],
        [5, 2],
      ]),
    },
    { target, data: calls.encodeFunctionData('setParameters', [rules]) },
    { target, data: calls.encodeFunctionData('setVerifier', [KIND.SEV, await identity.getAddress()]) },
    { target, data: calls.encodeFunctionData('withdrawTreasury', [receiver.address, treasury / 2n]) },
  ]);
}
