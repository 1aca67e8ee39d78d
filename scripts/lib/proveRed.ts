import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, tsArguments } from './paths.ts';
import { describeFailure, run } from './process.ts';
import type { Verdict } from './steps.ts';

/** Each holds one test that passes and one that fails. Their names keep them out of every other run. */
const PLANTS = [
  { step: 'forge', source: 'Planted.t.sol.txt' },
  { step: 'mocha', source: 'planted.test.ts.txt' },
];

const EXPECTED_LAST_LINE = '1 passed, 1 failed';

/**
 * Runs `npm test` itself on planted failures and demands a red run: exit code 1 and a last line that counts them. It goes
 * through the same code as every other run, so that a tool which swallows failures can't go unnoticed.
 */
export async function proveRed(): Promise<Verdict> {
  const problems: string[] = [];
  for (const { step, source } of PLANTS) {
    // Below the root, because the planted tests import what the real ones do.
    const folder = join(ROOT, 'cache', 'planted', step);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(ROOT, 'test/planted', source), join(folder, source.slice(0, -'.txt'.length)));
    const args = [...tsArguments('scripts/test.ts'), '--only', step, '--tests', folder];
    const outcome = await run(process.execPath, args, { timeoutMs: 10 * 60_000 });
    const lastLine = outcome.stdout.trimEnd().split('\n').at(-1) ?? '';
    if (outcome.code !== 1 || lastLine !== EXPECTED_LAST_LINE) {
      const what = `"${lastLine}" and ${describeFailure(outcome) ?? 'exit code 0'}`;
      problems.push(
        `planted failure for ${step}: expected "${EXPECTED_LAST_LINE}" and exit code 1, got ${what}`,
        outcome.output,
      );
    }
    rmSync(folder, { recursive: true, force: true });
  }
  const failed = problems.length === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, problems };
}
