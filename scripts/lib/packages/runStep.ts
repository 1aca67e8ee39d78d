import { writeFileSync } from 'node:fs';
import { ROOT } from '../paths.ts';
import { describeFailure, run } from '../process.ts';

/**
 * Runs one step of a build: a program of a package, under this Node.
 *
 * @param cwd Where it runs; the root of the repository by default.
 * @throws Error with what it printed, when it fails.
 */
export async function runStep(name: string, args: readonly string[], cwd = ROOT): Promise<void> {
  const outcome = await run(process.execPath, args, { cwd, timeoutMs: 600_000 });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`${name}: ${failure}\n${outcome.output}`);
}

/** Writes a JSON file as npm writes its own. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
