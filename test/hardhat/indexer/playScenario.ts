import { playHistory } from './playHistory.ts';
import { playIdentity } from './playIdentity.ts';
import { playKeys } from './playKeys.ts';
import { playReputation } from './playReputation.ts';
import { playStaked } from './playStaked.ts';
import { playTeeKeys } from './playTeeKeys.ts';
import { govern, spareAccounts } from './world.ts';
import type { World } from './world.ts';

/** What comes after the history: all that the demo doesn't do. */
export async function playMore(world: World): Promise<void> {
  await playIdentity(world);
  await playKeys(world);
  await playReputation(world);
  await playStaked(world);
  await playTeeKeys(world);
  await offerOwnership(world);
}

/** Every event of the contracts at least once, but those that need another identity registry. */
export async function playScenario(world: World): Promise<void> {
  await playHistory(world);
  await playMore(world);
}

/** Governance offers contracts to an account, and takes one offer back. */
async function offerOwnership(world: World): Promise<void> {
  const { staked, teeKeys, policy } = world.registries;
  const [spare] = await spareAccounts(world);
  const data = (receiver: string): string => staked.interface.encodeFunctionData('transferOwnership', [receiver]);
  const calls = [staked, teeKeys, policy].map(async (contract) => ({
    target: await contract.getAddress(),
    data: data(spare?.address ?? ''),
  }));
  const takenBack = { target: await policy.getAddress(), data: data(`0x${'0'.repeat(40)}`) };
  await govern(world, [...(await Promise.all(calls)), takenBack]);
}
