import type { Hex, Key, Origin, Rows, Table } from './rows.ts';

/** Where the handlers keep their rows: Ponder's database, or a list in memory. All rows are of one chain. */
export interface Store {
  readonly chainId: number;
  /** The row, or null when there is none. */
  readonly find: <T extends Table>(table: T, key: Key<T>) => Promise<Rows[T] | null>;
  /** Adds a row; fails when there is one with its key. */
  readonly insert: <T extends Table>(table: T, row: Rows[T]) => Promise<void>;
  /** Changes a row; fails when there is none. */
  readonly update: <T extends Table>(table: T, key: Key<T>, changes: Partial<Rows[T]>) => Promise<void>;
  /** Adds a row or, when there is one with its key, replaces it. */
  readonly put: <T extends Table>(table: T, row: Rows[T]) => Promise<void>;
}

/** What a handler needs of an event, as Ponder hands it over. */
export interface ChainEvent<Args> {
  readonly args: Args;
  readonly block: { readonly number: bigint; readonly timestamp: bigint };
  readonly log: { readonly address: Hex; readonly logIndex: number };
  readonly transaction: { readonly hash: Hex };
}

/** Brings the rows up to date with one event. Events come in the order of the chain. */
export type Handler<Args> = (store: Store, event: ChainEvent<Args>) => Promise<void>;

export const ZERO_ADDRESS: Hex = `0x${'0'.repeat(40)}`;

/** The columns that say where a row comes from. */
export function originOf({ block, log }: ChainEvent<unknown>): Origin {
  return { blockNumber: block.number, logIndex: log.logIndex, createdAt: block.timestamp };
}

/** Addresses come with a checksum or without, by library. */
export function lower(hex: Hex): Hex {
  return hex.toLowerCase() as Hex;
}

/** An address in lower case; null for the zero address, which stands for nobody. */
export function addressOrNull(address: Hex): Hex | null {
  const lowered = lower(address);
  return lowered === ZERO_ADDRESS ? null : lowered;
}

/**
 * A row that an earlier event must have made.
 *
 * @throws {Error} When it is missing: the indexing began after that event.
 */
export async function findOrFail<T extends Table>(store: Store, table: T, key: Key<T>): Promise<Rows[T]> {
  const row = await store.find(table, key);
  if (row !== null) return row;
  const text = Object.entries(key)
    .map(([column, value]) => `${column} ${String(value)}`)
    .join(', ');
  throw new Error(`no ${table} with ${text}: begin at the block of the first deployment, or earlier`);
}
