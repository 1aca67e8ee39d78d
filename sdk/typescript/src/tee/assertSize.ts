import { TeeError } from './TeeError.ts';

/**
 * Refuses inputs that no honest sender produces, before anything is read from them.
 *
 * @param bytes The input.
 * @param max Largest accepted length in bytes.
 * @param what Its name, for the message.
 * @throws TeeError `input-too-large`.
 */
export function assertSize(bytes: { readonly length: number }, max: number, what: string): void {
  if (bytes.length > max) {
    throw new TeeError('input-too-large', `${what} has ${bytes.length} bytes, at most ${max}`, { offset: max });
  }
}
