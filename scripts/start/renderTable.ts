import { displayWidth, printable, wrap } from './displayText.ts';

export interface Column {
  readonly title: string;
  /** In terminal columns; undefined for as wide as its longest line, where `share` says nothing else. */
  readonly width?: number;
  /** Parts of the width that the other columns leave. */
  readonly share?: number;
}

const GAP = '  ';

/** No-break spaces have done their work once the lines are broken. */
const plainSpaces = (line: string): string => line.replaceAll('\u00a0', ' ');

/**
 * A table of plain text; what is too long for its column goes on in the next line.
 *
 * @param columns The columns.
 * @param rows For each row the lines of each cell.
 * @param width The width of the whole in terminal columns.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[][])[], width: number): string {
  const widths = fitColumns(columns, rows, width);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell))))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((columnWidth) => '─'.repeat(columnWidth)).join(GAP);
  const body = rows.flatMap((row) => {
    const cells = row.map((lines, index) =>
      lines.flatMap((text) => wrap(printable(text), widths[index] ?? 1).map(plainSpaces)),
    );
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) => line(cells.map((lines) => lines[at] ?? '')));
  });
  return [line(columns.map(({ title }) => title)), rule, ...body, rule].join('\n');
}

function fitColumns(columns: readonly Column[], rows: readonly (readonly string[][])[], width: number): number[] {
  const natural = (index: number): number =>
    Math.max(...[columns[index]?.title ?? '', ...rows.flatMap((row) => row[index] ?? [])].map(displayWidth));
  const fixed = columns.map((column, index) => (column.share === undefined ? (column.width ?? natural(index)) : 0));
  const left = width - GAP.length * (columns.length - 1) - fixed.reduce((sum, one) => sum + one, 0);
  const shares = columns.reduce((sum, { share }) => sum + (share ?? 0), 0);
  return columns.map(({ share }, index) =>
    share === undefined ? (fixed[index] ?? 0) : Math.min(natural(index), Math.floor((left * share) / shares)),
  );
}
