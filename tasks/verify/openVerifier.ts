import type { ChainReader, ContentFetcher, Finality, Verdict } from '../../sdk/typescript/src/index.ts';
import { writeNewFile } from '../lib/files.ts';
import { formatTime } from '../lib/formatTime.ts';
import { openReader } from '../lib/openReader.ts';
import { openFetcher } from '../lib/source.ts';
import type { FetchArguments } from '../lib/source.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { toJson } from '../lib/toJson.ts';
import { VERDICT_EXIT } from '../lib/verdictExit.ts';

/** What all verdicts take. */
export interface VerdictArguments extends ReadArguments, FetchArguments {
  /** Path; empty for none. */
  readonly policy: string;
  readonly finality: string;
  /** Path; empty for none. */
  readonly bundle: string;
  /** Seconds. */
  readonly maxHeadAge: number;
}

/** The parts of a policy that reach out. */
export interface Verifier {
  readonly reader: ChainReader;
  readonly fetcher: ContentFetcher;
  readonly finality: Finality;
}

const FINALITIES: readonly Finality[] = ['latest', 'safe', 'finalized'];

/**
 * A reader of the suite on the network of `--network`, and a fetcher that leaves private addresses alone unless
 * `--local`.
 *
 * @throws {TaskError} `bad-finality`, `bad-max-head-age`; FetchError `options-invalid` for a gateway that is none.
 */
export async function openVerifier(context: TaskContext, args: VerdictArguments): Promise<Verifier> {
  const finality = FINALITIES.find((one) => one === args.finality);
  if (finality === undefined) {
    throw new TaskError('bad-finality', `give one of ${FINALITIES.join(', ')}`, {
      field: '--finality',
      value: args.finality,
    });
  }
  return { reader: await openReader(context, args.maxHeadAge), fetcher: openFetcher(args), finality };
}

/**
 * Tells a verdict, and writes its evidence where that is wanted.
 *
 * @throws {TaskError} `file-exists`, `file-fault`
 */
export function verdictAnswer(verdict: Verdict, bundle: string): TaskResult {
  const { status, code, message, isFinal, block, subject, checks } = verdict;
  if (bundle !== '') writeNewFile(bundle, `${toJson(verdict.bundle())}\n`, '--bundle');
  const finality = isFinal ? 'final' : 'could still be undone';
  return {
    data: {
      ...{ status, code, message, isFinal, block: block ?? null, subject: subject ?? null, checks },
      bundle: bundle === '' ? null : bundle,
    },
    text: [
      `${status}: ${code} (${message})`,
      ...(subject === undefined
        ? []
        : [
            `${subject.did}, agent ${subject.agentId} of ${subject.owner}${subject.keyId ? `, key ${subject.keyId}` : ''}`,
          ]),
      ...(block === undefined ? [] : [`block ${block.number} of ${formatTime(block.timestamp)}, ${finality}`]),
      ...checks.map((check) => `  ${check.name}: ${check.status}${check.code === 'ok' ? '' : ` (${check.code})`}`),
      ...(bundle === '' ? [] : [`evidence: ${bundle}`]),
    ],
    exitCode: VERDICT_EXIT[status],
  };
}
