import type { CheckedConfig } from '../config.ts';
import type { NewContract } from '../plan.ts';
import type { SuiteReader } from './SuiteReader.ts';

/** What the checks work with. */
export interface Suite {
  readonly reader: SuiteReader;
  readonly config: CheckedConfig;
  /** The contracts of the plan that are the suite's own, and there. */
  readonly steps: readonly NewContract[];
  /** Whether a change that the timelock or the wallet made since deployment is a note instead of a difference. */
  readonly allowsChanges: boolean;
}
