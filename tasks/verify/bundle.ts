import { openBlock, replay } from '../../sdk/typescript/src/index.ts';
import { readJsonFile } from '../lib/files.ts';
import { toRpc } from '../lib/pinLatest.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { VERDICT_EXIT } from '../lib/verdictExit.ts';

export interface BundleArguments extends ReadArguments {
  /** Path. */
  readonly file: string;
  readonly against: boolean;
  /** Seconds; the default of `replay` when empty. */
  readonly maxBlockAge: string;
}

/** Judges an evidence bundle again: from itself alone, or with every answer of the chain asked of the network. */
export async function judgeBundle(context: TaskContext, args: BundleArguments): Promise<TaskResult> {
  const maxBlockAge = readAge(args.maxBlockAge);
  const bundle = readJsonFile(args.file, 'file');
  const rpc = args.against ? await toRpc(context) : undefined;
  const result = await replay(bundle, {
    ...(maxBlockAge === undefined ? {} : { maxBlockAge }),
    ...(rpc === undefined ? {} : { chain: (block) => openBlock([rpc], block) }),
  });
  const { status, code, message, claimed, verdict, chainChecked } = result;
  return {
    data: {
      ...{ status, code, message, chainChecked },
      claimed: claimed === undefined ? null : { status: claimed.status, code: claimed.code },
      replayed: verdict === undefined ? null : { status: verdict.status, code: verdict.code, subject: verdict.subject },
    },
    text: [
      `${status}: ${code} (${message})`,
      ...(claimed === undefined ? [] : [`the bundle says ${claimed.status}: ${claimed.code}`]),
      ...(verdict === undefined ? [] : [`judged again: ${verdict.status}: ${verdict.code}`]),
      chainChecked
        ? 'the block and every answer of the chain were asked of the network again, but for logs'
        : 'the answers of the chain are taken from the bundle; --against asks the network',
    ],
    exitCode: VERDICT_EXIT[status],
  };
}

function readAge(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new TaskError('bad-age', 'give whole seconds', { field: '--max-block-age', value: text });
}

export default taskAction(judgeBundle);
