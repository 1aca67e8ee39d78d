/** A hexadecimal text: `0x` and an even number of digits. */
export type Hex = `0x${string}`;

/**
 * What a number or word stands for, where its type doesn't tell. `time`: Unix seconds. `duration`: seconds. `wei`: ether.
 * `role`: a role of the timelock. `states`: a set of states of an operation. `panic`: a code of the
 * compiler. `reason`: what an inner call reverted with.
 */
export type Unit = 'time' | 'duration' | 'wei' | 'role' | 'states' | 'panic' | 'reason';

/** One argument of an error. */
export interface ErrorInput {
  readonly name: string;
  /** Type in the ABI. */
  readonly type: string;
  readonly unit?: Unit;
  /** Names of the values of an enum, from 0. */
  readonly members?: readonly string[];
}

/** An error that a contract of the suite can revert with. */
export interface ErrorRow {
  readonly name: string;
  /** Name and types, as the selector is computed from them. */
  readonly signature: string;
  /** The first 4 bytes of the data of the revert. */
  readonly selector: Hex;
  readonly inputs: readonly ErrorInput[];
  /** Contracts that revert with it, by name; none for what the compiler puts into all of them. */
  readonly contracts: readonly string[];
  /** The file that declares it. */
  readonly source: string;
  /** A sentence or more; arguments stand in it as `name` in backticks. */
  readonly meaning: string;
  /** What to do about it; arguments stand in it as `{name}`. */
  readonly wayOut: string;
}

/** A revert in words. */
export interface Explanation {
  readonly name: string;
  /** Name and types, for example `SageRevealTooEarly(bytes32,uint256)`. */
  readonly signature: string;
  readonly selector: Hex;
  /** Values by name, as on the chain: numbers in decimals without unit, addresses with checksum, bytes in hexadecimal, texts
   * as they are (not safe to print: a caller may have chosen them). */
  readonly args: Readonly<Record<string, string>>;
  /** What happened, with the values; safe to print on one line. */
  readonly sentence: string;
  /** What to do about it, with the values; safe to print on one line. */
  readonly wayOut: string;
  /** What an inner call reverted with, where the error carries that and it is known. */
  readonly inner?: Explanation;
}
