/** The classes into which the shared test vectors sort refusals. */
export type ReasonFamily =
  | 'malformed'
  | 'label_mismatch'
  | 'component_invalid'
  | 'component_missing'
  | 'component_duplicate'
  | 'required_component_missing'
  | 'required_param_missing'
  | 'alg_mismatch'
  | 'created_in_future'
  | 'too_old'
  | 'expired'
  | 'digest_mismatch'
  | 'signature_invalid'
  | 'replay'
  | 'undecided';

interface ReasonText {
  /** What the verdict says with this reason. */
  readonly status: 'invalid' | 'unknown';
  readonly family: ReasonFamily;
  readonly meaning: string;
}

/** Every reason for which a signature isn't valid. `docs/http-signature-codes.md` is generated from this table. */
export const SIGNATURE_REASONS = {
  'signature-absent': {
    status: 'invalid',
    family: 'label_mismatch',
    meaning: 'the message carries no Signature-Input or no Signature field',
  },
  'signature-input-malformed': {
    status: 'invalid',
    family: 'malformed',
    meaning: 'Signature-Input is no dictionary of RFC 9651, or a key occurs twice in it',
  },
  'signature-malformed': {
    status: 'invalid',
    family: 'malformed',
    meaning: 'Signature is no dictionary of RFC 9651, or a key occurs twice in it',
  },
  'input-not-inner-list': {
    status: 'invalid',
    family: 'malformed',
    meaning: "the label's member of Signature-Input is no inner list",
  },
  'signature-not-bytes': {
    status: 'invalid',
    family: 'malformed',
    meaning: "the label's member of Signature is no byte sequence",
  },
  'component-not-string': {
    status: 'invalid',
    family: 'malformed',
    meaning: 'a covered component is not written as a string',
  },
  'parameter-malformed': {
    status: 'invalid',
    family: 'malformed',
    meaning: 'created or expires is no integer of at least 0, or nonce, alg, keyid or tag no string',
  },
  'label-not-found': {
    status: 'invalid',
    family: 'label_mismatch',
    meaning: 'the label is missing from Signature-Input or from Signature',
  },
  'tag-not-found': {
    status: 'invalid',
    family: 'label_mismatch',
    meaning: 'no signature carries the tag of the policy',
  },
  'label-ambiguous': {
    status: 'invalid',
    family: 'label_mismatch',
    meaning: 'several signatures could be meant and the policy names none of them',
  },
  'component-name-invalid': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'a component is no field name in lower case',
  },
  'component-unknown': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'a component begins with @ and is none that RFC 9421 derives, or is @signature-params itself',
  },
  'component-parameter-invalid': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: "a component's parameter is unknown, of the wrong type, missing, or not for that component",
  },
  'component-parameter-conflict': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'bs stands beside sf or key',
  },
  'component-not-in-request': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: '@status or the parameter req is used in a request',
  },
  'component-not-in-response': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'a component of requests is used in a response without req',
  },
  'component-value-invalid': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: "a component's value has characters that a signature base can't hold, or is no method, status or URI",
  },
  'component-field-malformed': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'a field covered with sf or key is not the structured field that it should be',
  },
  'component-field-type': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'sf or key is used with a field that is not known to be a structured field, or to be a dictionary',
  },
  'query-param-repeated': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'a covered query parameter occurs more than once',
  },
  'query-param-malformed': {
    status: 'invalid',
    family: 'component_invalid',
    meaning: 'a covered query parameter is not UTF-8 after decoding, so that different requests would look the same',
  },
  'component-duplicate': {
    status: 'invalid',
    family: 'component_duplicate',
    meaning: 'a component is covered twice, perhaps with its parameters in another order',
  },
  'components-too-many': {
    status: 'invalid',
    family: 'malformed',
    meaning: 'the signature covers more than 64 components',
  },
  'component-missing': {
    status: 'invalid',
    family: 'component_missing',
    meaning:
      "a covered field, dictionary member or query parameter is not in the message, or the target URI isn't known",
  },
  'related-request-missing': {
    status: 'invalid',
    family: 'component_missing',
    meaning: 'a response covers parts of its request, and the request was not given',
  },
  'required-component-missing': {
    status: 'invalid',
    family: 'required_component_missing',
    meaning: 'the policy asks for a component that is not covered',
  },
  'required-parameter-missing': {
    status: 'invalid',
    family: 'required_param_missing',
    meaning: 'the policy asks for a parameter that is not there, or is empty',
  },
  'algorithm-not-allowed': {
    status: 'invalid',
    family: 'alg_mismatch',
    meaning: "the policy doesn't allow the algorithm",
  },
  'algorithm-mismatch': {
    status: 'invalid',
    family: 'alg_mismatch',
    meaning: "the parameter alg is not the key's algorithm",
  },
  'algorithm-unsupported': {
    status: 'unknown',
    family: 'alg_mismatch',
    meaning: "the parameter alg names an algorithm that this library doesn't have",
  },
  'created-in-future': {
    status: 'invalid',
    family: 'created_in_future',
    meaning: 'created lies further ahead than the clock skew allows',
  },
  'too-old': {
    status: 'invalid',
    family: 'too_old',
    meaning: 'created lies further back than the maximum age allows',
  },
  expired: {
    status: 'invalid',
    family: 'expired',
    meaning: 'expires has passed, or lies before created',
  },
  'digest-malformed': {
    status: 'invalid',
    family: 'digest_mismatch',
    meaning: 'Content-Digest is no dictionary of byte sequences, or a digest has the wrong length',
  },
  'digest-mismatch': {
    status: 'invalid',
    family: 'digest_mismatch',
    meaning: 'the body is not the one that Content-Digest describes',
  },
  'digest-unsupported': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the covered Content-Digest holds neither sha-256 nor sha-512',
  },
  'body-missing': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the policy asks for a check of the body, and the message carries none to compare',
  },
  'body-too-large': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the body is longer than may be read, so that it could not be compared with the covered Content-Digest',
  },
  'signature-length': {
    status: 'invalid',
    family: 'signature_invalid',
    meaning: 'the signature has not the length of its algorithm',
  },
  'signature-high-s': {
    status: 'invalid',
    family: 'signature_invalid',
    meaning: "an ECDSA signature's s is above half of the group's order, and the key doesn't accept that",
  },
  'signature-invalid': {
    status: 'invalid',
    family: 'signature_invalid',
    meaning: 'the key did not sign this',
  },
  replay: {
    status: 'invalid',
    family: 'replay',
    meaning: 'the nonce was used before with this key id',
  },
  'key-not-found': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the resolver knows no key for the signature',
  },
  'key-resolver-failed': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the resolver failed; the cause is told',
  },
  'key-failed': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the key failed instead of answering yes or no; the cause is told',
  },
  'nonce-store-failed': {
    status: 'unknown',
    family: 'undecided',
    meaning: 'the nonce store failed, so that a replay could not be excluded; the cause is told',
  },
} as const satisfies Record<string, ReasonText>;

export type SignatureReason = keyof typeof SIGNATURE_REASONS;
