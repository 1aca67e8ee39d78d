import type { FileVerdict } from '../json/types.ts';

interface ReasonText {
  readonly verdict: FileVerdict;
  readonly meaning: string;
  readonly wayOut: string;
}

/**
 * Every reason that the verification of a card, or of one of its signatures, can end with. The documentation of the codes
 * is generated from this table.
 *
 * The line between `invalid` and `unknown`: unknown where a key, an algorithm or the form of the card isn't known here and
 * nothing was found wrong.
 */
export const CARD_REASONS = {
  ok: {
    verdict: 'valid',
    meaning: 'a key of the agent signed the card',
    wayOut: 'nothing to do',
  },
  'card-invalid': {
    verdict: 'invalid',
    meaning: 'the card has errors; the issues tell them',
    wayOut: 'correct the card and sign it anew',
  },
  'card-unknown': {
    verdict: 'unknown',
    meaning: 'the card is of a version, size or depth that can not be judged here; the issues tell more',
    wayOut: 'use a library version that knows it',
  },
  'card-not-canonical': {
    verdict: 'invalid',
    meaning: 'the card has no canonical form: half of a surrogate pair, or a number beyond the range of doubles',
    wayOut: 'correct the value and sign the card anew',
  },
  'signature-absent': {
    verdict: 'unknown',
    meaning: 'the card carries no signature',
    wayOut: "sign it with a key of the agent's",
  },
  'signatures-too-many': {
    verdict: 'unknown',
    meaning: 'the card carries more signatures than are looked at',
    wayOut: 'leave out those of keys that are no longer in force',
  },
  'header-malformed': {
    verdict: 'invalid',
    meaning:
      'the protected header is no base64url of a JSON object with alg and kid, or contradicts the unprotected one',
    wayOut: 'write alg and kid into the protected header, each name in one header only',
  },
  'critical-unsupported': {
    verdict: 'invalid',
    meaning: 'the header names an extension as critical; RFC 7515 demands the refusal where it is not understood',
    wayOut: 'sign without extensions',
  },
  'algorithm-refused': {
    verdict: 'invalid',
    meaning: 'the algorithm is none, or one with a shared secret, which proves nothing to others',
    wayOut: 'sign with ES256K, ES256 or EdDSA',
  },
  'algorithm-unsupported': {
    verdict: 'unknown',
    meaning: 'the algorithm is one that no key on the chain has',
    wayOut: 'sign with ES256K, ES256 or EdDSA',
  },
  'key-not-found': {
    verdict: 'unknown',
    meaning: 'no key that was handed in has the kid of the signature',
    wayOut: 'sign with a key that the agent has on the chain, and name it',
  },
  'algorithm-mismatch': {
    verdict: 'invalid',
    meaning: 'the algorithm is not that of the key with this kid',
    wayOut: "sign with the key's own algorithm",
  },
  'signature-malformed': {
    verdict: 'invalid',
    meaning: 'the signature is no base64url of the length that its algorithm has',
    wayOut: 'write the signature as RFC 7518 and RFC 8037 say',
  },
  'signature-high-s': {
    verdict: 'invalid',
    meaning: "an ECDSA signature's s is above half of the group's order, so that it could have been made from another",
    wayOut: 'replace s by n - s',
  },
  'signature-invalid': {
    verdict: 'invalid',
    meaning: 'the key did not sign this card',
    wayOut: 'sign the card as it is published',
  },
} as const satisfies Record<string, ReasonText>;

export type CardReason = keyof typeof CARD_REASONS;
