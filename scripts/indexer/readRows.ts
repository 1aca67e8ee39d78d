import { KEYS } from '../../examples/indexer/core/rows.ts';
import type { Table } from '../../examples/indexer/core/rows.ts';
import type { RowSet } from '../../test/hardhat/indexer/rowSet.ts';

/** The most rows that Ponder serves at once. */
const PAGE = 1000;

interface TypeOf {
  readonly name: string | null;
  readonly kind: string;
  readonly ofType: TypeOf | null;
}

interface Column {
  readonly name: string;
  readonly type: TypeOf;
}

/** Reads all rows of all tables as any user of the GraphQL service does, page by page. */
export async function readRows(url: string): Promise<RowSet> {
  const tables: [Table, unknown[]][] = [];
  for (const table of Object.keys(KEYS) as Table[]) tables.push([table, await readTable(url, table)]);
  return Object.fromEntries(tables) as unknown as RowSet;
}

async function readTable(url: string, table: Table): Promise<unknown[]> {
  const columns = await columnsOf(url, table);
  const rows: unknown[] = [];
  let after: string | null = null;
  do {
    const page: Page = await readPage(url, table, columns, after);
    rows.push(...page.items.map((item) => toRow(item, columns)));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return rows;
}

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function readPage(url: string, table: Table, columns: readonly Column[], after: string | null): Promise<Page> {
  const names = columns.map(({ name }) => name).join(' ');
  const field = `${table}s`;
  const text = `query ($after: String) {
    ${field}(limit: ${PAGE}, after: $after) { items { ${names} } pageInfo { hasNextPage endCursor } }
  }`;
  const { [field]: page } = (await query(url, text, { after })) as Readonly<Record<string, Page>>;
  if (page === undefined) throw new Error(`GraphQL has no ${field}`);
  return page;
}

/** The columns that hold a value, with their types; other fields lead to other tables. */
async function columnsOf(url: string, table: Table): Promise<readonly Column[]> {
  const text = `query ($name: String!) {
    __type(name: $name) { fields { name type { name kind ofType { name kind ofType { name kind } } } } }
  }`;
  const { __type: type } = (await query(url, text, { name: table })) as {
    readonly __type: { readonly fields: readonly Column[] } | null;
  };
  if (type === null) throw new Error(`GraphQL has no type ${table}`);
  return type.fields.filter((column) => ['SCALAR', 'ENUM'].includes(innerType(column.type).kind));
}

function innerType(type: TypeOf): TypeOf {
  return type.kind === 'NON_NULL' && type.ofType ? type.ofType : type;
}

/** GraphQL carries big integers as texts. */
function toRow(item: Readonly<Record<string, unknown>>, columns: readonly Column[]): unknown {
  const entries = columns.map(({ name, type }) => {
    const value = item[name];
    return [name, innerType(type).name === 'BigInt' && typeof value === 'string' ? BigInt(value) : value];
  });
  return Object.fromEntries(entries);
}

/**
 * Asks the GraphQL service.
 *
 * @throws {Error} When it refuses the query.
 */
export async function query(
  url: string,
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text, variables }),
  });
  const { data, errors } = (await response.json()) as { readonly data?: unknown; readonly errors?: readonly unknown[] };
  if (errors !== undefined || data === undefined) throw new Error(`GraphQL refused ${text}: ${JSON.stringify(errors)}`);
  return data;
}
