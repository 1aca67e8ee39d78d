import { existsSync, readFileSync } from 'node:fs';
import { writeFileWhole } from '../scripts/deploy/writeFileWhole.ts';
import type { AlertName } from './alertTable.ts';
import { MonitorError } from './MonitorError.ts';
import type { BlockTraffic } from './rules/conditions.ts';
import type { Header, Notification, SuiteEvent } from './types.ts';

/** Who a notification still has to reach. */
export type OutputName = 'lines' | 'webhook';

/** A notification that is on its way. Kept until it has arrived. */
export interface Pending {
  readonly notification: Notification;
  readonly to: readonly OutputName[];
}

/** All that the watcher remembers. Written whole after each step and each delivery. */
export interface WatchState {
  readonly format: 1;
  /** Decimal. */
  readonly chainId: string;
  /** Hash of block 0: a local chain that was started anew has another. */
  readonly genesis: string;
  /** Hash over the addresses that are watched. */
  readonly suite: string;
  /** From which block on alerts are raised; before it events are only remembered. */
  readonly from: number;
  /** The last block that was read; that before the first one at the beginning. */
  readonly processed: number;
  /** The last blocks that were read, oldest first. */
  readonly recent: readonly Header[];
  /** See `History`. */
  readonly events: readonly SuiteEvent[];
  readonly traffic: readonly BlockTraffic[];
  /** What was raised in blocks that can still be replaced. */
  readonly raised: readonly Notification[];
  /** What lasts. */
  readonly active: readonly Notification[];
  readonly outbox: readonly Pending[];
  /** How often each alert was raised, so that counters go on after a restart. */
  readonly counts: Readonly<Partial<Record<AlertName, number>>>;
  /** Share of the weight that voted, of the last proposal that was settled; null before the first. */
  readonly voteParticipation: number | null;
  /** Share of those who committed that revealed, in the last round with commitments that ended; null before the first. */
  readonly revealShare: number | null;
}

/** What a state begins with. */
export type NewState = Pick<WatchState, 'chainId' | 'genesis' | 'suite' | 'from' | 'processed'>;

/** A state that has read nothing. */
export function newState(begin: NewState): WatchState {
  return {
    format: 1,
    ...begin,
    recent: [],
    events: [],
    traffic: [],
    raised: [],
    active: [],
    outbox: [],
    counts: {},
    voteParticipation: null,
    revealShare: null,
  };
}

const LISTS = ['recent', 'events', 'traffic', 'raised', 'active', 'outbox'] as const;

/**
 * Reads a state file; undefined where there is none.
 *
 * @throws MonitorError `state-invalid` for a file that the watcher hasn't written.
 */
export function readState(path: string): WatchState | undefined {
  if (!existsSync(path)) return undefined;
  let state: Partial<WatchState> | null;
  try {
    state = JSON.parse(readFileSync(path, 'utf8')) as typeof state;
  } catch (cause) {
    throw broken(path, 'is no JSON', cause);
  }
  if (state?.format !== 1) throw broken(path, 'has another format');
  for (const field of ['from', 'processed'] as const) {
    if (!Number.isSafeInteger(state[field])) throw broken(path, `${field} is ${JSON.stringify(state[field])}`);
  }
  for (const field of ['chainId', 'genesis', 'suite'] as const) {
    if (typeof state[field] !== 'string') throw broken(path, `${field} is ${JSON.stringify(state[field])}`);
  }
  for (const field of LISTS) if (!Array.isArray(state[field])) throw broken(path, `${field} is no list`);
  if (typeof state.counts !== 'object') throw broken(path, 'counts is no object');
  return state as WatchState;
}

/** Writes a state file; it has its old content or all of the new one at any moment. */
export function writeState(path: string, state: WatchState): void {
  writeFileWhole(path, `${JSON.stringify(state)}\n`);
}

function broken(path: string, what: string, cause?: unknown): MonitorError {
  const message = `${path} ${what}; restore it, or remove it and start with --from BLOCK, the last block that was told`;
  return new MonitorError('state-invalid', message, { cause });
}
