import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';
import type { ChainErrorCode } from './ChainError.ts';
import { findRpcFault } from './findRpcFault.ts';
import { readHex } from './readHex.ts';
import { readQuantity } from './readQuantity.ts';
import type { BlockReference, Finality, Rpc } from './types.ts';

interface Header {
  readonly number: number;
  readonly hash: Hex;
  readonly timestamp: number;
}

const HASH_BYTES = 32;
/** A block that there can't be. */
const NO_BLOCK: Hex = `0x${'ff'.repeat(32)}`;
/** Errors that JSON-RPC reserves for servers: those of the transport are not in between. */
const SERVER_ERRORS = { least: -32_768, most: -32_000 } as const;
/** EIP-1474. It says nothing about the question. */
const LIMIT_EXCEEDED = -32_005;

/** What one endpoint did wrong. */
export interface EndpointFailure {
  /** Position in the list of endpoints. */
  readonly endpoint: number;
  readonly error: unknown;
}

export interface EndpointsOptions {
  readonly rpcs: readonly Rpc[];
  readonly chainId: number;
  /** Seconds that the newest block may be old. */
  readonly maxHeadAge: number;
  /** Milliseconds for one answer, whatever the endpoint itself allows. */
  readonly timeoutMs: number;
  /** Seconds since 1970. */
  readonly now: () => number;
}

const HAS_URL = /https?:\/\//i;
/** Of any scheme: web sockets carry API keys too. */
const URLS = /\b[a-z][a-z0-9+.-]*:\/\/\S+/gi;

/** The most severe reason comes first: it is the one that somebody has to look at. */
const SEVERITY: readonly ChainErrorCode[] = ['chain-wrong', 'chain-stale', 'chain-not-final'];

/** Several endpoints of one chain. The first that answers well is used; one of another chain never is. */
export class Endpoints {
  readonly #options: EndpointsOptions;
  readonly #checked = new Set<number>();
  readonly #logsChecked = new Set<number>();

  constructor(options: EndpointsOptions) {
    this.#options = options;
  }

