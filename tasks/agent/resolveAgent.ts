import type { Finality, KeyFormat } from '../../sdk/typescript/src/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { parseTime } from '../lib/parseTime.ts';
import type { FetchArguments } from '../lib/source.ts';
import { taskAction } from '../lib/taskAction.ts';
import { toJson } from '../lib/toJson.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { resolveDid } from './resolveDid.ts';

export interface ResolveArguments extends ReadArguments, FetchArguments {
  /** DID, DID URL or decimal id. */
  readonly agent: string;
  /** A moment; empty for now. */
  readonly at: string;
  readonly format: string;
  readonly finality: string;
  readonly maxHeadAge: number;
}

const FORMATS: readonly KeyFormat[] = ['Multikey', 'JsonWebKey'];
const FINALITIES: readonly Finality[] = ['latest', 'safe', 'finalized'];

/**
 * Resolves a DID. The text is the document; `--json` is the whole result of the resolution.
 *
 * @throws {TaskError} `bad-option`, `bad-time`, and what `resolveDid` throws
 */
export async function resolveAgent(context: TaskContext, args: ResolveArguments): Promise<TaskResult> {
  const format = choose(FORMATS, args.format, '--format');
  const finality = choose(FINALITIES, args.finality, '--finality');
  const time = args.at === '' ? {} : { versionTime: formatTime(parseTime(args.at, '--at')) };
  const { gateway, local, maxHeadAge } = args;
  const didUrl = await toDid(context, args.agent);
  const result = await resolveDid(context, didUrl, { gateway, local, maxHeadAge, format, finality, ...time });
  const { warnings = [] } = result.didResolutionMetadata as {
    readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  };
  for (const { code, message } of warnings) context.progress(`warning: ${code}: ${message}`);
  return { data: result, text: toJson(result.didDocument).split('\n') };
}

/** The resolver judges everything but an id. */
async function toDid(context: TaskContext, agent: string): Promise<string> {
  if (!/^\d{1,77}$/.test(agent)) return agent;
  return (await context.contract('sageRegistry')).didOf(BigInt(agent));
}

function choose<Choice extends string>(choices: readonly Choice[], text: string, field: string): Choice {
  const chosen = choices.find((choice) => choice === text);
  if (chosen !== undefined) return chosen;
  throw new TaskError('bad-option', `give one of ${choices.join(', ')}`, { field, value: text });
}

export default taskAction(resolveAgent);
