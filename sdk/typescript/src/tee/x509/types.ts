/** How a certificate or a list is signed. */
export type SignatureAlgorithm = 'ecdsa-sha256' | 'ecdsa-sha384' | 'rsa-pss-sha384';

/** A public key in a certificate. */
export type PublicKey =
  | {
      readonly kind: 'p256' | 'p384';
      /** The uncompressed point. */
      readonly point: Uint8Array;
    }
  | {
      readonly kind: 'rsa';
      /** The SubjectPublicKeyInfo, as WebCrypto imports it. */
      readonly spki: Uint8Array;
    };

export interface CertificateExtension {
  readonly critical: boolean;
  /** What is inside of the OCTET STRING. */
  readonly value: Uint8Array;
}

export interface BasicConstraints {
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
}

/** The key usage bits that matter here. */
export interface KeyUsage {
  readonly digitalSignature: boolean;
  readonly certificateSign: boolean;
  readonly crlSign: boolean;
}

/** An X.509 v3 certificate as read, nothing about it verified. */
export interface Certificate {
  readonly der: Uint8Array;
  /** The bytes that the issuer signed. */
  readonly signedBytes: Uint8Array;
  /** SHA-256 of the DER, lower-case hex. */
  readonly sha256: string;
  /** Hex without leading zeros in the sense of DER: `00` for zero. */
  readonly serialNumber: string;
  /** DER of the name; names are compared byte by byte. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** The only common name of the subject; undefined if it has none or several. */
  readonly commonName: string | undefined;
  /** Milliseconds since 1970, inclusive at both ends. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKey;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  /** By dotted object identifier. */
  readonly extensions: ReadonlyMap<string, CertificateExtension>;
  readonly basicConstraints: BasicConstraints | undefined;
  readonly keyUsage: KeyUsage | undefined;
  /** Hex. */
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
}

/** An X.509 v2 certificate revocation list as read, nothing about it verified. */
export interface RevocationList {
  readonly signedBytes: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** Serial numbers, written as in {@link Certificate.serialNumber}. */
  readonly revoked: ReadonlySet<string>;
  readonly authorityKeyId: string | undefined;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}
