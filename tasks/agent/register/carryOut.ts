import { computeKeyId } from '../../../sdk/typescript/src/client/index.ts';
import type { Sent, TaskContext } from '../../lib/TaskContext.ts';
import { TaskError } from '../../lib/TaskError.ts';
import { formatTime } from '../../lib/formatTime.ts';
import { removePending } from '../../lib/pending.ts';
import { settle } from '../../lib/settle.ts';
import type { TaskResult } from '../../lib/types.ts';
import { EXIT } from '../../lib/types.ts';
import { ensureCommitted } from './commit.ts';
import { findDid } from './findDid.ts';
import { finishFile } from './finish.ts';
import { reveal } from './reveal.ts';
import { PENDING_KIND, pendingId } from './types.ts';
import type { Registration, Run } from './types.ts';

/** What was sent in this run; null for what was done before or isn't needed. */
interface Transactions {
  readonly commit: Sent | null;
  readonly reveal: Sent | null;
  readonly uri: Sent | null;
}

/** The transactions of a run that sends nothing more. */
const NOTHING: Transactions = { commit: null, reveal: null, uri: null };

/**
 * Carries a registration from wherever it stands to its end, or to its commitment. What was done is looked up on the chain,
 * so it can be stopped at any moment and run again. The user confirms once in each run: with the first transaction.
 *
 * @throws {TaskError} `did-taken` when somebody else has the DID by now
 */
export async function carryOut(context: TaskContext, registration: Registration, run: Run): Promise<TaskResult> {
  await settle(context, registration.committer);
  const before = await findDid(context, registration.did);
  if (before !== undefined) return end(context, registration, before, NOTHING, run);
  const { digest, committedAt, revealFrom, revealUntil, sent } = await ensureCommitted(context, registration, run);
  const commitment = { commitment: digest, committedAt, revealFrom, revealUntil };
  if (revealFrom === undefined || revealUntil === undefined) return dryRun(registration, commitment);
  const transactions: Transactions = { ...NOTHING, commit: sent ?? null };
  if (run.until === 'commitment') {
    const text = [
      `Committed. Reveal by \`sage agent register --resume --did ${registration.identifier}\` between ${formatTime(revealFrom)} and ${formatTime(revealUntil)}.`,
    ];
    return { data: { did: registration.did, stage: 'committed', ...commitment, transactions }, text };
  }
  await context.waitUntil(revealFrom, 'waiting until the commitment can be revealed');
  const revealed = await reveal(context, registration, sent !== undefined);
  const agentId = await findDid(context, registration.did);
  if (revealed === undefined || agentId === undefined) return dryRun(registration, commitment);
  return end(context, registration, agentId, { ...transactions, reveal: revealed }, run);
}

async function end(
  context: TaskContext,
  registration: Registration,
  agentId: bigint,
  transactions: Transactions,
  { isDryRun }: Run,
): Promise<TaskResult> {
  const { did, keys, committer, flow, agentURI, isOnChain, out } = registration;
  if (!(await isOwn(context, registration, agentId))) {
    if (!isDryRun) await removePending(context, PENDING_KIND, pendingId(registration));
    throw didTaken(registration, agentId);
  }
  const isConfirmed = transactions.reveal !== null;
  const uri = (await finishFile(context, registration, agentId, { isConfirmed, isDryRun })) ?? null;
  if (isDryRun) return dryRun(registration, { agentId });
  await removePending(context, PENDING_KIND, pendingId(registration));
  const agentRegistry = `eip155:${await context.chainId()}:${await context.addressOf('identityRegistry')}`;
  // Token ids of this registry are far below 2^53; the standard wants a number.
  const entry = { agentId: Number(agentId), agentRegistry };
  const ids = keys.map((key) => ({ keyId: computeKeyId(key), type: key.keyType }));
  return {
    data: {
      did,
      stage: 'registered',
      agentId,
      owner: await (await context.contract('identityRegistry')).ownerOf(agentId),
      committer,
      keys: ids,
      agentURI: isOnChain ? 'data' : agentURI,
      registration: entry,
      out: out === '' ? null : out,
      transactions: { ...transactions, uri },
    },
    text: [
      `${did} is agent ${agentId}.`,
      ...ids.map(({ keyId, type }) => `key ${keyId} (${type})`),
      ...(out === '' ? [] : [`The completed file is ${out}.`]),
      ...(flow === 'binding' || isOnChain ? [] : tellEntry(agentURI, out, entry)),
    ],
  };
}

function tellEntry(agentURI: string, out: string, entry: Readonly<Record<string, unknown>>): string[] {
  const file = out === '' ? 'the registration file' : out;
  if (agentURI === '')
    return [`Publish ${file} with this in "registrations", then \`sage agent update\`:`, JSON.stringify(entry)];
  return [`Serve ${file} at ${agentURI} with this in "registrations":`, JSON.stringify(entry)];
}

/** Whether the agent with the DID is the one of this registration: nobody else could have proved its first key. */
async function isOwn(context: TaskContext, { agentId: bound, keys }: Registration, agentId: bigint): Promise<boolean> {
  const [first] = keys;
  if (first === undefined || (bound !== undefined && bound !== agentId)) return false;
  const sage = await context.contract('sageRegistry');
  return (await sage.getKey(agentId, computeKeyId(first))).validFrom !== 0n;
}

function didTaken({ did, committer }: Registration, agentId: bigint): TaskError {
  return new TaskError('did-taken', `agent ${agentId} of another owner has it, for ever; choose another`, {
    field: '--did',
    value: did,
    exitCode: EXIT.refused,
    details: { agentId, committer },
  });
}

function dryRun({ did }: Registration, facts: Readonly<Record<string, unknown>>): TaskResult {
  return { data: { did, sent: false, ...facts }, text: ['Nothing was sent (--dry-run).'] };
}
