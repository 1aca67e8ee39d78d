import { formatDecimal } from '../../sdk/typescript/src/verdict/decimals.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readAddresses } from '../lib/readAddress.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { CLASSES } from './classes.ts';

export interface SummaryArguments extends ReadArguments {
  readonly agent: string;
  readonly tag1: string;
  /** Whose open feedback is summed up, separated by commas; empty for nobody's. */
  readonly clients: string;
}

/** What a contract's `TrustSummary` has. */
interface Summary {
  readonly count: bigint;
  readonly sumAt18Decimals: bigint;
  readonly meanAt18Decimals: bigint;
}

/** The feedback of an agent summed up, each class for itself, as of one block. */
export async function summarizeFeedback(context: TaskContext, args: SummaryArguments): Promise<TaskResult> {
  const clients = readAddresses(args.clients, '--clients');
  const agentId = await readAgentId(context, args.agent);
  const registry = await context.contract('reputationRegistry');
  const blockTag = await (await context.ethers()).provider.getBlockNumber();
  const { tag1 } = args;
  const ofClass = async (name: (typeof CLASSES)[number]): Promise<Summary> =>
    tag1 === ''
      ? registry.getTrustSummary(agentId, CLASSES.indexOf(name), { blockTag })
      : registry.getTrustSummaryByTag(agentId, CLASSES.indexOf(name), tag1, { blockTag });
  const [taskBacked, validated, open] = await Promise.all([
    ofClass('task-backed'),
    ofClass('validated'),
    clients.length === 0 ? null : registry.getOpenSummary(agentId, clients, tag1, { blockTag }),
  ]);
  const summaries = {
    validated: format(validated),
    taskBacked: format(taskBacked),
    open: open && format(open),
  };
  return {
    data: { agentId, block: blockTag, tag1, clients, ...summaries },
    text: describe(agentId, tag1, summaries),
  };
}

/** Exact decimals: a number of JSON would round. */
interface FormattedSummary {
  readonly count: bigint;
  readonly sum: string;
  /** Truncated toward zero after 18 digits, as by the contract; null for no feedback. */
  readonly mean: string | null;
}

function format({ count, sumAt18Decimals, meanAt18Decimals }: Summary): FormattedSummary {
  const mean = count === 0n ? null : formatDecimal(meanAt18Decimals);
  return { count, sum: formatDecimal(sumAt18Decimals), mean };
}

function describe(
  agentId: bigint,
  tag1: string,
  {
    validated,
    taskBacked,
    open,
  }: { validated: FormattedSummary; taskBacked: FormattedSummary; open: FormattedSummary | null },
): string[] {
  const row = (name: string, summary: FormattedSummary): string[] => [
    name,
    String(summary.count),
    summary.sum,
    summary.mean ?? '-',
  ];
  const rows = [row('validated', validated), row('task-backed', taskBacked)];
  if (open !== null) rows.push(row('open, of the clients named', open));
  const about = tag1 === '' ? 'all tags' : `tag1 "${tag1}"`;
  const table = tableLines(['class', 'count', 'sum', 'mean'], rows, ['left', 'right', 'right', 'right']);
  const note = 'Open feedback says nothing without knowing its clients: name those you trust by --clients.';
  return [`Feedback for agent ${agentId}, ${about}`, ...table, ...(open === null ? [note] : [])];
}

export default taskAction(summarizeFeedback);
