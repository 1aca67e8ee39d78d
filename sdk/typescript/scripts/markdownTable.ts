/**
 * A table of Markdown in the form that Prettier gives it. The first column is set as code.
 *
 * @param head The names of the columns.
 * @param rows The cells.
 * @returns The lines.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = [head, ...rows].map((row) =>
    row.map((cell, index) => (index === 0 && row !== head ? `\`${cell}\`` : cell)),
  );
  const widths = head.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)];
}
