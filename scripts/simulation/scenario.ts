import type { BehaviourName } from './behaviours.ts';

/** Validators of one kind. */
export interface Group {
  readonly behaviour: BehaviourName;
  readonly count: number;
  /** Fixes by what the base stake is multiplied; undefined: by the record that the validator earns in the run. */
  readonly factor?: 0.5 | 1 | 2;
}

/** A population that judges many requests. */
export interface Scenario {
  readonly name: string;
  /** Wei for each request. */
  readonly deposit: bigint;
  readonly groups: readonly Group[];
  /** How many of the population judge each request, drawn by lot. */
  readonly judges: number;
  /** Whether the work is good as often as assumed, or always bad. */
  readonly work: 'mixed' | 'bad';
}

/** What validators of one kind got, on average. ETH, and shares from 0 to 1. */
export interface GroupResult {
  readonly behaviour: BehaviourName;
  readonly count: number;
  readonly verdicts: number;
  /** ETH for each verdict, after slashes, gas and work. */
  readonly netPerVerdict: number;
  /** Net divided by stake. */
  readonly returnOnStake: number;
  /** Of all verdicts, those that lost a part of the stake. */
  readonly slashRate: number;
  /** Of all judged verdicts, those that were right; 0 without any. */
  readonly rightShare: number;
  /** At the end, by what their base stake is multiplied, on average. */
  readonly stakeFactor: number;
  /** Of all stake, theirs. */
  readonly stakeShare: number;
}

/** What a scenario came to. Shares from 0 to 1. */
export interface ScenarioResult {
  readonly name: string;
  readonly rounds: number;
  /** ETH. */
  readonly deposit: number;
  /** Decided within the tolerance of the true value. */
  readonly right: number;
  /** Decided farther away. */
  readonly wrong: number;
  readonly disputed: number;
  readonly expired: number;
  /** Points between decision and true value, on average. */
  readonly meanError: number;
  readonly groups: readonly GroupResult[];
}
