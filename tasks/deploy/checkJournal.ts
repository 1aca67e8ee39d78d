import { existsSync } from 'node:fs';
import { addressBookPath } from '../../scripts/deploy/addressBook.ts';
import { compareManifests, readManifest } from '../../scripts/deploy/manifest.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { Prepared } from './types.ts';

/**
 * Refuses to go on with a journal that was begun with something else, or to deploy beside a suite that has a book.
 *
 * @returns Whether there is a journal to go on with.
 * @throws {TaskError} `already-deployed`, `other-chain` or `configuration-changed`.
 */
export function checkJournal({ manifest, folder }: Prepared, deployments: string): boolean {
  const begun = readManifest(folder);
  if (begun === undefined) {
    const book = addressBookPath(deployments, BigInt(manifest.chainId));
    if (!existsSync(book)) return false;
    const wayOut = 'a suite stands there already, and its journal is elsewhere; name another folder by --deployments';
    throw new TaskError('already-deployed', wayOut, { field: '--deployments', value: book });
  }
  if (begun.genesis !== manifest.genesis) {
    const wayOut = `the journal is of another chain with the id ${manifest.chainId}; move it away, and the address book with it`;
    throw new TaskError('other-chain', wayOut, { field: 'journal', value: folder });
  }
  const differences = compareManifests(begun, manifest);
  if (differences.length === 0) return true;
  const shown = differences.map(
    ({ field, begun: before, now }) => `${field} was ${JSON.stringify(before)}, is ${JSON.stringify(now)}`,
  );
  const wayOut = `this deployment was begun with something else: ${shown.join('; ')}; go on with the same, or begin anew with another --deployments`;
  throw new TaskError('configuration-changed', wayOut, { field: 'journal', value: folder, details: { differences } });
}
