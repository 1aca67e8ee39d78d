import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { KeystoreError, encryptKey } from '../../../sdk/typescript/src/signers/index.ts';
import type { PrivateJwk } from '../../../sdk/typescript/src/signers/index.ts';
import { writeKeystoreFile } from '../../../sdk/typescript/src/signers/node/index.ts';
import type { TaskContext } from '../TaskContext.ts';
import type { KeyFacts } from './keyFacts.ts';
import { toKeyFacts } from './keyFacts.ts';
import { keyFile, keyFolder } from './keyFile.ts';
import { newPassphrase } from './newPassphrase.ts';

/** A key that was written, and where. */
export interface StoredKey extends KeyFacts {
  readonly file: string;
}

/**
 * Writes a private key to an encrypted file, mode 0600. A file that is there is never replaced.
 *
 * @param name Of the key.
 * @param field The option that named it, for errors.
 * @throws {TaskError} `bad-key-name`, `no-passphrase`, `passphrase-differs`, `key-type-unsupported`
 * @throws {KeystoreError} `key-file-exists`, `key-file-unwritten`, `password-unfit`
 */
export async function storeKey(
  context: TaskContext,
  name: string,
  jwk: PrivateJwk,
  label: string,
  field: string,
): Promise<StoredKey> {
  const file = keyFile(context, name, field);
  // Told before anybody types a passphrase; what holds is the same check by the one who writes.
  if (existsSync(file)) {
    const wayOut = 'a key of this name is there already and was left as it is; choose another name';
    throw new KeystoreError('key-file-exists', `${file}: ${wayOut}`, { details: { path: file } });
  }
  const keystore = await encryptKey(jwk, await newPassphrase(context), { label });
  const facts = toKeyFacts(name, keystore);
  await mkdir(keyFolder(context), { recursive: true, mode: 0o700 });
  await writeKeystoreFile(file, keystore);
  return { ...facts, file };
}
