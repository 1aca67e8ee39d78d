import type { RegistrationFile } from '../../sdk/typescript/src/index.ts';

/** A finding about a file: those of the validator, and the few that only the runner can make. */
export interface FileIssue {
  readonly code: string;
  readonly level: 'error' | 'warning';
  /** RFC 6901 JSON pointer; empty for the whole file. */
  readonly pointer: string;
  readonly message: string;
}

/** A valid registration file. */
export interface AgentFile {
  /** As the user can open it: the folder as typed and the file's name. */
  readonly path: string;
  /** The file as its author wrote it. */
  readonly source: Readonly<Record<string, unknown>>;
  /** The file as the validator reads it. */
  readonly file: RegistrationFile;
  readonly warnings: readonly FileIssue[];
}

/** A file that was left out; at least one issue is an error. */
export interface RefusedFile {
  readonly path: string;
  readonly issues: readonly FileIssue[];
}

export interface FolderContent {
  readonly agents: readonly AgentFile[];
  readonly refused: readonly RefusedFile[];
  /** Names in the folder that aren't *.json files. */
  readonly ignored: readonly string[];
}

/** An agent on the chain, and the file it came from. */
export interface RegisteredAgent {
  readonly agentId: bigint;
  readonly did: string;
  readonly from: AgentFile;
  /** Index of its first owner among the owner accounts. */
  readonly account: number;
}

/** A key of an agent as the registry tells it. */
export interface KeyReport {
  readonly keyId: string;
  readonly type: string;
  /** How it was proved: see `KeyState` of the contracts. */
  readonly state: string;
  readonly revoked: boolean;
  /** `isKeyValid`: in force, and its proof checked by the contract. */
  readonly valid: boolean;
}

/** What one key was worth around a change. */
export interface KeyValidity {
  readonly keyId: string;
  /** What the key is, for people. */
  readonly key: string;
  /** `isKeyValid` before the change. */
  readonly before: boolean;
  /** `isKeyValid` after the change. */
  readonly after: boolean;
  /** `isKeyValidAt` after the change, asked about the moment before it: what an old receipt is worth. */
  readonly afterForBefore: boolean;
}

/** A change of keys or of ownership that the run makes, with what it does to keys. */
export interface KeyChange {
  readonly agentId: number;
  readonly did: string;
  readonly change: 'rotateKey' | 'transfer' | 'claimAgent';
  readonly keys: readonly KeyValidity[];
}

export interface TagSummary {
  readonly tag: string;
  readonly count: number;
  /** The mean as the registry computes it: `value` / 10^`decimals`. */
  readonly mean: string;
}

export interface ValidationReport {
  readonly requestHash: string;
  readonly validator: string;
  readonly answered: boolean;
  readonly response: number;
  readonly tag: string;
  /** The validator was the agent's own side when the request was made. */
  readonly self: boolean;
}

export interface Average {
  readonly count: number;
  /** 0 to 100; null when nothing was answered. */
  readonly average: number | null;
}

/** One agent as the registries tell it. */
export interface AgentReport {
  readonly agentId: number;
  readonly did: string;
  readonly file: string;
  readonly name: string;
  readonly services: readonly string[];
  readonly active: boolean | null;
  readonly x402Support: boolean | null;
  readonly supportedTrust: readonly string[];
  readonly owner: string;
  readonly wallet: string;
  readonly agentURIBytes: number;
  readonly keys: readonly KeyReport[];
  readonly feedback: {
    readonly count: number;
    readonly clients: number;
    readonly revoked: number;
    readonly responses: number;
    readonly byTag: readonly TagSummary[];
  };
  readonly validations: {
    readonly requested: number;
    readonly all: Average;
    readonly independent: Average;
    readonly requests: readonly ValidationReport[];
  };
}

/** What `--json` prints and reports/start.json holds. */
export interface StartReport {
  readonly note: string;
  readonly chain: { readonly chainId: number; readonly hardfork: string; readonly block: number };
  readonly registries: {
    readonly identity: string;
    readonly reputation: string;
    readonly validation: string;
    readonly sage: string;
  };
  readonly agents: readonly AgentReport[];
  readonly keyChanges: readonly KeyChange[];
  readonly warnings: readonly RefusedFile[];
  readonly refused: readonly RefusedFile[];
  readonly ignored: readonly string[];
}
