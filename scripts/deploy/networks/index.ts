import { base } from './base.ts';
import { baseSepolia } from './baseSepolia.ts';
import type { NetworkDefinition } from './defineNetwork.ts';
import { localhost } from './localhost.ts';
import { mainnet } from './mainnet.ts';
import { sepolia } from './sepolia.ts';

/** Every network that suites are deployed to; a further one gets a file here and its line in this list. */
export const NETWORKS: readonly NetworkDefinition[] = [localhost, sepolia, baseSepolia, mainnet, base];
