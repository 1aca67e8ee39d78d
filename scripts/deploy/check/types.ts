import type { Part } from '../plan.ts';

/** What was compared, in kebab case; stable, for programs. docs/doctor.md says what each means. */
export type CheckCode =
  | 'chain-class'
  | 'commit'
  | 'part'
  | 'code-book'
  | 'code-sources'
  | 'deployment'
  | 'constructor-arguments'
  | 'link'
  | 'multisig-owners'
  | 'multisig-threshold'
  | 'delay'
  | 'role'
  | 'owner'
  | 'pending-owner'
  | 'guardian'
  | 'listed-validators'
  | 'parameter'
  | 'hook'
  | 'paused';

/** `note`: other than at deployment, or not to be told, and still nothing wrong. */
export type FindingStatus = 'ok' | 'differs' | 'note';

/** Where something was compared. */
export interface Place {
  readonly code: CheckCode;
  /** `suite` for what isn't of one contract. */
  readonly part: Part | 'suite';
  /** What was read, for example `owner` or `members of PROPOSER_ROLE`. */
  readonly field: string;
}

/** One thing that was compared. */
export interface Finding extends Place {
  readonly status: FindingStatus;
  /** Name of the artifact; `suite` for what isn't of one contract. */
  readonly contract: string;
  /** As text; lists without order. */
  readonly found: string;
  readonly expected: string;
  /** What explains it, or the way out. */
  readonly reason?: string;
}
