import { decode as decodeEvent, encode as encodeTopics } from 'ox/AbiEvent';
import type { AbiEvent } from 'ox/AbiEvent';
import { decodeResult, encodeData } from 'ox/AbiFunction';
import type { AbiFunction } from 'ox/AbiFunction';
import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';
import type { ChainLog, PinnedChain, RecordedAnswer } from './types.ts';

/** What a view answers. */
export type Output<F extends AbiFunction> = decodeResult.ReturnType<F>;
type EventFields<E extends AbiEvent> = decodeEvent.ReturnType<E>;

/** Asks, decodes, and remembers every answer. */
export class Ask implements Pick<PinnedChain, 'call' | 'code'> {
  readonly answers: RecordedAnswer[] = [];
  readonly #pinned: PinnedChain;

  constructor(pinned: PinnedChain) {
    this.#pinned = pinned;
  }

  async call(to: Hex | null, data: Hex): Promise<{ readonly result: Hex } | { readonly revert: Hex }> {
    const answer = await this.#pinned.call(to, data);
    this.answers.push({ kind: 'call', to, data, ...answer });
    return answer;
  }

  async code(address: Hex): Promise<Hex> {
    const code = await this.#pinned.code(address);
    this.answers.push({ kind: 'code', address, code });
    return code;
  }

  /** A view that reverts with one particular error where there is nothing. */
  async view<const F extends AbiFunction>(
    to: Hex,
    abi: F,
    args: readonly unknown[],
    notThere: Hex | undefined,
  ): Promise<Output<F> | undefined> {
    const data = (encodeData as (abi: AbiFunction, args: readonly unknown[]) => Hex)(abi, args);
    const answer = await this.call(to, data);
    if ('revert' in answer) {
      if (notThere !== undefined && answer.revert.slice(0, 10) === notThere) return undefined;
      throw malformed(to, abi.name, `reverted with ${answer.revert.slice(0, 10)}`);
    }
    try {
      return decodeResult<F>(abi, answer.result);
    } catch (cause) {
      throw malformed(to, abi.name, 'sent something else than its interface says', cause);
    }
  }

  /** A view that must answer. */
  async must<const F extends AbiFunction>(to: Hex, abi: F, args: readonly unknown[]): Promise<Output<F>> {
    return await this.view(to, abi, args, undefined);
  }

  async logs(address: Hex, event: AbiEvent, args: object, from: number): Promise<readonly ChainLog[]> {
    const { topics } = (encodeTopics as (abi: AbiEvent, args: object) => { topics: (Hex | null)[] })(event, args);
    const logs = await this.#pinned.logs(address, topics, from);
    this.answers.push({ kind: 'logs', address, topics, fromBlock: from, logs });
    return logs;
  }
}

/**
 * Reads an event. Its topics were asked for, so only the data can be malformed.
 *
 * @throws ChainError `chain-answer-malformed`
 */
export function readEvent<const E extends AbiEvent>(event: E, log: ChainLog): EventFields<E> {
  try {
    return (decodeEvent as (event: AbiEvent, log: ChainLog) => unknown)(event, log);
  } catch (cause) {
    throw malformed(log.address, event.name, 'was logged with something else than its interface says', cause);
  }
}

function malformed(to: Hex, name: string, what: string, cause?: unknown): ChainError {
  return new ChainError('chain-answer-malformed', `${name} of ${to} ${what}; check the address`, {
    cause,
    details: { to, function: name },
  });
}
