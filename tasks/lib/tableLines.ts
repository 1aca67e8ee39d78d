import { formatTable } from '../../scripts/lib/table.ts';
import type { Alignment } from '../../scripts/lib/table.ts';
import { printable } from '../../scripts/start/displayText.ts';

/** The lines of a table. Cells may come from the chain: a line break in one must not begin a row of its own. */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): string[] {
  const cells = rows.map((row) => row.map(printable));
  return formatTable(header, cells, alignments).split('\n');
}
