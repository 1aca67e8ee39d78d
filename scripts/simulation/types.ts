/** The rules of a request, as `IStakedRules.Parameters`; without the times, which the model has no use for. */
export interface Rules {
  /** Least wei that a requester deposits. */
  readonly minDeposit: bigint;
  /** Wei that a validator without record stakes; even. */
  readonly baseStake: bigint;
  /** Points from the median up to which a verdict agrees with it; 0 to 99. */
  readonly tolerance: number;
  /** Points from which on a verdict loses the whole slash; more than `tolerance`. */
  readonly fullSlashDistance: number;
  /** Least share of the revealed stake that must agree, in basis points. */
  readonly consensusBps: bigint;
  /** Share of the deposit that is paid for a decision, in basis points. */
  readonly rewardBps: bigint;
  /** Most of a stake that is lost, in basis points. */
  readonly slashBps: bigint;
}

export type Mode = 'stake' | 'tee' | 'hybrid';

export type Status = 'decided' | 'disputed' | 'expired';

export type Settlement = 'returned' | 'agreed' | 'dissented' | 'withheld';

/** Judged verdicts of a validator. */
export interface JudgedRecord {
  readonly right: number;
  readonly wrong: number;
}

/** One validator's part in a round. */
export interface Verdict {
  /** Wei. */
  readonly stake: bigint;
  /** 0 to 100; undefined if it was never revealed. */
  readonly response: number | undefined;
}

/** The TEE's part in a round. */
export interface TeeVerdict {
  /** 0 to 100. */
  readonly response: number;
  /** Whether the key was revoked between the answer and the end of the round. */
  readonly revoked: boolean;
}

/** A round when it ends. */
export interface Round {
  readonly mode: Mode;
  /** Wei. */
  readonly deposit: bigint;
  /** Least number of revealed verdicts; 0 in mode `tee`. */
  readonly minValidators: number;
  readonly verdicts: readonly Verdict[];
  readonly tee: TeeVerdict | undefined;
}

/** What a validator leaves a round with. */
export interface Settled {
  readonly settlement: Settlement;
  /** Wei: the stake minus slash, or plus reward. */
  readonly payout: bigint;
}

/** What a round came to. All sums in wei. */
export interface Outcome {
  readonly status: Status;
  /** The decision; 0 unless decided. */
  readonly response: number;
  /** What goes back to the requester. */
  readonly refund: bigint;
  /** For each validator that agreed, and for the TEE's payee if it answered; 0 unless decided. */
  readonly rewardPerHead: bigint;
  /** What the TEE's payee gets. */
  readonly teeReward: bigint;
  /** Slashed stakes, and the remainder of the reward. */
  readonly toTreasury: bigint;
  /** One for each verdict, in their order. */
  readonly settled: readonly Settled[];
}
