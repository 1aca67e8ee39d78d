import { parseKeystore } from '../keystore/parseKeystore.ts';
import { serializeKeystore } from '../keystore/serializeKeystore.ts';
import type { Keystore } from '../keystore/types.ts';
import type { KeystoreWriteOptions, WrittenKeystore } from './types.ts';
import { writeKeyFile } from './writeKeyFile.ts';

/**
 * Writes a keystore file, mode 0600. It appears at once and whole, and is on the disk when this returns: it is written under
 * another name in the same folder, synchronised, and then given its own name.
 *
 * A file that is there is never touched, unless `replace` says so; then it stays, under the name
 * `{path}.backup-{time}-{random}`. Of several writers at the same time no one's file is lost: they fail, or theirs is kept as a
 * backup of the next. The file system must have hard links.
 *
 * @param path Where.
 * @param keystore Such as `encryptKey` makes; checked before anything is written.
 * @param options Whether a file that is there is replaced.
 * @throws KeystoreError `key-file-exists`, `key-file-unwritten`, `keystore-malformed`, `keystore-limits`
 */
export async function writeKeystoreFile(
  path: string,
  keystore: Keystore,
  options: KeystoreWriteOptions = {},
): Promise<WrittenKeystore> {
  const text = serializeKeystore(keystore);
  parseKeystore(text);
  return writeKeyFile(path, text, options);
}
