import { parseKeystore } from '../keystore/parseKeystore.ts';
import type { Keystore } from '../keystore/types.ts';
import { readKeyFile } from './readKeyFile.ts';
import type { KeyFileReadOptions } from './types.ts';

/**
 * Reads a keystore file.
 *
 * @param path The file.
 * @param options Whether other accounts may be able to read it.
 * @throws KeystoreError `key-file-missing`, `key-file-unreadable`, `key-file-shared`, `keystore-malformed`, `keystore-limits`
 */
export async function readKeystoreFile(path: string, options: KeyFileReadOptions = {}): Promise<Keystore> {
  return parseKeystore(await readKeyFile(path, options));
}
