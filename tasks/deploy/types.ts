import type { NetworkConnection } from 'hardhat/types/network';
import type { Provider } from 'ethers';
import type { Manifest } from '../../scripts/deploy/manifest.ts';
import type { NetworkDefinition } from '../../scripts/deploy/networks/defineNetwork.ts';
import type { ReadArguments, WriteArguments } from '../lib/types.ts';

/** Options that decide about the suite. */
export interface ChosenSuite {
  /** Whether to stand on the public registries of the chain's class. */
  readonly publicRegistries: boolean;
  /** Address, or empty. */
  readonly identityRegistry: string;
  /** Address, or empty. */
  readonly reputationRegistry: string;
  /** `auto`, `create2` or `basic`. */
  readonly strategy: string;
  /** Any text; empty for the version. */
  readonly salt: string;
  readonly noCompile: boolean;
}

export type PlanArguments = ReadArguments & ChosenSuite & { readonly from: string };
export type RunArguments = WriteArguments & ChosenSuite;

/** A deployment whose configuration was checked, by itself and against the chain. Nothing was sent or written. */
export interface Prepared {
  readonly network: NetworkDefinition;
  /** What it is begun with now. */
  readonly manifest: Manifest;
  /** Folder of the journal. */
  readonly folder: string;
  readonly connection: NetworkConnection;
  readonly provider: Provider;
}
