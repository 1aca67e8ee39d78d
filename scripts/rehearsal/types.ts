/** One command of the rehearsal, and how it ended. */
export interface Step {
  readonly scene: string;
  /** Who typed it: each has a key and a folder of key files of their own. */
  readonly who: string;
  /** After `npx hardhat`. */
  readonly command: string;
  /** null when the command was killed on purpose. */
  readonly exitCode: number | null;
  readonly seconds: number;
  /** stderr and stdout in the order in which they came. */
  readonly output: string;
}

/** What the whole rehearsal cost. */
export interface Summary {
  /** Units of gas of all transactions of the deployment. */
  readonly deploymentGas: bigint;
  /** Wei that the deployer paid. */
  readonly deploymentCost: bigint;
  /** Seconds of both runs of the deployment together. */
  readonly deploymentSeconds: number;
  /** Contracts that stood when the first run was killed. */
  readonly survived: number;
  readonly contracts: number;
}
