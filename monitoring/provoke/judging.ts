// Proposals of TEE keys and rounds of staked requests, as far as provocations need them.
import { ZeroHash, id } from 'ethers';
import { secp256k1Key } from '../../scripts/lib/demoKeys.ts';
import { HOUR, WHO } from './World.ts';
import type { World } from './World.ts';

/** A proposal that was made. */
export interface ProposedKey {
  readonly proposalId: string;
  readonly keyId: string;
  readonly endsAt: number;
}

/** Proposes a key under a name; the same name is the same key. */
export async function proposeKey(world: World, name: string): Promise<ProposedKey> {
  const registry = world.contract('teeKeyRegistry');
  const { keyType, publicKey } = secp256k1Key(id(`TEE ${name}`));
  const { stake, votingPeriod } = await registry.getParameters();
  const args = [keyType, publicKey, 0, id(`measurement ${name}`), `ipfs://${name}`, id(name)];
  await world.send(WHO.stranger, 'teeKeyRegistry', 'propose', args, { value: stake });
  const proposalId = String(await registry.getProposalCount());
  const keyId = await registry.keyIdOf(keyType, publicKey);
  return { proposalId, keyId, endsAt: (await world.time()) + Number(votingPeriod) };
}

/** Votes with the voters at these places of `WHO.voters`. */
export async function vote(
  world: World,
  { proposalId }: ProposedKey,
  voters: readonly number[],
  support: boolean,
): Promise<void> {
  for (const index of voters) await world.send(WHO.voters[index] ?? 0, 'teeKeyRegistry', 'vote', [proposalId, support]);
}

/** Waits for the end of the vote if need be, and settles. */
export async function settle(world: World, { proposalId, endsAt }: ProposedKey): Promise<void> {
  const left = endsAt - (await world.time());
  if (left > 0) await world.wait(left);
  await world.send(WHO.stranger, 'teeKeyRegistry', 'settle', [proposalId]);
}

/** A round that was opened. */
export interface OpenedRound {
  readonly requestHash: string;
  readonly revealEnd: number;
}

/** Asks for a validation of the world's agent, and opens the request to staked validators. */
export async function openRound(world: World, name: string, deposit = 10n ** 16n): Promise<OpenedRound> {
  const validator = world.target('stakedValidation');
  const requestHash = await world.contract('validationRegistry').boundRequestHash(0, validator, id(name));
  await world.send(WHO.agent, 'validationRegistry', 'validationRequest', [validator, 0, `ipfs://${name}`, requestHash]);
  const terms = { mode: 0, commitPeriod: HOUR, minValidators: 3, measurement: ZeroHash };
  await world.send(WHO.agent, 'stakedValidation', 'openRequest', [requestHash, terms], { value: deposit });
  const { revealEnd } = await world.contract('stakedValidation').getRequest(requestHash);
  return { requestHash, revealEnd: Number(revealEnd) };
}

/** Commits the first judges to a verdict; all when left out. */
export async function commit(
  world: World,
  { requestHash }: OpenedRound,
  judges: number = WHO.judges.length,
): Promise<void> {
  const staked = world.contract('stakedValidation');
  for (const judge of WHO.judges.slice(0, judges)) {
    const validator = world.address(judge);
    const value = await staked.requiredStake(requestHash, validator);
    const commitment = await staked.verdictCommitment(requestHash, 1, validator, 90, id(`salt ${judge}`));
    await world.send(judge, 'stakedValidation', 'commitVerdict', [requestHash, 1, commitment], { value });
  }
}

/** Reveals the verdicts of the first judges. */
export async function reveal(world: World, { requestHash }: OpenedRound, judges: number): Promise<void> {
  await world.wait(HOUR);
  for (const judge of WHO.judges.slice(0, judges)) {
    await world.send(judge, 'stakedValidation', 'revealVerdict', [requestHash, 90, id(`salt ${judge}`)]);
  }
}

/** Waits for the reveal end, and finalizes. */
export async function finalize(world: World, { requestHash, revealEnd }: OpenedRound): Promise<void> {
  const left = revealEnd - (await world.time());
  if (left > 0) await world.wait(left);
  await world.send(WHO.stranger, 'stakedValidation', 'finalize', [requestHash]);
}
