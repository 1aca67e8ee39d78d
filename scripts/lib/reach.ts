/** Successful calls of each function of the invariants' handlers, by "Handler.function". */
export type Reach = Record<string, number>;

/** Adds the calls of `more` to `reach`. */
export function addReach(reach: Reach, more: Reach): void {
  for (const [target, calls] of Object.entries(more)) reach[target] = (reach[target] ?? 0) + calls;
}

/** One text a function that never succeeded: what it should try was never tried. */
export function findUnreached(reach: Reach): string[] {
  return Object.entries(reach)
    .filter(([, calls]) => calls === 0)
    .map(([target]) => `${target} never succeeded: the invariants say nothing of what it does`);
}

/** In words, the function with the fewest successful calls. */
export function leastReached(reach: Reach): string {
  const [target, calls] = Object.entries(reach).reduce((least, next) => (next[1] < least[1] ? next : least));
  return `least reached: ${target}, ${calls.toLocaleString('en-US')} times`;
}

/** Functions, calls and the least reached function of each handler, in the order of the handlers' names. */
export function summarizeReach(reach: Reach): { handler: string; functions: number; calls: number; least: string }[] {
  const handlers = [...new Set(Object.keys(reach).map((target) => target.slice(0, target.indexOf('.'))))].sort();
  return handlers.map((handler) => {
    const own = Object.entries(reach).filter(([target]) => target.startsWith(`${handler}.`));
    const [target, calls] = own.reduce((least, next) => (next[1] < least[1] ? next : least));
    return {
      handler,
      functions: own.length,
      calls: own.reduce((sum, [, count]) => sum + count, 0),
      least: `${target.slice(handler.length + 1)} ${calls.toLocaleString('en-US')}`,
    };
  });
}
