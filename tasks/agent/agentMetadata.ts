import { hexlify, isHexString, toUtf8Bytes, toUtf8String } from 'ethers';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface MetadataArguments extends WriteArguments {
  readonly agent: string;
  /** Name of the entry. */
  readonly entry: string;
  /** Value as text; empty for none. */
  readonly text: string;
  /** Value as hex; empty for none. */
  readonly hex: string;
}

/**
 * Reads a metadata entry of the identity registry, or sets it.
 *
 * @throws {TaskError} `option-conflict`, `bad-hex`
 */
export async function agentMetadata(context: TaskContext, args: MetadataArguments): Promise<TaskResult> {
  const { entry } = args;
  const value = readValue(args);
  const agentId = await readAgentId(context, args.agent);
  const identity = await context.contract('identityRegistry');
  if (value === undefined) {
    const hex = await identity.getMetadata(agentId, entry);
    const text = toText(hex);
    return { data: { agentId, entry, hex, text }, text: [text === null ? hex : JSON.stringify(text)] };
  }
  const data = identity.interface.encodeFunctionData('setMetadata', [agentId, entry, value]);
  const what = `Sets the metadata ${JSON.stringify(entry)} of agent ${agentId} to ${value.slice(0, 200)}.`;
  const receipt = await context.send({ to: await context.addressOf('identityRegistry'), data }, what);
  return sentResult(receipt, { agentId, entry, hex: value }, [`Agent ${agentId} has ${JSON.stringify(entry)}.`]);
}

function readValue({ text, hex }: MetadataArguments): string | undefined {
  if (text !== '' && hex !== '') {
    throw new TaskError('option-conflict', 'give --text or --hex', { field: '--hex', value: hex });
  }
  if (text !== '') return hexlify(toUtf8Bytes(text));
  if (hex === '') return undefined;
  if (isHexString(hex) && hex.length % 2 === 0) return hex;
  throw new TaskError('bad-hex', 'give 0x and an even number of hex digits', { field: '--hex', value: hex });
}

/** Null for bytes that are no UTF-8. */
function toText(hex: string): string | null {
  try {
    return toUtf8String(hex);
  } catch {
    return null;
  }
}

export default taskAction(agentMetadata);
