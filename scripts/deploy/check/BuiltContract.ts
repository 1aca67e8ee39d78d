import type { ContractArtifact } from '../deploySuite.ts';

/** An artifact with what is needed to compare code. */
export interface BuiltContract extends ContractArtifact {
  readonly deployedBytecode: string;
  /** Where the constructor puts immutable values, by the compiler's ids; bytes. */
  readonly immutableReferences?: Readonly<
    Record<string, readonly { readonly start: number; readonly length: number }[]>
  >;
}

/** Where artifacts come from: Hardhat's `artifacts.readArtifact`. */
export type ReadBuilt = (contract: string) => Promise<BuiltContract>;
