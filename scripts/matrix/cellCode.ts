import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keccak256 } from 'ethers';
import { readJson } from '../lib/paths.ts';

const OUT = 'cache/forge/out';
const CACHE = 'cache/forge/cache/solidity-files-cache.json';
/** What CellCode.t.sol reads. */
const CELL = 'test/matrix/cell.json';
/** The artifacts as forge wrote them, beside its folder: a cell changes those. */
const KEPT = 'cache/built';

interface ForgeArtifact {
  readonly bytecode: { readonly object: string };
  readonly metadata: { readonly settings: { readonly viaIR?: boolean } };
}

/** forge's own list of what it has built; only the fields that are read here. */
interface BuildCache {
  readonly files: Record<
    string,
    { readonly artifacts: Record<string, Record<string, Record<string, { path: string }>>> }
  >;
}

/** A contract and the files of its two artifacts, below forge's folder. */
interface Built {
  readonly name: string;
  readonly ir: string;
  readonly noIr: string;
}

/** Puts back what {@link putCode} changed, so that forge finds its own build. */
export function restoreBuild(folder: string): void {
  if (existsSync(join(folder, KEPT))) cpSync(join(folder, KEPT), join(folder, OUT), { recursive: true });
}

/** Keeps the artifacts of the contracts, after a build. */
export function keepBuild(folder: string): void {
  rmSync(join(folder, KEPT), { recursive: true, force: true });
  for (const file of readBuilt(folder).flatMap(({ ir, noIr }) => [ir, noIr])) {
    mkdirSync(dirname(join(folder, KEPT, file)), { recursive: true });
    cpSync(join(folder, OUT, file), join(folder, KEPT, file));
  }
}

/**
 * Makes forge deploy the code of one cell. Tests are compiled without via-IR and deploy contracts by their artifacts
 * (`dynamic_test_linking` turns `new` into `vm.deployCode`), so the code in the artifacts is the code that is tested. Both
 * artifacts of a contract get it, and test/matrix/cell.json the hashes by which CellCode.t.sol checks what it is given.
 *
 * @returns The keccak256 of the creation code by contract.
 */
export function putCode(folder: string, ir: boolean): Record<string, string> {
  const built = readBuilt(folder);
  const hashes = built.map((contract) => {
    const path = join(folder, KEPT, ir ? contract.ir : contract.noIr);
    const { bytecode, metadata } = readJson(path) as ForgeArtifact;
    if ((metadata.settings.viaIR ?? false) !== ir) throw new Error(`${path} was${ir ? ' not' : ''} compiled via-IR`);
    const text = readFileSync(path);
    for (const file of [contract.ir, contract.noIr]) writeFileSync(join(folder, OUT, file), text);
    return keccak256(bytecode.object);
  });
  const cell = { names: built.map(({ name }) => `contracts/${name}.sol:${name}`), hashes };
  mkdirSync(dirname(join(folder, CELL)), { recursive: true });
  writeFileSync(join(folder, CELL), JSON.stringify(cell));
  return Object.fromEntries(built.map(({ name }, index) => [name, hashes[index] ?? '']));
}

/**
 * Each file at the top of contracts/ holds a contract of its name that is deployed; everything below is compiled into those.
 * The default profile of foundry.toml compiles via-IR, the profile `tests` doesn't.
 */
function readBuilt(folder: string): Built[] {
  const { files } = readJson(join(folder, CACHE)) as BuildCache;
  const sources = readdirSync(join(folder, 'contracts')).filter((file) => file.endsWith('.sol'));
  return sources.sort().map((source) => {
    const name = source.slice(0, -'.sol'.length);
    const [profiles, ...others] = Object.values(files[`contracts/${source}`]?.artifacts[name] ?? {});
    if (others.length > 0) throw new Error(`forge has built ${name} with several compilers`);
    const [ir, noIr] = [profiles?.['default']?.path, profiles?.['tests']?.path];
    if (ir === undefined || noIr === undefined)
      throw new Error(
        `forge has not built ${name} ${ir === undefined ? '' : 'without '}via-IR: does no test import it?`,
      );
    return { name, ir, noIr };
  });
}
