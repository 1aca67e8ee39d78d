import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers';
import { ExecutionEventResultType, ExecutionEventType } from '@nomicfoundation/ignition-core';
import { getAddress, toQuantity } from 'ethers';
import type { Provider } from 'ethers';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type { NetworkConnection } from 'hardhat/types/network';
import type { CheckedConfig } from './config.ts';
import { partOfFuture } from './ignitionModule.ts';
import { suitePlan } from './plan.ts';
import type { Part } from './plan.ts';
import { recoverJournal } from './recoverJournal.ts';
import { runIgnition } from './runIgnition.ts';
import type { DeployStrategy } from './strategy.ts';

export interface Simulation {
  readonly hre: HardhatRuntimeEnvironment;
  /** The network that is copied. */
  readonly connection: NetworkConnection;
  readonly provider: Provider;
  readonly config: CheckedConfig;
  readonly deployer: string;
  readonly strategy: DeployStrategy;
  /** Folder of the journal; neither read nor written when there is none. It is copied. */
  readonly folder: string;
}

/** A transaction that a run would send. */
export interface PlannedTransaction {
  readonly part: Part;
  readonly contract: string;
  /** Where the contract will be. */
  readonly address: string;
  /** Whom it is sent to; null for the creation of a contract. */
  readonly to: string | null;
  readonly nonce: number;
  /** Of the transaction's data, `0x…`. */
  readonly data: string;
  /** Units that the simulation took. */
  readonly gasUsed: bigint;
  /** Units that are asked for. */
  readonly gasLimit: bigint;
}

/** More than any deployment costs, so that what the deployer has doesn't decide what can be told. */
const PLENTY = toQuantity(10n ** 30n);

interface Receipt {
  readonly gasUsed: string;
}

interface Sent {
  readonly from: string;
  readonly to?: string;
  readonly data: string;
  readonly gas: string;
  readonly nonce: string;
}

/**
 * Carries out the whole run, or what is missing of it, on a copy of the chain inside this process: the same journal, the same
 * transactions by the same account. What it costs is what they took there.
 *
 * @returns In the order in which they would be sent.
 * @throws {DeployStoppedError} As the run itself would.
 */
export async function simulate(simulation: Simulation): Promise<PlannedTransaction[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sage-plan-'));
  try {
    if (existsSync(simulation.folder)) cpSync(simulation.folder, folder, { recursive: true });
    const fork = await forkOf(simulation);
    try {
      return await runOn(fork, folder, simulation);
    } finally {
      await fork.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function forkOf({ hre, connection, provider, deployer }: Simulation): Promise<NetworkConnection> {
  const { networkConfig } = connection;
  if (networkConfig.type !== 'http') throw new Error('only the chain of a node can be copied');
  const [{ chainId }, blockNumber] = await Promise.all([provider.getNetwork(), provider.getBlockNumber()]);
  const url = await networkConfig.url.getUrl();
  const fork = await hre.network.create({
    network: 'copy',
    override: {
      chainId: Number(chainId),
      forking: { enabled: true, url, blockNumber, httpHeaders: networkConfig.httpHeaders },
    },
  });
  await fork.provider.request({ method: 'hardhat_impersonateAccount', params: [deployer] });
  await fork.provider.request({ method: 'hardhat_setBalance', params: [deployer, PLENTY] });
  return fork;
}

async function runOn(
  fork: NetworkConnection,
  folder: string,
  { hre, provider, connection, config, deployer, strategy }: Simulation,
): Promise<PlannedTransaction[]> {
  const resolver = new HardhatArtifactResolver(hre.artifacts);
  await recoverJournal({ folder, deployer, provider, rpc: connection.provider, resolver, onProgress: () => undefined });
  const sent = new Map<string, Sent>();
  const futures = new Map<string, string>();
  const addresses = new Map<string, string>();
  const request = async (args: { method: string; params?: readonly unknown[] | object }): Promise<unknown> => {
    const answer: unknown = await fork.provider.request({ method: args.method, params: args.params as unknown[] });
    if (args.method === 'eth_sendTransaction') sent.set(String(answer), (args.params as [Sent])[0]);
    return answer;
  };
  await runIgnition({
    config,
    rpc: { request },
    resolver,
    folder,
    deployer,
    strategy,
    confirmations: 1,
    pollingInterval: 10,
    onEvent: (event) => {
      if (event.type === ExecutionEventType.TRANSACTION_SEND) futures.set(event.hash, event.futureId);
      if (event.type !== ExecutionEventType.DEPLOYMENT_EXECUTION_STATE_COMPLETE) return;
      const { result } = event;
      if (result.type === ExecutionEventResultType.SUCCESS && result.result !== undefined) {
        addresses.set(event.futureId, result.result);
      }
    },
  });
  const contracts = new Map(suitePlan(config).map(({ part, contract }) => [part, contract]));
  const planned: PlannedTransaction[] = [];
  for (const [hash, transaction] of sent) {
    const future = futures.get(hash);
    const part = future === undefined ? undefined : partOfFuture(future);
    const contract = part === undefined ? undefined : contracts.get(part);
    const address = future === undefined ? undefined : addresses.get(future);
    if (part === undefined || contract === undefined || address === undefined) {
      throw new Error(`the simulated transaction ${hash} (${future ?? 'of no step'}) left no contract of the suite`);
    }
    const receipt = (await request({ method: 'eth_getTransactionReceipt', params: [hash] })) as Receipt;
    planned.push({ part, contract, address: getAddress(address), ...toGas(transaction, receipt) });
  }
  return planned;
}

function toGas(sent: Sent, { gasUsed }: Receipt): Omit<PlannedTransaction, 'part' | 'contract' | 'address'> {
  return {
    to: sent.to === undefined ? null : getAddress(sent.to),
    nonce: Number(sent.nonce),
    data: sent.data,
    gasUsed: BigInt(gasUsed),
    gasLimit: BigInt(sent.gas),
  };
}
