import { HANDSHAKE_SUITE } from '../constants.ts';

/** The handshake's suite without AEAD (RFC 9180, section 5.3): for a secret that nothing is sealed with. */
export const EXPORT_ONLY_SUITE = { ...HANDSHAKE_SUITE, aead: 0xffff } as const;
