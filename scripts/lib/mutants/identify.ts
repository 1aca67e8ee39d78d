import { createHash } from 'node:crypto';
import { readBytecodeSnapshot } from '../bytecodeSnapshot.ts';
import { withoutComments } from '../countSourceLines.ts';
import { readSource } from './compile.ts';
import type { Subject } from './subjects.ts';

/**
 * Names what the tries of a subject hold for: the code of its contract, as in snapshots/bytecode.json, and the lines of its
 * sources. What is written in comments changes neither, nor does another contract.
 */
export function identify({ contract, files }: Subject): string {
  const code = readBytecodeSnapshot()[contract]?.creation;
  if (code === undefined) throw new Error(`snapshots/bytecode.json has no ${contract}`);
  const hash = createHash('sha256').update(code);
  for (const file of files) hash.update(`\0${file}\0${withoutComments(readSource(file))}`);
  return hash.digest('hex');
}
