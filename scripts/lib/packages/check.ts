import { describeFailure } from '../process.ts';
import type { Outcome } from '../process.ts';

/** One thing that was tried with a packed package. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** What a program's end says about a check; what it printed stands in the detail when it failed. */
export function toCheck(name: string, outcome: Outcome): Check {
  const failure = describeFailure(outcome);
  return {
    name,
    passed: failure === undefined,
    detail: failure === undefined ? 'works' : `${failure}\n${outcome.output}`,
  };
}
