/** Bytes in hexadecimal, two digits a byte. */
export type Hex = `0x${string}`;

/** An account: 20 bytes. In lower case, or with the upper-case letters of ERC-55, which are checked then. */
export type Address = Hex;

/** An unsigned or signed integer. A number must be safe (below 2^53). */
export type Integer = number | bigint;

/** A contract on one chain. Whoever builds a digest must have the address from a source that it trusts. */
export interface ContractRef {
  /** EIP-155 chain id, 1 to 2^53 - 1. */
  readonly chainId: Integer;
  readonly address: Address;
}

/** One field of a struct of EIP-712. */
export interface TypedDataField {
  readonly name: string;
  readonly type: string;
}

/** What a wallet signs (EIP-712); the fields of the domain are always these four. */
export interface TypedData {
  readonly domain: {
    readonly name: string;
    readonly version: string;
    readonly chainId: number;
    readonly verifyingContract: Address;
  };
  /** Without `EIP712Domain`, as ethers and viem want it; `serializeTypedData` adds it for JSON-RPC. */
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/** Typed data, and the 32 bytes that are signed in the end. */
export interface SigningRequest {
  readonly typedData: TypedData;
  readonly digest: Hex;
}

/** The keys that `SageRegistryV3` knows (`KeyType`). */
export type RegistryKeyType = 'secp256k1' | 'p256' | 'ed25519' | 'x25519' | 'erc1271';

/** A public key in the form of the registry. */
export interface RegistryPublicKey {
  readonly keyType: RegistryKeyType;
  /**
   * secp256k1 and P-256: a point of SEC 1, 33 or 65 bytes. Ed25519 and X25519: 32 bytes. ERC-1271: the address of the
   * contract, 20 bytes.
   */
  readonly publicKey: Hex;
}

/** A public key with its proof, `ISageRegistryV3.KeyInput`. */
export interface KeyInput extends RegistryPublicKey {
  readonly proof: Hex;
}

/** `IReputationTasks.TaskAuthorization`. */
export interface TaskAuthorization {
  /** 32 bytes, chosen by the client, once. */
  readonly taskId: Hex;
  /** 0 to 2^32 - 1. */
  readonly agentId: Integer;
  /** Unix seconds. */
  readonly deadline: Integer;
  /** The zero address for none. */
  readonly validator: Address;
  /** 1 to 100; 0 without validator. */
  readonly minResponse: Integer;
  /** 32 random bytes. */
  readonly salt: Hex;
}

/** `IERC8004ReputationRegistryV2.FeedbackInput`. */
export interface FeedbackInput {
  readonly agentId: Integer;
  /** -1e38 to 1e38. */
  readonly value: Integer;
  /** 0 to 18. */
  readonly valueDecimals: Integer;
  readonly tag1: string;
  readonly tag2: string;
  readonly endpoint: string;
  readonly feedbackURI: string;
  /** 32 bytes. */
  readonly feedbackHash: Hex;
}

/** `IReputationSigned.SignedBy`. */
export interface SignedBy {
  /** The account that signs. */
  readonly client: Address;
  /** Any number that the client hasn't used yet, below 2^256. */
  readonly nonce: Integer;
  /** Unix seconds. */
  readonly deadline: Integer;
}

/** `ISimpleMultiSig.Call`. */
export interface MultiSigCall {
  readonly target: Address;
  /** Wei. */
  readonly value: Integer;
  readonly data: Hex;
}
