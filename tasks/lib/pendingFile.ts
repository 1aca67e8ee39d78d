import { z } from 'zod';
import { checkCost } from '../../sdk/typescript/src/signers/keystore/checkCost.ts';
import { TaskError } from './TaskError.ts';

const BASE64URL = z.base64url().min(1);

/** In the order in which the fields are authenticated. */
const SCHEMA = z.strictObject({
  format: z.literal('sage-pending'),
  version: z.literal(1),
  kind: z.string(),
  id: z.string(),
  kdf: z.strictObject({ name: z.literal('scrypt'), n: z.int(), r: z.int(), p: z.int(), salt: BASE64URL }),
  cipher: z.strictObject({ name: z.literal('A256GCM'), nonce: BASE64URL }),
  ciphertext: BASE64URL,
});

/** A flow that waits for its second half. Bytes are in base64url without padding. */
export type PendingFile = z.infer<typeof SCHEMA>;

/** What stands in the clear. */
export type PendingHeader = Omit<PendingFile, 'ciphertext'>;

/** As it stands in the file. */
export function formatPending(file: PendingFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads such a file, without a passphrase: nothing in it is proved by that.
 *
 * @param path Named in errors.
 * @throws {TaskError} `bad-pending-file`
 * @throws {KeystoreError} `keystore-limits` for scrypt that is too weak or too dear.
 */
export function parsePending(text: string, path: string): PendingFile {
  const fail = (problem: string, cause?: unknown): never => {
    throw new TaskError('bad-pending-file', `${problem}; restore it from a backup`, {
      field: 'file',
      value: path,
      cause,
    });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return fail('not JSON', cause);
  }
  const { data, error } = SCHEMA.safeParse(json);
  if (data === undefined) {
    const [issue] = error.issues;
    return fail(`at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`);
  }
  checkCost(data.kdf.n, data.kdf.r, data.kdf.p);
  return data;
}
