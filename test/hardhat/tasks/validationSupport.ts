import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { JsonRpcSigner, id, parseEther, toBeHex } from 'ethers';
import type { DemoKey } from '../../../scripts/lib/demoKeys.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';

/** Accounts by their part. */
const GUARDIAN = 4;
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
  /** Has keys of TEEs voted in, all in one week; gives their ids. */
  readonly trust: (...keys: readonly DemoKey[]) => Promise<string[]>;
  /** What a TEE answers, brought by a stranger. */
  readonly answer: (requestHash: string, key: DemoKey, response: number) => Promise<void>;
  /** What the guardian does with a key. */
  readonly revoke: (keyId: string) => Promise<void>;
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
    await (await judges.commitVerdict(requestHash, round, commitment, { value })).wait();
  };
  const reveal: Bench['reveal'] = async (requestHash, account, response) => {
    await (await desk.contract('stakedValidation', account).revealVerdict(requestHash, response, id('salt'))).wait();
  };
  const trust: Bench['trust'] = async (...keys) => {
    const registry = desk.contract('teeKeyRegistry', STRANGER);
    const timelock = desk.book.contracts.timelock?.address ?? '';
    await desk.provider.send('anvil_impersonateAccount', [timelock]);
    await desk.provider.send('anvil_setBalance', [timelock, toBeHex(parseEther('1'))]);
    const owner = new JsonRpcSigner(desk.provider, timelock);
    await (await registry.connect(owner).setVoteWeights([at(STRANGER)], [1])).wait();
    await desk.wait(1);
    const { stake: value, votingPeriod } = await registry.getParameters();
    const code = [id('code'), 'ipfs://evidence', id('evidence')] as const;
    for (const [index, { keyType, publicKey }] of keys.entries()) {
      await (await registry.propose(keyType, publicKey, 0, ...code, { value })).wait();
      await (await registry.vote(index + 1, true)).wait();
    }
    await desk.wait(Number(votingPeriod));
    for (const index of keys.keys()) await (await registry.settle(index + 1)).wait();
    return Promise.all(keys.map(({ keyType, publicKey }) => registry.keyIdOf(keyType, publicKey)));
  };
  const answer: Bench['answer'] = async (requestHash, { keyType, publicKey, sign }, response) => {
    const judges = desk.contract('stakedValidation', STRANGER);
    const { round } = (await judges.getRequest(requestHash)).latest;
    const [evidenceHash, payee] = [id('run'), at(STRANGER)];
    const digest = await judges.teeVerdictDigest(requestHash, round, response, evidenceHash, payee);
    const keyId = await desk.contract('teeKeyRegistry').keyIdOf(keyType, publicKey);
    const signed = { keyType, keyId, response, evidenceHash, payee, signature: sign(digest) };
    await (await judges.answerWithTEE(requestHash, signed)).wait();
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
    trust,
    answer,
    revoke: async (keyId) => {
      await (await desk.contract('teeKeyRegistry', GUARDIAN).revoke(keyId, 'leaked')).wait();
    },
    forget: async () => {
      await reset();
      rmSync(pending, { recursive: true, force: true });
    },
  };
}
