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
    /** Ratings of authorized tasks, and those of them whose result was validated; neither counts in the other. */
    readonly taskBacked: number;
    readonly validated: number;
    readonly byTag: readonly TagSummary[];
  };
  readonly validations: {
    readonly requested: number;
    readonly all: Average;
    readonly independent: Average;
    readonly requests: readonly ValidationReport[];
  };
}

/** A change of rules that went through the wallet and the timelock. */
export interface RuleChange {
  readonly contract: string;
  /** What it is about, for people. */
  readonly what: string;
  readonly confirmations: number;
  /** How long it waited in the timelock at least. */
  readonly hours: number;
  readonly before: string;
  readonly after: string;
}

/** Who has rights over the contracts. */
export interface GovernanceReport {
  readonly multisig: string;
  readonly owners: number;
  readonly threshold: number;
  readonly timelock: string;
  readonly delayHours: number;
  /** The delay of pauses, revocations and a new guardian. */
  readonly emergencyHours: number;
  /** Can pause and revoke TEE keys at once, nothing else. */
  readonly guardian: string;
  /** Contracts whose owner is the timelock: all that have an owner. */
  readonly owned: readonly string[];
  /** How many facts about owners, roles and guardians were read from the chain and found as planned. */
  readonly facts: number;
  readonly changes: readonly RuleChange[];
}

/** A TEE key that was voted in. */
export interface TeeKeyReport {
  readonly keyId: string;
  readonly kind: string;
  readonly measurement: string;
  /** ETH, and what came back of it. */
  readonly stake: string;
  readonly refund: string;
  readonly votesFor: number;
  readonly votesAgainst: number;
  readonly days: number;
  readonly trustedBefore: boolean;
  readonly trustedAfter: boolean;
}

/** A task from its authorization to the class of its rating. */
export interface TaskReport {
  readonly agentId: number;
  readonly client: string;
  readonly taskId: string;
  readonly rating: number;
  /** `getFeedbackClass` after the rating. */
  readonly classWhenRated: string;
  /** `getFeedbackClass` after the validation. */
  readonly classWhenValidated: string;
  readonly validator: string;
  readonly response: number;
  /** What the response had to reach. */
  readonly threshold: number;
}

/** A validator's part in a staked validation. Amounts in ETH. */
export interface VerdictReport {
  readonly validator: string;
  readonly stake: string;
  /** 0 to 100; null when it was not revealed. */
  readonly response: number | null;
  readonly settlement: string;
  readonly payout: string;
  /** Its judged verdicts at the end of the run. */
  readonly right: number;
  readonly wrong: number;
}

/** A staked validation at its end. Amounts in ETH. */
export interface StakedReport {
  readonly requestHash: string;
  readonly agentId: number;
  readonly mode: string;
  readonly status: string;
  readonly response: number;
  /** Tag of the standard answer on the validation registry. */
  readonly tag: string;
  readonly requester: string;
  readonly deposit: string;
  readonly refund: string;
  readonly rewardPerHead: string;
  readonly toTreasury: string;
  readonly verdicts: readonly VerdictReport[];
  /** Null where no TEE answered. */
  readonly tee: { readonly keyId: string; readonly response: number; readonly payee: string } | null;
}

/** Where the ether of the staked validations is after everybody withdrew. ETH. */
export interface FundsReport {
  readonly withdrawn: string;
  readonly locked: string;
  readonly owed: string;
  readonly treasury: string;
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
    readonly policy: string;
    readonly staked: string;
    readonly teeKeys: string;
  };
  readonly governance: GovernanceReport;
  readonly agents: readonly AgentReport[];
  readonly keyChanges: readonly KeyChange[];
  /** This and what follows is null or empty without agents. */
  readonly teeKey: TeeKeyReport | null;
  readonly task: TaskReport | null;
  readonly stakedValidations: readonly StakedReport[];
  readonly funds: FundsReport | null;
  readonly warnings: readonly RefusedFile[];
  readonly refused: readonly RefusedFile[];
  readonly ignored: readonly string[];
}
