import type { Result } from 'ethers';
import { ChainError } from '../../sdk/typescript/src/chain/ChainError.ts';
import { Endpoints } from '../../sdk/typescript/src/chain/Endpoints.ts';
import type { EndpointFailure } from '../../sdk/typescript/src/chain/Endpoints.ts';
import { findRpcFault } from '../../sdk/typescript/src/chain/findRpcFault.ts';
import { pinChain } from '../../sdk/typescript/src/chain/pinChain.ts';
import { readHex } from '../../sdk/typescript/src/chain/readHex.ts';
import { readQuantity } from '../../sdk/typescript/src/chain/readQuantity.ts';
import type { Rpc } from '../../sdk/typescript/src/chain/types.ts';
import type { Hex } from '../../sdk/typescript/src/client/types.ts';
import { MonitorError } from '../MonitorError.ts';
import type { WatchedContract } from '../suite.ts';
import type { Header } from '../types.ts';
import type { PlacedLog } from './decodeLog.ts';
import { retry } from './retry.ts';
import type { RetryPlan } from './retry.ts';

/** A transaction of a block, as far as it is used. */
export interface SentTransaction {
  readonly hash: Hex;
  /** Absent for the creation of a contract. */
  readonly to: Hex | undefined;
}

export interface FullBlock extends Header {
  readonly transactions: readonly SentTransaction[];
}

/** Which logs are asked for. */
export interface LogFilter {
  /** Lower case. */
  readonly addresses: readonly string[];
  /** First topics, lower case. */
  readonly topics: readonly string[];
}

/** Logs of some blocks. */
interface LogQuestion extends LogFilter {
  readonly from: number;
  readonly to: number;
}

export interface WatchedChainOptions {
  readonly rpcs: readonly Rpc[];
  readonly chainId: number;
  readonly timeoutMs: number;
  readonly retry: RetryPlan;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Told of every try that failed, with the error's code. */
  readonly onFailure?: (code: string) => void;
  /** Nothing is asked any more when it is aborted. */
  readonly stop?: AbortSignal | undefined;
}

const NOT_WORTH_A_TRY = ['chain-wrong', 'options-invalid', 'stopped'];

/**
 * The chain as the watcher asks it: every answer checked, every question tried again with growing pauses, on all endpoints.
 * An answer that is no JSON-RPC is an error that is told, never an empty answer.
 */
export class WatchedChain {
  readonly #endpoints: Endpoints;
  readonly #options: WatchedChainOptions;

  constructor(options: WatchedChainOptions) {
    const { rpcs, chainId, timeoutMs, now } = options;
    this.#options = options;
    // How old the head may be is for the watcher to judge: it goes on reading while it raises the alert.
    this.#endpoints = new Endpoints({ rpcs, chainId, timeoutMs, now, maxHeadAge: Infinity });
  }

  /** The newest block. */
  async head(): Promise<Header> {
    return this.#ask('eth_getBlockByNumber', ['latest', false], (answer) => readHeader(present(answer, 'block')));
  }

