/** The fields of a JSON Web Key that are read (RFC 7517; RFC 7518, section 6; RFC 8037, section 2). */
export interface Jwk {
  readonly kty?: string | undefined;
  readonly crv?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly d?: string | undefined;
  readonly n?: string | undefined;
  readonly e?: string | undefined;
  readonly p?: string | undefined;
  readonly q?: string | undefined;
  readonly dp?: string | undefined;
  readonly dq?: string | undefined;
  readonly qi?: string | undefined;
  readonly k?: string | undefined;
  readonly alg?: string | undefined;
  readonly use?: string | undefined;
}

/**
 * A JSON Web Key, PEM, or raw bytes: an Ed25519 key of 32 bytes, a point of SEC 1 (compressed or not), a private scalar, or
 * a shared secret. RSA keys have no raw form.
 */
export type KeyMaterial = Jwk | string | Uint8Array;

/** A public key that was checked. */
export type PublicKeyParts =
  | { readonly kind: 'ed25519'; readonly bytes: Uint8Array }
  /** Uncompressed: 4, x, y. */
  | { readonly kind: 'ec'; readonly bytes: Uint8Array }
  | { readonly kind: 'secret'; readonly bytes: Uint8Array }
  | { readonly kind: 'rsa'; readonly n: string; readonly e: string; readonly modulusBytes: number };

/** A private key that was checked. */
export type PrivateKeyParts =
  | { readonly kind: 'ed25519'; readonly seed: Uint8Array; readonly publicKey: Uint8Array }
  | { readonly kind: 'ec'; readonly scalar: Uint8Array; readonly publicKey: Uint8Array }
  | { readonly kind: 'secret'; readonly bytes: Uint8Array }
  | { readonly kind: 'rsa'; readonly jwk: RsaPrivateJwk };

export interface RsaPrivateJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly d: string;
  readonly p: string;
  readonly q: string;
  readonly dp: string;
  readonly dq: string;
  readonly qi: string;
}

export interface VerificationKeyOptions {
  /**
   * Accepts ECDSA signatures with an s above half of the group's order, for peers that sign with WebCrypto, node:crypto
   * or hardware that doesn't normalise. Not for `es256k`. False by default.
   */
  readonly acceptsHighS?: boolean;
}
