// Documents that are written from kept results have to say what those hold: PROOFS.md, PLANTED-BUGS.md and slither-triage.md.
// Runs none of the checks. MUTATION.md is held by `npm run mutate -- --check`, TEST-RESULTS.md and PROPERTIES.md by their commands.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readJson } from '../lib/paths.ts';
import { renderPlanted } from '../lib/planted/renderPlanted.ts';
import { withProofs } from '../lib/proofTable.ts';
import { readResult } from '../lib/results.ts';
import { findStaleTriage } from '../lib/slitherTriage.ts';
import type { Triage } from '../lib/slitherTriage.ts';

const AUDIT = join(ROOT, 'audit');

const problems = [
  ...stale('PROOFS.md', 'npm run prove -- --doc', withProofs),
  ...stale('PLANTED-BUGS.md', 'npm run test:planted -- --write', renderKeptBugs),
  ...findStaleTriage(readText('slither-triage.md'), readTriage(), readResult('slither')).map(
    (problem) => `audit/slither-triage.md: ${problem}: run \`npm run slither\``,
  ),
];
for (const problem of problems) console.log(problem);
console.log(`3 documents, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** @param render Gives the text as it has to be, from the one that is there. */
function stale(name: string, command: string, render: (text: string) => string): string[] {
  const text = readText(name);
  return render(text) === text ? [] : [`audit/${name} is stale: run \`${command}\``];
}

function renderKeptBugs(): string {
  const kept = readResult('planted');
  if (kept === undefined) throw new Error('audit/results/planted.json is missing');
  return renderPlanted(kept);
}

function readTriage(): Triage {
  return readJson(join(AUDIT, 'slither-triage.json')) as Triage;
}

function readText(name: string): string {
  return readFileSync(join(AUDIT, name), 'utf8');
}
