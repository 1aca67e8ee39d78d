import { parseUnits } from 'ethers';
import { CHAIN_CLASSES } from '../config.ts';
import type { ChainClass } from '../config.ts';
import { DeployConfigError } from '../errors.ts';

/** A network that suites are deployed to. Nothing in it is secret. */
export interface NetworkOptions {
  /** Hardhat's `--network`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Checked against the node before anything is sent. */
  readonly chainId: number;
  /** `op` for chains of the OP stack, whose transactions also pay for their data on L1. */
  readonly chainType: 'l1' | 'op';
  readonly chainClass: ChainClass;
  /** The network's part of the DIDs: 1 to 21 characters of `a-z 0-9 -`. Fixed for ever by the deployment. */
  readonly didNetwork: string;
  /**
   * What the names of its configuration variables begin with: `_RPC_URL`, `_PRIVATE_KEY`, `_OWNERS`, `_THRESHOLD`, `_GUARDIAN`
   * and `_DELAY` follow.
   */
  readonly variables: string;
  /** Where the node is when `_RPC_URL` isn't set; without it the variable has to be. */
  readonly rpcUrl?: string;
  /** Whether the node itself signs, with accounts of its own; else the key of `_PRIVATE_KEY` does. */
  readonly nodeSigns?: true;
  /** Blocks after which a transaction counts as final: 1 or more, the transaction's own included. */
  readonly confirmations: number;
  /** Nothing is sent while the network asks more for a unit of gas, in gwei. */
  readonly maxGwei: number;
  /** Whether to deploy `RegistrationRateHook`. */
  readonly rateHook: boolean;
}

export interface NetworkDefinition extends NetworkOptions {
  /** `maxGwei` in wei. */
  readonly maxFeePerGas: bigint;
}

const DID_NETWORK = /^[a-z0-9-]{1,21}$/;
const VARIABLES = /^[A-Z][A-Z0-9_]*$/;

/**
 * Checks a network.
 *
 * @throws {DeployConfigError} For the first field that is wrong.
 */
export function defineNetwork(options: NetworkOptions): NetworkDefinition {
  const { name, chainId, chainClass, didNetwork, variables, confirmations, maxGwei } = options;
  const field = (of: string): string => `networks.${name}.${of}`;
  if (!Number.isSafeInteger(chainId) || chainId < 1) {
    throw new DeployConfigError(field('chainId'), chainId, 'give the id of the chain, 1 or more');
  }
  if (!CHAIN_CLASSES.includes(chainClass)) {
    throw new DeployConfigError(field('chainClass'), chainClass, `use one of ${CHAIN_CLASSES.join(', ')}`);
  }
  if (!DID_NETWORK.test(didNetwork)) {
    throw new DeployConfigError(field('didNetwork'), didNetwork, 'use 1 to 21 characters of a-z 0-9 -');
  }
  if (!VARIABLES.test(variables)) {
    throw new DeployConfigError(field('variables'), variables, 'use capitals, digits and _, as in SEPOLIA');
  }
  if (!Number.isSafeInteger(confirmations) || confirmations < 1) {
    throw new DeployConfigError(field('confirmations'), confirmations, 'give a number of blocks, 1 or more');
  }
  if (!Number.isFinite(maxGwei) || maxGwei <= 0) {
    throw new DeployConfigError(field('maxGwei'), maxGwei, 'give a price in gwei, more than 0');
  }
  return { ...options, maxFeePerGas: parseUnits(String(maxGwei), 'gwei') };
}
