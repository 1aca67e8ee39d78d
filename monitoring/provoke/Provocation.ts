import type { AlertName } from '../alertTable.ts';
import type { Thresholds } from '../configuration.ts';
import type { FieldValue } from '../types.ts';
import type { Session } from './Session.ts';

/** What a provocation must lead to. */
export interface Expected {
  /** The fields of the alert, all of them. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** How to end what lasts; the alert must be resolved by it. */
  readonly end?: () => Promise<void>;
}

/** A way to bring about an alert on a local chain. */
export interface Provocation {
  readonly alert: AlertName;
  /** In words, for the table. */
  readonly by: string;
  /** Other alerts that the same acts raise. */
  readonly also?: readonly AlertName[];
  readonly thresholds?: Partial<Thresholds>;
  readonly webhook?: true;
  /** Acts; the watcher polls once after it. */
  readonly act: (session: Session) => Promise<Expected>;
}
