import { formatEther, id } from 'ethers';
import { GOVERNORS } from './chain.ts';
import type { Accounts, Chain, Registries } from './chain.ts';
import { callThroughMultisig, executeOperation, prepareOperation, scheduleCall } from '../governance/operation.ts';
import type { Operation } from '../governance/types.ts';
import type { RuleChange } from './types.ts';

const HOUR = 3600n;

/** A change before it is made. */
interface Planned {
  readonly contract: string;
  readonly what: string;
  readonly target: string;
  readonly data: string;
  /** What it changes, as the chain tells it. */
  readonly read: () => Promise<string>;
}

/**
 * Changes rules on the only way there is: owners of the wallet confirm by signature, the timelock waits, anybody executes.
 * Names who votes about TEE keys, and doubles the least deposit of staked validations.
 */
export async function changeRules(chain: Chain, registries: Registries, accounts: Accounts): Promise<RuleChange[]> {
  const { multisig, timelock } = registries.governance;
  const confirming = GOVERNORS.slice(0, Number(await multisig.threshold()));
  const waiting: { planned: Planned; before: string; operation: Operation }[] = [];
  for (const planned of [await planVoters(registries, accounts), await planDeposit(registries)]) {
    const { target, data, what } = planned;
    const before = await planned.read();
    const operation = await prepareOperation(timelock, { target, value: 0n, data }, id(`demo ${what}`));
    await callThroughMultisig(registries.governance, confirming, await scheduleCall(timelock, operation));
    waiting.push({ planned, before, operation });
  }
  await chain.wait(Math.max(...waiting.map(({ operation }) => Number(operation.delay))));
  const changes: RuleChange[] = [];
  for (const { planned, before, operation } of waiting) {
    await executeOperation(timelock, operation);
    const { contract, what } = planned;
    const hours = Number(operation.delay / HOUR);
    changes.push({ contract, what, confirmations: confirming.length, hours, before, after: await planned.read() });
  }
  return changes;
}

async function planVoters({ teeKeys }: Registries, { voters }: Accounts): Promise<Planned> {
  const addresses = voters.map(({ address }) => address);
  const weights = voters.map(() => 1n);
  return {
    contract: 'TEEKeyRegistry',
    what: 'weight of all voters',
    target: await teeKeys.getAddress(),
    data: teeKeys.interface.encodeFunctionData('setVoteWeights', [addresses, weights]),
    read: async () => (await teeKeys.totalVoteWeight()).toString(),
  };
}

async function planDeposit({ staked }: Registries): Promise<Planned> {
  const { parameters } = await staked.getParameters();
  const { baseStake, tolerance, fullSlashDistance, consensusBps, rewardBps, slashBps } = parameters;
  const { minDeposit, revealPeriod, minValidators } = parameters;
  const doubled = {
    minDeposit: minDeposit * 2n,
    baseStake,
    tolerance,
    fullSlashDistance,
    consensusBps,
    rewardBps,
    slashBps,
    revealPeriod,
    minValidators,
  };
  return {
    contract: 'StakedValidation',
    what: 'least deposit',
    target: await staked.getAddress(),
    data: staked.interface.encodeFunctionData('setParameters', [doubled]),
    read: async () => {
      const now = await staked.getParameters();
      return `${formatEther(now.parameters.minDeposit)} ETH (version ${now.version})`;
    },
  };
}
