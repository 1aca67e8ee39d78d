import type { World } from '../../test/hardhat/indexer/world.ts';
import { addressesOf } from '../../test/hardhat/indexer/world.ts';

const PARTS = {
  Identity: 'identityRegistry',
  Sage: 'sageRegistry',
  Reputation: 'reputationRegistry',
  Validation: 'validationRegistry',
  Staked: 'stakedValidation',
  TeeKeys: 'teeKeyRegistry',
  Policy: 'taskValidationPolicy',
} as const;

/** An address book of a suite that was deployed just now, as far as the indexer reads one. */
export async function addressBookOf(world: World): Promise<object> {
  const blocks = await deploymentBlocks(world);
  const addresses = Object.entries(await addressesOf(world.registries)) as [keyof typeof PARTS, string][];
  const contracts = addresses.map(([name, address]) => [PARTS[name], { address, block: blocks.get(address) }]);
  return { format: 1, chainId: String(world.registries.chainId), contracts: Object.fromEntries(contracts) as object };
}

/** In which block each contract was created. */
async function deploymentBlocks({ chain }: World): Promise<ReadonlyMap<string, number>> {
  const { provider } = chain.ethers;
  const blocks = new Map<string, number>();
  const last = await provider.getBlockNumber();
  for (let number = 1; number <= last; number++) {
    for (const hash of (await provider.getBlock(number))?.transactions ?? []) {
      const created = (await provider.getTransactionReceipt(hash))?.contractAddress ?? null;
      if (created !== null) blocks.set(created.toLowerCase(), number);
    }
  }
  return blocks;
}
