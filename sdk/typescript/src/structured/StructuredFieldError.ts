import { SageError } from '../errors/SageError.ts';

/**
 * `structured-field-syntax`: the text is not what RFC 9651 allows. `structured-field-repeated-key`: a key occurs twice
 * and the caller refuses that. `structured-field-value`: a value that has no serialisation.
 */
export type StructuredFieldErrorCode =
  'structured-field-syntax' | 'structured-field-repeated-key' | 'structured-field-value';

/** A structured field that can't be read or written. */
export class StructuredFieldError extends SageError<StructuredFieldErrorCode> {}
