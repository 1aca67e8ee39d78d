import type { Hex } from 'ox/Hex';

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
