/** The only accepted value of `type`, letter for letter. */
export const REGISTRATION_TYPE = 'https://eips.ethereum.org/EIPS/eip-8004#registration-v1';

/** The trust models that the standard names; others are allowed and worth a warning. */
export const TRUST_MODELS: readonly string[] = ['reputation', 'crypto-economic', 'tee-attestation'];

/** The fields of a registration file besides `registrations`. A file with none of them can be a domain proof. */
export const REGISTRATION_FIELDS: readonly string[] = [
  'type',
  'name',
  'description',
  'image',
  'services',
  'endpoints',
  'x402Support',
  'active',
  'supportedTrust',
];

/** Largest accepted file in bytes (1 MiB), unless the caller says otherwise. */
export const DEFAULT_MAX_BYTES = 1_048_576;

/** Deepest accepted nesting of lists and objects. */
export const MAX_DEPTH = 64;
