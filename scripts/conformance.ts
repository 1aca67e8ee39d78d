// npm run conformance: judges test vectors, TEE evidence, registration files and agent cards with the sdk.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cards, registration } from '../sdk/typescript/conformance/files.ts';
import type { FileResult } from '../sdk/typescript/conformance/files.ts';
import { rfc9180 } from '../sdk/typescript/conformance/rfc9180.ts';
import { rfc9421 } from '../sdk/typescript/conformance/rfc9421.ts';
import { tee } from '../sdk/typescript/conformance/tee.ts';
import { FormatError, parseVectors } from '../sdk/typescript/conformance/types.ts';
import type { CaseResult } from '../sdk/typescript/conformance/types.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run conformance -- SUITE PATH [--json]
  rfc9421 FILE            HTTP message signatures: vectors like sdk/vectors/rfc9421.json
  rfc9180 FILE            HPKE: vectors like sdk/vectors/rfc9180.json
  tee DIR                 TEE evidence, with expected.json; docs/conformance.md has the format
  registration DIR|FILE   ERC-8004 registration files (*.json): a line each, with verdict and codes
  cards DIR|FILE          A2A agent cards (*.json): a line each, with verdict and codes
Options:
  --json                  {suite, passed, failed, cases} instead of lines
Exit code 0 when every case passed, 1 when one failed (a file that is not valid counts as failed), 2 for a wrong call.`;

type Suite = (path: string) => Promise<readonly CaseResult[]> | readonly CaseResult[];

const vectorsOf = (path: string): Readonly<Record<string, unknown>> => parseVectors(readFileSync(path, 'utf8'), path);

const SUITES: Readonly<Record<string, { readonly takes: 'a file' | 'a folder' | 'either'; readonly run: Suite }>> = {
  rfc9421: { takes: 'a file', run: (path) => rfc9421(vectorsOf(path)) },
  rfc9180: { takes: 'a file', run: (path) => rfc9180(vectorsOf(path)) },
  tee: { takes: 'a folder', run: tee },
  registration: { takes: 'either', run: registration },
  cards: { takes: 'either', run: cards },
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [name = '', path = '', ...more] = positionals;
  if (positionals.length === 0) throw new UsageError('no suite given');
  if (!Object.hasOwn(SUITES, name)) {
    throw new UsageError(`unknown suite "${name}"; there are ${Object.keys(SUITES).join(', ')}`);
  }
  if (more.length > 0) throw new UsageError(`one path is judged at a time; too many: ${more.join(' ')}`);
  const cases = await runSuite(name, path);
  const passed = cases.filter((one) => one.passed).length;
  const failed = cases.length - passed;
  if (values.json) {
    console.log(JSON.stringify({ suite: name, passed, failed, cases }, undefined, 2));
  } else {
    for (const one of cases) for (const line of describe(one)) console.log(line);
    console.log(`${passed} passed, ${failed} failed`);
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runSuite(name: string, path: string): Promise<readonly CaseResult[]> {
  const suite = SUITES[name];
  if (suite === undefined) throw new UsageError(`unknown suite "${name}"`);
  if (path === '') throw new UsageError(`${name}: no path given; it takes ${suite.takes}`);
  const full = resolve(path);
  if (!existsSync(full)) throw new UsageError(`${path} does not exist`);
  const isFolder = statSync(full).isDirectory();
  if (suite.takes !== 'either' && isFolder !== (suite.takes === 'a folder')) {
    throw new UsageError(`${name} takes ${suite.takes}; ${path} is ${isFolder ? 'a folder' : 'a file'}`);
  }
  try {
    const cases = await suite.run(full);
    if (cases.length === 0) throw new FormatError(`${path} holds nothing to judge`);
    return cases;
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}

/** A file always gets its line; of other cases those that differ, and those with a note. */
function describe(one: CaseResult): string[] {
  if ('verdict' in one) {
    const { id, verdict, version, issues } = one as FileResult;
    return [[verdict.padEnd(7), id, version ?? '', issues.join(', ')].filter(Boolean).join('  ')];
  }
  const note = one.note === undefined ? [] : [`note  ${one.id}: ${one.note}`];
  return one.passed ? note : [`FAIL  ${one.id}: wanted ${one.wanted ?? ''}, got ${one.got}`, ...note];
}

await runCommand(main);
