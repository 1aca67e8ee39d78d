import type { StoredKey } from '../lib/keys/storeKey.ts';
import type { TaskResult } from '../lib/types.ts';

/** What is told of a key that was written. */
export function describeStored(key: StoredKey, verb: string): TaskResult {
  const { name, type, keyId, address, file } = key;
  return {
    data: key,
    text: [
      `${verb} ${type} key "${name}"`,
      `key id  ${keyId}`,
      ...(address === undefined ? [] : [`account ${address}`]),
      `file    ${file}`,
      'Keep a copy of the file and of its passphrase: neither can be made again.',
    ],
  };
}
