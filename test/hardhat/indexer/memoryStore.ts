import { KEYS } from '../../../examples/indexer/core/rows.ts';
import type { Key, Rows, Table } from '../../../examples/indexer/core/rows.ts';
import type { Store } from '../../../examples/indexer/core/store.ts';
import { columnOf } from './rowSet.ts';
import type { RowSet } from './rowSet.ts';

/** Rows in memory, with the rules of Ponder's database: no second row with a key, no change of a row that isn't there. */
export class MemoryStore implements Store {
  readonly chainId: number;
  readonly #tables = new Map<Table, Map<string, unknown>>();

  constructor(chainId: number) {
    this.chainId = chainId;
  }

  readonly find = <T extends Table>(table: T, key: Key<T>): Promise<Rows[T] | null> =>
    Promise.resolve(this.#find(table, nameOf(table, key)) ?? null);

  readonly insert = async <T extends Table>(table: T, row: Rows[T]): Promise<void> => {
    const name = nameOf(table, row);
    if (this.#find(table, name) !== undefined) throw new Error(`a second ${table} ${name}`);
    await this.put(table, row);
  };

  readonly update = async <T extends Table>(table: T, key: Key<T>, changes: Partial<Rows[T]>): Promise<void> => {
    const name = nameOf(table, key);
    const row = this.#find(table, name);
    if (row === undefined) throw new Error(`no ${table} ${name}`);
    await this.put(table, { ...row, ...changes });
  };

  readonly put = <T extends Table>(table: T, row: Rows[T]): Promise<void> => {
    const rows = this.#tables.get(table) ?? new Map<string, unknown>();
    this.#tables.set(table, rows);
    rows.set(nameOf(table, row), row);
    return Promise.resolve();
  };

  /** All rows. */
  rows(): RowSet {
    const tables = Object.keys(KEYS) as Table[];
    const entries = tables.map((table) => [table, [...(this.#tables.get(table)?.values() ?? [])]]);
    return Object.fromEntries(entries) as RowSet;
  }

  #find<T extends Table>(table: T, name: string): Rows[T] | undefined {
    return this.#tables.get(table)?.get(name) as Rows[T] | undefined;
  }
}

function nameOf<T extends Table>(table: T, row: Key<T> | Rows[T]): string {
  return KEYS[table].map((column) => String(columnOf(row, column))).join('/');
}
