import { basename, extname, resolve } from 'node:path';
import { decryptKey, detectKeyKind, parseKeystore, toPrivateJwk } from '../../sdk/typescript/src/signers/index.ts';
import type { PrivateJwk } from '../../sdk/typescript/src/signers/index.ts';
import { readKeyFile } from '../../sdk/typescript/src/signers/node/index.ts';
import type { Jwk } from '../../sdk/typescript/src/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { FILE_KEY_TYPES, isFileKeyType } from '../lib/keys/keyFacts.ts';
import { storeKey } from '../lib/keys/storeKey.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { CommonArguments, TaskResult } from '../lib/types.ts';
import { describeStored } from './describeStored.ts';

export interface ImportArguments extends CommonArguments {
  readonly file: string;
  readonly name: string;
  readonly label: string;
}

/**
 * Copies a private key into an encrypted file. The file that it came from is read and left as it is.
 *
 * @throws {TaskError} `key-type-unsupported`, `bad-key-material`, and what `storeKey` throws
 * @throws {KeystoreError} `key-file-missing`, `key-file-shared`, `key-file-unreadable`, `password-wrong`
 * @throws {HttpSignatureError} `key-invalid` for a key that is malformed or public only
 */
export async function importKey(context: TaskContext, args: ImportArguments): Promise<TaskResult> {
  const path = resolve(args.file);
  const jwk = await readKey(context, await readKeyFile(path), path);
  const kind = detectKeyKind(jwk);
  if (!isFileKeyType(kind)) {
    throw new TaskError('key-type-unsupported', `the registry takes ${FILE_KEY_TYPES.join(', ')}; make another key`, {
      field: 'file',
      value: kind,
    });
  }
  const name = args.name === '' ? basename(path, extname(path)) : args.name;
  return describeStored(await storeKey(context, name, jwk, args.label, '--name'), 'Imported');
}

/** Errors never quote the text: it is a private key. */
async function readKey(context: TaskContext, text: string, path: string): Promise<PrivateJwk> {
  if (text.includes('-----BEGIN')) return toPrivateJwk(text);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TaskError('bad-key-material', 'neither PEM nor JSON; give a private key as PEM or JWK', {
      field: 'file',
      value: path,
    });
  }
  if (typeof json === 'object' && json !== null && 'format' in json) {
    return decryptKey(parseKeystore(text), await context.passphrase());
  }
  return toPrivateJwk(json as Jwk);
}

export default taskAction(importKey);
