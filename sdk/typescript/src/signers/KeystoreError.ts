import { SageError } from '../errors/SageError.ts';

/**
 * Codes of keys and keystores.
 *
 * - `key-unsupported`: no kind of key that is known, or one that can't do this.
 * - `keystore-malformed`: the text is no keystore, or is damaged.
 * - `keystore-limits`: its parameters are too weak, or would cost too much.
 * - `password-unfit`: empty, too short, or no text.
 * - `password-wrong`: or the file was changed; the two can't be told apart.
 * - `key-file-exists`: a file is there, and replacing it was not asked for.
 * - `key-file-missing`, `key-file-unreadable`: no file, or one that can't be read.
 * - `key-file-shared`: other accounts of the machine may read it.
 * - `key-file-unwritten`: writing failed; a file that was there is still there, or beside it as a backup.
 */
export type KeystoreErrorCode =
  | 'key-unsupported'
  | 'keystore-malformed'
  | 'keystore-limits'
  | 'password-unfit'
  | 'password-wrong'
  | 'key-file-exists'
  | 'key-file-missing'
  | 'key-file-unreadable'
  | 'key-file-shared'
  | 'key-file-unwritten';

/** Why a key, a keystore or a key file can't be used. Never contains key material or a password. */
export class KeystoreError extends SageError<KeystoreErrorCode> {}
