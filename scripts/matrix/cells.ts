import { UsageError } from '../lib/usage.ts';
import { COMPILERS } from './compilers.ts';
import type { Compiler } from './compilers.ts';

/** One way to compile the contracts. */
export interface Cell {
  readonly compiler: Compiler;
  /** Code via Yul, as it is deployed; else by the older way. */
  readonly ir: boolean;
}

export const CELLS: readonly Cell[] = COMPILERS.flatMap((compiler) => [
  { compiler, ir: true },
  { compiler, ir: false },
]);

/** The name by which `--only` takes a cell. */
export function nameOf({ compiler, ir }: Cell): string {
  return `${compiler.version}:${ir ? 'ir' : 'no-ir'}`;
}

/**
 * The cells that are asked for, in the order of the matrix.
 *
 * @param only Names of cells or versions; undefined for all.
 * @throws UsageError when a name is neither.
 */
export function selectCells(only: readonly string[] | undefined): Cell[] {
  if (only === undefined) return [...CELLS];
  const words = only.flatMap((list) => list.split(','));
  const fits = (cell: Cell, word: string): boolean => nameOf(cell) === word || cell.compiler.version === word;
  for (const word of words) {
    if (!CELLS.some((cell) => fits(cell, word)))
      throw new UsageError(`--only takes cells (${CELLS.map(nameOf).join(', ')}) or versions, got "${word}"`);
  }
  return CELLS.filter((cell) => words.some((word) => fits(cell, word)));
}
