// Keys of all types from given secrets, for measurements, demonstrations and tests: signatures come out the same on every
// run. Nobody should ever fund or trust them.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { SigningKey, computeAddress, concat, getBytes, hexlify } from 'ethers';

/** The numbers of the contract's `KeyType`. */
export const KEY_TYPE = { secp256k1: 0, p256: 1, ed25519: 2, x25519: 3, erc1271: 4 } as const;

export interface DemoKey {
  keyType: number;
  publicKey: string;
  /** What stands in `KeyInput.proof` for a proof digest. */
  prove: (digest: string) => string;
  /** What `verifySignature` takes for a digest. */
  sign: (digest: string) => string;
  /** What attests an X25519 key whose proof digest this is. */
  attest: (digest: string) => string;
}

export interface KeyOptions {
  /** Whether the public key is given as a compressed point. */
  compressed?: boolean;
}

export function secp256k1Key(secret: string, { compressed = false }: KeyOptions = {}): DemoKey & { address: string } {
  const key = new SigningKey(secret);
  const sign = (digest: string): string => key.sign(digest).serialized;
  const publicKey = compressed ? key.compressedPublicKey : key.publicKey;
  return { keyType: KEY_TYPE.secp256k1, publicKey, prove: sign, sign, attest: sign, address: computeAddress(key) };
}

export function p256Key(secret: string, { compressed = false }: KeyOptions = {}): DemoKey {
  const secretBytes = getBytes(secret);
  const point = hexlify(p256.getPublicKey(secretBytes, false));
  const sign = (hash: string): string =>
    hexlify(p256.sign(getBytes(hash), secretBytes, { prehash: false, lowS: true }));
  const signWithKey = (hash: string): string => concat([sign(hash), `0x${point.slice(4)}`]);
  const hashOfDigest = (digest: string): string => hexlify(sha256(getBytes(digest)));
  return {
    keyType: KEY_TYPE.p256,
    publicKey: compressed ? hexlify(p256.getPublicKey(secretBytes, true)) : point,
    prove: (digest) => sign(hashOfDigest(digest)),
    sign: signWithKey,
    attest: (digest) => signWithKey(hashOfDigest(digest)),
  };
}

export function ed25519Key(secret: string): DemoKey {
  const secretBytes = getBytes(secret);
  const publicKey = hexlify(ed25519.getPublicKey(secretBytes));
  const prove = (digest: string): string => hexlify(ed25519.sign(getBytes(digest), secretBytes));
  const sign = (digest: string): string => concat([prove(digest), publicKey]);
  return { keyType: KEY_TYPE.ed25519, publicKey, prove, sign, attest: sign };
}

/** A key for key agreement, which another key attests. */
export function x25519Key(secret: string, attester: { keyId: string; key: DemoKey }): DemoKey {
  const cannotSign = (): string => {
    throw new Error('an X25519 key can not sign');
  };
  return {
    keyType: KEY_TYPE.x25519,
    publicKey: hexlify(x25519.getPublicKey(getBytes(secret))),
    prove: (digest) => concat([attester.keyId, attester.key.attest(digest)]),
    sign: cannotSign,
    attest: cannotSign,
  };
}
