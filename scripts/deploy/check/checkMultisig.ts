import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import type { PartEvent, SuiteReader } from './SuiteReader.ts';
import { textOf } from './textOf.ts';
import type { Place } from './types.ts';

const OWNERS: Place = { code: 'multisig-owners', part: 'multisig', field: 'owners' };
const THRESHOLD: Place = { code: 'multisig-threshold', part: 'multisig', field: 'threshold' };

/** The wallet's owners and threshold. Only the wallet changes them, which its log shows with the confirmed transaction. */
export async function checkMultisig(suite: Suite, findings: Findings): Promise<void> {
  const { reader, config } = suite;
  const { owners, threshold } = config.governance;
  const foundOwners = await reader.read('multisig', 'getOwners');
  await compare(suite, findings, OWNERS, foundOwners, owners, (events) => ownersByLog(owners, events));
  const foundThreshold = await reader.read('multisig', 'threshold');
  await compare(
    suite,
    findings,
    THRESHOLD,
    foundThreshold,
    threshold,
    (events) => events.findLast(({ name }) => name === 'ThresholdChanged')?.args['threshold'],
  );
}

async function compare(
  { reader, allowsChanges }: Suite,
  findings: Findings,
  place: Place,
  found: unknown,
  expected: unknown,
  replay: (events: readonly PartEvent[]) => unknown,
): Promise<void> {
  if (!allowsChanges || textOf(found) === textOf(expected)) {
    findings.expect(place, found, expected);
    return;
  }
  const changes = await ownerChanges(reader);
  const executions = await executionsOf(reader, changes);
  if (executions !== undefined && textOf(replay(changes)) === textOf(found)) {
    findings.add('note', place, found, expected, `changed by ${executions} of the wallet`);
  } else {
    findings.add('differs', place, found, expected, 'no transaction of the wallet made it so');
  }
}

async function ownerChanges(reader: SuiteReader): Promise<PartEvent[]> {
  const first = reader.of('multisig').deployment?.transaction;
  const events = await reader.events('multisig');
  return events.filter(
    ({ name, transaction }) =>
      transaction !== first && ['OwnerAdded', 'OwnerRemoved', 'ThresholdChanged'].includes(name),
  );
}

function ownersByLog(initial: readonly string[], events: readonly PartEvent[]): string[] {
  const owners = new Set(initial);
  for (const { name, args } of events) {
    if (name === 'OwnerAdded') owners.add(args['owner'] as string);
    if (name === 'OwnerRemoved') owners.delete(args['owner'] as string);
  }
  return [...owners];
}

/** The wallet's transactions that made the changes; undefined when one of them has none, or there is no change. */
async function executionsOf(reader: SuiteReader, changes: readonly PartEvent[]): Promise<string | undefined> {
  if (changes.length === 0) return undefined;
  const events = await reader.events('multisig');
  const names = changes.map(({ transaction }) => {
    const found = events.find(
      (event) =>
        event.transaction === transaction && ['TransactionExecuted', 'SignedTransactionExecuted'].includes(event.name),
    );
    if (found === undefined) return undefined;
    return found.name === 'TransactionExecuted'
      ? `transaction ${String(found.args['transactionId'])}`
      : `signed transaction with nonce ${String(found.args['nonce'])}`;
  });
  return names.includes(undefined) ? undefined : [...new Set(names)].join(', ');
}
