import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlantedBug } from '../../../test/planted/types.ts';
import { ROOT, readJson } from '../paths.ts';
import { hashContracts } from '../results.ts';
import type { Judgement } from './judgement.ts';

const PATH = join(ROOT, 'cache/planted/judgements.json');

type Kept = Omit<Judgement, 'bug'> & { readonly key: string };

/** What was found so far, so that a run that was stopped goes on where it was. Bugs that weren't found are tried again. */
export class KeptJudgements {
  readonly #contracts = hashContracts();
  readonly #kept: Map<string, Kept>;

  constructor(afresh: boolean) {
    if (afresh) rmSync(PATH, { force: true });
    this.#kept = new Map(existsSync(PATH) ? Object.entries(readJson(PATH) as Record<string, Kept>) : []);
  }

  /** The judgement on a bug, if bug, test and sources are those of then. */
  find(bug: PlantedBug): Judgement | undefined {
    const kept = this.#kept.get(bug.id);
    if (kept?.key !== this.#keyOf(bug)) return undefined;
    const { key: _key, ...rest } = kept;
    return { ...rest, bug };
  }

  keep({ bug, ...rest }: Judgement): void {
    if (rest.found) this.#kept.set(bug.id, { ...rest, key: this.#keyOf(bug) });
    else this.#kept.delete(bug.id);
    mkdirSync(dirname(PATH), { recursive: true });
    writeFileSync(PATH, JSON.stringify(Object.fromEntries(this.#kept), undefined, 2));
  }

  #keyOf(bug: PlantedBug): string {
    const hash = createHash('sha256').update(JSON.stringify(bug)).update(this.#contracts);
    for (const path of [bug.file, bug.test.path]) hash.update(readFileSync(join(ROOT, path)));
    return hash.digest('hex');
  }
}
