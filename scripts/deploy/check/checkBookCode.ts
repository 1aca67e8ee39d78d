import { keccak256 } from 'ethers';
import type { Part } from '../plan.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';

/** The hash of a contract's code against the one that was recorded at deployment. Returns whether there is any code. */
export async function checkBookCode(
  { reader }: Suite,
  findings: Findings,
  part: Part,
  codeHash: string,
): Promise<boolean> {
  const { address } = reader.of(part);
  const code = await reader.code(address);
  const hasCode = code !== '0x';
  const reason = hasCode ? undefined : `no contract is at ${address}; the rest of it can't be looked at`;
  findings.expect({ code: 'code-book', part, field: 'code hash' }, keccak256(code), codeHash, reason);
  return hasCode;
}
