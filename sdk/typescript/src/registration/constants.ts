/** The only accepted value of `type`, letter for letter. */
export const REGISTRATION_TYPE = 'https://eips.ethereum.org/EIPS/eip-8004#registration-v1';

/** What `type` would be in later versions. Version 1 itself is the constant above. */
export const NEWER_TYPE = /^https:\/\/eips\.ethereum\.org\/EIPS\/eip-8004#registration-v(?:[2-9]|[1-9][0-9]{1,3})$/;

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
