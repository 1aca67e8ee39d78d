import { decode } from 'ox/AbiParameters';
import { checksum } from 'ox/Address';
import { BUILT_IN_ERRORS } from './builtInErrors.ts';
import { ERROR_TABLE } from './errorTable.ts';
import { formatArgument } from './formatArgument.ts';
import type { ErrorInput, ErrorRow, Explanation, Hex } from './types.ts';

export { findRevertData } from './findRevertData.ts';
export type { Explanation, Hex } from './types.ts';

const ROWS: ReadonlyMap<string, ErrorRow> = new Map(
  [...ERROR_TABLE, ...BUILT_IN_ERRORS].map((row) => [row.selector, row]),
);
const SELECTOR_LENGTH = 10;
/** Reasons inside of reasons: hostile contracts could pack more of them than there is stack. */
const DEEPEST = 4;
/** Characters of a reason that is shown as it is. */
const LONGEST = 138;

/**
 * Puts the data of a revert into words: what happened, with the values, and the way out.
 *
 * Data whose selector is known but whose arguments can't be decoded (multisig and registry cut the reasons of inner calls after
 * 256 bytes) is explained without values.
 *
 * @param data What a call reverted with, see {@link findRevertData}; any case.
 * @returns undefined for an error that no contract of the suite declares, and for data shorter than a selector, such as the
 * `0x` of a call that ran out of gas or met no contract.
 */
export function explainRevert(data: Hex): Explanation | undefined {
  return explain(data, DEEPEST);
}

function explain(data: Hex, levels: number): Explanation | undefined {
  const row = ROWS.get(data.slice(0, SELECTOR_LENGTH).toLowerCase());
  if (row === undefined) return undefined;
  const args = readArguments(row.inputs, data);
  const { name, signature, selector } = row;
  const base = { name, signature, selector };
  if (args === undefined) return { ...base, args: {}, sentence: withoutValues(row), wayOut: plainWayOut(row) };
  const inner = levels === 0 ? undefined : innerReason(row.inputs, args, levels - 1);
  const sentence = withValues(row, args, inner);
  const wayOut = row.wayOut.replaceAll(/\{(\w+)\}/g, (found, key: string) => show(row.inputs, args, key) ?? found);
  if (inner === undefined) return { ...base, args, sentence, wayOut };
  return { ...base, args, sentence, wayOut: `${inner.wayOut} ${wayOut}`, inner };
}

function readArguments(inputs: readonly ErrorInput[], data: Hex): Record<string, string> | undefined {
  if (inputs.length === 0) return {};
  try {
    const parameters = inputs.map(({ name, type }) => ({ name, type }));
    const values = decode(parameters, `0x${data.slice(SELECTOR_LENGTH)}`) as readonly unknown[];
    return Object.fromEntries(inputs.map(({ name, type }, index) => [name, toText(type, values[index])]));
  } catch {
    // Cut, or made by a contract that borrows the selector. The caller is told that the values are missing.
    return undefined;
  }
}

function toText(type: string, value: unknown): string {
  return type === 'address' ? checksum(String(value)) : String(value);
}

function innerReason(
  inputs: readonly ErrorInput[],
  args: Readonly<Record<string, string>>,
  levels: number,
): Explanation | undefined {
  const reason = inputs.find(({ unit }) => unit === 'reason');
  return reason === undefined ? undefined : explain(args[reason.name] as Hex, levels);
}

/** The meaning with its arguments in place, and those that it doesn't mention behind. */
function withValues(row: ErrorRow, args: Readonly<Record<string, string>>, inner: Explanation | undefined): string {
  const used = new Set<string>();
  const durations = new Set(row.inputs.filter(({ unit }) => unit === 'duration').map(({ name }) => name));
  const text = row.meaning.replaceAll(/`(\w+)`( seconds)?/g, (found, key: string, unit = '') => {
    const shown = show(row.inputs, args, key);
    if (shown === undefined) return found;
    used.add(key);
    // A duration brings its unit along.
    return durations.has(key) ? shown : `${shown}${String(unit)}`;
  });
  const others = row.inputs.filter(({ name, unit }) => !used.has(name) && unit !== 'reason');
  const list = others.map(({ name }) => `${name}: ${show(row.inputs, args, name) ?? ''}`).join(', ');
  const sentence = list === '' ? text : `${text.replace(/\.$/, '')} (${list}).`;
  const reason = row.inputs.find(({ unit }) => unit === 'reason');
  return reason === undefined ? sentence : `${sentence} ${tellReason(args[reason.name] ?? '0x', inner)}`;
}

function tellReason(reason: string, inner: Explanation | undefined): string {
  if (inner !== undefined) return `The reason is ${inner.name}: ${inner.sentence}`;
  return reason === '0x'
    ? 'No reason was given.'
    : `The reason could not be told: ${reason.length > LONGEST ? `${reason.slice(0, LONGEST)}…` : reason}.`;
}

function show(inputs: readonly ErrorInput[], args: Readonly<Record<string, string>>, key: string): string | undefined {
  const input = inputs.find(({ name }) => name === key);
  const value = args[key];
  if (input === undefined || value === undefined) return undefined;
  return formatArgument(input, value);
}

function withoutValues({ meaning }: ErrorRow): string {
  return `${meaning} (The values can't be read: the data is cut.)`;
}

function plainWayOut({ wayOut }: ErrorRow): string {
  return wayOut.replaceAll(/\{(\w+)\}/g, '`$1`');
}
