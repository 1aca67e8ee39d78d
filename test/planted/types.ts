/** A bug that somebody could have made, and the test that has to find it. */
export interface PlantedBug {
  /** Names the bug; begins with its first number. */
  readonly id: string;
  /** Properties and attacks of audit/properties.json; the name of the test carries each. */
  readonly numbers: readonly string[];
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** Below the project's folder. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  /** Takes its place. */
  readonly replace: string;
  readonly test: PlantedTest;
  /** The contracts that the test deploys, where the imports of the test don't tell. */
  readonly contracts?: readonly string[];
}

export interface PlantedTest {
  readonly runner: 'forge' | 'mocha';
  /** Below the project's folder. */
  readonly path: string;
  /** A function of Solidity; or a regular expression that the full title of a Mocha test matches. */
  readonly name: string;
  /** Settings of the test. */
  readonly env?: Readonly<Record<string, string>>;
}
