import { hashContent, verifyRegistrationFile } from '../../sdk/typescript/src/index.ts';
import { completeFile } from '../../scripts/start/completeFile.ts';
import { fromDataUri, toDataUri } from '../../scripts/start/dataUri.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { toSent } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { Sent } from '../lib/TaskContext.ts';
import { cardUri } from '../lib/agentUris.ts';
import { findDidOf } from '../lib/findDidOf.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { isUri, openFetcher, readRegistrationSource } from '../lib/source.ts';
import type { FetchArguments } from '../lib/source.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { setUri } from './register/finish.ts';

export interface UpdateArguments extends WriteArguments, FetchArguments {
  readonly agent: string;
  /** Path or URI. */
  readonly source: string;
  /** Also commit to the content. */
  readonly pin: boolean;
}

/** The new URI of an agent, and the hash of what it leads to. */
interface NewFile {
  readonly uri: string;
  readonly contentHash: string;
}

/**
 * Replaces an agent's registration file: a local one is completed with the agent's id and put onto the chain, one behind a
 * URI must name the agent already. Where the chain holds a hash of the file, it is replaced as well.
 *
 * @throws {TaskError} `registration-file-invalid`, `registration-file-refused`, `fetch-failed`, `pin-needs-did`
 */
export async function updateAgent(context: TaskContext, args: UpdateArguments): Promise<TaskResult> {
  const agentId = await readAgentId(context, args.agent);
  const did = await findDidOf(context, agentId);
  if (did === null && args.pin) {
    throw new TaskError('pin-needs-did', 'hashes are kept with DIDs, and the agent has none; bind it first', {
      field: '--pin',
      value: true,
    });
  }
  const file = await (isUri(args.source) ? checkRemote(context, agentId, args) : readLocal(context, agentId, args));
  const shown = file.uri.startsWith('data:') ? 'a file on the chain' : file.uri;
  const uri = await setUri(context, agentId, file.uri, `Makes ${shown} the registration file of agent ${agentId}.`);
  const pin = did === null ? undefined : await pinFile(context, agentId, file, args.pin);
  const data = { agentId, did, agentURI: file.uri, contentHash: file.contentHash };
  if (args.dryRun) return { data: { ...data, sent: false }, text: ['Nothing was sent (--dry-run).'] };
  return {
    data: { ...data, isPinned: pin !== undefined, transactions: { uri: uri ?? null, pin: pin?.sent ?? null } },
    text: [
      uri === undefined ? `Agent ${agentId} had this URI already.` : `Agent ${agentId} has a new registration file.`,
      ...(pin === undefined ? [] : [`The chain holds its hash, ${file.contentHash}.`]),
    ],
  };
}

async function readLocal(context: TaskContext, agentId: bigint, args: UpdateArguments): Promise<NewFile> {
  const read = await readRegistrationSource(context, args.source, args);
  const registry = await context.addressOf('identityRegistry');
  const uri = toDataUri(completeFile({ chainId: await context.chainId(), registry, agentId }, read));
  return { uri, contentHash: hashContent(fromDataUri(uri) ?? new Uint8Array()) };
}

async function checkRemote(context: TaskContext, agentId: bigint, args: UpdateArguments): Promise<NewFile> {
  const { source: uri } = args;
  // Says what is wrong with the file itself, by pointers.
  await readRegistrationSource(context, uri, args);
  const registry = await context.addressOf('identityRegistry');
  const agent = { chainId: await context.chainId(), registry, agentId, agentURI: uri };
  const { verdict, code, message, contentHash = '' } = await verifyRegistrationFile(agent, openFetcher(args));
  if (verdict === 'valid') return { uri, contentHash };
  const entry = JSON.stringify({ agentId: Number(agentId), agentRegistry: `eip155:${agent.chainId}:${registry}` });
  throw new TaskError('registration-file-refused', `${message}; its "registrations" must hold ${entry}`, {
    field: 'source',
    value: uri.slice(0, 200),
    exitCode: verdict === 'unknown' ? EXIT.unknown : EXIT.usage,
    details: { reason: code },
  });
}

/** Where a hash is held already, an old one would make the new file invalid. Undefined where none is held and none asked. */
async function pinFile(
  context: TaskContext,
  agentId: bigint,
  { contentHash }: NewFile,
  isAsked: boolean,
): Promise<{ readonly sent: Sent | undefined } | undefined> {
  const sage = await context.contract('sageRegistry');
  const card = await sage.getCard(agentId);
  if (card.updatedAt === 0n && !isAsked) return undefined;
  if (card.contentHash === contentHash && cardUri(card).text === '') return { sent: undefined };
  const data = sage.interface.encodeFunctionData('setCard', [agentId, '', contentHash]);
  const what = `Commits agent ${agentId} to the hash ${contentHash} of its registration file.`;
  const receipt = await context.send({ to: await context.addressOf('sageRegistry'), data }, what);
  return { sent: receipt === undefined ? undefined : toSent(receipt) };
}

export default taskAction(updateAgent);
