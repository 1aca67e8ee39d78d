import { Resolver } from 'did-resolver';
import type { DIDResolutionResult } from 'did-resolver';
import { getResolver } from '../../sdk/typescript/src/index.ts';
import type { Finality, KeyFormat } from '../../sdk/typescript/src/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { openReader } from '../lib/openReader.ts';
import { openFetcher } from '../lib/source.ts';
import type { FetchArguments } from '../lib/source.ts';
import { EXIT } from '../lib/types.ts';
import type { ExitCode } from '../lib/types.ts';

export interface ResolveOptions extends FetchArguments {
  /** Seconds that the newest block may be old. */
  readonly maxHeadAge: number;
  readonly format?: KeyFormat;
  readonly finality?: Finality;
  /** ISO 8601, UTC, to the second. */
  readonly versionTime?: string;
}

/** Codes and exit codes of tasks for the errors of the DID method; the rest is a wrong DID. */
const ERRORS: Readonly<Record<string, readonly [code: string, exitCode: ExitCode]>> = {
  notFound: ['did-not-found', EXIT.refused],
  networkUnknown: ['did-other-network', EXIT.usage],
  versionTimeInFuture: ['time-in-future', EXIT.unknown],
  chainUnreadable: ['chain-unreadable', EXIT.unknown],
};

/** What the library's resolver gives when it finds a document. */
export type Resolution = DIDResolutionResult & {
  readonly didDocument: NonNullable<DIDResolutionResult['didDocument']>;
};

/**
 * Resolves a DID by the library's resolver over the suite of this chain.
 *
 * @throws {TaskError} `did-not-found`, `did-other-network`, `time-in-future`, `chain-unreadable`, `bad-did`; `details` has the
 * DID method's own error
 */
export async function resolveDid(context: TaskContext, didUrl: string, options: ResolveOptions): Promise<Resolution> {
  const { network } = await context.book();
  const { format, finality, versionTime } = options;
  const methods = getResolver({
    networks: { [network]: await openReader(context, options.maxHeadAge) },
    fetcher: openFetcher(options),
    format,
    finality,
  });
  const result = await new Resolver({ ...methods }).resolve(didUrl, versionTime === undefined ? {} : { versionTime });
  const { didDocument, didResolutionMetadata } = result;
  if (didDocument !== null) return { ...result, didDocument };
  const { error = '', message } = didResolutionMetadata as { readonly error?: string; readonly message?: string };
  const [code, exitCode] = ERRORS[error] ?? (['bad-did', EXIT.usage] as const);
  throw new TaskError(code, message ?? `it can not be resolved: ${error}`, {
    field: 'agent',
    value: didUrl,
    exitCode,
    details: { ...didResolutionMetadata },
  });
}
