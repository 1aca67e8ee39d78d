import type { Hex } from '../client/types.ts';

/** The parts of a `did:sage`. */
export interface SageDid {
  /** The whole DID in its one spelling. */
  readonly did: string;
  /** 1 to 21 characters of `a-z 0-9 -`. */
  readonly network: string;
  /** 1 to 64 characters of `a-z 0-9 . _ -`, first and last a letter or digit. */
  readonly identifier: string;
}

/** The parts of a DID URL of `did:sage` (DID Core 1.0, section 3.2). Such URLs have no path. */
export interface SageDidUrl extends SageDid {
  /** Query parameters, percent-decoded; each name occurs once. */
  readonly query: ReadonlyMap<string, string>;
  /** Without `#`; undefined where there is none. */
  readonly fragment: string | undefined;
}

/** Names a key: the DID with the key id as fragment. */
export interface SageKeyUrl {
  readonly did: string;
  readonly keyId: Hex;
}

/** How keys are spelled in a DID document. */
export type KeyFormat = 'Multikey' | 'JsonWebKey';

/**
 * Something that a DID document leaves out.
 * - `key-proof-wrong`: the chain holds a key whose proof, which it could not check, is wrong.
 * - `key-not-representable`: a contract (ERC-1271) is no key, and no type of verification method stands for one.
 * - `services-not-fetched`: the resolver has no fetcher.
 * - `file-not-verified`: the registration file can't be fetched, or it and the chain disagree.
 * - `service-endpoint-no-url`: the endpoint of a service is no URL, as DID documents demand.
 */
export interface DidWarning {
  readonly code:
    | 'key-proof-wrong'
    | 'key-not-representable'
    | 'services-not-fetched'
    | 'file-not-verified'
    | 'service-endpoint-no-url';
  /** For people. */
  readonly message: string;
}
