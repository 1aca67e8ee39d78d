const DEEPEST = 8;
/** Where ethers, viem and our own transport keep the error that the endpoint sent. */
const INNER = ['cause', 'error', 'info', 'data'] as const;

/**
 * Whatever a client library threw, and the objects inside of it that may be the error that the endpoint sent, from outside to
 * inside.
 *
 * @param thrown Anything.
 */
export function* walkCauses(thrown: unknown): Generator<object, void, undefined> {
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: thrown, depth: 0 }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null || depth > DEEPEST) continue;
    yield value;
    for (const name of INNER) {
      if (name in value) queue.push({ value: (value as Record<string, unknown>)[name], depth: depth + 1 });
    }
  }
}
