import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bugs as client } from '../../../test/planted/bugs/client.ts';
import { bugs as http } from '../../../test/planted/bugs/http.ts';
import { bugs as identity } from '../../../test/planted/bugs/identity.ts';
import { bugs as multisig } from '../../../test/planted/bugs/multisig.ts';
import { bugs as reputation } from '../../../test/planted/bugs/reputation.ts';
import { bugs as sage } from '../../../test/planted/bugs/sage.ts';
import { bugs as session } from '../../../test/planted/bugs/session.ts';
import { bugs as staked } from '../../../test/planted/bugs/staked.ts';
import { bugs as teekeys } from '../../../test/planted/bugs/teekeys.ts';
import { bugs as timelock } from '../../../test/planted/bugs/timelock.ts';
import { bugs as validation } from '../../../test/planted/bugs/validation.ts';
import type { PlantedBug, PlantedTest } from '../../../test/planted/types.ts';
import { ROOT, readJson } from '../paths.ts';
import { namedTests, numbersIn } from '../propertyTable.ts';

/** All planted bugs, contract by contract. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...sage,
  ...identity,
  ...reputation,
  ...validation,
  ...staked,
  ...teekeys,
  ...multisig,
  ...timelock,
  ...http,
  ...session,
  ...client,
];

/**
 * The source with the bug in it.
 *
 * @throws Error when the text that it replaces isn't there exactly once.
 */
export function plant({ id, find, replace, file }: PlantedBug, source: string): string {
  const parts = source.split(find);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined) {
    throw new Error(
      `${id}: its text stands ${parts.length - 1} times in ${file}; change the bug as the source was changed`,
    );
  }
  if (find === replace) throw new Error(`${id} changes nothing`);
  return before + replace + after;
}

/** Whether the name of a test, as the table of properties has it, is the one that is meant. */
export function isMeant({ runner, name }: PlantedTest, candidate: string): boolean {
  return runner === 'forge' ? candidate === name : new RegExp(name).test(candidate);
}

/** What is wrong with the catalogue as it stands to today's sources; nothing is run. */
export function findCatalogueFaults(bugs: readonly PlantedBug[] = PLANTED_BUGS): string[] {
  const statements = readJson(join(ROOT, 'audit/properties.json')) as Record<string, string>;
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const bug of bugs) {
    if (seen.has(bug.id)) faults.push(`${bug.id} is there twice`);
    seen.add(bug.id);
    faults.push(...findFaults(bug, statements));
  }
  const covered = new Set(bugs.flatMap(({ numbers }) => numbers));
  for (const number of Object.keys(statements)) if (!covered.has(number)) faults.push(`${number} has no planted bug`);
  return faults;
}

function findFaults(bug: PlantedBug, statements: Readonly<Record<string, string>>): string[] {
  const { id, numbers, file, test } = bug;
  const faults: string[] = [];
  if (!id.startsWith(`${numbers[0] ?? 'no number'}-`)) faults.push(`${id} does not begin with its first number`);
  for (const number of numbers) if (!(number in statements)) faults.push(`${id}: there is no ${number}`);
  for (const path of [file, test.path]) if (!existsSync(join(ROOT, path))) faults.push(`${id}: there is no ${path}`);
  if (faults.length > 0) return faults;
  try {
    plant(bug, readFileSync(join(ROOT, file), 'utf8'));
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  const names = namedTests(test.path, readFileSync(join(ROOT, test.path), 'utf8'))
    .map(({ name }) => name)
    .filter((name) => isMeant(test, name));
  if (names.length === 0) faults.push(`${id}: ${test.path} has no test ${test.name}`);
  for (const number of numbers) {
    if (!names.every((name) => numbersIn(name).includes(number)))
      faults.push(`${id}: its test does not carry ${number}`);
  }
  return faults;
}
