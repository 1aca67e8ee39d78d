import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { status as journalStatus } from '@nomicfoundation/ignition-core';
import { addressBookPath } from '../../scripts/deploy/addressBook.ts';
import { suiteConfigOf } from '../../scripts/deploy/fromAddressBook.ts';
import { partOfFuture } from '../../scripts/deploy/ignitionModule.ts';
import { checkConfig } from '../../scripts/deploy/config.ts';
import type { CheckedConfig } from '../../scripts/deploy/config.ts';
import { journalFolder, readManifest } from '../../scripts/deploy/manifest.ts';
import { suitePlan } from '../../scripts/deploy/plan.ts';
import type { DeployStep, Part } from '../../scripts/deploy/plan.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

/** How far a part is. */
type PartState =
  | 'stands'
  /** A registry of others. */
  | 'existing'
  /** Begun; a further run goes on. */
  | 'begun'
  /** Refused; a further run tries again. */
  | 'failed'
  | 'missing'
  /** It should stand, and there is no code at its address. */
  | 'no-code';

interface PartStatus {
  readonly part: Part;
  readonly contract: string;
  readonly address: string | null;
  readonly state: PartState;
}

/** What is known of parts without asking the chain. */
interface Known {
  readonly addresses: ReadonlyMap<Part, string>;
  readonly begun: ReadonlySet<Part>;
  readonly failed: ReadonlySet<Part>;
}

/** What stands of the suite, by journal, address book and chain. Exit code 0 only when all of it does. */
export async function showStatus(context: TaskContext, _args: ReadArguments): Promise<TaskResult> {
  const chainId = await context.chainId();
  const folder = journalFolder(context.deployments, chainId);
  const bookPath = addressBookPath(context.deployments, chainId);
  const hasBook = existsSync(bookPath);
  const manifest = readManifest(folder);
  const config = manifest?.config ?? (hasBook ? checkConfig(suiteConfigOf(await context.book())) : undefined);
  const parts = config === undefined ? [] : await readParts(context, config, folder);
  const isComplete = parts.length > 0 && parts.every(({ state }) => state === 'stands' || state === 'existing');
  const journal = manifest === undefined ? 'none' : isComplete ? 'complete' : 'unfinished';
  const rows = parts.map(({ part, contract, address, state }) => [part, contract, address ?? '', state]);
  return {
    data: {
      chainId,
      network: config?.network ?? null,
      journal,
      folder,
      book: hasBook ? bookPath : null,
      isComplete,
      parts,
    },
    text: [
      ...(rows.length > 0
        ? tableLines(['part', 'contract', 'address', 'state'], rows, ['left', 'left', 'left', 'left'])
        : []),
      `Journal: ${journal}${manifest === undefined ? '' : ` (${folder})`}`,
      `Address book: ${hasBook ? bookPath : 'none'}`,
      ...(isComplete ? [] : ['Not complete: sage deploy run begins, or goes on']),
    ],
    exitCode: isComplete && hasBook ? EXIT.ok : EXIT.refused,
  };
}

async function readParts(context: TaskContext, config: CheckedConfig, folder: string): Promise<PartStatus[]> {
  const known = existsSync(join(folder, 'journal.jsonl')) ? await readJournal(folder) : await readBook(context, folder);
  return Promise.all(suitePlan(config).map((step) => readPart(context, step, known)));
}

async function readPart(context: TaskContext, step: DeployStep, known: Known): Promise<PartStatus> {
  const { part, contract } = step;
  const address = 'existing' in step ? step.existing : known.addresses.get(part);
  if (address === undefined) {
    const state = known.failed.has(part) ? 'failed' : known.begun.has(part) ? 'begun' : 'missing';
    return { part, contract, address: null, state };
  }
  const { provider } = await context.ethers();
  const hasCode = (await provider.getCode(address)) !== '0x';
  return { part, contract, address, state: hasCode ? ('existing' in step ? 'existing' : 'stands') : 'no-code' };
}

async function readJournal(folder: string): Promise<Known> {
  const { contracts, started, failed } = await journalStatus(folder);
  const addresses = Object.entries(contracts).map(([future, { address }]) => [partOfFuture(future), address] as const);
  return {
    addresses: new Map(addresses.flatMap(([part, address]) => (part === undefined ? [] : [[part, address] as const]))),
    begun: new Set(started.flatMap((future) => partOfFuture(future) ?? [])),
    failed: new Set(failed.flatMap(({ futureId }) => partOfFuture(futureId) ?? [])),
  };
}

async function readBook(context: TaskContext, folder: string): Promise<Known> {
  const none = { begun: new Set<Part>(), failed: new Set<Part>() };
  if (readManifest(folder) !== undefined) return { addresses: new Map(), ...none };
  const { contracts } = await context.book();
  const entries = Object.entries(contracts) as [Part, { address: string }][];
  return { addresses: new Map(entries.map(([part, { address }]) => [part, address])), ...none };
}

export default taskAction(showStatus);
