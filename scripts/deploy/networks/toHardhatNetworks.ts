import { configVariable } from 'hardhat/config';
import type { HttpNetworkUserConfig } from 'hardhat/types/config';
import type { NetworkDefinition } from './defineNetwork.ts';

/** The `networks` of `hardhat.config.ts`: nodes and keys by configuration variables, chain ids fixed. */
export function toHardhatNetworks(definitions: readonly NetworkDefinition[]): Record<string, HttpNetworkUserConfig> {
  return Object.fromEntries(definitions.map((definition) => [definition.name, toHardhatNetwork(definition)]));
}

function toHardhatNetwork(definition: NetworkDefinition): HttpNetworkUserConfig {
  const { chainId, chainType, variables, rpcUrl, nodeSigns } = definition;
  const url = `${variables}_RPC_URL`;
  return {
    type: 'http',
    chainType,
    chainId,
    url: rpcUrl === undefined ? configVariable(url) : configVariable(url, { default: rpcUrl }),
    accounts: nodeSigns === true ? 'remote' : [configVariable(`${variables}_PRIVATE_KEY`)],
  };
}
