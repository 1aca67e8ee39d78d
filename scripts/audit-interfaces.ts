// npm run audit:interfaces: writes audit/INTERFACES.md (selectors and topics) and audit/STORAGE-LAYOUTS.md.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDeployable } from './lib/artifacts.ts';
import { writeGenerated } from './lib/generatedFile.ts';
import { readInterface, renderInterfaces } from './lib/interfaceTable.ts';
import { SNAPSHOTS, readJson } from './lib/paths.ts';
import type { Locks } from './lib/readLocks.ts';
import { renderStorage } from './lib/storageTable.ts';
import { runCommand } from './lib/usage.ts';

const COMMAND = 'npm run audit:interfaces';

const USAGE = `Usage: ${COMMAND} -- [options]
  --check  write nothing, and fail when audit/INTERFACES.md or audit/STORAGE-LAYOUTS.md is stale
  --json   print the interfaces as JSON: {contract, functions, events, errors}; write nothing
Reads what was built last, and snapshots/locks.json.`;

function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return Promise.resolve();
  }
  const interfaces = readDeployable()
    .filter(({ abi }) => abi.some(({ type }) => type === 'function'))
    .map(readInterface);
  if (values.json) {
    console.log(JSON.stringify(interfaces, undefined, 2));
    return Promise.resolve();
  }
  const locks = readJson(join(SNAPSHOTS, 'locks.json')) as Locks;
  const problems = [
    { file: 'audit/INTERFACES.md', text: renderInterfaces(interfaces), command: COMMAND },
    { file: 'audit/STORAGE-LAYOUTS.md', text: renderStorage(locks), command: COMMAND },
  ].flatMap((file) => writeGenerated(file, values.check));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
  return Promise.resolve();
}

await runCommand(main);
