import * as AbiEvent from 'ox/AbiEvent';
import * as abis from '../../../examples/indexer/core/abis.ts';
import type { ContractName } from '../../../examples/indexer/core/addressBook.ts';
import { HANDLERS, UNHEARD } from '../../../examples/indexer/core/handlers/index.ts';
import type { Hex } from '../../../examples/indexer/core/rows.ts';
import type { Handler, Store } from '../../../examples/indexer/core/store.ts';

/** The events of each contract. */
export const EVENTS: Readonly<Record<ContractName, readonly string[]>> = {
  Identity: abis.IDENTITY_EVENTS,
  Sage: abis.SAGE_EVENTS,
  Reputation: abis.REPUTATION_EVENTS,
  Validation: abis.VALIDATION_EVENTS,
  Staked: abis.STAKED_EVENTS,
  TeeKeys: abis.TEE_KEY_EVENTS,
  Policy: abis.POLICY_EVENTS,
};

/** A log as a node gives it. */
export interface RawLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: string;
  readonly logIndex: string;
  readonly transactionHash: string;
}

interface Heard {
  readonly contract: ContractName;
  readonly event: AbiEvent.AbiEvent;
}

/** Hands logs to the handlers as Ponder does, with arguments decoded as viem decodes them. */
export class LogFeeder {
  /** How often each event came, by contract and name. */
  readonly counts = new Map<string, number>();
  readonly #store: Store;
  readonly #contracts: ReadonlyMap<string, ContractName>;
  readonly #events = new Map<string, Heard>();

  constructor(store: Store, addresses: Readonly<Partial<Record<ContractName, string>>>) {
    this.#store = store;
    this.#contracts = new Map(
      Object.entries(addresses).map(([name, address]) => [address.toLowerCase(), name as ContractName]),
    );
    for (const [name, events] of Object.entries(EVENTS)) {
      const contract = name as ContractName;
      for (const text of events) {
        const event = AbiEvent.from(text) as AbiEvent.AbiEvent;
        this.#events.set(`${contract} ${AbiEvent.getSelector(event)}`, { contract, event });
      }
    }
  }

  /** @param timestamp Of the log's block, Unix seconds. */
  async feed(log: RawLog, timestamp: bigint): Promise<void> {
    const contract = this.#contracts.get(log.address.toLowerCase());
    if (contract === undefined) return;
    const heard = this.#events.get(`${contract} ${log.topics[0] ?? ''}`);
    if (heard === undefined) throw new Error(`${contract} has no event with the topic ${log.topics[0] ?? ''}`);
    const { name } = heard.event;
    const handlers: Readonly<Record<string, unknown>> = HANDLERS[contract];
    const handler = handlers[name] as Handler<unknown> | undefined;
    this.counts.set(`${contract}:${name}`, (this.counts.get(`${contract}:${name}`) ?? 0) + 1);
    if (handler === undefined) {
      if (UNHEARD.some((one) => one === name)) return;
      throw new Error(`${contract}:${name} has no handler`);
    }
    await handler(this.#store, {
      args: AbiEvent.decode(heard.event, { topics: log.topics as [Hex], data: log.data as Hex }),
      block: { number: BigInt(log.blockNumber), timestamp },
      log: { address: log.address as Hex, logIndex: Number(log.logIndex) },
      transaction: { hash: log.transactionHash as Hex },
    });
  }
}
