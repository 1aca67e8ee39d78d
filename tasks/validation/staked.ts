/** The names of the contract's `Mode`, by its numbers. */
export const MODES = ['stake', 'tee', 'hybrid'] as const;
export type Mode = (typeof MODES)[number];

/** The names of the contract's `Status`, by its numbers. */
export const STATUSES = ['none', 'open', 'decided', 'disputed', 'expired'] as const;
export type Status = (typeof STATUSES)[number];

/** The names of the contract's `VerdictState`, by its numbers. */
export const VERDICT_STATES = ['none', 'committed', 'revealed'] as const;
export type VerdictState = (typeof VERDICT_STATES)[number];

/** The name for a number that the contract gave. */
export function nameOf<Name extends string>(names: readonly Name[], number: bigint): Name {
  const name = names[Number(number)];
  if (name === undefined) throw new Error(`the contract gave ${number}, which is none of ${names.join(', ')}`);
  return name;
}
