import { ZeroHash, id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { TEE_KEY, TEE_MEASUREMENT } from '../../../scripts/start/trustTeeKey.ts';
import { at, fundedGuardian, govern, sent, spareAccounts } from './world.ts';
import type { World } from './world.ts';

const HOUR = 3600;
const MODE = { Stake: 0, Hybrid: 2 } as const;

/** A round without judges that is opened again and disputed, a hybrid one, one that stays open, treasury and administration. */
export async function playStaked(world: World): Promise<void> {
  const { chain, registries, accounts } = world;
  const { staked } = registries;
  const reopened = await request(world, 'reopened');
  await open(world, reopened, MODE.Stake);
  await chain.wait(HOUR);
  await sent(staked.finalize(reopened));
  await open(world, reopened, MODE.Stake);
  await judge(world, reopened, [0, 50, 100]);
  await finish(world, reopened);
  const hybrid = await request(world, 'hybrid');
  await open(world, hybrid, MODE.Hybrid);
  await judge(world, hybrid, [80, 82, 84], 81);
  await finish(world, hybrid);
  await administer(world);
  const waiting = await request(world, 'waiting');
  await open(world, waiting, MODE.Stake);
  await commit(world, waiting, at(accounts.judges, 0), 70);
  const [guardian] = await spareAccounts(world);
  if (guardian) await sent(staked.connect(guardian).pause());
}

async function request(world: World, name: string): Promise<string> {
  const { registries, accounts, agents } = world;
  const { validation, staked } = registries;
  const agent = at(agents, 0);
  const owner = at(accounts.owners, agent.account);
  const validator = await staked.getAddress();
  const hash = await validation.boundRequestHash(agent.agentId, validator, id(name));
  await sent(validation.connect(owner).validationRequest(validator, agent.agentId, `ipfs://${name}`, hash));
  const [spare] = await spareAccounts(world);
  await sent(staked.connect(owner).authorizeRequester(hash, spare?.address ?? ''));
  return hash;
}

async function open(world: World, hash: string, mode: number): Promise<void> {
  const { staked } = world.registries;
  const [spare] = await spareAccounts(world);
  if (!spare) throw new Error('a spare account is needed');
  const { parameters } = await staked.getParameters();
  const measurement = mode === MODE.Hybrid ? TEE_MEASUREMENT : ZeroHash;
  const terms = { mode, commitPeriod: HOUR, minValidators: 3, measurement };
  await sent(staked.connect(spare).openRequest(hash, terms, { value: parameters.minDeposit }));
}

async function commit(
  { registries }: World,
  hash: string,
  judge: HardhatEthersSigner,
  response: number,
): Promise<void> {
  const { staked } = registries;
  const { latest } = await staked.getRequest(hash);
  const salt = id(`salt ${judge.address}`);
  const value = await staked.requiredStake(hash, judge.address);
  const commitment = await staked.verdictCommitment(hash, latest.round, judge.address, response, salt);
  await sent(staked.connect(judge).commitVerdict(hash, latest.round, commitment, { value }));
}

async function judge(world: World, hash: string, responses: readonly number[], tee?: number): Promise<void> {
  const { chain, registries, accounts } = world;
  const { staked } = registries;
  for (const [index, response] of responses.entries()) await commit(world, hash, at(accounts.judges, index), response);
  await chain.wait(HOUR);
  for (const [index, response] of responses.entries()) {
    const account = at(accounts.judges, index);
    await sent(staked.connect(account).revealVerdict(hash, response, id(`salt ${account.address}`)));
  }
  if (tee !== undefined) await answer(world, hash, tee);
}

async function answer({ registries, accounts }: World, hash: string, response: number): Promise<void> {
  const { staked, teeKeys } = registries;
  const payee = accounts.teeOperator.address;
  const { latest } = await staked.getRequest(hash);
  const evidenceHash = id('evidence');
  const digest = await staked.teeVerdictDigest(hash, latest.round, response, evidenceHash, payee);
  const { keyType, publicKey } = TEE_KEY;
  const keyId = await teeKeys.keyIdOf(keyType, publicKey);
  await sent(
    staked.answerWithTEE(hash, { keyType, keyId, response, evidenceHash, payee, signature: TEE_KEY.sign(digest) }),
  );
}

async function finish({ registries, accounts }: World, hash: string): Promise<void> {
  const { staked } = registries;
  await sent(staked.finalize(hash));
  const judge = at(accounts.judges, 0);
  await sent(staked.connect(judge).withdraw(judge.address));
}

async function administer(world: World): Promise<void> {
  const { staked } = world.registries;
  const target = await staked.getAddress();
  const { treasury } = await staked.getFunds();
  const [spare] = await spareAccounts(world);
  await sent(staked.connect(await fundedGuardian(world)).pause());
  await govern(world, [
    { target, data: staked.interface.encodeFunctionData('unpause') },
    { target, data: staked.interface.encodeFunctionData('withdrawTreasury', [spare?.address ?? '', treasury / 2n]) },
    { target, data: staked.interface.encodeFunctionData('setGuardian', [spare?.address ?? '']) },
  ]);
}
