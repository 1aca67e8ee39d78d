/**
 * - `configuration-invalid`: a field of the configuration, an option or a variable is wrong.
 * - `state-invalid`: the state file can't be used.
 * - `state-elsewhere`: it belongs to another chain.
 * - `reorganisation-too-deep`: more blocks were replaced than are remembered.
 * - `answer-contradicts`: two answers of the node can't both be true.
 * - `stopped`: the watcher was told to end.
 * - `check-failed`: rules or dashboard are wrong.
 */
export type MonitorErrorCode =
  | 'configuration-invalid'
  | 'state-invalid'
  | 'state-elsewhere'
  | 'reorganisation-too-deep'
  | 'answer-contradicts'
  | 'stopped'
  | 'check-failed';

/** A mistake that the watcher tells with its way out. */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  readonly code: MonitorErrorCode;

  constructor(code: MonitorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A wrong field, with its value and what would be right. */
export function invalidField(field: string, value: unknown, expected: string): MonitorError {
  const shown = value === undefined ? 'left out' : JSON.stringify(value);
  return new MonitorError('configuration-invalid', `${field} is ${shown}; ${expected}`);
}