  /** A block; undefined where the node has none of that number yet. */
  async header(number: number): Promise<Header | undefined> {
    return this.#ask('eth_getBlockByNumber', [toQuantity(number), false], (answer) =>
      answer === null ? undefined : checkNumber(readHeader(answer), number),
    );
  }

  /** A block with its transactions; undefined where the node has none of that number yet. */
  async block(number: number): Promise<FullBlock | undefined> {
    return this.#ask('eth_getBlockByNumber', [toQuantity(number), true], (answer) =>
      answer === null ? undefined : checkNumber(readBlock(answer), number),
    );
  }

  /** Whether a transaction of a block succeeded. */
  async succeeded(transaction: Hex, block: Header): Promise<boolean> {
    const receipt = await this.#ask('eth_getTransactionReceipt', [transaction], (answer) => {
      const { status, blockHash } = record(present(answer, `receipt of ${transaction}`), 'receipt');
      return { status: readQuantity(status, 'status'), blockHash: readHex(blockHash, 'blockHash', 32) };
    });
    if (receipt.blockHash !== block.hash) throw reorganised(block);
    if (receipt.status > 1) throw contradiction(`status of ${transaction} is ${receipt.status}`);
    return receipt.status === 1;
  }

  /** What was sent with a transaction. */
  async calldata(transaction: Hex): Promise<{ readonly to: Hex | undefined; readonly data: Hex }> {
    return this.#ask('eth_getTransactionByHash', [transaction], (answer) => {
      const { to, input } = record(present(answer, `transaction ${transaction}`), 'transaction');
      return { to: readReceiver(to), data: readHex(input, 'input') };
    });
  }

  /**
   * Logs of a range of blocks, in their order. What the node refuses is asked for in halves: of the blocks, of one block by
   * contracts, of one contract by events.
   */
  async logs(filter: LogFilter, from: number, to: number): Promise<readonly PlacedLog[]> {
    const logs = await this.#logs({ ...filter, from, to });
    return [...logs].sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
  }

  async #logs(question: LogQuestion): Promise<readonly PlacedLog[]> {
    const { addresses, topics, from, to } = question;
    const filter = { address: addresses, topics: [topics], fromBlock: toQuantity(from), toBlock: toQuantity(to) };
    try {
      return await this.#again(
        () => this.#endpoints.ask('eth_getLogs', [filter], (answer) => readLogs(answer, question)),
        (error) => !isRefusal(error),
      );
    } catch (error) {
      const halves = isRefusal(error) ? halvesOf(question) : undefined;
      if (halves === undefined) throw error;
      const first = await this.#logs(halves[0]);
      return [...first, ...(await this.#logs(halves[1]))];
    }
  }

  /** A view, at a block. */
  async view(contract: WatchedContract, name: string, args: readonly unknown[], block: Header): Promise<Result> {
    const { abi, address, part } = contract;
    if (abi === undefined) throw new Error(`${part} has no ABI here`);
    const reference = { ...block, chainId: this.#options.chainId, timestamp: block.time, finality: 'latest' } as const;
    const pinned = pinChain(this.#endpoints, reference);
    const answer = await this.#again(() => pinned.call(address as Hex, abi.encodeFunctionData(name, args) as Hex));
    if ('revert' in answer) throw contradiction(`${name} of ${part} (${address}) reverted; check the addresses`);
    try {
      return abi.decodeFunctionResult(name, answer.result);
    } catch (cause) {
      throw contradiction(`${name} of ${part} (${address}) answered with something else; check the addresses`, cause);
    }
  }

  /** Wei of an account, at a block. */
  async balance(address: string, block: Header): Promise<bigint> {
    const at = { blockHash: block.hash, requireCanonical: true };
    return this.#ask('eth_getBalance', [address, at], (answer) => {
      if (typeof answer === 'string' && /^0x(0|[1-9a-f][0-9a-f]*)$/.test(answer)) return BigInt(answer);
      throw new ChainError('rpc-malformed', 'balance is no quantity of JSON-RPC');
    });
  }

  #ask<T>(method: string, params: readonly unknown[], read: (answer: unknown) => T): Promise<T> {
    return this.#again(() => this.#endpoints.ask(method, params, read));
  }

  async #again<T>(attempt: () => Promise<T>, isWorthwhile: (error: unknown) => boolean = () => true): Promise<T> {
    const { stop } = this.#options;
    return retry(
      async () => {
        if (stop?.aborted === true) throw new MonitorError('stopped', 'told to stop');
        try {
          return await attempt();
        } catch (error) {
          this.#options.onFailure?.(codeOf(error));
          throw error;
        }
      },
      this.#options.retry,
      (error) => isWorthwhile(error) && !NOT_WORTH_A_TRY.includes(codeOf(error)),
    );
  }
}

/** Whether the answers, not their absence, are what is wrong. */
export function isGarbage(error: unknown): boolean {
  if (error instanceof MonitorError) return error.code === 'answer-contradicts';
  return failuresOf(error).some(({ error: one }) => one instanceof ChainError && one.code === 'rpc-malformed');
}

/** The code of an error, for people and counters. */
export function codeOf(error: unknown): string {
  if (error instanceof MonitorError) return error.code;
  if (!(error instanceof ChainError)) return 'unexpected';
  const garbage = failuresOf(error).find(({ error: one }) => one instanceof ChainError && one.code === 'rpc-malformed');
  return garbage === undefined ? error.code : 'rpc-malformed';
}

/** The node understood the question and said no; or answered with more than is taken. */
function isRefusal(error: unknown): boolean {
  const failures = failuresOf(error);
  return (
    failures.length > 0 &&
    failures.every(({ error: one }) => findRpcFault(one) !== undefined || /more than \d+ bytes/.test(String(one)))
  );
}

