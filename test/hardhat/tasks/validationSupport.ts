import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { id } from 'ethers';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';

/** Accounts by their part. */
export const OWNER = 5;
export const CLIENT = 6;
export const FIRST = 7;
export const JUDGES = [FIRST, 8, 9] as const;
export const STRANGER = 10;
export const AGENT = '0';
export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const TASK = id('task');

/** A desk with one agent, to ask and judge on. */
export interface Bench {
  readonly desk: Desk;
  /** The StakedValidation. */
  readonly staked: string;
  readonly at: (account: number) => string;
  readonly from: (account: number) => string[];
  /** Runs `sage validation …`, which has to succeed. */
  readonly sage: <T = Record<string, unknown>>(...words: string[]) => Promise<T>;
  /** Runs `sage validation … --json --yes`. */
  readonly run: (...words: string[]) => Promise<Answer>;
  /** The same, which has to fail. */
  readonly refused: (...words: string[]) => Promise<Failure>;
  /** The chain's time, in Unix seconds. */
  readonly now: () => Promise<number>;
  /** How many flows wait for their second half. */
  readonly kept: () => number;
  /** Asks the judges about something. */
  readonly ask: (content?: string) => Promise<string>;
  readonly askAndOpen: (content?: string) => Promise<string>;
  /** What judges do without the desk. */
  readonly commit: (requestHash: string, account: number, response: number) => Promise<void>;
  readonly reveal: (requestHash: string, account: number, response: number) => Promise<void>;
  /** A whole round of three judges, up to its end. */
  readonly judge: (requestHash: string, responses: readonly [number, number, number]) => Promise<void>;
  /** Goes back to the beginning: what the chain forgets, the state folder has to forget too. */
  readonly forget: () => Promise<void>;
}

/** Opens a desk for tests of validations. */
export async function openBench(): Promise<Bench> {
  const desk = await openDesk();
  await (await desk.contract('identityRegistry', OWNER)['register()']()).wait();
  const reset = await desk.snapshot();
  const pending = join(desk.state, 'pending');
  const at = (account: number): string => desk.accounts[account]?.address ?? '';
  const from = (account: number): string[] => ['--from', at(account)];
  const sage: Bench['sage'] = (...words) => desk.must(['validation', ...words]);
  const run = (...words: string[]): Promise<Answer> => desk.run(['validation', ...words, '--json', '--yes']);
  const ask = async (content = id('content')): Promise<string> =>
    (await sage<{ requestHash: string }>('request', AGENT, '--hash', content, ...from(OWNER))).requestHash;
  const commit: Bench['commit'] = async (requestHash, account, response) => {
    const judges = desk.contract('stakedValidation', account);
    const { round } = (await judges.getRequest(requestHash)).latest;
    const commitment = await judges.verdictCommitment(requestHash, round, at(account), response, id('salt'));
    const value = await judges.requiredStake(requestHash, at(account));
    await (await judges.commitVerdict(requestHash, commitment, { value })).wait();
  };
  const reveal: Bench['reveal'] = async (requestHash, account, response) => {
    await (await desk.contract('stakedValidation', account).revealVerdict(requestHash, response, id('salt'))).wait();
  };
  return {
    desk,
    staked: desk.book.contracts.stakedValidation?.address ?? '',
    at,
    from,
    sage,
    run,
    refused: async (...words) => failure(await run(...words)),
    now: async () => (await desk.provider.getBlock('latest'))?.timestamp ?? 0,
    kept: () => {
      const folder = join(pending, '31337');
      return existsSync(folder) ? readdirSync(folder).length : 0;
    },
    ask,
    askAndOpen: async (content) => {
      const requestHash = await ask(content);
      await sage('open', requestHash, '--commit-period', String(HOUR), ...from(OWNER));
      return requestHash;
    },
    commit,
    reveal,
    judge: async (requestHash, responses) => {
      const each = async (act: Bench['commit']): Promise<void> => {
        for (const [index, account] of JUDGES.entries()) await act(requestHash, account, responses[index] ?? 0);
      };
      await each(commit);
      await desk.wait(HOUR);
      await each(reveal);
    },
    forget: async () => {
      await reset();
      rmSync(pending, { recursive: true, force: true });
    },
  };
}
