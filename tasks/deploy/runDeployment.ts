import { existsSync } from 'node:fs';
import { HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers';
import type { ArtifactResolver } from '@nomicfoundation/ignition-core';
import { ZeroAddress, formatEther } from 'ethers';
import { addressBookPath, toAddressBook } from '../../scripts/deploy/addressBook.ts';
import type { CheckedConfig, SuiteConfig } from '../../scripts/deploy/config.ts';
import { lockFolder } from '../../scripts/deploy/lockFolder.ts';
import { writeManifest } from '../../scripts/deploy/manifest.ts';
import { readDeployment } from '../../scripts/deploy/readDeployment.ts';
import { recoverJournal } from '../../scripts/deploy/recoverJournal.ts';
import { verifyGovernance } from '../../scripts/deploy/verifyGovernance.ts';
import { writeFileWhole } from '../../scripts/deploy/writeFileWhole.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import { toJson } from '../lib/toJson.ts';
import type { TaskResult } from '../lib/types.ts';
import { checkJournal } from './checkJournal.ts';
import { refuseUncommitted, refuseUnpayable } from './checkRun.ts';
import { executeDeployment } from './executeDeployment.ts';
import { makePlan, showPlan } from './planDeployment.ts';
import type { DeploymentPlan } from './planDeployment.ts';
import { prepareDeployment } from './prepareDeployment.ts';
import type { Prepared, RunArguments } from './types.ts';

/** Deploys what is missing, proves that it is governed as configured, and writes the address book. */
export async function runDeployment(context: TaskContext, args: RunArguments): Promise<TaskResult> {
  const deployer = (await context.signer()).address;
  const prepared = await prepareDeployment(context, args, deployer);
  refuseUncommitted(prepared);
  if (args.dryRun) {
    checkJournal(prepared, context.deployments);
    return showPlan(prepared, await makePlan(context, prepared));
  }
  const unlock = lockFolder(prepared.folder);
  try {
    return await runLocked(context, prepared);
  } finally {
    unlock();
  }
}

async function runLocked(context: TaskContext, prepared: Prepared): Promise<TaskResult> {
  const { manifest, folder, provider } = prepared;
  const isBegun = checkJournal(prepared, context.deployments);
  const resolver = new HardhatArtifactResolver(context.hre.artifacts);
  const bookPath = addressBookPath(context.deployments, BigInt(manifest.chainId));
  if (isBegun && existsSync(bookPath)) return nothingToDo(prepared, resolver, bookPath);
  const { provider: rpc } = await context.signingConnection();
  const onProgress = (text: string): void => context.progress(text);
  await recoverJournal({ folder, deployer: manifest.deployer, provider, rpc, resolver, onProgress });
  const plan = await makePlan(context, prepared);
  if (plan.transactions.length > 0) {
    for (const line of showPlan(prepared, plan).text) context.progress(line);
    refuseUnpayable(prepared, plan);
    await context.confirm(questionOf(prepared, plan));
  }
  if (!isBegun) writeManifest(folder, manifest);
  const sent = await executeDeployment(context, prepared, plan, resolver);
  return finish(context, prepared, resolver, sent, bookPath);
}

function questionOf({ manifest, network }: Prepared, { transactions, cost }: DeploymentPlan): string {
  const { config, deployer } = manifest;
  return (
    `Deploys ${transactions.length} contracts of the suite "${config.network}" to ${network.name} (chain ${network.chainId}) from ${deployer}, ` +
    `for ${formatEther(cost.expected)} ETH at the price of now, ${formatEther(cost.atMost)} ETH at most (at ${network.maxGwei} gwei, the ceiling of this network). Owners and guardian can't be changed by the deployer afterwards.`
  );
}

async function finish(
  context: TaskContext,
  { manifest, folder, provider }: Prepared,
  resolver: ArtifactResolver,
  sent: readonly string[],
  bookPath: string,
): Promise<TaskResult> {
  const { config, chainClass, compiler, source } = manifest;
  const deployment = await readDeployment(folder, config, provider, resolver);
  context.progress('proving on the chain that the suite is governed as configured');
  const { artifacts } = context.hre;
  const facts = await verifyGovernance(uncheckedOf(config), deployment, provider, (contract) =>
    artifacts.readArtifact(contract),
  );
  const book = toAddressBook(deployment, {
    network: config.network,
    chainClass,
    governance: config.governance,
    commit: source.commit,
    ...(source.modified && { modified: true }),
    compiler,
    deployedAt: new Date().toISOString(),
  });
  writeFileWhole(bookPath, `${toJson(book)}\n`);
  const receipts = await Promise.all(sent.map((hash) => provider.getTransactionReceipt(hash)));
  const gasUsed = receipts.reduce((sum, receipt) => sum + (receipt?.gasUsed ?? 0n), 0n);
  const fee = receipts.reduce((sum, receipt) => sum + (receipt?.fee ?? 0n), 0n);
  const rows = deployment.contracts.map(({ part, contract, address }) => [part, contract, address]);
  return {
    data: {
      chainId: book.chainId,
      network: book.network,
      book: bookPath,
      transactions: sent.length,
      gasUsed,
      fee,
      facts: facts.length,
      contracts: Object.fromEntries(deployment.contracts.map(({ part, address }) => [part, address])),
    },
    text: [
      ...tableLines(['part', 'contract', 'address'], rows, ['left', 'left', 'left']),
      `${sent.length} transactions, ${gasUsed} gas, ${formatEther(fee)} ETH`,
      `Governance is as configured: ${facts.length} facts read from the chain`,
      `Written: ${bookPath}`,
    ],
  };
}

/** The configuration as `verifyGovernance` takes it, where the zero address isn't a verifier. */
function uncheckedOf({ ed25519Verifier, ...config }: CheckedConfig): SuiteConfig {
  return ed25519Verifier === ZeroAddress ? config : { ...config, ed25519Verifier };
}

async function nothingToDo(
  { manifest, folder, provider }: Prepared,
  resolver: ArtifactResolver,
  bookPath: string,
): Promise<TaskResult> {
  const { contracts } = await readDeployment(folder, manifest.config, provider, resolver);
  return {
    data: {
      chainId: manifest.chainId,
      network: manifest.config.network,
      book: bookPath,
      transactions: 0,
      gasUsed: 0n,
      fee: 0n,
      contracts: Object.fromEntries(contracts.map(({ part, address }) => [part, address])),
    },
    text: [`Nothing is to do: all ${contracts.length} contracts stand, and ${bookPath} names them`],
  };
}

export default taskAction(runDeployment);
