import { SageError } from '../errors/SageError.ts';
import type { SageErrorOptions } from '../errors/SageError.ts';
import type { TeeFailureCode } from './reasonTable.ts';

export interface TeeErrorOptions extends SageErrorOptions {
  /** Byte offset of the fault, counted from the beginning of the structure that the message names. */
  readonly offset?: number | undefined;
}

/** Why evidence, a certificate or collateral was refused. The parsers throw it; the `verify…` functions return it. */
export class TeeError extends SageError<TeeFailureCode> {
  /** Byte offset of the fault in the structure that the message names; undefined where no single place is at fault. */
  readonly offset: number | undefined;

  constructor(code: TeeFailureCode, message: string, options: TeeErrorOptions = {}) {
    super(code, message, options);
    this.offset = options.offset;
  }
}
