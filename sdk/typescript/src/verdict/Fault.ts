import type { CheckName, JsonValue } from './types.ts';
import type { VerdictReason } from './reasonTable.ts';

interface FaultOptions {
  readonly facts?: Readonly<Record<string, JsonValue>>;
  /** What was found, in words. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/** Ends a judgement. Never leaves this folder. */
export class Fault extends Error {
  readonly check: CheckName;
  readonly code: VerdictReason;
  readonly facts: Readonly<Record<string, JsonValue>>;
  readonly detail: string | undefined;

  constructor(check: CheckName, code: VerdictReason, options: FaultOptions = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.check = check;
    this.code = code;
    this.facts = options.facts ?? {};
    this.detail = options.detail;
  }
}
