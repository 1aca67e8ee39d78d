import { equalBytes } from '../encoding/equalBytes.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import { checkChainAgent } from './checkChainAgent.ts';
import { concludeRegistration } from './concludeRegistration.ts';
import { hashContent } from './hashContent.ts';
import { judgeRegistrationFile } from './judgeRegistrationFile.ts';
import type { ChainAgent, RegistrationVerification } from './types.ts';

export interface RegistrationFileOptions {
  /** A file found elsewhere, for example served by the agent. It must be, byte for byte, the one that the chain leads to. */
  readonly found?: Uint8Array;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The bytes, or the verdict where there are none. */
async function load(uri: string, fetcher: ContentFetcher): Promise<Uint8Array | RegistrationVerification> {
  try {
    return (await fetcher(uri)).bytes;
  } catch (cause) {
    return concludeRegistration('fetch-failed', { cause }, `${uri.slice(0, 200)}: ${describe(cause)}`);
  }
}

/**
 * Verifies the registration file of an agent in both directions: the chain leads to the file (agent URI, and where
 * `SageRegistryV3` holds a commitment also its hash and its URI), and the file names the agent on this chain and in this
 * registry. Without the first anybody could write a file about somebody else's agent; without the second an agent could
 * adorn itself with somebody else's file.
 *
 * @param agent What the chain says, read by the caller at one block.
 * @param fetcher Fetches the file; see `createFetcher`.
 * @param options A file to compare with.
 * @returns The verdict with a reason, the file and its issues. Nothing is thrown for any content.
 * @throws RegistrationError `agent-malformed`
 */
export async function verifyRegistrationFile(
  agent: ChainAgent,
  fetcher: ContentFetcher,
  options: RegistrationFileOptions = {},
): Promise<RegistrationVerification> {
  checkChainAgent(agent);
  const { agentURI, cardURI = '', contentHash: expected } = agent;
  if (agentURI === '') return concludeRegistration('agent-uri-missing');
  const bytes = await load(agentURI, fetcher);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const contentHash = hashContent(bytes);
  const facts = { bytes, contentHash };
  if (expected !== undefined && contentHash !== expected.toLowerCase()) {
    return concludeRegistration('hash-mismatch', { ...facts, isCommitted: false }, `${contentHash}, not ${expected}`);
  }
  if (cardURI !== '' && cardURI !== agentURI) {
    const others = await load(cardURI, fetcher);
    if (!(others instanceof Uint8Array)) return others;
    if (!equalBytes(others, bytes)) return concludeRegistration('file-differs', facts, cardURI.slice(0, 200));
  }
  if (options.found && !equalBytes(options.found, bytes)) {
    return concludeRegistration('file-differs', facts, `found ${hashContent(options.found)}`);
  }
  return { ...judgeRegistrationFile(bytes, agent, false), isCommitted: expected !== undefined };
}
