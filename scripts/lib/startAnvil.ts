import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { anvilBinary } from './paths.ts';

export interface Anvil {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Ends the chain. */
  readonly stop: () => Promise<void>;
}

export interface AnvilOptions {
  readonly chainId?: number;
  /** How many funded accounts there are, all unlocked; 10 when left out. */
  readonly accounts?: number;
  /** Further options of anvil itself. */
  readonly args?: readonly string[];
}

/** Anvil's own first line about where it can be reached. */
const LISTENING = /Listening on (127\.0\.0\.1:\d+)/;

/**
 * A chain of its own process, on a free port, with the rules of Ethereum mainnet (osaka).
 *
 * @throws {Error} With what anvil printed, when it ends before it listens.
 */
export async function startAnvil({ chainId = 31337, accounts = 10, args = [] }: AnvilOptions = {}): Promise<Anvil> {
  const options = ['--hardfork', 'osaka', '--host', '127.0.0.1', '--port', '0', '--balance', '1000000'];
  const own = ['--chain-id', String(chainId), '--accounts', String(accounts)];
  const child = spawn(anvilBinary(), [...options, ...own, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(`anvil ended before it listened:\n${lines.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const address = LISTENING.exec(line)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return { url, stop };
}
