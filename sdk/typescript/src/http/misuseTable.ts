/** What can go wrong outside of verification. No verdict has these codes. */
export const SIGNATURE_MISUSES = {
  'policy-invalid': 'a verification policy contradicts itself or holds an unusable value',
  'key-invalid': 'key material is malformed, too weak, or not for the algorithm',
  'label-invalid': 'a label is no key of RFC 9651',
  'label-taken': 'the message already carries a signature with that label',
  'parameter-invalid': "a signature parameter can't be written",
  'message-invalid': 'what was given as a message is none, or what was told about it is unusable',
  'message-sent': 'the header section has been sent already, or the body has been read',
  'accept-signature-malformed': 'Accept-Signature is no dictionary of lists of components, or a parameter is wrong',
  'accept-signature-refused': 'a signature is asked for that the key at hand must not, or can not, give',
  'nonce-store-full': 'the store in memory holds as many unexpired nonces as it may',
} as const;

export type SignatureMisuse = keyof typeof SIGNATURE_MISUSES;
