import type { Hex } from '../client/types.ts';
import type { RegistryKeyType } from '../client/types.ts';

/**
 * A JSON-RPC endpoint in the form of EIP-1193. `createHttpRpc` makes one, `fromEthersProvider` and `fromViemClient`
 * wrap those of ethers and viem, and every browser wallet is one.
 */
export interface Rpc {
  /**
   * @returns The `result` of the answer.
   * @throws What the endpoint reports; an error object with `code` and perhaps `data`, as EIP-1474 has it.
   */
  request(args: { readonly method: string; readonly params: readonly unknown[] }): Promise<unknown>;
}

/** How sure it is that a block stays part of the chain: the tags of the JSON-RPC interface. */
export type Finality = 'latest' | 'safe' | 'finalized';

/** The block that facts were read at. */
export interface BlockReference {
  readonly chainId: number;
  readonly number: number;
  readonly hash: Hex;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** By which tag the block was found. A `latest` block can still be undone by a reorganisation. */
  readonly finality: Finality;
}

/** Where the contracts are. What is left out can't be asked for. */
export interface ChainContracts {
  readonly sageRegistry: Hex;
  /** As the SAGE registry says, when left out. */
  readonly identityRegistry?: Hex | undefined;
  readonly reputationRegistry?: Hex | undefined;
  readonly validationRegistry?: Hex | undefined;
  readonly teeKeyRegistry?: Hex | undefined;
}

/** How a key was proved: see `contracts/types/KeyState.sol`. */
export type RegistryKeyState = 'none' | 'proved' | 'proof-emitted' | 'attested' | 'attestation-emitted';

/** What the SAGE registry and the identity registry hold of an agent. */
export interface AgentFacts {
  readonly agentId: bigint;
  readonly did: string;
  /** The owner who proved the present keys. */
  readonly boundOwner: Hex;
  /** The owner in the identity registry. */
  readonly owner: Hex;
  readonly isClaimed: boolean;
  readonly isActive: boolean;
  readonly nonce: number;
  readonly epoch: number;
  readonly activeKeys: number;
}

/** What the SAGE registry holds of a key. Times are seconds since 1970; 0 where there is none. */
export interface KeyFacts {
  readonly keyId: Hex;
  readonly keyType: RegistryKeyType;
  readonly state: RegistryKeyState;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly compromisedSince: number;
  readonly nonce: number;
  readonly epoch: number;
  readonly proofHash: Hex;
}

/** The bytes of a key, from the event that added it; its id was computed anew from them. */
export interface KeyBytes {
  readonly publicKey: Hex;
  /** The proof that was left to the verifier, checked against the hash on the chain; undefined where there is none. */
  readonly proof: Hex | undefined;
}

/** The registration file that the chain names. */
export interface CardFacts {
  /** `tokenURI` of the identity registry; may be empty. */
  readonly agentURI: string;
  /** Of the card in the SAGE registry; empty when that is the agent URI. */
  readonly cardURI: string;
  /** keccak-256 of the file; undefined where no card is set. */
  readonly contentHash: Hex | undefined;
  /** When the card was set, seconds since 1970; 0 if never. */
  readonly updatedAt: number;
}

export type TrustClass = 'task-backed' | 'validated';

/** Feedback of one class. Means and sums have 18 decimals. */
export interface TrustFacts {
  readonly count: bigint;
  readonly sum: bigint;
  readonly mean: bigint;
}

/** Answers of validators. */
export interface ValidationFacts {
  readonly count: bigint;
  /** 0 to 100. */
  readonly average: number;
}

export type TeeKindName = 'sgx' | 'sev' | 'trustzone' | 'nitro' | 'tdx';

/** What the TEE key registry holds of a key. */
export interface TeeKeyFacts {
  readonly isTrusted: boolean;
  readonly trustedUntil: number;
  readonly revokedAt: number;
  /** The proposal that decided last; undefined where none did. */
  readonly decision:
    | {
        readonly proposalId: bigint;
        /** When the voters were asked, seconds since 1970. */
        readonly proposedAt: number;
        readonly keyType: RegistryKeyType;
        readonly kind: TeeKindName;
        readonly measurement: Hex;
        readonly evidenceHash: Hex;
        readonly evidenceVerified: boolean;
      }
    | undefined;
}

/** Whether an account signed, and how that was found out. */
export interface AccountSignatureFacts {
  readonly isValid: boolean;
  /** By the account's own key, by its contract, or by its contract after the deployment that the signature names. */
  readonly method: 'ecdsa' | 'erc1271' | 'erc6492';
}

/** A log as far as it is used. */
export interface ChainLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: number;
}

/** A question to the chain with its answer, as an evidence bundle keeps it. All are pinned to the block of the bundle. */
export type RecordedAnswer =
  | { readonly kind: 'call'; readonly to: Hex | null; readonly data: Hex; readonly result: Hex }
  | { readonly kind: 'call'; readonly to: Hex | null; readonly data: Hex; readonly revert: Hex }
  | { readonly kind: 'code'; readonly address: Hex; readonly code: Hex }
  | {
      readonly kind: 'logs';
      readonly address: Hex;
      readonly topics: readonly (Hex | null)[];
      readonly fromBlock: number;
      readonly logs: readonly ChainLog[];
    };

/** The chain at one block. */
export interface PinnedChain {
  readonly block: BlockReference;
  /**
   * Runs a view. A revert is an answer; everything else that goes wrong is thrown.
   *
   * @param to The contract; null runs `data` itself, as the creation of a contract that is not kept.
   * @param data The call, or the program.
   */
  call(to: Hex | null, data: Hex): Promise<{ readonly result: Hex } | { readonly revert: Hex }>;
  /** The code of an account; `0x` where there is none. */
  code(address: Hex): Promise<Hex>;
  /** Logs of a contract from a block on, up to the pinned one. */
  logs(address: Hex, topics: readonly (Hex | null)[], fromBlock: number): Promise<readonly ChainLog[]>;
}
