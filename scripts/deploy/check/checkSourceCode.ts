import { keccak256 } from 'ethers';
import type { DeployedEntry } from '../addressBook.ts';
import type { BuiltContract, ReadBuilt } from './BuiltContract.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import type { Part } from '../plan.ts';
import { encodeArguments } from './encodeArguments.ts';
import { differingBytes, simulateConstructor } from './simulateConstructor.ts';

/**
 * The code on the chain against what the present sources build with the book's arguments. Immutable values are compared too, by
 * running the constructor without sending it; those that hold the contract's own address are left out.
 *
 * @param wayOut What to do when the code is other, for instance because the book's commit isn't the present one.
 */
export async function checkSourceCode(
  { reader }: Suite,
  findings: Findings,
  part: Part,
  entry: DeployedEntry,
  readBuilt: ReadBuilt,
  wayOut: string,
): Promise<void> {
  const built = await readBuilt(entry.contract);
  const found = await reader.code(entry.address);
  const args = encodeArguments(reader.interfaceOf(part), entry.constructorArguments);
  const simulated =
    args === undefined
      ? undefined
      : await simulateConstructor(reader.provider, { bytecode: built.bytecode, args }, reader.block);
  const place = { code: 'code-sources', part, field: 'code of the present sources' } as const;
  if (simulated === undefined) {
    const place = { code: 'constructor-arguments', part, field: 'constructor' } as const;
    findings.add('differs', place, 'refused', 'accepted', "it can't be run with the book's arguments on this chain");
  }
  const expected = simulated?.code ?? built.deployedBytecode;
  const different = [...differingBytes(found, expected)].filter((offset) => !simulated?.own.has(offset));
  const immutable = immutableBytes(built);
  if (different.some((offset) => !immutable.has(offset))) {
    findings.add('differs', place, keccak256(found), keccak256(expected), wayOut);
  } else if (simulated !== undefined && different.length > 0) {
    const reason = "immutable values are not those of the book's constructor arguments";
    findings.add('differs', place, wordsAt(found, different), wordsAt(expected, different), reason);
  } else {
    findings.add('ok', place, keccak256(found), keccak256(found));
  }
}

function immutableBytes({ immutableReferences }: BuiltContract): Set<number> {
  const offsets = new Set<number>();
  for (const { start, length } of Object.values(immutableReferences ?? {}).flat()) {
    for (let at = start; at < start + length; at++) offsets.add(at);
  }
  return offsets;
}

/** The differing bytes, for a person to recognize an address in; the first 32 of them. */
function wordsAt(code: string, offsets: readonly number[]): string {
  const bytes = offsets.slice(0, 32).map((offset) => code.slice(2 + offset * 2, 4 + offset * 2));
  return `0x${bytes.join('')}`;
}
