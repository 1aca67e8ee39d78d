// Writes the table of reason codes in docs/tee-evidence.md. With --check it writes nothing and fails when it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.ts';
import { withTeeReasons } from './lib/teeReasons.ts';

const TARGET = join(ROOT, 'docs', 'tee-evidence.md');

const before = readFileSync(TARGET, 'utf8');
const after = withTeeReasons(before);
if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, after);
} else if (before !== after) {
  console.error('docs/tee-evidence.md is stale: run `npx tsx scripts/tee-reasons.ts`');
  process.exitCode = 1;
}
