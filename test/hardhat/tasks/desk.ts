// A chain of its own with the whole suite on it, and `npx hardhat sage …` against it: Hardhat's own parser, the tasks as they
// are registered, and streams that the test reads.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonRpcProvider } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { HardhatUserConfig } from 'hardhat/types/config';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type { Task } from 'hardhat/types/tasks';
import config from '../../../hardhat.config.ts';
import { addressBookPath, toAddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { AddressBook } from '../../../scripts/deploy/addressBook.ts';
import { checkConfig } from '../../../scripts/deploy/config.ts';
import type { SuiteConfig } from '../../../scripts/deploy/config.ts';
import { deploySuite } from '../../../scripts/deploy/deploySuite.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { startAnvil } from '../../../scripts/lib/startAnvil.ts';
import { connectPart } from '../../../tasks/lib/connectPart.ts';
import type { PartContract } from '../../../tasks/lib/connectPart.ts';
import type { TaskIo } from '../../../tasks/lib/types.ts';

const parser = (await import(
  new URL('dist/src/internal/cli/parser.js', import.meta.resolve('hardhat/package.json')).href
)) as {
  parseTask: (args: string[], used: boolean[], tasks: ReadonlyMap<string, Task>) => Task | string[];
  parseTaskArguments: (args: string[], used: boolean[], task: Task) => Record<string, unknown>;
};

/** How a task ended. */
export interface Answer {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** What an interactive user answers, in this order; without them nobody can be asked. */
export type UserAnswers = readonly string[];

export interface Desk {
  readonly url: string;
  readonly hre: HardhatRuntimeEnvironment;
  readonly provider: JsonRpcProvider;
  /** The chain's accounts: the first deploys and is the default sender; 1 to 3 own the wallet (2 of 3); 4 is guardian. */
  readonly accounts: readonly HardhatEthersSigner[];
  readonly book: AddressBook;
  /** Folder of the address books. */
  readonly deployments: string;
  /** Folder of key files and pending flows. */
  readonly state: string;
  /** A folder for what the test itself writes. */
  readonly folder: string;
  /** Runs `sage <words>`; an array, so that no quoting is needed. */
  readonly run: (words: readonly string[], answers?: UserAnswers) => Promise<Answer>;
  /** Like `run`, with `--json --yes` where the task has them; fails with what was printed unless the exit code is 0. */
  readonly must: <T = Record<string, unknown>>(words: readonly string[]) => Promise<T>;
  /** A part, connected to an account. */
  readonly contract: <P extends Part>(part: P, account?: number) => PartContract<P>;
  /** Moves the chain's clock forward. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Remembers the chain's state; what is returned goes back to it, as often as wanted. */
  readonly snapshot: () => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
}

export interface DeskOptions {
  readonly chainId?: number;
  /** 12 when left out. */
  readonly accounts?: number;
  /** Passphrase of the key files; "correct horse" when left out, empty for none. */
  readonly passphrase?: string;
  readonly suite?: Partial<SuiteConfig>;
  /** Further configuration of Hardhat. */
  readonly config?: Partial<HardhatUserConfig>;
  /** Whether to deploy the suite; true when left out. */
  readonly deploy?: boolean;
}

const NETWORK = 'live';

/** A chain with the suite, and the desk over it. Close it after the tests. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const { chainId = 31337, accounts: count = 12, passphrase = 'correct horse', deploy = true } = options;
  const anvil = await startAnvil({ chainId, accounts: count });
  const folder = mkdtempSync(join(tmpdir(), 'sage-desk-'));
  const [deployments, state] = [join(folder, 'deployments'), join(folder, 'state')];
  mkdirSync(deployments);
  const live = { type: 'http', chainType: 'l1', url: anvil.url, accounts: 'remote' } as const;
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...config,
      ...options.config,
      networks: { ...config.networks, [NETWORK]: live },
      sage: { deployments, state, passphrase },
    },
    { network: NETWORK },
    ROOT,
  );
  const connection = await hre.network.create();
  const provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, polling: true, pollingInterval: 50 });
  const accounts = await connection.ethers.getSigners();
  const [deployer, first, second, third, guardian] = accounts;
  if (!deployer || !first || !second || !third || !guardian) throw new Error('the chain has too few accounts');
  const governance = {
    owners: [first, second, third].map(({ address }) => address),
    threshold: 2,
    guardian: guardian.address,
  };
  const suite: SuiteConfig = { network: 'local', governance, rateHook: true, ...options.suite };
  const book = toAddressBook(
    deploy
      ? await deploySuite(suite, deployer, (contract) => hre.artifacts.readArtifact(contract))
      : { chainId: BigInt(chainId), contracts: [] },
    {
      network: suite.network,
      chainClass: 'local',
      governance: checkConfig(suite).governance,
      commit: '0'.repeat(40),
      compiler: { version: '0.8.36', evmVersion: 'cancun', viaIR: true, runs: 200 },
      deployedAt: new Date().toISOString(),
    },
  );
  if (deploy) writeFileSync(addressBookPath(deployments, BigInt(chainId)), JSON.stringify(book));
  const wait = async (seconds: number): Promise<void> => {
    await provider.send('evm_increaseTime', [seconds]);
    await provider.send('evm_mine', []);
  };
  const run = (words: readonly string[], answers?: UserAnswers): Promise<Answer> => runTask(hre, words, wait, answers);
  return {
    url: anvil.url,
    hre,
    provider,
    accounts,
    book,
    deployments,
    state,
    folder,
    run,
    must: async <T>(words: readonly string[]) => {
      const { options: known } = findTask(hre, words).task;
      const answer = await run([...words, '--json', ...(known.has('yes') ? ['--yes'] : [])]);
      if (answer.exitCode !== 0)
        throw new Error(`sage ${words.join(' ')}: exit ${answer.exitCode}\n${answer.out}\n${answer.err}`);
      return JSON.parse(answer.out) as T;
    },
    contract: (part, account = 0) => {
      const entry = book.contracts[part];
      const runner = accounts[account];
      if (entry === undefined || runner === undefined) throw new Error(`no ${part}, or no account ${account}`);
      return connectPart(part, entry.address, runner);
    },
    wait,
    snapshot: async () => {
      let id = (await provider.send('evm_snapshot', [])) as string;
      return async () => {
        await provider.send('evm_revert', [id]);
        id = (await provider.send('evm_snapshot', [])) as string;
      };
    },
    close: async () => {
      provider.destroy();
      await connection.close();
      await anvil.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function findTask(
  hre: HardhatRuntimeEnvironment,
  words: readonly string[],
): { task: Task; args: string[]; used: boolean[] } {
  const args = ['sage', ...words];
  const used = args.map(() => false);
  const task = parser.parseTask(args, used, hre.tasks.rootTasks);
  if (Array.isArray(task) || task.isEmpty) throw new Error(`there is no task sage ${words.join(' ')}`);
  return { task, args, used };
}

/** Runs `sage <words>` in an environment of one's own; `wait` moves the clock of its chain. */
export async function runTask(
  hre: HardhatRuntimeEnvironment,
  words: readonly string[],
  wait: (seconds: number) => Promise<void>,
  answers?: UserAnswers,
): Promise<Answer> {
  const { task, args, used } = findTask(hre, words);
  const lines: { out: string[]; err: string[] } = { out: [], err: [] };
  const rest = [...(answers ?? [])];
  let exitCode = 0;
  const reply = (question: string): Promise<string> => {
    lines.err.push(question);
    const answer = rest.shift();
    return answer === undefined ? Promise.reject(new Error(`nobody answers: ${question}`)) : Promise.resolve(answer);
  };
  const io: TaskIo = {
    out: (text) => void lines.out.push(text),
    err: (text) => void lines.err.push(text),
    isInteractive: answers !== undefined,
    ask: reply,
    askSecret: reply,
    // The chain's clock stands still between blocks: a task that waits for it moves it.
    sleep: (milliseconds) => wait(Math.ceil(milliseconds / 1000)),
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  const before = hre.sage.io;
  hre.sage.io = io;
  try {
    await task.run(parser.parseTaskArguments(args, used, task));
  } finally {
    hre.sage.io = before;
  }
  return { exitCode, out: lines.out.join('\n'), err: lines.err.join('\n') };
}
