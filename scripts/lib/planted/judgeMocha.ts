import type { PlantedBug } from '../../../test/planted/types.ts';
import { MochaTree } from './MochaTree.ts';
import type { MochaOutcome } from './MochaTree.ts';
import { MOST_SECONDS, notMeant } from './judgement.ts';
import type { Judgement } from './judgement.ts';

/** Plants bugs that Mocha's tests have to find, one after the other, in a copy of the project. */
export async function judgeMocha(bugs: readonly PlantedBug[], tell: (judgement: Judgement) => void): Promise<void> {
  const tree = new MochaTree();
  try {
    const clean = new Map<string, string | undefined>();
    for (const bug of bugs) {
      const key = `${bug.test.path}\0${bug.test.name}`;
      if (!clean.has(key)) clean.set(key, findCleanFault(await tree.run(bug.test, 5 * 60_000)));
      const fault = clean.get(key);
      if (fault === undefined) tell(await judge(tree, bug));
      else tell({ bug, found: false, seconds: 0, compileSeconds: 0, detail: fault });
      tree.restore();
    }
  } finally {
    tree.remove();
  }
}

function findCleanFault({ passed, failures, output }: MochaOutcome): string | undefined {
  const [failure] = failures;
  if (failure !== undefined) return `without the bug "${failure.title}" fails: ${failure.message}`;
  return passed === 0 ? `without the bug no test ran: ${output.slice(-1000)}` : undefined;
}

async function judge(tree: MochaTree, bug: PlantedBug): Promise<Judgement> {
  const begin = Date.now();
  await tree.plant(bug);
  const compileSeconds = bug.file.endsWith('.sol') ? (Date.now() - begin) / 1000 : 0;
  const outcome = await tree.run(bug.test, MOST_SECONDS * 1000);
  const { failures, seconds } = outcome;
  const missed = (detail: string): Judgement => ({ bug, found: false, seconds, compileSeconds, detail });
  if (outcome.timedOut) return missed(`no answer within ${MOST_SECONDS} s`);
  const found = failures.find(({ title }) => !/"(?:before|after)(?: all| each)" hook/.test(title));
  if (found !== undefined)
    return { bug, found: true, seconds, compileSeconds, detail: `${found.title}: ${found.message}` };
  if (failures[0] !== undefined) return missed(notMeant(failures[0].title));
  return missed(outcome.passed > 0 ? 'the test passes' : `no test ran: ${outcome.output.slice(-1000)}`);
}
