import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlantedBug } from '../../../test/planted/types.ts';
import { prepareEngine } from '../mutants/engine.ts';
import type { ForgeRun, MutantEngine } from '../mutants/engine.ts';
import { ROOT } from '../paths.ts';
import { plant } from './catalogue.ts';
import { MOST_SECONDS, notMeant } from './judgement.ts';
import type { Judgement } from './judgement.ts';

/** A part of the depth of `npm test`: a bug has to be found within it. */
const DEPTH = { fuzzRuns: 256, invariantRuns: 10, invariantDepth: 100 } as const;

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
    const { fault, slow } = await judgeClean(engine, bugs);
    for (const bug of bugs) {
      if (fault === undefined) tell(await judge(engine, bug, slow.has(bug.test.name)));
      else tell({ bug, found: false, seconds: 0, compileSeconds: 0, detail: fault });
    }
  } finally {
    engine.remove();
  }
}

interface Clean {
  /** What is wrong with the tests without any bug. */
  readonly fault: string | undefined;
  /** Tests that need the code as the optimizer makes it, because they look at gas: their bugs compile four times as long. */
  readonly slow: ReadonlySet<string>;
}

/** All tests at once without a bug, over the contracts as they are built, and over those that the optimizer has left alone. */
async function judgeClean(engine: MutantEngine, bugs: readonly PlantedBug[]): Promise<Clean> {
  const tests = [...new Set(bugs.map(({ test }) => test.name))];
  const options: ForgeRun = { tests, failFast: false, timeoutMs: 30 * 60_000 };
  const { killed, by, reason, passed } = await runTests(engine, options);
  if (killed) return { fault: `without any bug ${by ?? 'a test'} fails: ${reason ?? ''}`, slow: new Set() };
  if (passed < tests.length) return { fault: `of ${tests.length} tests only ${passed} ran`, slow: new Set() };
  engine.applyUnoptimized([...new Set(bugs.map(({ file }) => file))]);
  const { failed } = await runTests(engine, options);
  const names = failed.map((name) => name.split('.')[1] ?? '');
  const all = names.some((name) => !tests.includes(name));
  return { fault: undefined, slow: new Set(all ? tests : names) };
}

async function judge(engine: MutantEngine, bug: PlantedBug, isSlow: boolean): Promise<Judgement> {
  const source = plant(bug, readFileSync(join(ROOT, bug.file), 'utf8'));
  const begin = Date.now();
  const applied = engine.applyMutant({ file: bug.file, source }, !isSlow);
  const compileSeconds = (Date.now() - begin) / 1000;
  const missed = (detail: string, seconds = 0): Judgement => ({ bug, found: false, seconds, compileSeconds, detail });
  if (typeof applied === 'object') return missed(`the bug does not compile: ${applied.doesNotCompile}`);
  if (applied !== 'patched') return missed(`the bug changes no contract of the test: ${applied}`);
  const {
    killed,
    by = '',
    reason = '',
    seconds,
  } = await runTests(engine, {
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
