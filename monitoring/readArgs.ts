import type { ArgValue, SuiteEvent } from './types.ts';

/** An argument that is a text: an address, bytes, a word or an integer in decimal. */
export function text(event: SuiteEvent, name: string): string {
  const value = event.args[name];
  if (typeof value === 'string') return value;
  throw new Error(`${event.name} of ${event.part} has no text ${name}`);
}

/** An argument that is an integer. */
export function integer(event: SuiteEvent, name: string): bigint {
  return BigInt(text(event, name));
}

/** An argument that is true or false. */
export function flag(event: SuiteEvent, name: string): boolean {
  const value = event.args[name];
  if (typeof value === 'boolean') return value;
  throw new Error(`${event.name} of ${event.part} has no flag ${name}`);
}

/** The fields of an argument that is a struct of plain values. */
export function struct(event: SuiteEvent, name: string): Record<string, string | boolean> {
  const value = event.args[name];
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`${event.name} has no struct ${name}`);
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, ArgValue>>).filter(
      (entry): entry is [string, string | boolean] => typeof entry[1] !== 'object',
    ),
  );
}
