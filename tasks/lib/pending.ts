import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeBase64Url } from '../../sdk/typescript/src/encoding/encodeBase64Url.ts';
import { decodeBase64Url } from '../../sdk/typescript/src/encoding/decodeBase64Url.ts';
import { decodeUtf8 } from '../../sdk/typescript/src/encoding/decodeUtf8.ts';
import { KeystoreError } from '../../sdk/typescript/src/signers/index.ts';
import { createCipherParameters } from '../../sdk/typescript/src/signers/keystore/createCipherParameters.ts';
import { createPasswordCipher } from '../../sdk/typescript/src/signers/keystore/createPasswordCipher.ts';
import { readKeyFile } from '../../sdk/typescript/src/signers/node/readKeyFile.ts';
import { writeKeyFile } from '../../sdk/typescript/src/signers/node/writeKeyFile.ts';
import type { TaskContext } from './TaskContext.ts';
import { TaskError } from './TaskError.ts';
import { newPassphrase } from './keys/newPassphrase.ts';
import { formatPending, parsePending } from './pendingFile.ts';
import type { PendingFile, PendingHeader } from './pendingFile.ts';

/** What a flow needs for its second half: JSON, so bigints as texts. */
export type PendingData = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Keeps what a flow needs for its second half (a salt, a verdict), before the transaction of its first half is sent. The file
 * is encrypted with the passphrase like a keystore, mode 0600, and on the disk when this returns.
 *
 * @param context Tells folder, chain and passphrase.
 * @param kind Of the flow, for example `task`; in the clear.
 * @param id What tells flows of this kind apart on this chain, for example contract, account and subject; in the clear.
 * @param data Kept encrypted; at most about 40 KB.
 * @param replace Whether it takes the place of what is kept, in one step: until then that stays, and afterwards its file has
 * `.backup-…` at its end, since it may be all that brings back a stake.
 * @throws {TaskError} `flow-pending` when such a flow is pending and isn't to be replaced. Read it first; remove what the chain
 * no longer wants.
 * `no-passphrase`; `passphrase-differs` where the user types it, twice.
 * @throws {KeystoreError} `password-unfit`, `key-file-unwritten`
 */
export async function savePending(
  context: TaskContext,
  kind: string,
  id: string,
  data: PendingData,
  replace = false,
): Promise<void> {
  const folder = await folderOf(context);
  const path = join(folder, fileName(kind, id));
  const { kdf, cipher } = createCipherParameters();
  const header: PendingHeader = { format: 'sage-pending', version: 1, kind, id, kdf, cipher };
  const sealing = await createPasswordCipher(header, JSON.stringify(header), await newPassphrase(context));
  const ciphertext = await sealing.encrypt(new TextEncoder().encode(JSON.stringify(data)));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const text = formatPending({ ...header, ciphertext: encodeBase64Url(ciphertext) });
    const { backup } = await writeKeyFile(path, text, { replace });
    if (backup !== undefined) context.progress(`what was kept before is now ${backup}`);
  } catch (cause) {
    if (!(cause instanceof KeystoreError) || cause.code !== 'key-file-exists') throw cause;
    const wayOut = `such a ${kind} is pending already; resume it, or remove the file once nothing depends on it`;
    throw new TaskError('flow-pending', wayOut, { field: 'file', value: path, cause });
  }
}

/**
 * What was kept; undefined for nothing. The passphrase is asked for only when there is something.
 *
 * @throws {TaskError} `bad-pending-file` when the file was damaged; it stays.
 * @throws {KeystoreError} `password-wrong` also when anything in the file was changed; `key-file-shared`,
 * `key-file-unreadable`
 */
export async function readPending<Data extends PendingData = PendingData>(
  context: TaskContext,
  kind: string,
  id: string,
): Promise<Data | undefined> {
  const path = join(await folderOf(context), fileName(kind, id));
  const file = await readFileIfThere(path);
  if (file === undefined) return undefined;
  if (file.kind !== kind || file.id !== id) {
    throw new TaskError('bad-pending-file', `it is of ${file.kind} ${file.id}, expected ${kind} ${id}; restore it`, {
      field: 'file',
      value: path,
    });
  }
  const { ciphertext, ...header } = file;
  const opening = await createPasswordCipher(header, JSON.stringify(header), await context.passphrase());
  let plaintext: Uint8Array;
  try {
    plaintext = await opening.decrypt(decodeBase64Url(ciphertext) ?? new Uint8Array());
  } catch {
    // Without a cause: WebCrypto tells nothing more.
    throw new KeystoreError('password-wrong', `${path}: the passphrase is wrong, or the file was changed`, {
      details: { path },
    });
  }
  // Authenticated: it is what savePending was given.
  return JSON.parse(decodeUtf8(plaintext) ?? '') as Data;
}

/** Forgets what was kept, with what it replaced, once the chain no longer wants it. Nothing happens when there is nothing. */
export async function removePending(context: TaskContext, kind: string, id: string): Promise<void> {
  const [folder, own] = [await folderOf(context), fileName(kind, id)];
  const names = (await namesIn(folder)).filter((name) => name === own || name.startsWith(`${own}.backup-`));
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

/** The ids of all pending flows of a kind on this chain, sorted. No passphrase is needed, so they aren't authenticated. */
export async function listPending(context: TaskContext, kind: string): Promise<string[]> {
  const folder = await folderOf(context);
  const own = (await namesIn(folder)).filter((name) => name.startsWith(`${kind}-`) && name.endsWith('.json'));
  const files = await Promise.all(own.map((name) => readFileIfThere(join(folder, name))));
  return files.flatMap((file) => (file?.kind === kind ? [file.id] : [])).sort();
}

/** One folder for each chain: a salt of one is worth nothing on another. */
async function folderOf(context: TaskContext): Promise<string> {
  return join(context.hre.config.sage.state, 'pending', (await context.chainId()).toString());
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}

/** Ids hold what isn't fit for the name of a file, such as the colons of a DID. */
function fileName(kind: string, id: string): string {
  return `${kind}-${createHash('sha256').update(id).digest('hex').slice(0, 32)}.json`;
}

async function readFileIfThere(path: string): Promise<PendingFile | undefined> {
  let text: string;
  try {
    text = await readKeyFile(path);
  } catch (error) {
    if (error instanceof KeystoreError && error.code === 'key-file-missing') return undefined;
    throw error;
  }
  return parsePending(text, path);
}