  /**
   * Finds the newest block of a finality.
   *
   * @throws ChainError `chain-wrong`, `chain-stale`, `chain-not-final` or `chain-unreachable` when no endpoint serves.
   */
  async findHead(finality: Finality): Promise<BlockReference> {
    return this.#first(`a ${finality} block`, async (rpc, endpoint) => {
      await this.#checkChain(rpc, endpoint);
      const head = await this.#readHeader(rpc, 'latest');
      const age = this.#options.now() - head.timestamp;
      if (age > this.#options.maxHeadAge) {
        throw new ChainError('chain-stale', `the newest block is ${Math.floor(age)} s old`, { details: { age } });
      }
      const block = finality === 'latest' ? head : await this.#readFinal(rpc, finality);
      return { chainId: this.#options.chainId, ...block, finality };
    });
  }

  /** Whether a block is still part of the chain, as the first endpoint that answers says. */
  async isCanonical(block: BlockReference): Promise<boolean> {
    return this.#first(`block ${block.number}`, async (rpc, endpoint) => {
      await this.#checkChain(rpc, endpoint);
      const answer = await this.#ask(rpc, 'eth_getBlockByNumber', [`0x${block.number.toString(16)}`, false]);
      return answer !== null && readHeader(answer).hash === block.hash;
    });
  }

  /**
   * The hash of the block before one.
   *
   * @throws ChainError when no endpoint knows the block
   */
  async readParent(hash: Hex): Promise<Hex> {
    return this.ask('eth_getBlockByHash', [hash, false], (answer) => {
      if (readHeader(answer).hash !== hash) throw new ChainError('rpc-malformed', `sent another block than ${hash}`);
      return readHex((answer as Record<string, unknown>)['parentHash'], 'parentHash', HASH_BYTES);
    });
  }

  /**
   * The topics of all events of some contracts in one block.
   *
   * @throws ChainError when no endpoint knows the block
   */
  async readTopics(hash: Hex, addresses: readonly Hex[]): Promise<readonly Hex[]> {
    return this.#first(`logs of block ${hash}`, async (rpc, endpoint) => {
      await this.#checkChain(rpc, endpoint);
      await this.#checkLogs(rpc, endpoint);
      return readTopics(await this.#ask(rpc, 'eth_getLogs', [{ address: addresses, blockHash: hash }]), hash);
    });
  }

  /**
   * Asks one endpoint after the other until one gives an answer that `read` takes.
   *
   * @param read Reads the answer; `onError` may turn a reported error into an answer.
   * @throws ChainError `chain-unreachable` with every failure in `details`.
   */
  async ask<T>(
    method: string,
    params: readonly unknown[],
    read: (answer: unknown) => T,
    onError: (error: unknown) => T | undefined = () => undefined,
  ): Promise<T> {
    return this.#first(method, async (rpc, endpoint) => {
      await this.#checkChain(rpc, endpoint);
      let answer: unknown;
      try {
        answer = await this.#ask(rpc, method, params);
      } catch (error) {
        const value = onError(error);
        if (value === undefined) throw error;
        return value;
      }
      return read(answer);
    });
  }

  async #first<T>(what: string, attempt: (rpc: Rpc, endpoint: number) => Promise<T>): Promise<T> {
    const failures: EndpointFailure[] = [];
    for (const [endpoint, rpc] of this.#options.rpcs.entries()) {
      try {
        return await attempt(rpc, endpoint);
      } catch (error) {
        failures.push({ endpoint, error });
      }
    }
    const codes = failures.map(({ error }) => (error instanceof ChainError ? error.code : undefined));
    const code = SEVERITY.find((one) => codes.includes(one)) ?? 'chain-unreachable';
    const reasons = failures.map(({ endpoint, error }) => `endpoint ${endpoint}: ${describe(error)}`);
    throw new ChainError(code, `no endpoint gave ${what}; ${reasons.join('; ')}`, {
      cause: failures[0]?.error,
      details: { failures },
    });
  }

  /** Once for each endpoint: a provider doesn't change its chain in flight without being made anew. */
  async #checkChain(rpc: Rpc, endpoint: number): Promise<void> {
    if (this.#checked.has(endpoint)) return;
    const chainId = readQuantity(await this.#ask(rpc, 'eth_chainId', []), 'eth_chainId');
    if (chainId !== this.#options.chainId) {
      const message = `serves chain ${chainId}, not ${this.#options.chainId}`;
      throw new ChainError('chain-wrong', message, { details: { chainId } });
    }
    this.#checked.add(endpoint);
  }

  /**
   * Once for each endpoint: EIP-234 demands an error for a block that a node doesn't know. Besu and reth sent an empty list
   * until 2024, which would hide the events of a block that has not come to them yet.
   */
  async #checkLogs(rpc: Rpc, endpoint: number): Promise<void> {
    if (this.#logsChecked.has(endpoint)) return;
    try {
      await this.#ask(rpc, 'eth_getLogs', [{ blockHash: NO_BLOCK }]);
    } catch (error) {
      const code = findRpcFault(error)?.code ?? 0;
      if (code < SERVER_ERRORS.least || code > SERVER_ERRORS.most || code === LIMIT_EXCEEDED) throw error;
      this.#logsChecked.add(endpoint);
      return;
    }
    throw new ChainError('rpc-malformed', 'tells logs of blocks that it does not know');
  }

  async #readHeader(rpc: Rpc, tag: Finality): Promise<Header> {
    return readHeader(await this.#ask(rpc, 'eth_getBlockByNumber', [tag, false]));
  }

  async #readFinal(rpc: Rpc, finality: Finality): Promise<Header> {
    try {
      return await this.#readHeader(rpc, finality);
    } catch (cause) {
      const isNothing = cause instanceof ChainError && cause.code === 'rpc-malformed';
      if (!isNothing && findRpcFault(cause) === undefined) throw cause;
      throw new ChainError('chain-not-final', `knows no ${finality} block`, { cause });
    }
  }

  async #ask(rpc: Rpc, method: string, params: readonly unknown[]): Promise<unknown> {
    const { timeoutMs } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const fail = (): void => reject(new ChainError('rpc-timeout', `no answer to ${method} within ${timeoutMs} ms`));
      timer = setTimeout(fail, timeoutMs);
    });
    try {
      return await Promise.race([rpc.request({ method, params }), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * viem and ethers put URLs, with the API keys in their paths, into `message`, and what happened into the other two. Others,
 * such as node-fetch, have nothing but `message`; so no URL is let through at all.
 */
function describe(error: unknown): string {
  const { shortMessage, details, message } = Object(error) as Readonly<Record<string, unknown>>;
  const short = [shortMessage, details].filter((part) => typeof part === 'string').join(' ');
  const text = short === '' ? (typeof message === 'string' ? message : String(error)) : short;
  const fault = findRpcFault(error);
  const isTold = fault === undefined || text.includes(fault.message) || HAS_URL.test(fault.message);
  return (isTold ? text : `${text} (${fault.code}: ${fault.message})`).replace(URLS, '[URL]');
}

function readHeader(answer: unknown): Header {
  if (typeof answer !== 'object' || answer === null) throw new ChainError('rpc-malformed', 'sent no block');
  const { number, hash, timestamp } = answer as Record<string, unknown>;
  return {
    number: readQuantity(number, 'number'),
    hash: readHex(hash, 'hash', HASH_BYTES),
    timestamp: readQuantity(timestamp, 'timestamp'),
  };
}

/** A node that passes over `blockHash` would send the logs of another block. */
function readTopics(answer: unknown, hash: Hex): readonly Hex[] {
  if (!Array.isArray(answer)) throw new ChainError('rpc-malformed', 'sent no list of logs');
  return answer.flatMap((log: unknown) => {
    const { topics, blockHash } = Object(log) as Readonly<Record<string, unknown>>;
    if (readHex(blockHash, 'blockHash', HASH_BYTES) !== hash) {
      throw new ChainError('rpc-malformed', `sent logs of another block than ${hash}`);
    }
    if (!Array.isArray(topics)) throw new ChainError('rpc-malformed', 'sent a log without topics');
    return topics.map((topic) => readHex(topic, 'topics', HASH_BYTES));
  });
}
