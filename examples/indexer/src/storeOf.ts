import type { Context } from 'ponder:registry';
import schema from 'ponder:schema';
import { KEYS } from '../core/rows.ts';
import type { Key, Rows, Table } from '../core/rows.ts';
import type { Store } from '../core/store.ts';

type Selected = { [T in Table]: (typeof schema)[T]['$inferSelect'] };

/** The compiler checks here that the tables of Ponder hold just what the handlers write and read. */
const _SAME_ROWS: (rows: Rows) => Selected = (rows) => rows;
const _SAME_TABLES: (tables: Selected) => Rows = (tables) => tables;

/** Ponder's writes for a table that is known only by its name; what it may hold is checked above. */
interface Writes {
  readonly find: (table: unknown, key: unknown) => Promise<unknown>;
  readonly insert: (table: unknown) => {
    readonly values: (row: unknown) => Promise<unknown> & {
      readonly onConflictDoUpdate: (changes: unknown) => Promise<unknown>;
    };
  };
  readonly update: (table: unknown, key: unknown) => { readonly set: (changes: unknown) => Promise<unknown> };
}

/** Ponder's database as the handlers see it. Reorganizations of the chain are Ponder's matter: it takes back what it wrote. */
export function storeOf({ db, chain }: Pick<Context, 'db' | 'chain'>): Store {
  const writes = db as unknown as Writes;
  return {
    chainId: chain.id,
    find: async <T extends Table>(table: T, key: Key<T>) =>
      ((await writes.find(schema[table], key)) ?? null) as Rows[T] | null,
    insert: async (table, row) => {
      await writes.insert(schema[table]).values(row);
    },
    update: async (table, key, changes) => {
      await writes.update(schema[table], key).set(changes);
    },
    put: async (table, row) => {
      const keys: readonly string[] = KEYS[table];
      const changes = Object.fromEntries(Object.entries(row).filter(([column]) => !keys.includes(column)));
      await writes.insert(schema[table]).values(row).onConflictDoUpdate(changes);
    },
  };
}
