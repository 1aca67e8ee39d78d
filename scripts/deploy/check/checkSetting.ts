import type { Result } from 'ethers';
import type { Part } from '../plan.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import type { PartEvent, SuiteReader } from './SuiteReader.ts';
import { textOf } from './textOf.ts';
import type { Place } from './types.ts';

/** A value that governance can change. */
export interface Setting extends Place {
  readonly part: Part;
  readonly found: unknown;
  /** At deployment. */
  readonly expected: unknown;
  /** The event of a change. */
  readonly event: string;
  /** Its new value; undefined for an event about something else. */
  readonly valueOf: (args: Result) => unknown;
}

/**
 * Compares a setting with what it was at deployment. Where changes are allowed, one that an operation of the timelock made is a
 * note with that operation; one that no operation made, and a value that the log doesn't show, are differences.
 */
export async function checkSetting(suite: Suite, findings: Findings, setting: Setting): Promise<void> {
  const { found, expected, part, event, valueOf } = setting;
  if (!suite.allowsChanges || textOf(found) === textOf(expected)) {
    findings.expect(setting, found, expected);
    return;
  }
  const all = await suite.reader.changes(part, event);
  const changes = all.filter(({ args }) => valueOf(args) !== undefined);
  const last = changes.at(-1);
  const operations = await operationsOf(suite.reader, part, changes);
  if (last !== undefined && operations !== undefined && textOf(valueOf(last.args)) === textOf(found)) {
    findings.add('note', setting, found, expected, `changed by ${operations} in block ${last.block}`);
  } else {
    findings.add('differs', setting, found, expected, 'no operation of the timelock made it so');
  }
}

/** The operations of the timelock that made the changes; undefined when one of them has none, or there is no change. */
export async function operationsOf(
  reader: SuiteReader,
  part: Part,
  changes: readonly PartEvent[],
): Promise<string | undefined> {
  if (changes.length === 0) return undefined;
  const target = reader.of(part).address;
  const executed = await reader.events('timelock', 'CallExecuted');
  const ids = changes.map(
    ({ transaction }) =>
      executed.find((call) => call.transaction === transaction && call.args['target'] === target)?.args['id'] as
        string | undefined,
  );
  return ids.includes(undefined) ? undefined : [...new Set(ids)].map((id) => `operation ${id}`).join(', ');
}
