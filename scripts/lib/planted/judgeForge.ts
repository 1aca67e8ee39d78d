import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlantedBug } from '../../../test/planted/types.ts';
import { prepareEngine } from '../mutants/engine.ts';
import type { ForgeRun, MutantEngine } from '../mutants/engine.ts';
import { ROOT } from '../paths.ts';
import { plant } from './catalogue.ts';
import { MOST_SECONDS, notMeant } from './judgement.ts';
import type { Judgement } from './judgement.ts';

/** Depths of `npm test`; a bug has to be found within them. */
const DEPTH = { fuzzRuns: 1000, invariantRuns: 50, invariantDepth: 200 } as const;

/**
 * Plants the bugs of one folder of forge tests, one after the other, in a copy of forge's build.
 *
 * @param folder Below test/foundry.
 * @param bugs Whose tests lie there.
 * @param tell Called with each judgement as it comes.
 */
export async function judgeForge(
  folder: string,
  bugs: readonly PlantedBug[],
  tell: (judgement: Judgement) => void,
): Promise<void> {
  const engine = prepareEngine(`planted-${folder.replaceAll('/', '-')}`, [folder]);
  try {
    const fault = await findCleanFault(engine, bugs);
    for (const bug of bugs) {
      if (fault === undefined) tell(await judge(engine, bug));
      else tell({ bug, found: false, seconds: 0, compileSeconds: 0, detail: fault });
    }
  } finally {
    engine.remove();
  }
}

/** All tests at once, without a bug; or what is wrong with them. */
async function findCleanFault(engine: MutantEngine, bugs: readonly PlantedBug[]): Promise<string | undefined> {
  const tests = [...new Set(bugs.map(({ test }) => test.name))];
  const { killed, by, reason, passed } = await runTests(engine, { tests, failFast: false, timeoutMs: 30 * 60_000 });
  if (killed) return `without any bug ${by ?? 'a test'} fails: ${reason ?? ''}`;
  return passed < tests.length ? `of ${tests.length} tests only ${passed} ran without a bug` : undefined;
}

async function judge(engine: MutantEngine, bug: PlantedBug): Promise<Judgement> {
  const source = plant(bug, readFileSync(join(ROOT, bug.file), 'utf8'));
  const begin = Date.now();
  let applied = engine.applyMutant({ file: bug.file, source }, 'contracts');
  if (applied === 'not embedded') applied = engine.applyMutant({ file: bug.file, source }, 'tests');
  const compileSeconds = (Date.now() - begin) / 1000;
  const missed = (detail: string, seconds = 0): Judgement => ({ bug, found: false, seconds, compileSeconds, detail });
  if (typeof applied === 'object') return missed(`the bug does not compile: ${applied.doesNotCompile}`);
  if (applied !== 'patched') return missed(`the bug changes no contract of the test: ${applied}`);
  const { killed, by = '', reason = '', seconds } = await runTests(engine, {
    tests: [bug.test.name],
    timeoutMs: MOST_SECONDS * 1000,
  });
  if (!killed) return missed('the test passes', seconds);
  if (by === 'timeout') return missed(`no answer within ${MOST_SECONDS} s`, seconds);
  if (!by.endsWith(`.${bug.test.name}`)) return missed(notMeant(by), seconds);
  return { bug, found: true, seconds, compileSeconds, detail: `${by}: ${reason}` };
}

/** What failed before is tried again first; another bug's counterexample would tell nothing about this one. */
async function runTests(engine: MutantEngine, options: ForgeRun): ReturnType<MutantEngine['runForge']> {
  for (const name of ['fuzz', 'invariant']) rmSync(join(engine.root, 'cache', name), { recursive: true, force: true });
  return engine.runForge({ ...DEPTH, ...options });
}
