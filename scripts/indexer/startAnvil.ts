import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createHardhatRuntimeEnvironment, importUserConfig } from 'hardhat/hre';
import { ROOT } from '../lib/paths.ts';
import { HARDFORK } from '../start/chain.ts';
import type { Chain } from '../start/chain.ts';
import { freePort, startProcess, waitUntil } from './startProcess.ts';
import type { Running } from './startProcess.ts';

/** A node outside of this process, with a chain that begins in the past: the scenario takes weeks of its time. */
export interface Node {
  readonly chain: Chain;
  readonly url: string;
  readonly running: Running;
  /** Sends a request of any kind. */
  readonly send: (method: string, ...params: readonly unknown[]) => Promise<unknown>;
}

const CONFIG = join(ROOT, 'hardhat.config.ts');
const FIRST_BLOCK = '1750000000';
const START_MS = 30_000;
const PLATFORMS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Starts anvil with so many funded accounts.
 *
 * @throws {Error} When there is no anvil for this platform, or it doesn't start.
 */
export async function startAnvil(accounts: number): Promise<Node> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const flags = { port, accounts, hardfork: HARDFORK, timestamp: FIRST_BLOCK };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const running = startProcess(anvilBinary(), ['--silent', ...args], { cwd: ROOT });
  await waitUntil('anvil answers', running, START_MS, () => answers(url));
  const hre = await createHardhatRuntimeEnvironment(await importUserConfig(CONFIG), { config: CONFIG }, ROOT);
  const connection = await hre.network.create({ network: 'localhost', override: { url } });
  const { ethers, provider } = connection;
  const send = (method: string, ...params: readonly unknown[]): Promise<unknown> =>
    provider.request({ method, params: [...params] });
  // As in Hardhat's own chain each block is later than the one before it.
  await send('anvil_setBlockTimestampInterval', 1);
  const wait = async (seconds: number): Promise<void> => {
    const now = (await ethers.provider.getBlock('latest'))?.timestamp ?? 0;
    await send('evm_setNextBlockTimestamp', now + seconds);
    await send('evm_mine');
  };
  const close = async (): Promise<void> => {
    await connection.close();
    await running.stop();
  };
  const chain: Chain = { ethers, readArtifact: (contract) => hre.artifacts.readArtifact(contract), wait, close };
  return { chain, url, running, send };
}

function anvilBinary(): string {
  const folder = `anvil-${process.platform}-${PLATFORMS[process.arch] ?? process.arch}`;
  const path = join(
    ROOT,
    'node_modules',
    '@foundry-rs',
    folder,
    'bin',
    process.platform === 'win32' ? 'anvil.exe' : 'anvil',
  );
  if (!existsSync(path))
    throw new Error(`@foundry-rs/${folder} is not installed: no anvil for this platform, or run npm ci`);
  return path;
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  try {
    return (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).ok;
  } catch {
    return false; // nobody listens yet
  }
}
