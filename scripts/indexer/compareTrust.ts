import type { Difference } from '../../test/hardhat/indexer/compareViews.ts';
import type { World } from '../../test/hardhat/indexer/world.ts';
import type { Stage } from './runIndexer.ts';
import type { Ponder } from './startPonder.ts';

const CLASSES = ['Open', 'TaskBacked', 'Validated'];

/** Compares the summaries that the example computes in its database with those of the registry. */
export async function compareTrust({ chain, registries }: World, { url }: Ponder): Promise<Stage> {
  const { identity, reputation, chainId } = registries;
  const differences: Difference[] = [];
  let views = 0;
  const agents = await identity.agentCount();
  for (let agentId = 0n; agentId < agents; agentId++) {
    const response = await fetch(`${url}/chains/${chainId}/agents/${agentId}/trust`);
    const actual: unknown = await response.json();
    const summaries = [];
    for (const [index, feedbackClass] of CLASSES.entries()) {
      if (index === 0) continue; // which the registry doesn't sum up
      const { count, sumAt18Decimals: sum, meanAt18Decimals: mean } = await reputation.getTrustSummary(agentId, index);
      summaries.push({
        feedbackClass,
        count: Number(count),
        sumAt18Decimals: String(sum),
        meanAt18Decimals: String(mean),
      });
    }
    views += summaries.length;
    const [rows, contract] = [JSON.stringify(actual), JSON.stringify(summaries)];
    if (rows !== contract) differences.push({ view: `trust of agent ${agentId}`, expected: rows, actual: contract });
  }
  const block = await chain.ethers.provider.getBlockNumber();
  return { name: 'trust summaries', block, rows: views, views, differences };
}
