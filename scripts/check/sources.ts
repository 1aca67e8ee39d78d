// Our own Solidity sources: no compiler warning in contracts or tests, and no public function, event or error of a contract
// without documentation (its own or inherited).
// This asks solc for its analysis only (no code), so it takes seconds. The build tools can't say it: solc stops at 256
// warnings, the libraries alone reach that, and ours would be the ones that get lost.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findUndocumented } from '../lib/natspec.ts';
import type { ContractDocs } from '../lib/natspec.ts';
import { ROOT, forgeBinary } from '../lib/paths.ts';
import { describeFailure, run } from '../lib/process.ts';

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

interface Solc {
  compile: (input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }) => string;
}

const solc = createRequire(import.meta.url)('solc') as Solc;

const contracts = solidityFiles('contracts');
const own = [...contracts, ...solidityFiles('test/foundry')];
const remappings = await run(forgeBinary(), ['remappings']);
const failure = describeFailure(remappings);
if (failure !== undefined) throw new Error(`forge remappings: ${failure}\n${remappings.output}`);

const input = {
  language: 'Solidity',
  sources: Object.fromEntries(own.map((file) => [file, { content: readFileSync(join(ROOT, file), 'utf8') }])),
  settings: {
    evmVersion: 'cancun',
    viaIR: true,
    remappings: remappings.stdout.split('\n').filter(Boolean),
    outputSelection: { '*': { '*': ['abi', 'userdoc', 'devdoc'] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as SolcOutput;

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
for (const line of undocumented) console.log(line);
const counts = `${warnings.length} compiler warnings, ${undocumented.length} gaps in the documentation`;
console.log(`${own.length} Solidity files: ${counts}`);
process.exitCode = warnings.length + undocumented.length === 0 ? 0 : 1;

function solidityFiles(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.sol')).map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

function readImport(path: string): { contents: string } | { error: string } {
  const file = join(ROOT, path);
  if (!existsSync(file)) return { error: `${path} does not exist` };
  const text = readFileSync(file, 'utf8');
  // The one deprecation that fills the 256 places. The analysis is the same without this comment.
  return { contents: isForeign(path) ? text.replaceAll('@solidity memory-safe-assembly', '') : text };
}

/** A warning without a place counts, so that nothing slips through. */
function isOurs({ sourceLocation, severity }: Diagnostic): boolean {
  if (severity === 'info') return false;
  return severity === 'error' || sourceLocation === undefined || !isForeign(sourceLocation.file);
}

function isForeign(file: string): boolean {
  return file.startsWith('node_modules/');
}
