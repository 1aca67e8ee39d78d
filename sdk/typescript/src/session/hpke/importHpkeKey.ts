import type { CipherSuite } from '@hpke/core';
import { SessionError } from '../SessionError.ts';
import { checkX25519PublicKey } from './checkX25519PublicKey.ts';

const X25519 = 0x0020;

/** A key of WebCrypto, or what takes its place in JavaScript. Its type is not among those of every runtime. */
export type HpkeKey = object;

/**
 * Reads a key of a suite's KEM and checks it.
 *
 * @param what Names the key in messages.
 * @throws SessionError `agreement-key-invalid`
 */
export async function importHpkeKey(
  suite: CipherSuite,
  kind: 'public' | 'private',
  bytes: Uint8Array,
  what: string,
): Promise<HpkeKey> {
  if (kind === 'public' && suite.kem.id === X25519) checkX25519PublicKey(bytes, what);
  try {
    if (kind === 'public') return (await suite.kem.deserializePublicKey(bytes)) as HpkeKey;
    return (await suite.kem.deserializePrivateKey(bytes)) as HpkeKey;
  } catch (cause) {
    const message = `${what} is no ${kind} key of the suite; give a raw key of RFC 9180, section 7.1`;
    throw new SessionError('agreement-key-invalid', message, { cause, details: { field: what } });
  }
}
