import { formatEther, formatUnits } from 'ethers';
import { estimateCost } from '../../scripts/deploy/estimateCost.ts';
import { simulate } from '../../scripts/deploy/simulate.ts';
import type { PlannedTransaction } from '../../scripts/deploy/simulate.ts';
import type { Cost } from '../../scripts/deploy/estimateCost.ts';
import { formatInteger } from '../../scripts/lib/table.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult } from '../lib/types.ts';
import { checkJournal } from './checkJournal.ts';
import { prepareDeployment, readDeployer } from './prepareDeployment.ts';
import type { PlanArguments, Prepared } from './types.ts';

/** What a run would send now. Nothing is sent, and nothing is written. */
export interface DeploymentPlan {
  readonly transactions: readonly PlannedTransaction[];
  readonly cost: Cost;
  /** Wei that the deployer has. */
  readonly balance: bigint;
}

export async function planDeployment(context: TaskContext, args: PlanArguments): Promise<TaskResult> {
  const prepared = await prepareDeployment(context, args, await readDeployer(context, args.from));
  checkJournal(prepared, context.deployments);
  return showPlan(prepared, await makePlan(context, prepared));
}

/** Tries the run on a copy of the chain, and prices it. */
export async function makePlan(context: TaskContext, prepared: Prepared): Promise<DeploymentPlan> {
  const { network, manifest, folder, connection, provider } = prepared;
  const { config, deployer, strategy } = manifest;
  context.progress('trying the deployment on a copy of the chain');
  const transactions = await simulate({ hre: context.hre, connection, provider, config, deployer, strategy, folder });
  const cost = await estimateCost(provider, transactions, network.maxFeePerGas, network.chainType);
  return { transactions, cost, balance: await provider.getBalance(deployer) };
}

/** A plan for people and programs. */
export function showPlan({ network, manifest }: Prepared, { transactions, cost, balance }: DeploymentPlan): TaskResult {
  const { deployer, strategy, config, source } = manifest;
  const rows = transactions.map(({ part, contract, address, gasUsed }, index) => [
    String(index + 1),
    part,
    contract,
    address,
    formatInteger(Number(gasUsed)),
    formatEther(cost.each[index] ?? 0n),
  ]);
  const header = ['', 'part', 'contract', strategy.name === 'create2' ? 'address' : 'address (by nonce)', 'gas', 'ETH'];
  return {
    data: {
      chainId: network.chainId.toString(),
      network: network.name,
      chainClass: network.chainClass,
      deployer,
      strategy,
      governance: config.governance,
      existing: config.existing,
      ...source,
      transactions: transactions.map(({ data, ...shown }, index) => ({
        ...shown,
        dataBytes: (data.length - 2) / 2,
        cost: cost.each[index],
      })),
      gasUsed: cost.gasUsed,
      gasPrice: cost.gasPrice,
      maxFeePerGas: cost.maxFeePerGas,
      l1Fee: cost.l1Fee ?? null,
      expectedCost: cost.expected,
      offeredCost: cost.offered,
      highestCost: cost.atMost,
      balance,
      isBalanceEnough: balance >= cost.offered,
    },
    text: [
      `Suite "${config.network}" on ${network.name} (chain ${network.chainId}, class ${network.chainClass}) by ${deployer}`,
      ...(transactions.length === 0
        ? ['Everything is deployed; nothing would be sent.']
        : [
            ...tableLines(header, rows, ['right', 'left', 'left', 'left', 'right', 'right']),
            ...totals(cost, balance, network.maxGwei),
          ]),
      ...notes({ network, manifest }, cost),
    ],
  };
}

function totals(cost: Cost, balance: bigint, maxGwei: number): string[] {
  const price = `${formatUnits(cost.gasPrice, 'gwei')} gwei now, offering ${formatUnits(cost.maxFeePerGas, 'gwei')} gwei`;
  const costs = `${formatEther(cost.expected)} ETH, ${formatEther(cost.offered)} ETH if all that is offered is used`;
  const enough =
    balance >= cost.offered ? 'enough for that' : `${formatEther(cost.offered - balance)} ETH short of what is offered`;
  return [
    `Gas ${formatInteger(Number(cost.gasUsed))} at ${price}: ${costs}`,
    `Prices change while it runs: ${formatEther(cost.atMost)} ETH at most, at ${maxGwei} gwei, the ceiling of this network`,
    `The deployer has ${formatEther(balance)} ETH: ${enough}`,
  ];
}

function notes({ network, manifest }: Pick<Prepared, 'network' | 'manifest'>, { l1Fee }: Cost): string[] {
  const { strategy, config, source } = manifest;
  const { owners, threshold, guardian, delay } = config.governance;
  const lines = [
    `Governance: ${threshold} of ${owners.join(', ')}; guardian ${guardian}; delay ${delay} s`,
    ...Object.entries(config.existing).map(([part, address]) => `Existing: ${part} ${address}`),
    strategy.name === 'create2'
      ? `Addresses by CREATE2, salt ${strategy.salt}: the same on another chain where deployer, code and constructor arguments are the same`
      : "Addresses by the deployer's nonce: another transaction of the deployer in between changes those that follow",
  ];
  if (network.chainType === 'op') {
    lines.push(
      l1Fee === undefined
        ? 'The chain has no oracle for fees of data on L1; they are not counted'
        : `Of the cost, ${formatEther(l1Fee)} ETH are for data on L1, whose price has no ceiling`,
    );
  }
  if (source.modified) lines.push(`The contracts differ from commit ${source.commit}`);
  return lines;
}

export default taskAction(planDeployment);
