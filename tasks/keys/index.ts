import { emptyTask } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { plainTask } from '../lib/defineTask.ts';

const NAME = 'Name of the key file: 1 to 64 characters of a-z 0-9 . _ -';
const LABEL = {
  name: 'label',
  description: 'A note for people, up to 200 characters; not secret',
  defaultValue: '',
} as const;

export const keysTasks: TaskDefinition[] = [
  emptyTask(['sage', 'keys'], 'Key files: make, import and list private keys, encrypted with a passphrase').build(),
  plainTask(['keys', 'generate'], 'Make a new private key and write it to an encrypted file')
    .addPositionalArgument({ name: 'name', description: NAME })
    .addOption({
      name: 'type',
      description: 'secp256k1, p256, ed25519 or x25519 (x25519 encrypts and can not sign)',
      defaultValue: 'secp256k1',
    })
    .addOption(LABEL)
    .setAction(() => import('./generateKey.ts'))
    .build(),
  plainTask(['keys', 'import'], 'Write a private key to an encrypted file; what it was read from stays as it is')
    .addPositionalArgument({
      name: 'file',
      type: ArgumentType.FILE,
      description: 'File with the key: PEM (PKCS #8, SEC 1), a JWK, or a keystore of the same passphrase; mode 0600',
    })
    .addOption({
      name: 'name',
      description: `${NAME}; the name of the file without its ending when left out`,
      defaultValue: '',
    })
    .addOption(LABEL)
    .setAction(() => import('./importKey.ts'))
    .build(),
  plainTask(['keys', 'list'], 'List the key files with type, id and account; needs no passphrase')
    .setAction(() => import('./listKeys.ts'))
    .build(),
];
