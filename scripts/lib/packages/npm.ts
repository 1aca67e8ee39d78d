import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../paths.ts';
import { describeFailure, run } from '../process.ts';
import type { Outcome } from '../process.ts';

/** Runs npm in a folder, without its chatter. */
export function npm(args: readonly string[], cwd: string): Promise<Outcome> {
  return run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, timeoutMs: 300_000 });
}

/** Installs packages, from the cache where it has them. */
export function install(folder: string, packages: readonly string[]): Promise<Outcome> {
  return npm(['install', '--ignore-scripts', '--prefer-offline', ...packages], folder);
}

/**
 * Packs a package that was built.
 *
 * @param dist The folder with its package.json.
 * @param out Where the tarball goes.
 * @returns The path of the tarball.
 * @throws Error when npm fails.
 */
export async function pack(dist: string, out: string): Promise<string> {
  mkdirSync(out, { recursive: true });
  const outcome = await npm(['pack', '--json', '--pack-destination', out], dist);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`npm pack: ${failure}\n${outcome.output}`);
  const { name, version } = readJson(join(dist, 'package.json')) as { name: string; version: string };
  const file = `${name.slice(1).replace('/', '-')}-${version}.tgz`;
  if (!readdirSync(out).includes(file)) throw new Error(`npm pack wrote no ${file}:\n${outcome.output}`);
  return join(out, file);
}

/**
 * The files that a tarball would hold; needs no network.
 *
 * @throws Error when npm fails.
 */
export async function listPacked(dist: string): Promise<string[]> {
  const outcome = await npm(['pack', '--dry-run', '--json'], dist);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`npm pack: ${failure}\n${outcome.output}`);
  const [packed] = JSON.parse(outcome.stdout) as [{ files: readonly { path: string }[] }];
  return packed.files.map(({ path }) => path);
}
