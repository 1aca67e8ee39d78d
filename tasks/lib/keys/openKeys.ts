import type { AttestedKey, KeyProver } from '../../../sdk/typescript/src/client/index.ts';
import { createAgreementKey, createRegistrySigner, decryptKey } from '../../../sdk/typescript/src/signers/index.ts';
import type { AgreementKey, RegistrySigner } from '../../../sdk/typescript/src/signers/index.ts';
import { readKeystoreFile } from '../../../sdk/typescript/src/signers/node/index.ts';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';
import { keyFile } from './keyFile.ts';
import { toKeyFacts } from './keyFacts.ts';

/** The names in an option such as `--key first,second`. */
export function splitNames(text: string, field: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (text.trim() === '' || names.includes('')) {
    throw new TaskError('key-missing', 'name one key file or several, separated by commas; see `sage keys list`', {
      field,
      ...(text !== '' && { value: text }),
    });
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw new TaskError('key-twice', `"${twice}" is named twice; name each key once`, { field, value: text });
}

/**
 * Opens a key file.
 *
 * @throws {TaskError} `bad-key-name`, `no-passphrase`
 * @throws {KeystoreError} `key-file-missing`, `key-file-shared`, `password-wrong` and others
 */
export async function openKey(
  context: TaskContext,
  name: string,
  field: string,
): Promise<RegistrySigner | AgreementKey> {
  const keystore = await readKeystoreFile(keyFile(context, name, field));
  const { type } = toKeyFacts(name, keystore);
  const jwk = await decryptKey(keystore, await context.passphrase());
  return type === 'x25519' ? createAgreementKey(jwk) : createRegistrySigner(type, jwk);
}

/**
 * Opens a key file that must be able to sign.
 *
 * @throws {TaskError} `key-cannot-sign` for X25519, and as {@link openKey}
 */
export async function openSigner(context: TaskContext, name: string, field: string): Promise<RegistrySigner> {
  const key = await openKey(context, name, field);
  if (key.keyType !== 'x25519') return key;
  throw new TaskError('key-cannot-sign', 'X25519 keys can not sign; name another key', { field, value: name });
}

/**
 * Opens the keys of an agent for `proveKeys`. An X25519 key, which can't prove itself, is attested by the key of
 * `--attester`, else by the first signing key before it in the list.
 *
 * @param names Of key files, in the order of the call.
 * @param attester Name of a key file; empty for none.
 * @throws {TaskError} `attester-missing`, and as {@link openKey}
 */
export async function openKeys(
  context: TaskContext,
  names: readonly string[],
  attester: string,
  field = '--key',
): Promise<(KeyProver | AttestedKey)[]> {
  const named = attester === '' ? undefined : await openSigner(context, attester, '--attester');
  const keys: (KeyProver | AttestedKey)[] = [];
  let first: KeyProver | undefined = named;
  for (const name of names) {
    const key = await openKey(context, name, field);
    if (key.keyType !== 'x25519') {
      first ??= key;
      keys.push(key);
    } else if (first === undefined) {
      const wayOut = 'an X25519 key can not sign: name a signing key of the agent by --attester, or before it';
      throw new TaskError('attester-missing', wayOut, { field, value: name });
    } else {
      keys.push({ key, attester: first });
    }
  }
  return keys;
}
