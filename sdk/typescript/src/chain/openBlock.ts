import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';
import { Endpoints } from './Endpoints.ts';
import { pinChain } from './pinChain.ts';
import { readHex } from './readHex.ts';
import { readQuantity } from './readQuantity.ts';
import type { BlockReference, PinnedChain, Rpc } from './types.ts';

const DEFAULT_TIMEOUT_MS = 5_000;
const HASH_BYTES = 32;

/** What a node says of a block. */
export interface BlockHeader {
  readonly number: number;
  readonly hash: Hex;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** A chain at a block that somebody else named. */
export interface OpenedBlock extends PinnedChain {
  /**
   * The block as the node has it, asked for by its hash alone: number, time and finality of the reference were named by
   * whoever wrote it.
   *
   * @throws ChainError `chain-reorganised` when the node has no such block in its chain; `chain-not-final` when the
   * node's own block of the reference's finality is an earlier one.
   */
  header(): Promise<BlockHeader>;
}

/**
 * A chain at a known block, for a replay that compares a bundle with a node of one's own. Old blocks need a node that
 * keeps their state.
 *
 * @param rpcs In the order in which they are asked. One of another chain is refused.
 * @param block For example that of a bundle.
 * @param timeoutMs Milliseconds for one answer; 5,000 by default.
 */
export function openBlock(rpcs: readonly Rpc[], block: BlockReference, timeoutMs = DEFAULT_TIMEOUT_MS): OpenedBlock {
  const endpoints = new Endpoints({
    rpcs,
    chainId: block.chainId,
    maxHeadAge: Infinity,
    timeoutMs,
    now: () => Date.now() / 1000,
  });
  return { ...pinChain(endpoints, block), header: () => readHeader(endpoints, block) };
}

async function readHeader(endpoints: Endpoints, block: BlockReference): Promise<BlockHeader> {
  const { hash, finality } = block;
  const header = await endpoints.ask('eth_getBlockByHash', [hash, false], toHeader);
  // A node may know blocks beside its chain.
  if (header === undefined || !(await endpoints.isCanonical({ ...block, ...header }))) {
    throw new ChainError('chain-reorganised', `block ${hash} is not part of the chain`, { details: { block } });
  }
  if (finality === 'latest') return header;
  const { number } = await endpoints.findHead(finality);
  if (number >= header.number) return header;
  const message = `block ${header.number} is not ${finality}; the node's ${finality} block is ${number}`;
  throw new ChainError('chain-not-final', message, { details: { block } });
}

/** Undefined for a block that the node doesn't know. */
function toHeader(answer: unknown): BlockHeader | undefined {
  if (answer === null) return undefined;
  const { number, hash, timestamp } = Object(answer) as Record<string, unknown>;
  return {
    number: readQuantity(number, 'number'),
    hash: readHex(hash, 'hash', HASH_BYTES),
    timestamp: readQuantity(timestamp, 'timestamp'),
  };
}
