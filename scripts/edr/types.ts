/** What the programs of this folder are told, as JSON on their command line. */
export interface EngineOrder {
  runs: number;
  depth: number;
  viaIR: boolean;
  /** 0x and 64 hex digits. */
  seed: string;
  /** For build and counterexamples. */
  folder: string;
}

export interface BuildOrder extends EngineOrder {
  /** From the root, with slashes. */
  files: string[];
}

export interface SuiteOrder extends EngineOrder {
  file: string;
  /** The engine finds the functions of a contract only if its file is named too. */
  handlers: string[];
  /** Where it writes its campaigns, as JSON. */
  report: string;
}

/** One invariant: `runs` times its own setUp, with up to `depth` calls each. */
export interface Campaign {
  contract: string;
  /** Or setUp, when that failed. */
  invariant: string;
  passed: boolean;
  reason?: string;
  runs: number;
  calls: number;
  reverts: number;
  seconds: number;
  /** Calls that went through, by function of the handler. */
  reach: Record<string, number>;
}
