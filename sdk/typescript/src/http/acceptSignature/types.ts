/** What `Accept-Signature` can say about the parameters of a signature (RFC 9421, section 5.1). */
export interface RequestedParameters {
  /** True: the signer is to add it, with the time of signing. */
  readonly created?: true | undefined;
  /** True: the signer is to add it, with a time of its choice. */
  readonly expires?: true | undefined;
  /** To be used as it is. */
  readonly nonce?: string | undefined;
  readonly alg?: string | undefined;
  readonly keyid?: string | undefined;
  readonly tag?: string | undefined;
}

/** A signature that the other side asks for. */
export interface RequestedSignature {
  readonly label: string;
  /** Names or identifiers, as for signing. */
  readonly components: readonly string[];
  readonly parameters: RequestedParameters;
}
