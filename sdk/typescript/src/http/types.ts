import type { FieldType } from '../structured/types.ts';
import type { SignatureReason } from './signatureReasons.ts';

/** Algorithms by their name in RFC 9421, section 6.2.2; `es256k` is ours (see {@link SIGNATURE_ALGORITHMS}). */
export type SignatureAlgorithm =
  | 'ed25519'
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'rsa-pss-sha512'
  | 'rsa-v1_5-sha256'
  | 'hmac-sha256'
  | 'es256k';

/** One line of a header or trailer section. In the value each character is one byte (ISO 8859-1). */
export type FieldLine = readonly [name: string, value: string];

interface MessageBase {
  /** The lines of the header section in their order, one entry a line. */
  readonly fields: readonly FieldLine[];
  /** The lines of the trailer section, once they have arrived. */
  readonly trailers?: readonly FieldLine[] | undefined;
  /** The content, where it is at hand; `Content-Digest` is checked against it. */
  readonly body?: Uint8Array | undefined;
  /**
   * What is known of content that isn't at hand: that there is none, that it wasn't read, or that it is longer than may
   * be read. When left out, the header fields tell whether a request has content (RFC 9112, section 6.3); that holds for
   * HTTP/1.1 only.
   */
  readonly content?: 'none' | 'unread' | 'too-large' | undefined;
}

export interface HttpRequestMessage extends MessageBase {
  readonly kind: 'request';
  /** As sent; methods are case-sensitive. */
  readonly method: string;
  /** As sent in the request line, or the `:path` of HTTP/2: never decoded, never normalised. */
  readonly requestTarget: string;
  /** Absolute and without fragment. Absent when the receiver can't know scheme or authority. */
  readonly targetUri?: string | undefined;
}

export interface HttpResponseMessage extends MessageBase {
  readonly kind: 'response';
  /** 100 to 999. */
  readonly status: number;
  /** The request that this answers; components with `;req` are taken from it. */
  readonly request?: HttpRequestMessage | undefined;
}

export type HttpMessage = HttpRequestMessage | HttpResponseMessage;

/** Types of structured fields that the built-in table doesn't know, by field name in lower case. */
export type FieldTypes = Readonly<Record<string, FieldType>>;

/** The parameters of a signature (RFC 9421, section 2.3). Times in seconds since 1970. */
export interface SignatureParameters {
  readonly created?: number | undefined;
  readonly expires?: number | undefined;
  readonly nonce?: string | undefined;
  readonly alg?: string | undefined;
  readonly keyid?: string | undefined;
  readonly tag?: string | undefined;
}

export type ParameterName = keyof SignatureParameters;

/** A public key, or a shared secret, that is bound to one algorithm. */
export interface VerificationKey {
  readonly algorithm: SignatureAlgorithm;
  /** ECDSA only: whether signatures with an s above half of the group's order pass. False unless asked for. */
  readonly acceptsHighS: boolean;
  /**
   * @param data The signature base.
   * @param signature In the form of RFC 9421, section 3.3.
   * @returns Whether the signature is the key's. Never throws for a wrong signature.
   */
  verify(data: Uint8Array, signature: Uint8Array): boolean | Promise<boolean>;
}

/** A private key, or a shared secret, that is bound to one algorithm. */
export interface SigningKey {
  readonly algorithm: SignatureAlgorithm;
  /**
   * @param data The signature base.
   * @returns The signature in the form of RFC 9421, section 3.3.
   */
  sign(data: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/**
 * Finds the key of a signature. The answer decides whom the signature speaks for, so the resolver must only return a
 * key that it trusts for that `keyid`, for the purpose at hand and, where the key has a life time, at that moment.
 *
 * @param keyid The parameter `keyid`.
 * @param alg The parameter `alg`, as the signer claims it.
 * @param parameters All parameters of the signature.
 * @returns The key, or undefined when there is none. Rejecting means that it couldn't be found out.
 */
export type KeyResolver = (
  keyid: string | undefined,
  alg: string | undefined,
  parameters: SignatureParameters,
) => VerificationKey | undefined | Promise<VerificationKey | undefined>;

/** Remembers nonces. */
export interface NonceStore {
  /**
   * Stores a key if it isn't there yet, in one atomic step: of any number of concurrent calls with one key, one gets
   * true. A store that several processes share needs an atomic operation of its own for this.
   *
   * @param key 64 hexadecimal digits: the SHA-256 of key id and nonce of a signature that was found valid, as the UTF-8
   *   of the JSON text `["key id","nonce"]`.
   * @param expiresAt Second since 1970 until which it must be remembered.
   * @returns True when it was new.
   */
  checkAndStore(key: string, expiresAt: number): boolean | Promise<boolean>;
}

/** What a verifier asks of a signature besides being right. */
export interface VerificationPolicy {
  readonly resolveKey: KeyResolver;
  /**
   * Components that must be covered: names (`@method`), or identifiers with parameters (`"content-digest";req`). A
   * component with other parameters is another component. An empty list has to be written out.
   */
  readonly requiredComponents: readonly string[];
  /** Parameters that must be there; a nonce store adds `nonce`, a maximum age adds `created`. */
  readonly requiredParameters?: readonly ParameterName[];
  /** The label of the signature to verify. Labels are not signed. */
  readonly label?: string;
  /** The tag of the signature to verify; exactly one signature must carry it. */
  readonly tag?: string;
  /** All by default. */
  readonly algorithms?: readonly SignatureAlgorithm[];
  /** Seconds after `created` at which a signature still passes; 300 by default, Infinity for no bound. */
  readonly maxAge?: number;
  /** Seconds by which `created` may lie ahead and `expires` behind; 30 by default. */
  readonly clockSkew?: number;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
  readonly nonceStore?: NonceStore;
  /**
   * `when-covered` (the default): a covered `Content-Digest` must match the body that the message carries.
   * `required`: it must be covered, and the body must be there.
   */
  readonly contentDigest?: 'when-covered' | 'required';
  readonly fieldTypes?: FieldTypes;
}

interface VerifiedSignature {
  readonly label: string;
  readonly parameters: SignatureParameters;
  /** The covered components, as in the signature base and in its order. */
  readonly components: readonly string[];
  readonly signatureBase: string;
}

/** The signature is right and meets the policy. */
export interface ValidSignature extends VerifiedSignature {
  readonly status: 'valid';
  readonly algorithm: SignatureAlgorithm;
  /** Whether the body was compared with a covered digest. When not, the signature says nothing about the body. */
  readonly bodyChecked: boolean;
}

/** The signature is wrong or doesn't meet the policy (`invalid`), or that can't be told (`unknown`). */
export interface RefusedSignature {
  readonly status: 'invalid' | 'unknown';
  /** Stable, for programs; {@link SIGNATURE_REASONS} explains each. */
  readonly code: SignatureReason;
  /** For people. */
  readonly message: string;
  readonly label?: string | undefined;
  readonly cause?: unknown;
}

export type SignatureVerdict = ValidSignature | RefusedSignature;
