// Our own Solidity sources: no compiler warning in contracts or tests, no public function, event or error of a contract
// without documentation (its own or inherited), and no test that ends before its last statement.
// This asks solc for its analysis only (no code), so it takes seconds. The build tools can't say it: solc stops at 256
// warnings, the libraries alone reach that, and ours would be the ones that get lost.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyseSources } from '../lib/analyseSources.ts';
import { findUnfinishedTests } from '../lib/expectedCreations.ts';
import { findUndocumented } from '../lib/natspec.ts';
import type { ContractDocs } from '../lib/natspec.ts';
import { ROOT } from '../lib/paths.ts';

interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  formattedMessage?: string;
  message: string;
  sourceLocation?: { file: string };
}

interface SolcOutput {
  errors?: Diagnostic[];
  contracts?: Record<string, Record<string, ContractDocs>>;
}

const contracts = solidityFiles('contracts');
const own = [...contracts, ...solidityFiles('test/foundry'), ...solidityFiles('test/edr')];
// The one deprecation that fills the 256 places. The analysis is the same without this comment.
const withoutDeprecation = (path: string, text: string): string =>
  isForeign(path) ? text.replaceAll('@solidity memory-safe-assembly', '') : text;
const output = (await analyseSources(own, { '*': ['abi', 'userdoc', 'devdoc'] }, withoutDeprecation)) as SolcOutput;

const warnings = (output.errors ?? []).filter(isOurs);
for (const { formattedMessage, message } of warnings) console.log((formattedMessage ?? message).trimEnd(), '\n');
const all = Object.entries(output.contracts ?? {}).map(([file, byName]) => ({ file, byName }));
// What a library declares without documentation reaches our contracts by inheritance and is not ours to mend.
const foreign = new Set(
  all.filter(({ file }) => isForeign(file)).flatMap(({ byName }) => Object.values(byName).flatMap(findUndocumented)),
);
const undocumented = all
  .filter(({ file }) => contracts.includes(file))
  .flatMap(({ file, byName }) =>
    Object.entries(byName).flatMap(([name, docs]) =>
      findUndocumented(docs)
        .filter((item) => !foreign.has(item))
        .map((item) => `${file}: ${name}.${item} has no NatSpec`),
    ),
  );
const unfinished = own.flatMap((file) =>
  findUnfinishedTests(readFileSync(join(ROOT, file), 'utf8')).map(
    (line) =>
      `${file}:${line}: the test ends here; call a function of the test contract that does this (this.deploy(…))`,
  ),
);
for (const line of [...undocumented, ...unfinished]) console.log(line);
const counts = `${warnings.length} compiler warnings, ${undocumented.length} gaps in the documentation`;
console.log(`${own.length} Solidity files: ${counts}, ${unfinished.length} tests that end too early`);
process.exitCode = warnings.length + undocumented.length + unfinished.length === 0 ? 0 : 1;

function solidityFiles(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.sol')).map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

/** A warning without a place counts, so that nothing slips through. */
function isOurs({ sourceLocation, severity }: Diagnostic): boolean {
  if (severity === 'info') return false;
  return severity === 'error' || sourceLocation === undefined || !isForeign(sourceLocation.file);
}

function isForeign(file: string): boolean {
  return file.startsWith('node_modules/');
}
