export { readKeyFile } from './readKeyFile.ts';
export { readKeystoreFile } from './readKeystoreFile.ts';
export type { KeyFileReadOptions, KeystoreWriteOptions, WrittenKeystore } from './types.ts';
export { writeKeystoreFile } from './writeKeystoreFile.ts';
