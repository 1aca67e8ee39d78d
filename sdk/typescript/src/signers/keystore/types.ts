import type { Jwk } from '../../http/keys/types.ts';

/** A private key, encrypted with a password. Bytes are in base64url without padding. See docs/keystore.md. */
export interface Keystore {
  readonly format: 'sage-keystore';
  readonly version: 1;
  /** For people; empty if there is none. Authenticated, not encrypted. */
  readonly label: string;
  /** The public key, in the clear: so keys can be told apart without a password. Authenticated. */
  readonly publicKey: Jwk;
  readonly kdf: {
    readonly name: 'scrypt';
    readonly n: number;
    readonly r: number;
    readonly p: number;
    /** 32 bytes. */
    readonly salt: string;
  };
  readonly cipher: {
    readonly name: 'A256GCM';
    /** 12 bytes. */
    readonly nonce: string;
  };
  /** The private JWK in UTF-8, encrypted, with the tag of 16 bytes behind it. */
  readonly ciphertext: string;
}

/** A password: a text, or its bytes in UTF-8, which the caller can overwrite afterwards. */
export type Password = string | Uint8Array;
