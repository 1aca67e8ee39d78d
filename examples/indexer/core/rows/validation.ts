// Requests for validation, and the rounds of staked validators.
import type { MODES, SETTLEMENTS, STATUSES, VERDICT_STATES } from '../names.ts';
import type { Hex, Origin } from './base.ts';

/** A request for validation with its last answer. */
export interface ValidationRequest extends Origin {
  chainId: number;
  requestHash: Hex;
  agentId: bigint;
  validator: Hex;
  uri: string;
  /** The validator was the agent's own side when the request was made. */
  isSelf: boolean;
  answers: number;
  /** 0 to 100; null before the first answer. */
  response: number | null;
  responseUri: string;
  responseHash: Hex | null;
  tag: string;
  /** Of the last answer, or of the request before the first. */
  updatedAt: bigint;
}

/** An answer; numbers count up from 1, and the last counts. */
export interface ValidationAnswer extends Origin {
  chainId: number;
  requestHash: Hex;
  number: number;
  response: number;
  uri: string;
  hash: Hex;
  tag: string;
}

/** A request that `StakedValidation` knows. */
export interface StakedRequest {
  chainId: number;
  requestHash: Hex;
  /** Null while it was never opened. */
  agentId: bigint | null;
  /** Who may open it besides the agent's side. */
  authorized: Hex | null;
  /** The latest round; 0 while it was never opened. */
  round: number;
}

/** A round of a staked validation. Amounts in wei. */
export interface StakedRound extends Origin {
  chainId: number;
  requestHash: Hex;
  round: number;
  status: (typeof STATUSES)[number];
  mode: (typeof MODES)[number];
  parametersVersion: number;
  agentId: bigint;
  requester: Hex;
  deposit: bigint;
  measurement: Hex;
  commitEnd: bigint;
  revealEnd: bigint;
  minValidators: number;
  committed: number;
  revealed: number;
  response: number;
  teeResponse: number;
  teePayee: Hex | null;
  teeAnsweredAt: bigint | null;
  teeKeyId: Hex | null;
  teeEvidenceHash: Hex | null;
  finalizedAt: bigint | null;
  refund: bigint | null;
  rewardPerHead: bigint | null;
  toTreasury: bigint | null;
}

/** A validator's part in a round. Amounts in wei. */
export interface StakedVerdict extends Origin {
  chainId: number;
  requestHash: Hex;
  round: number;
  validator: Hex;
  /** Its place in the round; counts up from 0. */
  index: number;
  commitment: Hex;
  stake: bigint;
  state: (typeof VERDICT_STATES)[number];
  response: number;
  salt: Hex | null;
  settlement: (typeof SETTLEMENTS)[number] | null;
  payout: bigint | null;
}

/** An account of `StakedValidation`. */
export interface StakedAccount {
  chainId: number;
  account: Hex;
  /** Wei that it can withdraw. */
  owed: bigint;
  /** Judged verdicts that agreed with a decision, and those that didn't or were never shown. */
  right: number;
  wrong: number;
}

/** A version of the rules of staked validations. */
export interface StakedParameters {
  chainId: number;
  version: number;
  minDeposit: bigint;
  baseStake: bigint;
  tolerance: number;
  fullSlashDistance: number;
  consensusBps: number;
  rewardBps: number;
  slashBps: number;
  revealPeriod: number;
  minValidators: number;
}

/** What holds for `StakedValidation` as a whole. Amounts in wei. */
export interface StakedBook {
  chainId: number;
  parametersVersion: number;
  guardian: Hex | null;
  isPaused: boolean;
  locked: bigint;
  owed: bigint;
  treasury: bigint;
}
