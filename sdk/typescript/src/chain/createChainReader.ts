import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';
import { ChainFacts } from './ChainFacts.ts';
import { Endpoints } from './Endpoints.ts';
import { FactCache } from './FactCache.ts';
import { pinChain } from './pinChain.ts';
import { readTopicsSince } from './readTopicsSince.ts';
import type { BlockReference, ChainContracts, Finality, Rpc } from './types.ts';

const DEFAULTS = { maxAge: 12, maxHeadAge: 120, timeoutMs: 5_000, maxEntries: 10_000 } as const;
const FINALITIES: readonly Finality[] = ['latest', 'safe', 'finalized'];

export interface ChainReaderOptions {
  readonly chainId: number;
  /** In the order in which they are asked; the next one serves while one fails. */
  readonly rpcs: readonly Rpc[];
  readonly contracts: ChainContracts;
  /** Seconds for which facts of one block are served before the next one is looked for; 12 by default. */
  readonly maxAge?: number;
  /** Seconds that the newest block of an endpoint may be old; 120 by default. Older: the endpoint is stuck. */
  readonly maxHeadAge?: number;
  /** Milliseconds for one answer; 5,000 by default. */
  readonly timeoutMs?: number;
  /** Most facts kept; 10,000 by default. */
  readonly maxEntries?: number;
  /** The block from which logs of keys are asked for: that of the SAGE registry's deployment. 0 by default. */
  readonly logsFrom?: number;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

/** Reads the chain at one block at a time. */
export interface ChainReader {
  readonly chainId: number;
  readonly contracts: ChainContracts;
  /** The block from which logs of keys are asked for. */
  readonly logsFrom: number;
  /**
   * The facts of the newest block of a finality that is at most `maxAge` seconds old to this reader.
   *
   * A block that was undone by a reorganisation is noticed when the next one is looked for, and by nodes that are asked for
   * anything of it; so it serves for `maxAge` seconds at most, and only what had been read before. With `maxAge: 0` every
   * call looks. Policies that can't live with that ask for `safe` or `finalized`.
   *
   * @throws ChainError `chain-unreachable`, `chain-wrong`, `chain-stale`, `chain-not-final`
   */
  open(finality?: Finality): Promise<ChainFacts>;
}

interface Held {
  readonly facts: ChainFacts;
  readonly cache: FactCache;
  readonly openedAt: number;
}

/**
 * Makes a reader of one chain.
 *
 * Facts are pinned to a block hash. They are taken over from one block to another when the earlier one is an ancestor of it,
 * at most 64 blocks before, and no event of the contracts in between names their subject; otherwise they are read anew. That
 * needs endpoints which tell logs by block hash (EIP-234), and refuse to for blocks that they don't have.
 *
 * Trust: an endpoint can lie about everything that is not a log of a key. Use your own node, or several and compare by
 * `replay`.
 *
 * @throws ChainError `options-invalid`
 */
export function createChainReader(options: ChainReaderOptions): ChainReader {
  const { chainId, rpcs, contracts, logsFrom = 0 } = options;
  const maxAge = check('maxAge', options.maxAge ?? DEFAULTS.maxAge, 0);
  const maxHeadAge = check('maxHeadAge', options.maxHeadAge ?? DEFAULTS.maxHeadAge, 1);
  const timeoutMs = check('timeoutMs', options.timeoutMs ?? DEFAULTS.timeoutMs, 1);
  const maxEntries = check('maxEntries', options.maxEntries ?? DEFAULTS.maxEntries, 1);
  check('chainId', chainId, 1);
  check('logsFrom', logsFrom, 0);
  if (rpcs.length === 0) throw invalid('rpcs', '[]', 'give at least one endpoint');
  const now = options.now ?? (() => Date.now() / 1000);
  const endpoints = new Endpoints({ rpcs, chainId, maxHeadAge, timeoutMs, now });
  const addresses = Object.values(contracts).filter((address): address is Hex => address !== undefined);
  const held = new Map<Finality, Held>();
  const pending = new Map<Finality, Promise<ChainFacts>>();

  return {
    chainId,
    contracts,
    logsFrom,
    async open(finality = 'latest') {
      if (!FINALITIES.includes(finality)) throw invalid('finality', finality, `use ${FINALITIES.join(', ')}`);
      const known = held.get(finality);
      if (known !== undefined && now() - known.openedAt < maxAge) return known.facts;
      const running = pending.get(finality) ?? refresh(finality, known);
      pending.set(finality, running);
      try {
        return await running;
      } finally {
        if (pending.get(finality) === running) pending.delete(finality);
      }
    },
  };

  async function refresh(finality: Finality, before: Held | undefined): Promise<ChainFacts> {
    const openedAt = now();
    const block = await endpoints.findHead(finality);
    if (before?.facts.block.hash === block.hash) {
      held.set(finality, { ...before, openedAt });
      return before.facts;
    }
    const cache = await takeOver(before, block);
    const facts = new ChainFacts({ pinned: pinChain(endpoints, block), contracts, logsFrom, cache });
    held.set(finality, { facts, cache, openedAt });
    return facts;
  }

  /** What can't be found out, or only at length, makes the cache empty, never stale. */
  async function takeOver(before: Held | undefined, block: BlockReference): Promise<FactCache> {
    const fresh = new FactCache(maxEntries);
    if (before === undefined) return fresh;
    try {
      const watched = await watchedAddresses(before.facts);
      const topics = await readTopicsSince(endpoints, block, before.facts.block, watched);
      return topics === undefined ? fresh : before.cache.without(topics);
    } catch (error) {
      if (error instanceof ChainError) return fresh;
      throw error;
    }
  }

  async function watchedAddresses(facts: ChainFacts): Promise<readonly Hex[]> {
    if (contracts.identityRegistry !== undefined) return addresses;
    return [...addresses, (await facts.identityRegistry()).value];
  }
}

function check(field: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value;
  throw invalid(field, value, `give a number of at least ${least}`);
}

function invalid(field: string, value: unknown, wayOut: string): ChainError {
  return new ChainError('options-invalid', `${field} can't be ${String(value)}; ${wayOut}`, {
    details: { field, value },
  });
}
