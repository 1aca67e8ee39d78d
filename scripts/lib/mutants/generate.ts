import { isNode } from './embedding.ts';
import type { Node } from './embedding.ts';
import { SourceText, changesAt } from './operators.ts';
import type { Change } from './operators.ts';

export interface Mutant extends Change {
  /** `contracts/X.sol:12:boundary:1`: file, line, operator, and which of these on that line. */
  id: string;
  file: string;
  line: number;
  /** What stood there. */
  was: string;
}

/**
 * All mutants of a source, in its order.
 *
 * @param file Its path, for the ids.
 * @param text The source.
 * @param tree Its syntax tree by solc.
 */
export function generateMutants(file: string, text: string, tree: unknown): Mutant[] {
  const source = new SourceText(text);
  const changes: Change[] = [];
  gather(tree, undefined, (node, parent) => changes.push(...changesAt(node, source, parent)));
  changes.sort((a, b) => a.begin - b.begin || a.end - b.end || (a.replacement < b.replacement ? -1 : 1));
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const mutants: Mutant[] = [];
  for (const change of changes) {
    const was = source.slice(change.begin, change.end);
    const key = `${change.begin}:${change.end}:${change.replacement}`;
    if (was === change.replacement || seen.has(key)) continue;
    seen.add(key);
    const line = source.lineOf(change.begin);
    const place = `${file}:${line}:${change.operator}`;
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    mutants.push({ ...change, id: `${place}:${count}`, file, line, was });
  }
  return mutants;
}

/** The whole source with a mutant in it. */
export function applyChange(text: string, change: Change): string {
  return new SourceText(text).replace(change);
}

function gather(value: unknown, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  if (Array.isArray(value)) for (const part of value as unknown[]) gather(part, parent, visit);
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) visit(value, parent);
    const around = isNode(value) ? value : parent;
    for (const part of Object.values(value)) if (typeof part === 'object') gather(part, around, visit);
  }
}

/** An order drawn by a seed: whoever takes more of it later takes the same ones first. */
export function drawOrder<T>(items: readonly T[], random: { whole: (from: number, to: number) => number }): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.whole(0, i);
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
