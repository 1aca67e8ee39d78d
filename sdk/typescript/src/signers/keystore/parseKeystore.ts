import { KeystoreError } from '../KeystoreError.ts';
import { checkCost } from './checkCost.ts';
import { keystoreSchema } from './keystoreSchema.ts';
import { KEYSTORE_LIMITS } from './limits.ts';
import type { Keystore } from './types.ts';

const ENCODER = new TextEncoder();

/**
 * Reads a keystore: its shape and limits. No password is needed, and nothing in it is proved by that.
 *
 * @param text JSON.
 * @throws KeystoreError `keystore-malformed`, `keystore-limits`
 */
export function parseKeystore(text: string): Keystore {
  if (typeof text !== 'string') throw malformed('expected a text');
  const { mostFileBytes } = KEYSTORE_LIMITS;
  if (text.length > mostFileBytes || ENCODER.encode(text).length > mostFileBytes) {
    throw malformed(`it has more than ${mostFileBytes} bytes`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own error quotes the text.
    throw malformed('it is no JSON; restore it from a backup');
  }
  const result = keystoreSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw malformed(
      `at ${JSON.stringify(issue?.path.join('.') ?? '')}: ${issue?.code ?? ''}; restore it from a backup`,
    );
  }
  const { kdf } = result.data;
  checkCost(kdf.n, kdf.r, kdf.p);
  return result.data;
}

function malformed(problem: string): KeystoreError {
  return new KeystoreError('keystore-malformed', `the keystore can not be read: ${problem}`);
}
