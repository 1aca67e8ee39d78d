import type { ERC8004ReputationRegistryV2 } from '../../typechain-types/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { formatFixedPoint } from '../lib/readDecimal.ts';
import { checkLimit } from '../lib/readPage.ts';
import { markText, readText } from '../lib/readText.ts';
import type { ChainText } from '../lib/readText.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { classOf } from './classes.ts';
import type { FeedbackClass } from './classes.ts';

export interface ListArguments extends ReadArguments {
  readonly agent: string;
  /** Empty for all clients. */
  readonly client: string;
  /** Where the page starts: empty, or `next` of the page before. */
  readonly after: string;
  readonly limit: number;
}

interface Entry {
  readonly client: string;
  readonly feedbackIndex: bigint;
  readonly value: bigint;
  readonly valueDecimals: bigint;
  readonly tag1: string;
  readonly tag2: string;
  /** What isn't UTF-8 in a tag is replaced by U+FFFD. */
  readonly isTag1Utf8: boolean;
  readonly isTag2Utf8: boolean;
  readonly isRevoked: boolean;
  readonly responseCount: bigint;
  readonly class: FeedbackClass;
}

/** A place in the feedback of an agent: of which client, counted from 0 in the order of their first feedback, and from which index. */
interface Cursor {
  readonly client: bigint;
  readonly index: bigint;
}

interface Page {
  readonly entries: readonly Entry[];
  readonly next: Cursor | undefined;
}

/** A registry as of one block, so that a page and the classes in it belong together. */
interface View {
  readonly registry: ERC8004ReputationRegistryV2;
  readonly agentId: bigint;
  readonly blockTag: number;
}

/** Places of `tag1` and `tag2` in an entry of `readFeedbackPage`. */
const TAGS = [3, 4] as const;

/** A page of an agent's feedback, revoked entries included. It costs a call for each client and each entry on the page. */
export async function listFeedback(context: TaskContext, args: ListArguments): Promise<TaskResult> {
  const limit = checkLimit(args.limit);
  const from = readCursor(args.after);
  const only = args.client === '' ? undefined : readAddress(args.client, '--client');
  const agentId = await readAgentId(context, args.agent);
  const registry = await context.contract('reputationRegistry');
  const blockTag = await (await context.ethers()).provider.getBlockNumber();
  const view = { registry, agentId, blockTag };
  const page = only === undefined ? await readAll(view, from, limit) : await readOne(view, only, from, limit);
  const next = page.next === undefined ? null : `${page.next.client}:${page.next.index}`;
  return {
    data: { agentId, block: blockTag, feedback: page.entries, next },
    text: describe(agentId, page.entries, next),
  };
}

/** Every client has feedback, so that no more clients are looked at than entries are wanted. */
async function readAll(view: View, from: Cursor, limit: number): Promise<Page> {
  const { registry, agentId, blockTag } = view;
  // One client more tells whether there is a next page.
  const clients = await registry.getClientsPage(agentId, from.client, limit + 1, { blockTag });
  const entries: Entry[] = [];
  for (const [position, client] of clients.entries()) {
    const at = { client: from.client + BigInt(position), index: position === 0 ? from.index : 1n };
    if (entries.length === limit) return { entries, next: at };
    const page = await readOne(view, client, at, limit - entries.length);
    entries.push(...page.entries);
    if (page.next !== undefined) return { entries, next: page.next };
  }
  return { entries, next: undefined };
}

async function readOne(view: View, client: string, from: Cursor, limit: number): Promise<Page> {
  const { registry, agentId, blockTag } = view;
  const found = await registry.readFeedbackPage(agentId, client, from.index, limit + 1, { blockTag });
  const wanted = found.slice(0, limit);
  const classes = await Promise.all(
    wanted.map(({ feedbackIndex }) => registry.getFeedbackClass(agentId, client, feedbackIndex, { blockTag })),
  );
  const entries = wanted.map((feedback, position): Entry => {
    const { feedbackIndex, value, valueDecimals, isRevoked, responseCount } = feedback;
    const [tag1, tag2] = TAGS.map((index) => readText(feedback, index)) as [ChainText, ChainText];
    const tags = { tag1: tag1.text, tag2: tag2.text, isTag1Utf8: tag1.isUtf8, isTag2Utf8: tag2.isUtf8 };
    const own = { feedbackIndex, value, valueDecimals, ...tags, isRevoked, responseCount };
    return { client, ...own, class: classOf(classes[position] ?? 0n) };
  });
  // One entry more tells whether there is a next page. ethers throws for a position beyond the end.
  const next = found.length > limit ? found[limit] : undefined;
  return { entries, next: next && { client: from.client, index: next.feedbackIndex } };
}

function readCursor(text: string): Cursor {
  if (text === '') return { client: 0n, index: 1n };
  const [, client, index] = /^(\d{1,18}):(\d{1,18})$/.exec(text) ?? [];
  if (client !== undefined && index !== undefined) return { client: BigInt(client), index: BigInt(index) };
  throw new TaskError('bad-cursor', 'give what the page before had as `next`', { field: '--after', value: text });
}

function describe(agentId: bigint, entries: readonly Entry[], next: string | null): string[] {
  if (entries.length === 0) return [`No feedback for agent ${agentId} here.`];
  const rows = entries.map((entry) => [
    entry.client,
    String(entry.feedbackIndex),
    formatFixedPoint({ value: entry.value, decimals: Number(entry.valueDecimals) }),
    markText({ text: entry.tag1, isUtf8: entry.isTag1Utf8 }),
    markText({ text: entry.tag2, isUtf8: entry.isTag2Utf8 }),
    entry.isRevoked ? `${entry.class}, revoked` : entry.class,
    String(entry.responseCount),
  ]);
  const header = ['client', 'index', 'value', 'tag1', 'tag2', 'class', 'responses'];
  const table = tableLines(header, rows, ['left', 'right', 'right', 'left', 'left', 'left', 'right']);
  return next === null ? table : [...table, `There is more: --after ${next}`];
}

export default taskAction(listFeedback);
