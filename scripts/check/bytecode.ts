// Hardhat and forge must build the same code from every contract: what is tested with one is deployed with the other. And it
// must be the code of snapshots/bytecode.json, so that a change of code is seen in review whatever caused it.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readDeployable } from '../lib/artifacts.ts';
import type { Artifact } from '../lib/artifacts.ts';
import { compareBytecode, hashBytecode, readBytecodeSnapshot } from '../lib/bytecodeSnapshot.ts';
import { FORGE_OUT, readJson } from '../lib/paths.ts';

/** forge leaves the code out where it has only analysed. */
interface ForgeArtifact {
  bytecode?: { object: string };
  deployedBytecode?: { object: string };
}

const artifacts = readDeployable();
const changes = compareBytecode(readBytecodeSnapshot(), hashBytecode());
const problems = [...artifacts.flatMap(compare), ...changes];
for (const problem of problems) console.log(problem);
if (changes.length > 0) console.log('npm run gas -- --update writes the snapshots anew');
if (artifacts.length === 0) throw new Error('there is nothing to compare');
console.log(`${artifacts.length} contracts, ${problems.length} differences`);
process.exitCode = problems.length === 0 ? 0 : 1;

function compare(ours: Artifact): string[] {
  const path = join(FORGE_OUT, basename(ours.sourceName), `${ours.contractName}.json`);
  if (!existsSync(path)) return [`${ours.contractName}: forge has not built it`];
  const theirs = readJson(path) as ForgeArtifact;
  return [
    ...differ(`${ours.contractName}: creation code`, ours.bytecode, theirs.bytecode?.object ?? '0x'),
    ...differ(`${ours.contractName}: runtime code`, ours.deployedBytecode, theirs.deployedBytecode?.object ?? '0x'),
  ];
}

function differ(what: string, hardhat: string, forge: string): string[] {
  if (hardhat === forge) return [];
  let at = 0;
  while (hardhat[at] === forge[at]) at++;
  const sizes = `Hardhat ${hardhat.length / 2 - 1} bytes, forge ${forge.length / 2 - 1}`;
  return [`${what} differs from byte ${Math.floor(at / 2) - 1} on (${sizes})`];
}
