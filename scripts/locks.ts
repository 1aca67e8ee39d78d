// npm run locks: storage layouts and type hashes as they are, held to snapshots/locks.json.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareBytecode, readBytecodeSnapshot } from './lib/bytecodeSnapshot.ts';
import { buildClean, compareBuilds } from './lib/cleanBuilds.ts';
import { compareLocks } from './lib/compareLocks.ts';
import { SNAPSHOTS, readJson } from './lib/paths.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { readLocks } from './lib/readLocks.ts';
import type { Locks } from './lib/readLocks.ts';
import { writeResult } from './lib/results.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const TARGET = join(SNAPSHOTS, 'locks.json');

const USAGE = `Usage: npm run locks -- [options]
  --update  write snapshots/locks.json anew, after a change that is meant
  --json    print the locks as JSON: {storage, typeHashes}; compare nothing
  --builds  instead: build with Hardhat and forge from nothing in two folders, and compare all bytecode with
            snapshots/bytecode.json; takes minutes, writes audit/results/builds.json; with --json prints {builds, differences}
A changed storage layout breaks what reads storage and what is proved about it; a changed type hash voids every signature and
commitment that was made. Exit code 1 when something differs from snapshots/locks.json.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      update: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      builds: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.builds) {
    if (values.update)
      throw new UsageError('--builds has nothing to update: npm run gas -- --update writes the snapshot');
    await checkBuilds(values.json);
    return;
  }
  const locks = await readLocks();
  if (values.json) {
    console.log(JSON.stringify(locks, undefined, 2));
    return;
  }
  if (values.update) writeFileSync(TARGET, `${JSON.stringify(locks, undefined, 2)}\n`);
  const kept = existsSync(TARGET) ? (readJson(TARGET) as Locks) : { storage: {}, typeHashes: {} };
  const differences = compareLocks(kept, locks);
  for (const difference of differences) console.log(difference);
  const counts = `${Object.keys(locks.storage).length} storage layouts, ${Object.keys(locks.typeHashes).length} type hashes`;
  console.log(`${counts}, ${differences.length} differences`);
  if (differences.length > 0) console.log('npm run locks -- --update writes snapshots/locks.json anew');
  process.exitCode = differences.length === 0 ? 0 : 1;
}

async function checkBuilds(json: boolean): Promise<void> {
  stopChildrenOnSignals();
  const builds = await buildClean((line) => console.error(line));
  const committed = readBytecodeSnapshot();
  const differences = compareBuilds(committed, builds);
  if (json) {
    console.log(JSON.stringify({ builds, differences }, undefined, 2));
  } else {
    for (const { name, seconds } of builds) console.log(`${name}: ${seconds} s`);
    for (const difference of differences) console.log(difference);
    console.log(
      `${Object.keys(committed).length} contracts, ${builds.length} builds, ${differences.length} differences`,
    );
  }
  await writeResult('builds', {
    tool: 'Hardhat and forge',
    command: 'npm run locks -- --builds',
    figures: { builds: builds.length, contracts: Object.keys(committed).length, differences: differences.length },
    rows: builds.map(({ name, seconds, hashes }) => ({
      build: name,
      seconds,
      differences: compareBytecode(committed, hashes).length,
    })),
  });
  process.exitCode = differences.length === 0 ? 0 : 1;
}

await runCommand(main);
