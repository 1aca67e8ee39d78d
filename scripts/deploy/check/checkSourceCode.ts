import { keccak256, toBeHex } from 'ethers';
import type { DeployedEntry } from '../addressBook.ts';
import type { Part } from '../plan.ts';
import type { BuiltContract, ReadBuilt } from './BuiltContract.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import { encodeArguments } from './encodeArguments.ts';
import { simulateConstructor } from './simulateConstructor.ts';
import type { SimulatedCode } from './simulateConstructor.ts';

/**
 * The code on the chain against what the present sources build with the book's arguments. Immutable values are compared too, by
 * running the constructor without sending it; those that hold the contract's own address are left out, and the
 * time of deployment is that of the book's block.
 *
 * @param wayOut What to do when the code is other, for instance because the book's commit isn't the present one.
 */
export async function checkSourceCode(
  suite: Suite,
  findings: Findings,
  part: Part,
  entry: DeployedEntry,
  readBuilt: ReadBuilt,
  wayOut: string,
): Promise<void> {
  const { reader } = suite;
  const built = await readBuilt(entry.contract);
  const found = await reader.code(entry.address);
  const simulated = await simulate(suite, findings, part, entry, built.bytecode);
  const expected = simulated?.codes[0] ?? built.deployedBytecode;
  const place = { code: 'code-sources', part, field: 'code of the present sources' } as const;
  const values = immutableRanges(built);
  if (withoutRanges(found, values) !== withoutRanges(expected, values)) {
    findings.add('differs', place, keccak256(found), keccak256(expected), wayOut);
    return;
  }
  const time = (await reader.provider.getBlock(entry.block))?.timestamp;
  const [first, ...others] = simulated === undefined ? [] : wrongValues(found, simulated, values, time);
  if (first === undefined) {
    findings.add('ok', place, keccak256(found), keccak256(found));
  } else {
    const reason = `${1 + others.length} immutable values are not those of the book's constructor arguments`;
    findings.add('differs', place, first.found, first.right, reason);
  }
}

async function simulate(
  { reader }: Suite,
  findings: Findings,
  part: Part,
  entry: DeployedEntry,
  bytecode: string,
): Promise<SimulatedCode | undefined> {
  const args = encodeArguments(reader.interfaceOf(part), entry.constructorArguments);
  const simulated =
    args === undefined ? undefined : await simulateConstructor(reader.provider, { bytecode, args }, reader.block);
  if (simulated === undefined) {
    const place = { code: 'constructor-arguments', part, field: 'constructor' } as const;
    findings.add('differs', place, 'refused', 'accepted', "it can't be run with the book's arguments on this chain");
  }
  return simulated;
}

interface WrongValue {
  readonly found: string;
  readonly right: string;
}

function wrongValues(
  code: string,
  simulated: SimulatedCode,
  ranges: readonly Range[],
  deployedAt: number | undefined,
): WrongValue[] {
  return ranges.flatMap((range) => {
    const [found, right] = [valueAt(code, range), rightValue(simulated, range, deployedAt)];
    return right === undefined || right === found ? [] : [{ found, right }];
  });
}

/** Bytes of code, from `start`. */
interface Range {
  readonly start: number;
  readonly length: number;
}

function immutableRanges({ immutableReferences }: BuiltContract): Range[] {
  return Object.values(immutableReferences ?? {}).flat();
}

function valueAt(code: string, { start, length }: Range): string {
  return `0x${code.slice(2 + start * 2, 2 + (start + length) * 2)}`;
}

/**
 * The value that has to be on the chain; undefined for one that depends on the contract's address, and for the time of
 * deployment where the node doesn't know that block.
 *
 * @param deployedAt Unix seconds.
 */
function rightValue({ codes, time }: SimulatedCode, range: Range, deployedAt: number | undefined): string | undefined {
  const [first, second] = codes.map((code) => valueAt(code, range));
  if (first !== second) return undefined;
  if (first !== time) return first;
  return deployedAt === undefined ? undefined : toBeHex(deployedAt, 32);
}

function withoutRanges(code: string, ranges: readonly Range[]): string {
  let rest = code;
  for (const { start, length } of ranges) {
    const [from, to] = [2 + start * 2, 2 + (start + length) * 2];
    rest = `${rest.slice(0, from)}${'-'.repeat(length * 2)}${rest.slice(to)}`;
  }
  return rest;
}
