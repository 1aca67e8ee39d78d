// Agents, their keys and who may act for them.
import type { KEY_STATES, KEY_TYPES } from '../names.ts';
import type { Hex, Origin } from './base.ts';

/** An agent of the identity registry, and its entry in SAGE's registry once it has one (`did`). */
export interface Agent extends Origin {
  chainId: number;
  agentId: bigint;
  owner: Hex;
  /** Approved for this agent alone; null for nobody. */
  approved: Hex | null;
  uri: string;
  /** Null when cleared. */
  wallet: Hex | null;
  /** How often it changed hands. */
  transfers: number;
  /** The transaction that minted it. */
  mintedBy: Hex;
  did: string | null;
  /** Who proved the keys of the present epoch. */
  boundOwner: Hex | null;
  /** Whether that account owns the agent still, without a transfer in between where the identity registry counts them. */
  isClaimed: boolean;
  /** Registered in SAGE's registry and not deactivated. */
  isActive: boolean;
  /** What the next key proof has to name. */
  nonce: number;
  epoch: number;
  /** Keys of the present epoch that are not revoked. */
  activeKeys: number;
  /** Whether the registry has recorded the end of the present epoch. */
  hasEnded: boolean;
  /** When the registry saw the bound owner last; counts where the identity registry keeps no times of transfers. */
  seenAt: bigint;
  cardUri: string;
  cardHash: Hex | null;
  cardUpdatedAt: bigint | null;
}

/** A metadata value. `keyHash` is keccak256 of the key, which may be too long for an index and hold any byte. */
export interface AgentMetadata {
  chainId: number;
  agentId: bigint;
  keyHash: Hex;
  key: string;
  value: Hex;
  updatedAt: bigint;
}

/** A change of ownership. Number 0 is the minting. */
export interface AgentTransfer extends Origin {
  chainId: number;
  agentId: bigint;
  number: number;
  from: Hex;
  to: Hex;
}

/** Whether an operator may act for all agents of an owner. */
export interface Operator {
  chainId: number;
  owner: Hex;
  operator: Hex;
  approved: boolean;
}

/** A key of an agent. */
export interface AgentKey extends Origin {
  chainId: number;
  agentId: bigint;
  keyId: Hex;
  keyType: (typeof KEY_TYPES)[number];
  state: (typeof KEY_STATES)[number];
  publicKey: Hex;
  nonce: number;
  epoch: number;
  validFrom: bigint;
  /** When it was revoked; null if it wasn't. */
  validUntil: bigint | null;
  /** Since when its signatures are void; null if never declared. */
  compromisedSince: bigint | null;
  /** When that was declared last. */
  compromiseDeclaredAt: bigint | null;
  /** The proof that whoever relies on the key has to check; null where the contract has checked it. */
  proof: Hex | null;
}

/** The time of one owner, whose keys go out of force with it. */
export interface AgentEpoch extends Origin {
  chainId: number;
  agentId: bigint;
  epoch: number;
  owner: Hex;
  /** From when on its keys are out of force, by what is known now; null while they aren't. */
  endedAt: bigint | null;
}

/** A change between service and none; of several in one block the last. */
export interface AgentService {
  chainId: number;
  agentId: bigint;
  changedAt: bigint;
  isActive: boolean;
  by: Hex;
}

/** A commitment to a registration. */
export interface RegistrationCommitment {
  chainId: number;
  committer: Hex;
  commitment: Hex;
  committedAt: bigint;
  /** Null while it can be used. */
  revealedAt: bigint | null;
}

/** What holds for SAGE's registry as a whole. */
export interface SageRegistry {
  chainId: number;
  /** Whether the identity registry keeps the times of transfers. In no event: read from the registry once. */
  tracksTransfers: boolean;
  isPaused: boolean;
  guardian: Hex | null;
  hook: Hex | null;
  hookBefore: boolean;
  hookAfterwards: boolean;
  /** The reveal that came last: its registration is in the same transaction. */
  revealTransaction: Hex | null;
  revealLogIndex: number;
}

/** A hook that failed after a registration. */
export interface HookFailure extends Origin {
  chainId: number;
  agentId: bigint;
  hook: Hex;
  reason: Hex;
}

/** Who owns a contract, which has rights over it. */
export interface ContractOwner {
  chainId: number;
  contract: Hex;
  owner: Hex;
  /** To whom the ownership was offered; null for nobody. */
  pendingOwner: Hex | null;
}
