import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';
import type { Endpoints } from './Endpoints.ts';
import { findRevert } from './findRevert.ts';
import { readHex } from './readHex.ts';
import { readQuantity } from './readQuantity.ts';
import type { BlockReference, ChainLog, PinnedChain } from './types.ts';

const HASH_BYTES = 32;
const ADDRESS_BYTES = 20;

/**
 * Pins all questions to one block: calls and code by its hash (EIP-1898) with `requireCanonical`, so that a node which has
 * dropped the block refuses; logs by number up to it, because by hash they can only be had of one block (EIP-234). A node
 * that lags behind can leave some out; so only such parts are used as prove themselves, and a log that is missing is an error.
 *
 * @param endpoints Asked in their order.
 * @param block The block.
 */
export function pinChain(endpoints: Endpoints, block: BlockReference): PinnedChain {
  const at = { blockHash: block.hash, requireCanonical: true };
  return {
    block,
    call: (to, data) =>
      explain(() =>
        endpoints.ask<{ result: Hex } | { revert: Hex }>(
          'eth_call',
          [to === null ? { data } : { to, data }, at],
          (answer) => ({ result: readHex(answer, 'eth_call') }),
          (error) => {
            const revert = findRevert(error);
            return revert === undefined ? undefined : { revert };
          },
        ),
      ),
    code: (address) =>
      explain(() => endpoints.ask('eth_getCode', [address, at], (answer) => readHex(answer, 'eth_getCode'))),
    logs: (address, topics, fromBlock) => {
      const filter = { address, topics, fromBlock: toQuantity(fromBlock), toBlock: toQuantity(block.number) };
      return explain(() => endpoints.ask('eth_getLogs', [filter], readLogs));
    },
  };

  /** When nobody answers, the reason may be that the block is gone. */
  async function explain<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      const isGone = await endpoints.isCanonical(block).then(
        (isCanonical) => !isCanonical,
        () => false,
      );
      if (!isGone) throw cause;
      const message = `block ${block.number} (${block.hash}) is no longer part of the chain; read again`;
      throw new ChainError('chain-reorganised', message, { cause, details: { block } });
    }
  }
}

function toQuantity(number: number): string {
  return `0x${number.toString(16)}`;
}

function readLogs(answer: unknown): readonly ChainLog[] {
  if (!Array.isArray(answer)) throw new ChainError('rpc-malformed', 'sent no list of logs');
  return answer.filter((log) => (log as { removed?: unknown } | null)?.removed !== true).map(readLog);
}

function readLog(log: unknown): ChainLog {
  if (typeof log !== 'object' || log === null) throw new ChainError('rpc-malformed', 'sent a log that is no object');
  const { address, topics, data, blockNumber } = log as Record<string, unknown>;
  if (!Array.isArray(topics)) throw new ChainError('rpc-malformed', 'sent a log without topics');
  return {
    address: readHex(address, 'address', ADDRESS_BYTES),
    topics: topics.map((topic) => readHex(topic, 'topics', HASH_BYTES)),
    data: readHex(data, 'data'),
    blockNumber: readQuantity(blockNumber, 'blockNumber'),
  };
}
