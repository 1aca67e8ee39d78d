import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core';
import type { AeadInterface, KdfInterface, KemInterface } from '@hpke/core';
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519';
import { SessionError } from '../SessionError.ts';
import type { HpkeIds } from './types.ts';

const KEMS = new Map<number, () => KemInterface>([
  [0x0010, () => new DhkemP256HkdfSha256()],
  [0x0020, () => new DhkemX25519HkdfSha256()],
]);
const KDFS = new Map<number, () => KdfInterface>([[0x0001, () => new HkdfSha256()]]);
const AEADS = new Map<number, () => AeadInterface>([
  [0x0001, () => new Aes128Gcm()],
  [0x0002, () => new Aes256Gcm()],
  [0x0003, () => new Chacha20Poly1305()],
  [0xffff, () => new ExportOnly()],
]);

/**
 * The cipher suite of RFC 9180 with these numbers. X25519 and ChaCha20-Poly1305 are in JavaScript, since not every
 * browser has them; AES, P-256 and HKDF come from WebCrypto.
 *
 * @throws SessionError `suite-unsupported`
 */
export function createHpkeSuite(ids: HpkeIds): CipherSuite {
  const kem = KEMS.get(ids.kem);
  const kdf = KDFS.get(ids.kdf);
  const aead = AEADS.get(ids.aead);
  if (kem === undefined || kdf === undefined || aead === undefined) {
    const message = `no HPKE suite with KEM ${ids.kem}, KDF ${ids.kdf} and AEAD ${ids.aead}; see HpkeIds for those there are`;
    throw new SessionError('suite-unsupported', message, { details: { ...ids } });
  }
  return new CipherSuite({ kem: kem(), kdf: kdf(), aead: aead() });
}
