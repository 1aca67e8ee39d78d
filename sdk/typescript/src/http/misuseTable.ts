/** What a caller can do wrong. Unlike the reasons, these say nothing about a received message. */
export const SIGNATURE_MISUSES = {
  'policy-invalid': 'a verification policy contradicts itself or holds an unusable value',
  'key-invalid': 'key material is malformed, too weak, or not for the algorithm',
  'label-invalid': 'a label is no key of RFC 9651',
  'label-taken': 'the message already carries a signature with that label',
  'parameter-invalid': "a signature parameter can't be written",
  'message-invalid': 'what was given as a message is none',
  'message-sent': 'the header section has been sent already, or the body has been read',
  'nonce-store-full': 'the store in memory holds as many unexpired nonces as it may',
} as const;

export type SignatureMisuse = keyof typeof SIGNATURE_MISUSES;
