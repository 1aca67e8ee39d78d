import { resolve } from 'node:path';
import { FetchError } from '../../sdk/typescript/src/index.ts';
import type { ContentFetcher } from '../../sdk/typescript/src/index.ts';
import { createNodeFetcher } from '../../sdk/typescript/src/fetch/node/index.ts';
import { judgeAgentFile, readAgentFile } from '../../scripts/start/readAgentFile.ts';
import type { AgentFile } from '../../scripts/start/types.ts';
import type { TaskContext } from './TaskContext.ts';
import { TaskError } from './TaskError.ts';
import { EXIT } from './types.ts';

/** How far a task goes to fetch what a URI names. */
export interface FetchArguments {
  /** Base URL of an IPFS gateway; empty for none. */
  readonly gateway: string;
  /** Also plain http and private addresses. */
  readonly local: boolean;
}

/** Whether a text is a URI that a fetcher knows, rather than a path. */
export function isUri(text: string): boolean {
  return /^(?:https?|ipfs|data):/i.test(text);
}

/** A fetcher with the limits of the library. */
export function openFetcher({ gateway, local }: FetchArguments): ContentFetcher {
  return createNodeFetcher({
    allowHttp: local,
    allowPrivateHosts: local,
    ...(gateway !== '' && { ipfsGateways: [gateway] }),
  });
}

/**
 * Fetches what a URI names.
 *
 * @throws {TaskError} `fetch-failed` with the fetcher's code in `details`
 */
export async function fetchSource(uri: string, args: FetchArguments, field: string): Promise<Uint8Array> {
  try {
    return (await openFetcher(args)(uri)).bytes;
  } catch (cause) {
    if (!(cause instanceof FetchError)) throw cause;
    const value = uri.slice(0, 200);
    throw new TaskError('fetch-failed', cause.message, {
      field,
      value,
      cause,
      details: { fetch: cause.code },
      exitCode: EXIT.unknown,
    });
  }
}

/**
 * Reads a registration file by its path or URI and checks it. Warnings go to the user as progress.
 *
 * @throws {TaskError} `registration-file-invalid` with every issue and its JSON pointer in `details`; `fetch-failed`
 */
export async function readRegistrationSource(
  context: TaskContext,
  source: string,
  args: FetchArguments,
): Promise<AgentFile> {
  const shown = source.slice(0, 200);
  const read = isUri(source)
    ? judgeAgentFile(await fetchSource(source, args, 'source'), shown)
    : await readAgentFile(resolve(source), shown);
  if ('file' in read) {
    for (const { pointer, message } of read.warnings) context.progress(`warning: ${pointer} ${message}`);
    return read;
  }
  const lines = read.issues.map(({ level, pointer, message }) => `${level} at "${pointer}": ${message}`);
  throw new TaskError('registration-file-invalid', ['correct the registration file:', ...lines].join('\n  '), {
    field: 'source',
    value: shown,
    details: { issues: read.issues },
  });
}
