import type { Part } from '../scripts/deploy/plan.ts';
import type { Hex } from '../sdk/typescript/src/client/types.ts';
import type { AlertName, Severity } from './alertTable.ts';

/** A value of an event as it is kept: integers are decimal texts, bytes and addresses hex. */
export type ArgValue = string | boolean | readonly ArgValue[] | { readonly [name: string]: ArgValue };

/** Where a log of one of the suite's contracts stands. */
export interface EventPlace {
  readonly part: Part;
  readonly address: string;
  readonly block: number;
  readonly blockHash: Hex;
  /** Seconds since 1970, of the block. */
  readonly time: number;
  readonly transaction: Hex;
  readonly logIndex: number;
}

/** An event of one of the suite's contracts. */
export interface SuiteEvent extends EventPlace {
  readonly name: string;
  readonly args: Readonly<Record<string, ArgValue>>;
}

/** A field of an alert; integers that may be large are decimal texts. */
export type FieldValue = string | number | boolean | null;

/** What a rule found, before it is known whether it is told. */
export interface Finding {
  readonly alert: AlertName;
  /** Tells findings of the same event apart; empty where there can be only one. */
  readonly key?: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** Something that lasts until it ends: it is raised once, and resolved. */
export interface Condition {
  readonly alert: AlertName;
  /** What it is about; with the alert's name it is told once. */
  readonly key: string;
  readonly part?: Part;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

export type NotificationKind = 'raised' | 'resolved' | 'retracted';

/** What is told to people and programs. The format of `--json` and of the webhook; see README. */
export interface Notification {
  readonly schema: 'sage-alert/1';
  readonly kind: NotificationKind;
  /** The same for the raising, the resolution and the retraction of one alert, and for every delivery. */
  readonly id: string;
  readonly alert: AlertName;
  readonly severity: Severity;
  readonly title: string;
  readonly chainId: string;
  readonly part: Part | null;
  readonly contract: string | null;
  readonly block: number | null;
  readonly blockHash: string | null;
  readonly transaction: string | null;
  readonly logIndex: number | null;
  /** ISO 8601: of the block, or of the watcher's clock for its own health. */
  readonly time: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A block as far as it is used. */
export interface Header {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Seconds since 1970. */
  readonly time: number;
}
