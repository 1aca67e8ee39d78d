import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { status, trackTransaction, wipe } from '@nomicfoundation/ignition-core';
import type { ArtifactResolver, EIP1193Provider } from '@nomicfoundation/ignition-core';
import type { Provider } from 'ethers';
import { DeployStoppedError } from './errors.ts';
import { findTransaction } from './findTransaction.ts';

export interface Recovery {
  /** Folder of the journal. */
  readonly folder: string;
  readonly deployer: string;
  readonly provider: Provider;
  readonly rpc: EIP1193Provider;
  readonly resolver: ArtifactResolver;
  readonly onProgress: (text: string) => void;
}

/** One line of Ignition's journal; only the fields that are read here. */
interface JournalLine {
  readonly type: string;
  readonly futureId?: string;
  readonly nonce?: number;
}

/**
 * Makes a journal fit to go on after the process was killed or a contract was refused. A transaction may have been sent whose
 * hash was not noted any more: it is looked up on the chain by its nonce and entered, and where the nonce is unused the step
 * begins anew. Steps that failed begin anew, too: nothing stands of them.
 *
 * @throws {DeployStoppedError} `transaction-pending` when the nonce is taken by a transaction that the node doesn't show,
 * `timed-out` when an earlier run gave up waiting for one.
 */
export async function recoverJournal(recovery: Recovery): Promise<void> {
  const { folder, resolver, onProgress } = recovery;
  const path = join(folder, 'journal.jsonl');
  if (!existsSync(path)) return;
  for (const [future, nonce] of lostTransactions(readFileSync(path, 'utf8'))) await recoverOne(recovery, future, nonce);
  const { failed, timedOut } = await status(folder);
  if (timedOut.length > 0) {
    const wayOut =
      'an earlier run gave up waiting for these; look whether their transactions are in a block, then clear each by ' +
      '`npx hardhat ignition wipe` or start in another folder';
    throw new DeployStoppedError('timed-out', `${timedOut.map(({ futureId }) => futureId).join(', ')}: ${wayOut}`);
  }
  for (const { futureId, error } of failed) {
    onProgress(`${futureId} was refused last time (${error}); it is tried again`);
    await wipe(folder, resolver, futureId);
  }
}

/** Steps that were about to send with a nonce, and never noted a hash. */
function lostTransactions(journal: string): Map<string, number> {
  const lost = new Map<string, number>();
  const sent = new Set<string>();
  for (const text of journal.split('\n').filter((line) => line !== '')) {
    const { type, futureId = '', nonce } = JSON.parse(text) as JournalLine;
    if (type === 'TRANSACTION_PREPARE_SEND' && nonce !== undefined && !sent.has(futureId)) lost.set(futureId, nonce);
    if (type === 'TRANSACTION_SEND') sent.add(futureId);
    if (type === 'WIPE_APPLY') sent.delete(futureId);
    if (type === 'TRANSACTION_SEND' || type === 'WIPE_APPLY') lost.delete(futureId);
  }
  return lost;
}

async function recoverOne(recovery: Recovery, future: string, nonce: number): Promise<void> {
  const { folder, deployer, provider, rpc, resolver, onProgress } = recovery;
  const hash = await findTransaction(provider, deployer, nonce);
  if (hash !== undefined) {
    onProgress(`${future}: found its transaction ${hash} on the chain`);
    await trackTransaction(folder, hash, rpc);
    return;
  }
  if ((await provider.getTransactionCount(deployer, 'pending')) > nonce) {
    const wayOut = `the transaction with nonce ${nonce} of ${deployer} is pending, and the node doesn't show it; try again later`;
    throw new DeployStoppedError('transaction-pending', `${future}: ${wayOut}`, { nonce, deployer });
  }
  onProgress(`${future}: its transaction was never sent; it begins anew`);
  await wipe(folder, resolver, future);
}
