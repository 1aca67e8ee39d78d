import { verifyRegistrationFile } from '../../sdk/typescript/src/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { cardUri, readTokenUri } from '../lib/agentUris.ts';
import { readAgentKeys } from '../lib/agentKeys.ts';
import type { AgentKey } from '../lib/agentKeys.ts';
import { findDidOf } from '../lib/findDidOf.ts';
import { formatKeys } from '../lib/formatKeys.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { markText } from '../lib/readText.ts';
import { openFetcher } from '../lib/source.ts';
import type { FetchArguments } from '../lib/source.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { readReputation } from './readReputation.ts';
import { readValidations } from './readValidations.ts';

export interface ShowArguments extends ReadArguments, FetchArguments {
  readonly agent: string;
  /** Also fetch the registration file. */
  readonly file: boolean;
}

/** What the registry of DIDs holds of an agent. */
interface Entry {
  readonly did: string;
  readonly boundOwner: string;
  readonly isClaimed: boolean;
  readonly isActive: boolean;
  readonly epoch: number;
  readonly activeKeys: number;
  readonly card: {
    readonly uri: string;
    /** What isn't UTF-8 is replaced by U+FFFD. */
    readonly isUriUtf8: boolean;
    readonly contentHash: string;
    readonly updatedAt: number;
  } | null;
  readonly keys: readonly AgentKey[];
}

const MOST_SHOWN = 80;
const ZERO = /^0x0{40}$/;

/** Everything that the registries hold of an agent, with or without a DID. */
export async function showAgent(context: TaskContext, args: ShowArguments): Promise<TaskResult> {
  const agentId = await readAgentId(context, args.agent);
  const identity = await context.contract('identityRegistry');
  const owner = await identity.ownerOf(agentId);
  const wallet = await identity.getAgentWallet(agentId);
  const { text: agentURI, isUtf8: isAgentURIUtf8 } = await readTokenUri(context, agentId);
  const shownUri = markText({ text: shorten(agentURI), isUtf8: isAgentURIUtf8 });
  const entry = await readEntry(context, agentId);
  const reputation = await readReputation(context, agentId);
  const validations = await readValidations(context, agentId);
  const file = args.file ? await judgeFile(context, agentId, agentURI, entry, args) : null;
  const own = { agentId, owner, wallet: ZERO.test(wallet) ? null : wallet, agentURI, isAgentURIUtf8 };
  const { given, clients, taskBacked, validated } = reputation;
  return {
    data: { ...own, did: entry?.did ?? null, registry: entry, reputation, validations, file },
    text: [
      `agent       ${agentId}`,
      `DID         ${entry?.did ?? 'none'}`,
      `owner       ${owner}${entry?.isClaimed === false ? ' (not yet claimed)' : ''}`,
      `wallet      ${own.wallet ?? 'none'}`,
      `file        ${shownUri || 'none'}${file === null ? '' : ` (${file.verdict}: ${file.message})`}`,
      ...(entry === null ? [] : describeEntry(entry)),
      `reputation  ${given} feedback by ${clients} client(s); ${taskBacked.count} task-backed, ${validated.count} validated`,
      `validations ${validations.requested} requested, ${validations.answered} answered; ${validations.independent.answered} by independent validators`,
    ],
  };
}

async function readEntry(context: TaskContext, agentId: bigint): Promise<Entry | null> {
  const did = await findDidOf(context, agentId);
  if (did === null) return null;
  const sage = await context.contract('sageRegistry');
  const { owner, isClaimed, isActive, epoch, activeKeys } = await sage.getAgent(agentId);
  const card = await sage.getCard(agentId);
  const { contentHash, updatedAt } = card;
  const { text: uri, isUtf8: isUriUtf8 } = cardUri(card);
  return {
    did,
    boundOwner: owner,
    isClaimed,
    isActive,
    epoch: Number(epoch),
    activeKeys: Number(activeKeys),
    card: updatedAt === 0n ? null : { uri, isUriUtf8, contentHash, updatedAt: Number(updatedAt) },
    keys: await readAgentKeys(context, agentId),
  };
}

function describeEntry({ isActive, card, keys }: Entry): string[] {
  const hash = card === null ? 'none' : `${card.contentHash}, set ${formatTime(card.updatedAt)}`;
  return [`service     ${isActive ? 'active' : 'deactivated'}`, `file hash   ${hash}`, 'keys', ...formatKeys(keys)];
}

async function judgeFile(
  context: TaskContext,
  agentId: bigint,
  agentURI: string,
  entry: Entry | null,
  args: FetchArguments,
): Promise<{ readonly verdict: string; readonly code: string; readonly message: string; readonly issues: unknown }> {
  const card = entry?.card ?? null;
  const registry = await context.addressOf('identityRegistry');
  const agent = { chainId: await context.chainId(), registry, agentId, agentURI };
  const pinned = card === null ? {} : { cardURI: card.uri, contentHash: card.contentHash };
  const { verdict, code, message, issues } = await verifyRegistrationFile({ ...agent, ...pinned }, openFetcher(args));
  return { verdict, code, message, issues };
}

function shorten(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}… (${text.length} characters)`;
}

export default taskAction(showAgent);
