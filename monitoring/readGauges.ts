import { formatEther } from 'ethers';
import type { Part } from '../scripts/deploy/plan.ts';
import type { WatchedChain } from './chain/WatchedChain.ts';
import { History } from './History.ts';
import type { MetricName } from './metricTable.ts';
import { sumTraffic } from './rules/conditions.ts';
import type { Suite } from './suite.ts';
import type { Header } from './types.ts';
import type { Position } from './Watcher.ts';

export interface GaugeContext {
  readonly suite: Suite;
  readonly chain: WatchedChain;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export interface GaugeValue {
  readonly name: MetricName;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Everything that the gauges show: where the watcher stands, what it remembers, and views of the contracts at its block. */
export async function readGauges(position: Position, context: GaugeContext): Promise<readonly GaugeValue[]> {
  const { at } = position;
  const ofContracts = at === undefined ? [] : await readContracts(at, context);
  return [...ofWatcher(position, context.now()), ...ofState(position), ...ofContracts];
}

function ofWatcher({ head, state }: Position, now: number): readonly GaugeValue[] {
  return [
    { name: 'sage_watch_head_block', value: head.number },
    { name: 'sage_watch_processed_block', value: state.processed },
    { name: 'sage_watch_lag_blocks', value: head.number - state.processed },
    { name: 'sage_watch_head_age_seconds', value: now - head.time },
    { name: 'sage_watch_last_step_timestamp_seconds', value: now },
  ];
}

function ofState({ state }: Position): readonly GaugeValue[] {
  const history = new History(state.events);
  const { sent, failed } = sumTraffic(state.traffic);
  const stuck = (alert: string): number => state.active.filter((one) => one.alert === alert).length;
  const { voteParticipation, revealShare } = state;
  return [
    { name: 'sage_staked_open_requests', value: history.openRounds().length },
    { name: 'sage_staked_stuck_requests', value: stuck('request-stuck') },
    { name: 'sage_tee_open_proposals', value: history.openProposals().length },
    { name: 'sage_tee_stuck_proposals', value: stuck('proposal-stuck') },
    { name: 'sage_timelock_pending_operations', value: history.pendingOperations() },
    { name: 'sage_window_transactions', value: sent, labels: { outcome: 'sent' } },
    { name: 'sage_window_transactions', value: failed, labels: { outcome: 'failed' } },
    // Before the first there is nothing to show.
    { name: 'sage_tee_vote_participation', value: voteParticipation ?? NaN },
    { name: 'sage_staked_reveal_share', value: revealShare ?? NaN },
  ];
}

interface View {
  readonly part: Part;
  readonly view: string;
  readonly read: (answer: readonly unknown[]) => readonly GaugeValue[];
}

const VIEWS: readonly View[] = [
  { part: 'sageRegistry', view: 'isPaused', read: ([paused]) => pausedOf('sageRegistry', paused) },
  { part: 'stakedValidation', view: 'isPaused', read: ([paused]) => pausedOf('stakedValidation', paused) },
  {
    part: 'stakedValidation',
    view: 'getFunds',
    read: ([locked, owed, treasury]) => fundsOf('sage_staked_funds_ether', { locked, owed, treasury }),
  },
  {
    part: 'teeKeyRegistry',
    view: 'getFunds',
    read: ([committed, treasury]) => fundsOf('sage_tee_funds_ether', { committed, treasury }),
  },
  single('teeKeyRegistry', 'totalVoteWeight', 'sage_tee_vote_weight'),
  single('multisig', 'threshold', 'sage_multisig_threshold'),
  {
    part: 'multisig',
    view: 'getOwners',
    read: ([owners]) => [{ name: 'sage_multisig_owners', value: (owners as readonly string[]).length }],
  },
  single('timelock', 'getMinDelay', 'sage_timelock_delay_seconds'),
];

async function readContracts(block: Header, { suite, chain }: GaugeContext): Promise<readonly GaugeValue[]> {
  const values: GaugeValue[] = [];
  for (const { part, view, read } of VIEWS) {
    const contract = suite.byPart.get(part);
    if (contract !== undefined) values.push(...read(await chain.view(contract, view, [], block)));
  }
  const wallet = suite.byPart.get('multisig');
  if (wallet !== undefined) {
    values.push({ name: 'sage_multisig_balance_ether', value: toEther(await chain.balance(wallet.address, block)) });
  }
  return values;
}

function single(part: Part, view: string, name: MetricName): View {
  return { part, view, read: ([value]) => [{ name, value: Number(value) }] };
}

function pausedOf(part: Part, paused: unknown): readonly GaugeValue[] {
  return [{ name: 'sage_paused', value: paused === true ? 1 : 0, labels: { part } }];
}

function fundsOf(name: MetricName, funds: Readonly<Record<string, unknown>>): readonly GaugeValue[] {
  return Object.entries(funds).map(([kind, wei]) => ({ name, value: toEther(wei as bigint), labels: { kind } }));
}

/** A gauge is a floating-point number: it shows, it doesn't keep books. */
function toEther(wei: bigint): number {
  return Number(formatEther(wei));
}
