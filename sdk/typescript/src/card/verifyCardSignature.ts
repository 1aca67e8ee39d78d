import { decodeBase64Url } from '../encoding/decodeBase64Url.ts';
import { findSignatureFault } from '../http/findSignatureFault.ts';
import type { VerificationKey } from '../http/types.ts';
import { CARD_REASONS } from './cardReasonTable.ts';
import type { CardReason } from './cardReasonTable.ts';
import type { CardPayload } from './createCardPayloads.ts';
import { createSigningInput } from './createSigningInput.ts';
import { JWS_ALGORITHMS } from './jwsAlgorithms.ts';
import { readProtectedHeader } from './readProtectedHeader.ts';
import type { CardSignature, CardSignatureResult, ChainKey } from './types.ts';

/** Longest signature in base64url characters; those of 64 bytes take 86. */
const LONGEST_SIGNATURE = 2_048;

type Facts = Omit<CardSignatureResult, 'verdict' | 'code' | 'message'>;

function end(code: CardReason, facts: Facts, detail?: string): CardSignatureResult {
  const { verdict, meaning, wayOut } = CARD_REASONS[code];
  const found = detail === undefined ? '' : ` (${detail})`;
  return { ...facts, verdict, code, message: `${meaning}${found}; ${wayOut}` };
}

/** The key that a header names, or why there is none. */
function findKey(alg: string, kid: string, keys: readonly ChainKey[]): VerificationKey | CardReason {
  if (alg === 'none' || /^HS[0-9]+$/.test(alg)) return 'algorithm-refused';
  const algorithm = Object.hasOwn(JWS_ALGORITHMS, alg) ? JWS_ALGORITHMS[alg] : undefined;
  if (algorithm === undefined) return 'algorithm-unsupported';
  const named = keys.filter(({ kids }) => kids.includes(kid));
  if (named.length === 0) return 'key-not-found';
  return named.find(({ key }) => key.algorithm === algorithm)?.key ?? 'algorithm-mismatch';
}

/**
 * Verifies one signature of a card against keys of the chain.
 *
 * @param signature The signature.
 * @param payloads What it may cover.
 * @param keys Keys that may speak for the agent.
 */
export async function verifyCardSignature(
  signature: CardSignature,
  payloads: readonly CardPayload[],
  keys: readonly ChainKey[],
): Promise<CardSignatureResult> {
  const reading = readProtectedHeader(signature);
  if ('code' in reading) return end(reading.code, {}, reading.detail);
  const { alg, kid } = reading.header;
  const facts = { alg, kid };
  const key = findKey(alg, kid, keys);
  if (typeof key === 'string')
    return end(key, facts, `alg ${JSON.stringify(alg.slice(0, 50))}, kid ${JSON.stringify(kid.slice(0, 100))}`);
  const text = signature.signature;
  const bytes = text.length > LONGEST_SIGNATURE ? undefined : decodeBase64Url(text);
  if (!bytes) return end('signature-malformed', facts);
  const fault = findSignatureFault(key.algorithm, bytes, false);
  if (fault) return end(fault === 'signature-high-s' ? fault : 'signature-malformed', facts);
  for (const payload of payloads) {
    if (await key.verify(createSigningInput(signature.protected, payload.bytes), bytes)) {
      return end('ok', { ...facts, payload: payload.form });
    }
  }
  return end('signature-invalid', facts);
}
