export interface SageErrorOptions {
  /** What led to this error. */
  readonly cause?: unknown;
  /** Facts for programs: the field, the value, the position. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The base of every error that this library throws on purpose. `code` is stable and meant for programs. */
export abstract class SageError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly details: Readonly<Record<string, unknown>>;

  /**
   * @param code Stable, for programs.
   * @param message For people: what is wrong, and the way out.
   * @param options The cause and facts, where there are any.
   */
  constructor(code: Code, message: string, options: SageErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
  }
}
