import type { Interface, ParamType, Result } from 'ethers';
import type { AddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import type { Call } from '../../../scripts/governance/types.ts';
import { FACTORIES } from '../connectPart.ts';
import { markText, readText } from '../readText.ts';
import { toJson } from '../toJson.ts';

/** A call, decoded by the ABI of the part that it goes to. */
export interface DescribedCall extends Call {
  /** Null for an address outside of the suite. */
  readonly part: Part | null;
  /** Signature; null where it isn't known: then only `data` says what happens. */
  readonly function: string | null;
  /** By the names of the parameters. */
  readonly args: Readonly<Record<string, unknown>> | null;
  /** What a call of the timelock's `schedule` carries. */
  readonly inner: DescribedCall | null;
}

/** Decodes a call by the suite's ABIs, with the call that it schedules. */
export function describeCall(book: AddressBook, { target, value, data }: Call): DescribedCall {
  const own = Object.entries(book.contracts) as [Part, { address: string }][];
  const part = own.find(([, { address }]) => address.toLowerCase() === target.toLowerCase())?.[0] ?? null;
  const unknown = { target, value, data, part, function: null, args: null, inner: null };
  if (part === null) return unknown;
  const abi: Interface = FACTORIES[part].createInterface();
  const parsed = abi.parseTransaction({ data, value });
  if (parsed === null) return unknown;
  const args = Object.fromEntries(
    parsed.fragment.inputs.map((input, index) => [input.name || String(index), toPlain(input, parsed.args, index)]),
  );
  const schedules = part === 'timelock' && parsed.name === 'schedule';
  const inner = schedules
    ? describeCall(book, {
        target: parsed.args['target'] as string,
        value: parsed.args['value'] as bigint,
        data: parsed.args['data'] as string,
      })
    : null;
  return { target, value, data, part, function: parsed.signature, args, inner };
}

/** Structs become objects by the names of the ABI, lists stay lists, and texts that aren't UTF-8 are marked. */
function toPlain(type: ParamType, decoded: Result, at: number): unknown {
  if (type.type === 'string') return markText(readText(decoded, at));
  const value: unknown = decoded[at];
  if (type.isArray()) {
    const items = value as Result;
    return Array.from({ length: items.length }, (_, index) => toPlain(type.arrayChildren, items, index));
  }
  if (!type.isTuple()) return value;
  return Object.fromEntries(
    type.components.map((component, index) => [component.name, toPlain(component, value as Result, index)]),
  );
}

/** Lines that tell a call to people: function, arguments, and what it schedules. */
export function callLines(call: DescribedCall, indent = ''): string[] {
  const { part, target, value, data, args, inner } = call;
  const place = part ?? `${target} (not of this suite)`;
  const name = call.function === null ? ': not decoded' : `.${call.function}`;
  const ether = value === 0n ? '' : `, with ${value} wei`;
  const rows =
    args === null
      ? [`data: ${data}`]
      : Object.entries(args)
          // Told in words below.
          .filter(([field]) => inner === null || !['target', 'value', 'data'].includes(field))
          .map(([field, item]) => `${field}: ${typeof item === 'string' ? item : oneLine(item)}`);
  return [
    `${indent}${place}${name}${ether}`,
    ...rows.map((row) => `${indent}    ${row}`),
    ...(inner === null ? [] : [`${indent}  which carries out, after the delay:`, ...callLines(inner, `${indent}    `)]),
  ];
}

function oneLine(value: unknown): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(JSON.parse(toJson(value)));
}
