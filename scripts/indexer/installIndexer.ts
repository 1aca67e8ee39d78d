import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.ts';
import { describeFailure, run } from '../lib/process.ts';
import type { Outcome } from '../lib/process.ts';
import type { Step } from '../start/progress.ts';

export const INDEXER = join(ROOT, 'examples', 'indexer');
const NPM_CI = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs the example's packages by its lock file, and checks its types.
 *
 * @param install False to take what is installed already.
 * @throws {Error} When npm or the compiler fails, with what it printed.
 */
export async function installIndexer(step: Step, install: boolean): Promise<void> {
  if (install) {
    await step('npm ci in examples/indexer', async () =>
      expectSuccess('npm ci', await run('npm', NPM_CI, { cwd: INDEXER, timeoutMs: 600_000 })),
    );
  }
  const compiler = join(INDEXER, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) throw new Error('examples/indexer/node_modules is missing: leave out --no-install');
  await step('checking the types of examples/indexer', async () =>
    expectSuccess('tsc', await run(process.execPath, [compiler, '--noEmit', '-p', INDEXER], { cwd: INDEXER })),
  );
}

function expectSuccess(name: string, outcome: Outcome): void {
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`${name}: ${failure}\n${outcome.output}`);
}
