import { join } from 'node:path';
import { Wallet, id } from 'ethers';
import type { ContractTransactionResponse, InterfaceAbi } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { ContractName } from '../../../examples/indexer/core/addressBook.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { GOVERNORS, accountCount, assignAccounts, deployRegistries } from '../../../scripts/start/chain.ts';
import type { Accounts, Chain, Registries } from '../../../scripts/start/chain.ts';
import { readAgentFolder } from '../../../scripts/start/readAgentFolder.ts';
import { executeOperation, proposeCall } from '../../../scripts/governance/operation.ts';
import type { AgentFile, RegisteredAgent } from '../../../scripts/start/types.ts';
import type { RawLog } from './feedLogs.ts';

/** A chain with the suite, and who acts on it. */
export interface World {
  readonly chain: Chain;
  readonly registries: Registries;
  readonly accounts: Accounts;
  readonly files: readonly AgentFile[];
  /** Filled by the scenario. */
  readonly agents: RegisteredAgent[];
}

const FOLDER = 'examples/agents';
/** Accounts that play no part in the demo. */
const SPARE = 4;

export async function accountsNeeded(): Promise<number> {
  return accountCount((await readAgentFolder(join(ROOT, FOLDER), FOLDER)).agents.length) + SPARE;
}

/** Deploys the suite. */
export async function makeWorld(chain: Chain): Promise<World> {
  const { agents: files } = await readAgentFolder(join(ROOT, FOLDER), FOLDER);
  const accounts = await assignAccounts(chain, files.length);
  return { chain, registries: await deployRegistries(chain, accounts.deployer), accounts, files, agents: [] };
}

/** Waits for a transaction. */
export async function sent(transaction: Promise<ContractTransactionResponse>): Promise<void> {
  await (await transaction).wait();
}

/** Accounts that play no part in the demo. */
export async function spareAccounts({ chain, files }: World): Promise<readonly HardhatEthersSigner[]> {
  return (await chain.ethers.getSigners()).slice(accountCount(files.length));
}

/** The item at a place where one must be. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`there is no item ${index} among ${list.length}`);
  return item;
}

/** The demo's guardian, with ether. */
export async function fundedGuardian({ chain, accounts }: World): Promise<Wallet> {
  const guardian = new Wallet(id('demo guardian'), chain.ethers.provider);
  await (await accounts.deployer.sendTransaction({ to: guardian.address, value: 10n ** 18n })).wait();
  return guardian;
}

/** Makes calls that only the timelock may: all are proposed, wait together and are executed in their order. */
export async function govern(
  { chain, registries }: World,
  calls: readonly { readonly target: string; readonly data: string }[],
): Promise<void> {
  const { governance } = registries;
  const confirming = GOVERNORS.slice(0, Number(await governance.multisig.threshold()));
  const operations = [];
  for (const call of calls)
    operations.push((await proposeCall(governance, confirming, { ...call, value: 0n })).operation);
  await chain.wait(Math.max(...operations.map(({ delay }) => Number(delay))));
  for (const operation of operations) await executeOperation(governance.timelock, operation);
}

/** The suite's contracts by the indexer's names. */
export async function addressesOf(registries: Registries): Promise<Record<ContractName, string>> {
  const { identity, sage, reputation, validation, staked, teeKeys, policy } = registries;
  const contracts = {
    Identity: identity,
    Sage: sage,
    Reputation: reputation,
    Validation: validation,
    Staked: staked,
    TeeKeys: teeKeys,
    Policy: policy,
  };
  const entries = Object.entries(contracts).map(async ([name, contract]) => [
    name,
    (await contract.getAddress()).toLowerCase(),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Record<ContractName, string>;
}

const ARTIFACTS: Readonly<Record<ContractName, string>> = {
  Identity: 'ERC8004IdentityRegistry',
  Sage: 'SageRegistryV3',
  Reputation: 'ERC8004ReputationRegistryV2',
  Validation: 'ERC8004ValidationRegistry',
  Staked: 'StakedValidation',
  TeeKeys: 'TEEKeyRegistry',
  Policy: 'TaskValidationPolicy',
};

/** The ABI of a contract. */
export async function abiOf({ readArtifact }: Pick<Chain, 'readArtifact'>, name: ContractName): Promise<InterfaceAbi> {
  return (await readArtifact(ARTIFACTS[name])).abi;
}

/** All logs of the chain in order, each with the time of its block. */
export async function allLogs({ ethers }: Chain): Promise<readonly { readonly log: RawLog; readonly time: bigint }[]> {
  const { provider } = ethers;
  const logs = (await provider.send('eth_getLogs', [{ fromBlock: '0x0', toBlock: 'latest' }])) as RawLog[];
  const times = new Map<string, bigint>();
  const timed: { log: RawLog; time: bigint }[] = [];
  for (const log of logs) {
    const { blockNumber } = log;
    const known = times.get(blockNumber);
    const time = known ?? BigInt((await provider.getBlock(Number(blockNumber)))?.timestamp ?? 0);
    times.set(blockNumber, time);
    timed.push({ log, time });
  }
  return timed;
}
