// TEE keys and the votes about them.
import type { KEY_TYPES, PROPOSAL_STATUSES, TEE_KINDS } from '../names.ts';
import type { Hex, Origin } from './base.ts';

/** A TEE key; `proposals` with these ids, 0 for none. */
export interface TeeKey {
  chainId: number;
  keyId: Hex;
  keyType: (typeof KEY_TYPES)[number];
  publicKey: Hex;
  openProposal: number;
  decidedBy: number;
  /** First second without trust; 0 after a rejection or revocation. */
  trustedUntil: bigint;
  /** 0 if never revoked, or approved again since. */
  revokedAt: bigint;
  revokeReason: string;
  /** Proposals up to this id can't make it trusted. */
  voidUpTo: number;
}

/** A proposal to trust a TEE key, with the rules that held when it was made. Amounts in wei. */
export interface TeeProposal extends Origin {
  chainId: number;
  proposalId: number;
  keyId: Hex;
  proposer: Hex;
  kind: (typeof TEE_KINDS)[number];
  keyType: (typeof KEY_TYPES)[number];
  measurement: Hex;
  evidenceUri: string;
  evidenceHash: Hex;
  evidenceVerified: boolean;
  totalWeight: bigint;
  weightFor: bigint;
  weightAgainst: bigint;
  status: (typeof PROPOSAL_STATUSES)[number];
  stake: bigint;
  votingPeriod: number;
  trustPeriod: number;
  approvalBps: number;
  participationBps: number;
  slashBps: number;
  feeBps: number;
  refund: bigint | null;
  kept: bigint | null;
}

/** A vote about a TEE key. */
export interface TeeBallot {
  chainId: number;
  proposalId: number;
  voter: Hex;
  support: boolean;
  weight: bigint;
}

/** The weight of a voter from a moment on; of several in one block the last. */
export interface TeeVoteWeight {
  chainId: number;
  voter: Hex;
  since: bigint;
  weight: bigint;
}

/** The weight of all voters from a moment on; of several in one block the last. */
export interface TeeTotalWeight {
  chainId: number;
  since: bigint;
  weight: bigint;
}

/** What `TEEKeyRegistry` owes an account, in wei. */
export interface TeeAccount {
  chainId: number;
  account: Hex;
  owed: bigint;
}

/** Who checks the evidence for a kind of TEE on-chain; null for nobody. */
export interface TeeVerifier {
  chainId: number;
  kind: (typeof TEE_KINDS)[number];
  verifier: Hex | null;
}

/** What holds for `TEEKeyRegistry` as a whole: the rules of the next proposal, the guardian, the ether in wei. */
export interface TeeBook {
  chainId: number;
  guardian: Hex | null;
  proposals: number;
  committed: bigint;
  treasury: bigint;
  stake: bigint;
  votingPeriod: number;
  trustPeriod: number;
  approvalBps: number;
  participationBps: number;
  slashBps: number;
  feeBps: number;
}
