import { computeAddress, getAddress, isHexString } from 'ethers';
import { detectKeyKind, toRegistryKey } from '../../../sdk/typescript/src/signers/index.ts';
import type { Keystore } from '../../../sdk/typescript/src/signers/index.ts';
import { computeKeyId } from '../../../sdk/typescript/src/client/index.ts';
import type { Hex, RegistryKeyType } from '../../../sdk/typescript/src/client/index.ts';
import { readKeystoreFile } from '../../../sdk/typescript/src/signers/node/index.ts';
import type { Jwk } from '../../../sdk/typescript/src/index.ts';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';
import { keyFile } from './keyFile.ts';

/** The types of keys that can lie in a file; an ERC-1271 key is a contract. */
export type FileKeyType = Exclude<RegistryKeyType, 'erc1271'>;

export const FILE_KEY_TYPES: readonly FileKeyType[] = ['secp256k1', 'p256', 'ed25519', 'x25519'];

/** What is public of a key file. */
export interface KeyFacts {
  readonly name: string;
  readonly type: FileKeyType;
  /** Its id in the registry, 32 bytes. */
  readonly keyId: Hex;
  /** As registered. */
  readonly publicKey: Hex;
  /** The account of a secp256k1 key, with checksum. */
  readonly address?: string;
  readonly publicJwk: Jwk;
  /** For people. */
  readonly label: string;
}

/** Whether a kind of key can be registered. */
export function isFileKeyType(kind: string): kind is FileKeyType {
  return (FILE_KEY_TYPES as readonly string[]).includes(kind);
}

/**
 * The public facts of a keystore. Without its passphrase nobody knows whether they are true: opening the key checks it.
 *
 * @throws {TaskError} `key-type-unsupported`
 */
export function toKeyFacts(name: string, { publicKey: jwk, label }: Keystore): KeyFacts {
  const type = detectKeyKind(jwk);
  if (!isFileKeyType(type)) {
    throw new TaskError('key-type-unsupported', `the registry takes ${FILE_KEY_TYPES.join(', ')}; make another key`, {
      field: name,
      value: type,
    });
  }
  const key = toRegistryKey(type, jwk);
  const { publicKey } = key;
  const address = type === 'secp256k1' ? { address: getAddress(computeAddress(publicKey)) } : {};
  return { name, type, keyId: computeKeyId(key), publicKey, ...address, publicJwk: jwk, label };
}

/**
 * The public facts of a key file.
 *
 * @param field The option that named it, for errors.
 * @throws {TaskError} `bad-key-name`, `key-type-unsupported`
 * @throws {KeystoreError} `key-file-missing`, `key-file-unreadable`, `key-file-shared`, `keystore-malformed`
 */
export async function readKeyFacts(context: TaskContext, name: string, field: string): Promise<KeyFacts> {
  return toKeyFacts(name, await readKeystoreFile(keyFile(context, name, field)));
}

/**
 * The id of a key that a user names by its id or by the name of its file.
 *
 * @throws as {@link readKeyFacts}
 */
export async function readKeyId(context: TaskContext, text: string, field: string): Promise<Hex> {
  if (isHexString(text, 32)) return text.toLowerCase() as Hex;
  if (text.startsWith('0x')) {
    throw new TaskError('bad-key-id', 'give the id of a key (0x and 64 hex digits) or the name of a key file', {
      field,
      value: text,
    });
  }
  return (await readKeyFacts(context, text, field)).keyId;
}
