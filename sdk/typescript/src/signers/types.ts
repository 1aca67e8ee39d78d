import type { Address, Hex, TypedData } from '../client/types.ts';
import type { Jwk } from '../http/keys/types.ts';
import type { SignatureAlgorithm, SigningKey } from '../http/types.ts';

/** The kinds of private keys; RSA keys are read, never generated. */
export type KeyKind = 'ed25519' | 'p256' | 'p384' | 'secp256k1' | 'x25519' | 'rsa';

/** The algorithms of RFC 9421 that have a public key. */
export type SignerAlgorithm = Exclude<SignatureAlgorithm, 'hmac-sha256'>;

/** The private fields of a JSON Web Key among the rest. Handle it like the key itself. */
export type PrivateJwk = Jwk & { readonly kty: string; readonly d: string };

/**
 * A private key that signs HTTP messages: where a function takes a `SigningKey`, it can be given. The interface is small
 * so that a key in hardware or in a service can be one too.
 */
export interface Signer extends SigningKey {
  readonly algorithm: SignerAlgorithm;
  /** What verifiers need; without private fields. */
  readonly publicJwk: Jwk;
}

/** A private key whose public key `SageRegistryV3` can hold, and check where it says so. */
export interface RegistrySigner extends Signer {
  readonly keyType: 'secp256k1' | 'p256' | 'ed25519';
  /** As registered: an uncompressed point of SEC 1 (65 bytes), or the 32 bytes of Ed25519. */
  readonly publicKey: Hex;
  /** See `computeKeyId`. */
  readonly keyId: Hex;
  /** The Ethereum address of a secp256k1 key, else undefined. */
  readonly address: Address | undefined;
  /**
   * Proves possession: `KeyInput.proof` for a proof digest. secp256k1: r ‖ s ‖ v; P-256: r ‖ s over the SHA-256 of the digest;
   * Ed25519: R ‖ S over the digest as message.
   */
  proveDigest(digest: Hex): Promise<Hex>;
  /**
   * Signs a hash for `verifySignature`. secp256k1: r ‖ s ‖ v; P-256: r ‖ s ‖ x ‖ y, over the hash; Ed25519: R ‖ S ‖ key.
   * For P-256 the hash must be the SHA-256 of the message.
   */
  signHash(hash: Hex): Promise<Hex>;
  /** As `signHash`, for P-256 over the SHA-256 of the digest: attestations of X25519 keys, answers of TEEs. */
  attestDigest(digest: Hex): Promise<Hex>;
  /** `attestDigest` of the digest of typed data. With secp256k1 that is what every wallet makes of it. */
  signTypedData(typedData: TypedData): Promise<Hex>;
}

/** An X25519 key for key agreement (RFC 7748). It can't sign; a signer of the same agent attests it. */
export interface AgreementKey {
  readonly keyType: 'x25519';
  readonly publicKey: Hex;
  readonly keyId: Hex;
  readonly publicJwk: Jwk;
  /**
   * The shared secret of 32 bytes. Not a key: derive keys from it, with both public keys in the derivation.
   *
   * @param peer The peer's public key, 32 bytes.
   * @throws ClientError `argument-invalid` for a key of small order, or in a second spelling.
   */
  agree(peer: Hex): Uint8Array;
}
