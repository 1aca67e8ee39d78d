import { existsSync, readFileSync } from 'node:fs';
import { completeFile } from '../../../scripts/start/completeFile.ts';
import { toDataUri } from '../../../scripts/start/dataUri.ts';
import { judgeAgentFile } from '../../../scripts/start/readAgentFile.ts';
import type { Sent, TaskContext } from '../../lib/TaskContext.ts';
import { toSent } from '../../lib/TaskContext.ts';
import { TaskError } from '../../lib/TaskError.ts';
import { readTokenUri } from '../../lib/agentUris.ts';
import { writeNewFile } from '../../lib/files.ts';
import type { Registration } from './types.ts';

/** The registration file with the agent in it, as text. */
export async function completedText(context: TaskContext, agentId: bigint, file: string): Promise<string> {
  const judged = judgeAgentFile(new TextEncoder().encode(file), 'source');
  if (!('file' in judged)) {
    throw new TaskError('registration-file-invalid', 'the kept registration file is not valid', {
      details: { issues: judged.issues },
    });
  }
  const registry = await context.addressOf('identityRegistry');
  const complete = completeFile({ chainId: await context.chainId(), registry, agentId }, judged);
  return `${JSON.stringify(complete, null, 2)}\n`;
}

/**
 * Sets the URI of an agent unless it is that already.
 *
 * @param isConfirmed Whether the user has confirmed what this is part of.
 */
export async function setUri(
  context: TaskContext,
  agentId: bigint,
  uri: string,
  what: string,
  isConfirmed = false,
): Promise<Sent | undefined> {
  const held = await readTokenUri(context, agentId);
  if (held.isUtf8 && held.text === uri) return undefined;
  const identity = await context.contract('identityRegistry');
  const data = identity.interface.encodeFunctionData('setAgentURI', [agentId, uri]);
  const receipt = await context.send({ to: await context.addressOf('identityRegistry'), data }, what, { isConfirmed });
  return receipt === undefined ? undefined : toSent(receipt);
}

/**
 * Does what is left once an agent has its DID: completes the registration file, puts it onto the chain or into a file.
 * What is done already isn't done again.
 */
export async function finishFile(
  context: TaskContext,
  { file, isOnChain, out }: Registration,
  agentId: bigint,
  { isConfirmed, isDryRun }: { readonly isConfirmed: boolean; readonly isDryRun: boolean },
): Promise<Sent | undefined> {
  if (file === '') return undefined;
  const text = await completedText(context, agentId, file);
  const isWritten = out === '' || (existsSync(out) && readFileSync(out, 'utf8') === text);
  if (!isWritten && !isDryRun) writeNewFile(out, text, '--out');
  if (!isOnChain) return undefined;
  const uri = toDataUri(JSON.parse(text));
  const what = `Puts the registration file, which names agent ${agentId}, onto the chain.`;
  return setUri(context, agentId, uri, what, isConfirmed);
}
