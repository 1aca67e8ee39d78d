import type { ChainDescriptorsUserConfig } from 'hardhat/types/config';
import type { NetworkDefinition } from './defineNetwork.ts';

/** Chains whose rules at every block Hardhat knows by itself. */
const KNOWN = [1, 11155111];

/**
 * The `chainDescriptors` of `hardhat.config.ts`: the rules by which copies of chains are made for trying deployments. Those of today
 * are taken for all blocks, since only the newest block is copied. Chains of the OP stack are copied as generic ones: in a
 * contract's creation they differ by the fee for data on L1 only, which is asked for apart.
 */
export function toChainDescriptors(definitions: readonly NetworkDefinition[]): ChainDescriptorsUserConfig {
  const unknown = definitions.filter(({ chainId }) => !KNOWN.includes(chainId));
  return Object.fromEntries(
    unknown.map(({ chainId, title }) => [
      chainId,
      { name: title, chainType: 'generic', hardforkHistory: { osaka: { blockNumber: 0 } } },
    ]),
  );
}
