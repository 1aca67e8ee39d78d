import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askWorld } from '../../test/hardhat/indexer/askWorld.ts';
import type { Difference } from '../../test/hardhat/indexer/compareViews.ts';
import { playHistory } from '../../test/hardhat/indexer/playHistory.ts';
import { playMore } from '../../test/hardhat/indexer/playScenario.ts';
import { accountsNeeded, makeWorld } from '../../test/hardhat/indexer/world.ts';
import type { World } from '../../test/hardhat/indexer/world.ts';
import type { Step } from '../start/progress.ts';
import { askReadme } from './askReadme.ts';
import { compareTrust } from './compareTrust.ts';
import { addressBookOf } from './addressBookOf.ts';
import { readRows } from './readRows.ts';
import { startAnvil } from './startAnvil.ts';
import type { Node } from './startAnvil.ts';
import { startPonder } from './startPonder.ts';
import type { Ponder } from './startPonder.ts';

/** What was compared at one moment. */
export interface Stage {
  readonly name: string;
  readonly block: number;
  readonly rows: number;
  readonly views: number;
  readonly differences: readonly Difference[];
}

/** Blocks that the reorganization takes away; fewer than Ponder takes for final. */
const REORGANIZED = 12;

/**
 * Starts a node and plays the first part of the scenario; starts Ponder, which catches up; plays the rest while Ponder follows; and
 * takes the last blocks back. After each of the three all rows that Ponder serves are compared with all views.
 *
 * @param folder For the database and the address book.
 */
export async function runIndexer(folder: string, step: Step): Promise<readonly Stage[]> {
  const node = await startAnvil(await accountsNeeded());
  try {
    const world = await step('deploying the suite', () => makeWorld(node.chain));
    await step('playing the history', () => playHistory(world));
    const deployments = join(folder, 'deployments');
    mkdirSync(deployments);
    const chainId = Number(world.registries.chainId);
    writeFileSync(join(deployments, `${chainId}.json`), JSON.stringify(await addressBookOf(world)));
    const ponder = await startPonder(chainId, node.url, folder, deployments);
    try {
      return await compareStages(node, world, ponder, step);
    } finally {
      await ponder.running.stop();
    }
  } finally {
    await node.chain.close();
  }
}

async function compareStages(node: Node, world: World, ponder: Ponder, step: Step): Promise<readonly Stage[]> {
  const stages = [await compareNow('after catching up', world, ponder, step)];
  await step('playing the rest', () => playMore(world));
  stages.push(await compareNow('after following', world, ponder, step));
  await step(`taking ${REORGANIZED} blocks back`, () => node.send('anvil_reorg', REORGANIZED, []));
  // A block more, for Ponder to see that it is on the wrong branch.
  await node.send('evm_mine');
  stages.push(await compareNow('after a reorganization', world, ponder, step));
  await step('asking the queries of the README', () => askReadme(ponder));
  stages.push(await step('comparing the trust summaries', () => compareTrust(world, ponder)));
  return stages;
}

async function compareNow(name: string, world: World, ponder: Ponder, step: Step): Promise<Stage> {
  const block = await world.chain.ethers.provider.getBlockNumber();
  await step(`${name}: waiting for block ${block}`, () => ponder.follow(block));
  return step(`${name}: comparing`, async () => {
    const rows = await readRows(ponder.url);
    const { views, differences } = await (await askWorld(world))(rows);
    const count = Object.values(rows).reduce((total, table) => total + table.length, 0);
    return { name, block, rows: count, views, differences };
  });
}
