import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type { ResolvedConfigurationVariable, SensitiveString } from 'hardhat/types/config';
import type { GovernanceVariables } from '../../scripts/deploy/readGovernance.ts';

/** Everything through which a task meets its user, so that tests can stand in for both. */
export interface TaskIo {
  /** A line of the answer, to stdout. */
  readonly out: (text: string) => void;
  /** A line about the answer (progress, questions, errors), to stderr. */
  readonly err: (text: string) => void;
  /** Whether somebody is there to be asked. */
  readonly isInteractive: boolean;
  readonly ask: (question: string) => Promise<string>;
  /** Like `ask`, without showing what is typed. */
  readonly askSecret: (question: string) => Promise<string>;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly setExitCode: (code: number) => void;
}

/** What the plugin adds to the runtime environment. */
export interface SageEnvironment {
  io: TaskIo;
}

/** The `sage` part of `hardhat.config.ts`. */
export interface SageUserConfig {
  /** Folder of the address books, from the project's root; the environment variable `SAGE_DEPLOYMENTS`, else `deployments`. */
  readonly deployments?: string;
  /** Folder of encrypted key files and of flows that wait for their second half; `SAGE_STATE`, else `.sage`. */
  readonly state?: string;
  /** Opens the key files; the configuration variable `SAGE_PASSPHRASE` by default. */
  readonly passphrase?: SensitiveString;
}

export interface SageConfig {
  /** Absolute path. */
  readonly deployments: string;
  /** Absolute path. */
  readonly state: string;
  readonly passphrase: ResolvedConfigurationVariable;
  /** By the names of `scripts/deploy/networks`. */
  readonly governance: Readonly<Record<string, GovernanceVariables>>;
}

/** What a task has to say. */
export interface TaskResult {
  /** Printed as JSON with `--json`; integers of any size may be bigint and become decimal strings. */
  readonly data: unknown;
  /** Lines printed without `--json`. */
  readonly text: readonly string[];
  /** 0 when left out. */
  readonly exitCode?: ExitCode;
}

/** How a task ends, for programs: see docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** The answer is no, or the chain refused. */
  refused: 1,
  /** An argument or a file is wrong; nothing was sent. */
  usage: 2,
  /** It can't be told: the chain or a file can't be reached, or a verdict is unknown. */
  unknown: 3,
  /** The user didn't confirm; nothing was sent. */
  declined: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Options that every task has. */
export interface CommonArguments {
  readonly json: boolean;
}

/** Options of tasks that read a suite. */
export interface ReadArguments extends CommonArguments {
  /** Folder of the address books; empty for the configured one. */
  readonly deployments: string;
}

/** Options of tasks that send transactions. */
export interface WriteArguments extends ReadArguments {
  /** Address of the account that sends; empty for the network's first. */
  readonly from: string;
  /** Don't ask before sending. */
  readonly yes: boolean;
  /** Tell what would be sent and what it costs; send nothing. */
  readonly dryRun: boolean;
}

/** A task's plain function: its input and output come with the context. */
export type TaskFunction<Arguments extends CommonArguments, Context> = (
  context: Context,
  args: Arguments,
) => Promise<TaskResult>;

/** What Hardhat calls. */
export type TaskAction<Arguments> = (args: Arguments, hre: HardhatRuntimeEnvironment) => Promise<void>;
