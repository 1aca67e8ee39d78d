import { judgeIssues } from '../json/judgeIssues.ts';
import type { ParseOptions } from '../json/types.ts';
import { CardError } from './CardError.ts';
import { CARD_ISSUES } from './cardIssueTable.ts';
import type { CardIssueCode } from './cardIssueTable.ts';
import { CARD_REASONS } from './cardReasonTable.ts';
import type { CardReason } from './cardReasonTable.ts';
import { createCardPayloads } from './createCardPayloads.ts';
import { JWS_ALGORITHMS } from './jwsAlgorithms.ts';
import { readAgentCard } from './readAgentCard.ts';
import type { AgentCardResult, CardSignatureResult, CardVerification, ChainKey } from './types.ts';
import { verifyCardSignature } from './verifyCardSignature.ts';

/** An agent has at most ten active keys. */
const MOST_SIGNATURES = 16;

const ALGORITHMS = new Set(Object.values(JWS_ALGORITHMS));

function checkKeys(keys: readonly ChainKey[]): void {
  for (const { kids, key } of keys) {
    if (!ALGORITHMS.has(key.algorithm)) {
      throw new CardError('key-unusable', `no key on the chain is of ${key.algorithm}; leave it out`, {
        details: { algorithm: key.algorithm },
      });
    }
    if (kids.length === 0 || kids.includes('')) {
      throw new CardError('key-unusable', 'a key has no name, or an empty one; give it the names that kid may have');
    }
  }
}

function conclude(
  code: CardReason,
  result: AgentCardResult,
  signatures: readonly CardSignatureResult[] = [],
): CardVerification {
  const { verdict, meaning, wayOut } = CARD_REASONS[code];
  return { verdict, code, message: `${meaning}; ${wayOut}`, result, signatures };
}

/**
 * Verifies that an agent card is what the holder of a key on the chain signed: JWS with detached payload (A2A 1.0,
 * section 8.4; RFC 7515) over the canonical card (RFC 8785).
 *
 * Keys come from the caller, who read them from the chain. Anything that a card or a signature says about its keys is
 * ignored, since whoever forges a card writes that too. Signatures with a high s are refused, since they can be made from
 * others.
 *
 * @param source The card; its bytes, or its text.
 * @param keys The agent's keys in force. Without any, nothing is valid.
 * @param options The largest accepted size.
 * @returns The verdict with a reason, the parsed card and the verdict about each signature. Nothing is thrown for any
 * content; a key that fails by itself, for example one behind a service, throws its own error.
 * @throws CardError `key-unusable` for a key that could never be right.
 */
export async function verifyAgentCard(
  source: string | Uint8Array,
  keys: readonly ChainKey[],
  options: ParseOptions = {},
): Promise<CardVerification> {
  checkKeys(keys);
  const { result, raw } = readAgentCard(source, options);
  if (!raw) {
    const isUnknown = judgeIssues<CardIssueCode>(CARD_ISSUES, result.issues) === 'unknown';
    return conclude(isUnknown ? 'card-unknown' : 'card-invalid', result);
  }
  const { card, version } = result;
  const { signatures = [] } = card;
  if (signatures.length === 0) return conclude('signature-absent', result);
  if (signatures.length > MOST_SIGNATURES) return conclude('signatures-too-many', result);
  const payloads = createCardPayloads(raw, version);
  if (payloads.length === 0) return conclude('card-not-canonical', result);
  const results: CardSignatureResult[] = [];
  for (const signature of signatures) results.push(await verifyCardSignature(signature, payloads, keys));
  const decisive =
    results.find(({ verdict }) => verdict === 'valid') ??
    results.find(({ verdict }) => verdict === 'invalid') ??
    results[0];
  return { ...conclude(decisive?.code ?? 'signature-absent', result, results), message: decisive?.message ?? '' };
}
