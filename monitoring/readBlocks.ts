import { codeOf, reorganised } from './chain/WatchedChain.ts';
import type { FullBlock, WatchedChain } from './chain/WatchedChain.ts';
import { findLog } from './chain/decodeLog.ts';
import type { FoundLog } from './chain/decodeLog.ts';
import type { Configuration } from './configuration.ts';
import { enrichEvent } from './enrichEvent.ts';
import { History, PROPOSAL_STATUS } from './History.ts';
import { logFilterOf } from './logFilter.ts';
import { raisedByEvent } from './notifications.ts';
import { integer, text } from './readArgs.ts';
import type { BlockTraffic } from './rules/conditions.ts';
import { findingsOf } from './rules/findingsOf.ts';
import type { Suite } from './suite.ts';
import type { Finding, Notification, SuiteEvent } from './types.ts';
import type { WatchState } from './WatchState.ts';

/** First and last block of a piece of the chain. */
export interface BlockRange {
  readonly from: number;
  readonly to: number;
  /** The newest block with enough confirmations. */
  readonly target: number;
}

export interface ReadContext {
  readonly suite: Suite;
  readonly chain: WatchedChain;
  readonly configuration: Configuration;
}

/** What a piece of the chain brought, and what is remembered with it. */
export interface BlocksRead extends Pick<WatchState, 'recent' | 'traffic' | 'voteParticipation' | 'revealShare'> {
  readonly history: History;
  readonly notices: readonly Notification[];
}

/** Blocks that are asked for at once. */
const AT_ONCE = 8;

/** Longest text on a log that can't be read, in characters. */
const LONGEST_PROBLEM = 200;

/**
 * Reads a piece of the chain. Blocks near the newest one are read whole: each must follow from the one before, each log must be of
 * the block that was read, and transactions to the contracts are counted. Older ones are read by their logs alone.
 *
 * @throws ChainError `chain-reorganised` when blocks change meanwhile, and the errors of `WatchedChain`.
 */
export async function readBlocks(range: BlockRange, state: WatchState, context: ReadContext): Promise<BlocksRead> {
  const near = await readNearBlocks(range, state, context);
  const { suite, chain } = context;
  const headers = new Map(near.recent.map((header) => [header.number, header]));
  const history = new History(state.events);
  const notices: Notification[] = [];
  let { voteParticipation, revealShare } = state;
  for (const log of await chain.logs(logFilterOf(suite), range.from, range.to)) {
    const header = headers.get(log.blockNumber) ?? (await chain.header(log.blockNumber));
    if (header?.hash !== log.blockHash) throw reorganised({ number: log.blockNumber, hash: log.blockHash });
    headers.set(log.blockNumber, header);
    const found = findLog(suite, log, header.time);
    const judged = await judgeLog(found, history, context);
    voteParticipation = judged.voteParticipation ?? voteParticipation;
    revealShare = judged.revealShare ?? revealShare;
    const { place } = found;
    if (place.block < state.from || suite.deployment.has(place.transaction)) continue;
    notices.push(...judged.findings.map((finding) => raisedByEvent(finding, place, suite)));
  }
  return { ...near, history, notices, voteParticipation, revealShare };
}

interface JudgedLog {
  readonly findings: readonly Finding[];
  readonly voteParticipation?: number | undefined;
  readonly revealShare?: number | undefined;
}

/** Takes up a log. One that can't be read is told, and must not keep the watcher from those that follow. */
async function judgeLog({ name, decode }: FoundLog, history: History, context: ReadContext): Promise<JudgedLog> {
  const { suite, chain, configuration } = context;
  try {
    const event = await enrichEvent(decode(), history, suite, chain);
    history.add(event);
    return {
      findings: findingsOf(event, { thresholds: configuration.thresholds, history }),
      voteParticipation: participationOf(event, history),
      revealShare: revealShareOf(event, history),
    };
  } catch (error) {
    // What the node is to blame for has a code of its own, and is asked for again.
    if (codeOf(error) !== 'unexpected') throw error;
    const fields = { event: name, problem: describe(error) };
    return { findings: [{ alert: 'watcher-log-unreadable', fields }] };
  }
}

/** ethers says in `shortMessage` what happened, and in `message` all of the data as well. */
function describe(error: unknown): string {
  const { shortMessage, message } = Object(error) as Readonly<Record<string, unknown>>;
  const problem = [shortMessage, message].find((one) => typeof one === 'string') ?? String(error);
  return problem.slice(0, LONGEST_PROBLEM);
}

async function readNearBlocks(
  { from, to, target }: BlockRange,
  state: WatchState,
  context: ReadContext,
): Promise<Pick<BlocksRead, 'recent' | 'traffic'>> {
  const { reorganisationDepth: depth, thresholds } = context.configuration;
  const window = thresholds.failedWindowBlocks;
  const recent = [...state.recent];
  const traffic = [...state.traffic];
  const first = Math.max(from, target - Math.max(depth, window) + 1);
  for (let number = first; number <= to; number += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - number + 1) }, (_, index) => number + index);
    const blocks = await Promise.all(numbers.map((one) => context.chain.block(one)));
    for (const [index, block] of blocks.entries()) {
      const last = recent.at(-1);
      if (block === undefined) throw reorganised({ number: number + index, hash: 'gone' });
      if (last?.number === block.number - 1 && last.hash !== block.parentHash) throw reorganised(last);
      const { transactions: _transactions, ...header } = block;
      recent.push(header);
      if (block.number > target - window) traffic.push(...(await countTraffic(block, context)));
    }
  }
  return { recent: recent.slice(-depth), traffic: traffic.filter(({ block }) => block > to - window) };
}

async function countTraffic(block: FullBlock, { suite, chain }: ReadContext): Promise<readonly BlockTraffic[]> {
  const own = block.transactions.filter(({ to }) => to !== undefined && suite.byAddress.has(to));
  if (own.length === 0) return [];
  let failed = 0;
  for (const { hash } of own) if (!(await chain.succeeded(hash, block))) failed++;
  return [{ block: block.number, sent: own.length, failed }];
}

function participationOf(event: SuiteEvent, history: History): number | undefined {
  if (event.name !== 'TEEKeySettled' || PROPOSAL_STATUS[Number(text(event, 'status'))] === 'Withdrawn')
    return undefined;
  const proposal = history.proposal(text(event, 'proposalId'));
  if (proposal === undefined) return undefined;
  const cast = proposal.votes.reduce((sum, vote) => sum + integer(vote, 'weight'), 0n);
  return Number((cast * 10_000n) / integer(proposal.proposed, 'totalWeight')) / 10_000;
}

function revealShareOf(event: SuiteEvent, history: History): number | undefined {
  if (event.name !== 'StakedRequestFinalized') return undefined;
  const round = history.round(text(event, 'requestHash'), text(event, 'round'));
  if (round === undefined || round.committed === 0 || round.committed < round.minValidators) return undefined;
  return round.revealed / round.committed;
}
