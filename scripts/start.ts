// The main job, `npm start`: a local chain with the three registries and the agents of a folder. See `--help`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHardhatRuntimeEnvironment, importUserConfig } from 'hardhat/hre';
import { connectChain } from './start/chain.ts';
import type { Chain } from './start/chain.ts';
import { StartError } from './start/errors.ts';
import { runStart } from './start/run.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CONFIG = join(ROOT, 'hardhat.config.ts');
const HARDHAT = join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');

/**
 * Builds the contracts; quick when nothing changed. A process of its own, because the compiler's messages would land on
 * our stdout; they are shown when the build fails. The bindings are files of the repository and not ours to rewrite.
 */
function build(): Promise<void> {
  const args = [HARDHAT, '--config', CONFIG, '--no-typechain', 'build', '--quiet', '--no-tests'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new StartError(`the contracts do not build:\n${Buffer.concat(output).toString('utf8').trim()}`));
    });
  });
}

async function connect(accounts: number): Promise<Chain> {
  await build();
  const hre = await createHardhatRuntimeEnvironment(await importUserConfig(CONFIG), { config: CONFIG }, ROOT);
  return connectChain(hre, accounts);
}

/** npm runs a script in the package's folder; relative paths are meant from where the user typed the command. */
function callerFolder(): string {
  const byNpm = process.env['npm_lifecycle_event'] === 'start' && process.cwd() === ROOT;
  return (byNpm ? process.env['INIT_CWD'] : undefined) ?? process.cwd();
}

try {
  process.exitCode = await runStart(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    folder: callerFolder(),
    root: ROOT,
    width: process.stdout.columns,
    connect,
  });
} catch (error) {
  process.stderr.write(`start failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
