// npm run properties: writes audit/PROPERTIES.md, the table of properties and attacks with the tests that carry their number.
// With --check it writes nothing and fails when the file is stale; a property without a test always fails.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.ts';
import { render } from './lib/propertyTable.ts';
import { readTests } from './lib/readTests.ts';

const TARGET = join(ROOT, 'audit', 'PROPERTIES.md');

function main(): void {
  const statements = JSON.parse(readFileSync(join(ROOT, 'audit', 'properties.json'), 'utf8')) as Record<string, string>;
  const { markdown, missing } = render(statements, readTests());
  if (missing.length > 0) {
    console.error(
      `properties without a test: ${missing.join(', ')}; name a test after each (for example testFuzz_P18_…)`,
    );
    process.exitCode = 1;
  }
  if (!process.argv.includes('--check')) {
    writeFileSync(TARGET, markdown);
  } else if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== markdown) {
    console.error('audit/PROPERTIES.md is stale: run `npm run properties`');
    process.exitCode = 1;
  }
}

main();
