import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak256 } from 'ox/Hash';
import { concat, fromBytes, slice, toBytes } from 'ox/Hex';
import { checkHex } from '../client/checks/checkHex.ts';
import { computeKeyId } from '../client/computeKeyId.ts';
import { hashTypedData } from '../client/hashTypedData.ts';
import type { Hex } from '../client/types.ts';
import { keyFault } from '../http/keys/keyFault.ts';
import { readPrivateKey } from '../http/keys/readPrivateKey.ts';
import type { KeyMaterial } from '../http/keys/types.ts';
import { createSigner } from './createSigner.ts';
import { ALGORITHMS_BY_KIND } from './keyKinds.ts';
import type { RegistrySigner } from './types.ts';

/** The forms of a signature that the contracts take, as functions of 32 bytes. */
interface Forms {
  readonly prove: (digest: Uint8Array) => Hex;
  readonly sign: (hash: Uint8Array) => Hex;
  readonly attest: (digest: Uint8Array) => Hex;
}

/** v is 27 or 28 (Yellow Paper, appendix F). */
const FIRST_V = 27;

/**
 * Makes a signer for a key that `SageRegistryV3` knows. It also signs HTTP messages. Nonces are derived as in RFC 6979, s is at
 * most half of the group's order.
 *
 * @param keyType The registry's type.
 * @param material A private key: JWK, PEM, a scalar or an Ed25519 seed; it is copied.
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export async function createRegistrySigner(
  keyType: RegistrySigner['keyType'],
  material: KeyMaterial,
): Promise<RegistrySigner> {
  const algorithm = ALGORITHMS_BY_KIND[keyType];
  const signer = await createSigner(algorithm, material);
  const parts = readPrivateKey(algorithm, material);
  if (parts.kind !== 'ec' && parts.kind !== 'ed25519') throw keyFault(algorithm, 'expected an elliptic curve key');
  const publicKey = fromBytes(parts.publicKey);
  const secret = parts.kind === 'ec' ? parts.scalar : parts.seed;
  const { prove, sign, attest } = FORMS[keyType](secret, publicKey);
  const attestDigest = (digest: Hex): Promise<Hex> => apply('digest', digest, attest);
  return {
    ...signer,
    keyType,
    publicKey,
    keyId: computeKeyId({ keyType, publicKey }),
    address: keyType === 'secp256k1' ? slice(keccak256(slice(publicKey, 1)), 12) : undefined,
    proveDigest: (digest) => apply('digest', digest, prove),
    signHash: (hash) => apply('hash', hash, sign),
    attestDigest,
    signTypedData: (typedData) => attestDigest(hashTypedData(typedData)),
  };
}

/** A wrong argument rejects the promise, as everything else does. */
function apply(field: string, value: Hex, form: (bytes: Uint8Array) => Hex): Promise<Hex> {
  return Promise.resolve(value).then((hex) => form(toBytes(checkHex(field, hex, 32))));
}

const FORMS: Readonly<Record<RegistrySigner['keyType'], (secret: Uint8Array, publicKey: Hex) => Forms>> = {
  secp256k1: (secret) => {
    const sign = (hash: Uint8Array): Hex => {
      const [recovery = 0, ...rs] = secp256k1.sign(hash, secret, { prehash: false, lowS: true, format: 'recovered' });
      return fromBytes(Uint8Array.of(...rs, FIRST_V + recovery));
    };
    return { prove: sign, sign, attest: sign };
  },
  p256: (secret, publicKey) => {
    const prove = (hash: Uint8Array): Hex => fromBytes(p256.sign(hash, secret, { prehash: false, lowS: true }));
    const sign = (hash: Uint8Array): Hex => concat(prove(hash), slice(publicKey, 1));
    return { prove: (digest) => prove(sha256(digest)), sign, attest: (digest) => sign(sha256(digest)) };
  },
  ed25519: (secret, publicKey) => {
    const prove = (digest: Uint8Array): Hex => fromBytes(ed25519.sign(digest, secret));
    const sign = (digest: Uint8Array): Hex => concat(prove(digest), publicKey);
    return { prove, sign, attest: sign };
  },
};
