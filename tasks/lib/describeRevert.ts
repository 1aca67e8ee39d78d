import { isCallException } from 'ethers';
import { FACTORIES } from './connectPart.ts';

/** A custom error that a contract refused with. */
export interface Revert {
  /** For example `SageAgentUnknown`. */
  readonly error: string;
  readonly selector: string;
  /** By the names of the parameters. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Finds the bytes that a call reverted with, however deep the libraries have wrapped them. */
export function findRevertData(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (isCallException(at) && at.data) return at.data;
    if ('data' in at && typeof at.data === 'string' && at.data.startsWith('0x')) return at.data;
  }
  return undefined;
}

/** Decodes a revert by the errors of the suite's contracts; undefined for any other error. */
export function describeRevert(error: unknown): Revert | undefined {
  const data = findRevertData(error);
  if (data === undefined) return undefined;
  for (const factory of Object.values(FACTORIES)) {
    const found = factory.createInterface().parseError(data);
    if (found === null) continue;
    const names = found.fragment.inputs.map(({ name }, index) => name || String(index));
    const args = Object.fromEntries(names.map((name, index) => [name, found.args[index] as unknown]));
    return { error: found.name, selector: found.selector, args };
  }
  return undefined;
}
