import type { Rows, Table } from '../../../examples/indexer/core/rows.ts';

/** All rows of one chain. */
export type RowSet = { readonly [T in Table]: readonly Rows[T][] };

/** A column by name. */
export function columnOf(row: object, column: string): unknown {
  return (row as Readonly<Record<string, unknown>>)[column];
}

/** The rows that have these values. */
export function where<Row extends object>(rows: readonly Row[], values: Partial<Row>): Row[] {
  const wanted = Object.entries(values);
  return rows.filter((row) => wanted.every(([column, value]) => columnOf(row, column) === value));
}

/** In the order of the chain. */
export function inOrder<Row extends { readonly blockNumber: bigint; readonly logIndex: number }>(
  rows: readonly Row[],
): Row[] {
  return rows.toSorted((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}
