/** The base of every error that this library throws: a stable code for programs, a message for people. */
export class SageError extends Error {
  /** Stable, for programs. */
  readonly code: string;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'SageError';
    this.code = code;
  }
}