function failuresOf(error: unknown): readonly EndpointFailure[] {
  if (!(error instanceof ChainError)) return [];
  return (error.details['failures'] as readonly EndpointFailure[] | undefined) ?? [];
}

function toQuantity(number: number): string {
  return `0x${number.toString(16)}`;
}

function present(answer: unknown, what: string): unknown {
  if (answer === null || answer === undefined) throw new ChainError('rpc-malformed', `sent no ${what}`);
  return answer;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new ChainError('rpc-malformed', `sent a ${what} that is no object`);
}

function readHeader(answer: unknown): Header {
  const { number, hash, parentHash, timestamp } = record(answer, 'block');
  return {
    number: readQuantity(number, 'number'),
    hash: readHex(hash, 'hash', 32),
    parentHash: readHex(parentHash, 'parentHash', 32),
    time: readQuantity(timestamp, 'timestamp'),
  };
}

function readBlock(answer: unknown): FullBlock {
  const { transactions } = record(answer, 'block');
  if (!Array.isArray(transactions)) throw new ChainError('rpc-malformed', 'sent a block without transactions');
  return {
    ...readHeader(answer),
    transactions: transactions.map((one) => {
      const { hash, to } = record(one, 'transaction');
      return { hash: readHex(hash, 'hash', 32), to: readReceiver(to) };
    }),
  };
}

function readReceiver(to: unknown): Hex | undefined {
  return to === null || to === undefined ? undefined : readHex(to, 'to', 20);
}

function checkNumber<H extends Header>(header: H, number: number): H {
  if (header.number === number) return header;
  throw new ChainError('rpc-malformed', `sent block ${header.number} when asked for ${number}`);
}

/** The question as two smaller ones; undefined where there is no smaller one. */
function halvesOf(question: LogQuestion): readonly [LogQuestion, LogQuestion] | undefined {
  const { from, to } = question;
  if (from < to) {
    const middle = Math.floor((from + to) / 2);
    return [
      { ...question, to: middle },
      { ...question, from: middle + 1 },
    ];
  }
  for (const list of ['addresses', 'topics'] as const) {
    const half = Math.floor(question[list].length / 2);
    if (half === 0) continue;
    return [
      { ...question, [list]: question[list].slice(0, half) },
      { ...question, [list]: question[list].slice(half) },
    ];
  }
  return undefined;
}

function readLogs(answer: unknown, { addresses, topics, from, to }: LogQuestion): readonly PlacedLog[] {
  if (!Array.isArray(answer)) throw new ChainError('rpc-malformed', 'sent no list of logs');
  const logs = answer.map(readLog);
  for (const { blockNumber, address, topics: found } of logs) {
    if (blockNumber < from || blockNumber > to) {
      throw new ChainError('rpc-malformed', `sent a log of block ${blockNumber} when asked for ${from} to ${to}`);
    }
    if (addresses.includes(address) && topics.includes(found[0] ?? '')) continue;
    throw new ChainError('rpc-malformed', `sent a log of ${address} in block ${blockNumber} that was not asked for`);
  }
  return logs;
}

function readLog(answer: unknown): PlacedLog {
  const log = record(answer, 'log');
  if (log['removed'] === true) throw new ChainError('rpc-malformed', 'sent a log of a block that it dropped');
  if (!Array.isArray(log['topics'])) throw new ChainError('rpc-malformed', 'sent a log without topics');
  return {
    address: readHex(log['address'], 'address', 20),
    topics: log['topics'].map((topic) => readHex(topic, 'topics', 32)),
    data: readHex(log['data'], 'data'),
    blockNumber: readQuantity(log['blockNumber'], 'blockNumber'),
    blockHash: readHex(log['blockHash'], 'blockHash', 32),
    transactionHash: readHex(log['transactionHash'], 'transactionHash', 32),
    logIndex: readQuantity(log['logIndex'], 'logIndex'),
  };
}

/** The block was replaced while it was read: the next poll sees what came in its place. */
export function reorganised({ number, hash }: Pick<Header, 'number'> & { readonly hash: string }): ChainError {
  return new ChainError('chain-reorganised', `block ${number} (${hash}) was replaced while it was read; read again`);
}

function contradiction(message: string, cause?: unknown): MonitorError {
  return new MonitorError('answer-contradicts', message, { cause });
}
