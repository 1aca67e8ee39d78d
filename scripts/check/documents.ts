// Documents name files, headings, tests, functions and commands: all of them have to exist.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import hre from 'hardhat';
import { FACTORIES } from '../../tasks/lib/connectPart.ts';
import { flattenCommands } from '../../tasks/lib/describeCommands.ts';
import { checkDocument } from '../lib/checkDocument.ts';
import type { DocumentFacts } from '../lib/checkDocument.ts';
import { ROOT, readJson } from '../lib/paths.ts';
import { readCliFacts } from '../lib/readCliFacts.ts';
import { readTests } from '../lib/readTests.ts';

const documents = [
  ...markdownIn('.'),
  ...['audit', 'docs', 'deployments', 'examples/indexer', 'monitoring', 'sdk/typescript'].flatMap((folder) =>
    markdownIn(folder).map((name) => `${folder}/${name}`),
  ),
];

const { scripts } = readJson(join(ROOT, 'package.json')) as { scripts: Record<string, string> };
const facts: DocumentFacts = {
  tests: readTests(),
  commands: flattenCommands(readCliFacts(hre).root),
  scripts: new Set(Object.keys(scripts)),
  sources: readSources(),
  functions: readFunctions(),
  exists: (path) => existsSync(join(ROOT, path)),
  readText,
};
const problems = documents.flatMap((file) => checkDocument(file, readText(file), facts));
for (const problem of problems) console.log(problem);
console.log(`${documents.length} documents, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function readFunctions(): Map<string, Set<string>> {
  return new Map(
    Object.entries(FACTORIES).map(([part, { abi }]) => [
      part,
      new Set(abi.flatMap((item) => (item.type === 'function' ? [item.name] : []))),
    ]),
  );
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .sort();
}

function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function readSources(): Map<string, string> {
  const files = readdirSync(join(ROOT, 'contracts'), { recursive: true, encoding: 'utf8' });
  const named = files
    .filter((name) => name.endsWith('.sol'))
    .map((name) => [basename(name, '.sol'), readFileSync(join(ROOT, 'contracts', name), 'utf8')] as const);
  return new Map(named);
}
