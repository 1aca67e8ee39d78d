import { Result } from 'ethers';
import type { Interface } from 'ethers';
import type { AddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import type { Call } from '../../../scripts/governance/types.ts';
import { FACTORIES } from '../connectPart.ts';
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
  const names = parsed.fragment.inputs.map(({ name }, index) => name || String(index));
  const args = Object.fromEntries(names.map((name, index) => [name, toPlain(parsed.args[index])]));
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

/** Lists of the decoder with names become objects, those without lists. */
function toPlain(value: unknown): unknown {
  if (!(value instanceof Result)) return value;
  const entries = Object.entries(value.toObject());
  const isNamed = entries.length === value.length && entries.every(([name]) => !/^(_|\d+$)/.test(name));
  if (!isNamed || value.length === 0) return value.toArray().map(toPlain);
  return Object.fromEntries(entries.map(([name, item]) => [name, toPlain(item)]));
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
