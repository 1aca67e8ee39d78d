/** A mistake in the configuration of a suite, told with the field, its value and the way out. */
export class DeployConfigError extends Error {
  override readonly name = 'DeployConfigError';
  /** Path of the field, for example `existing.identityRegistry`. */
  readonly field: string;
  readonly value: unknown;

  constructor(field: string, value: unknown, wayOut: string, options?: ErrorOptions) {
    super(`${field}: ${value === undefined ? 'missing' : JSON.stringify(value)}; ${wayOut}`, options);
    this.field = field;
    this.value = value;
  }
}

/** Something on the chain is not as the plan has it. */
export class GovernanceMismatchError extends Error {
  override readonly name = 'GovernanceMismatchError';
  readonly contract: string;
  /** What was read, for example `owner` or `members of PROPOSER_ROLE`. */
  readonly field: string;
  readonly found: string;
  readonly expected: string;

  constructor(contract: string, field: string, found: string, expected: string) {
    super(`${contract}: ${field} is ${found}, expected ${expected}`);
    this.contract = contract;
    this.field = field;
    this.found = found;
    this.expected = expected;
  }
}

/** A deployment that can't begin or go on. What stands is in its journal; a further run takes it up. */
export class DeployStoppedError extends Error {
  override readonly name = 'DeployStoppedError';
  /** Stable, for programs. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
