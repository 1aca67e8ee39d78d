import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HDNodeWallet, JsonRpcProvider } from 'ethers';
import { ROOT } from '../lib/paths.ts';
import { startAnvil } from '../lib/startAnvil.ts';
import { typeCommand } from './typeCommand.ts';
import type { Step } from './types.ts';

export const SEPOLIA = 11155111;

/** The mnemonic that anvil's funded accounts come from; published with anvil. */
const MNEMONIC = 'test test test test test test test test test test test junk';

/** Everybody of the rehearsal, by the index of their account. */
export const PEOPLE = [
  'deployer',
  'governor-1',
  'governor-2',
  'governor-3',
  'guardian',
  'operator',
  'client',
  'relayer',
  'judge-1',
  'judge-2',
  'judge-3',
] as const;

export type Person = (typeof PEOPLE)[number];

export interface Stage {
  readonly steps: Step[];
  readonly provider: JsonRpcProvider;
  /** Where commands run and files lie. */
  readonly folder: string;
  readonly addressOf: (person: Person) => string;
  /** The scene of the steps that follow. */
  readonly begin: (scene: string) => void;
  /**
   * Runs `npx hardhat sage <words> --network sepolia` as somebody.
   *
   * @returns What it printed to stdout.
   * @throws {Error} When it ends otherwise than with the expected exit code.
   */
  readonly sage: (who: Person, words: readonly string[], options?: SageOptions) => Promise<string>;
  /** Moves the chain's clock forward. */
  readonly wait: (seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface SageOptions {
  /** 0 when left out. */
  readonly exitCode?: number;
  /** Kills the command (SIGKILL) at the first line that matches. */
  readonly killAt?: RegExp;
}

/** A chain with Sepolia's id whose blocks come every second, and people with a key each. */
export async function openStage(say: (line: string) => void): Promise<Stage> {
  const anvil = await startAnvil({ chainId: SEPOLIA, accounts: PEOPLE.length, args: ['--block-time', '1'] });
  const folder = mkdtempSync(join(tmpdir(), 'sage-rehearsal-'));
  const provider = new JsonRpcProvider(anvil.url, SEPOLIA, { staticNetwork: true, cacheTimeout: -1 });
  const wallets = PEOPLE.map((_, index) => HDNodeWallet.fromPhrase(MNEMONIC, undefined, `m/44'/60'/0'/0/${index}`));
  const walletOf = (person: Person): HDNodeWallet => {
    const wallet = wallets[PEOPLE.indexOf(person)];
    if (wallet === undefined) throw new Error(`${person} has no account`);
    return wallet;
  };
  const steps: Step[] = [];
  let scene = '';
  const wait = async (seconds: number): Promise<void> => {
    await provider.send('evm_increaseTime', [seconds]);
    await provider.send('evm_mine', []);
  };
  // A transcript doesn't tell where it was made.
  const withoutPlace = (text: string): string => text.replaceAll(`${folder}/`, '').replaceAll(`${ROOT}/`, '');
  const governors = PEOPLE.filter((person) => person.startsWith('governor')).map((person) => walletOf(person).address);
  const environment = (who: Person): Record<string, string> => {
    const state = join(folder, who);
    mkdirSync(state, { recursive: true });
    return {
      SEPOLIA_RPC_URL: anvil.url,
      SEPOLIA_PRIVATE_KEY: walletOf(who).privateKey,
      SEPOLIA_OWNERS: governors.join(','),
      SEPOLIA_THRESHOLD: '2',
      SEPOLIA_GUARDIAN: walletOf('guardian').address,
      SAGE_DEPLOYMENTS: join(folder, 'deployments'),
      SAGE_STATE: state,
      SAGE_PASSPHRASE: `passphrase of ${who}`,
    };
  };
  return {
    steps,
    provider,
    folder,
    addressOf: (person) => walletOf(person).address,
    begin: (name) => {
      scene = name;
      say(`\n== ${name}`);
    },
    sage: async (who, words, { exitCode: expected = 0, killAt } = {}) => {
      const command = withoutPlace(['sage', ...words].map(quote).join(' '));
      say(`${who}$ npx hardhat ${command}`);
      const begin = performance.now();
      const outcome = await typeCommand(['sage', ...words, '--network', 'sepolia'], environment(who), wait, killAt);
      const seconds = (performance.now() - begin) / 1000;
      const output = withoutPlace(outcome.output).trimEnd();
      say(output);
      steps.push({ scene, who, command, exitCode: outcome.code, seconds, output });
      const meant = killAt === undefined ? outcome.code === expected : outcome.code === null;
      if (!meant)
        throw new Error(
          `${command}: exit code ${String(outcome.code)}, expected ${killAt ? 'to be killed' : expected}`,
        );
      return outcome.stdout;
    },
    wait,
    close: async () => {
      provider.destroy();
      await anvil.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function quote(word: string): string {
  return /^[\w./:,@=-]+$/.test(word) ? word : `'${word}'`;
}
