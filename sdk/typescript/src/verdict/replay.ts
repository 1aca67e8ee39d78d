import { getSelector } from 'ox/AbiEvent';
import { EVENTS } from '../chain/abi.ts';
import { ChainError } from '../chain/ChainError.ts';
import type { ChainErrorCode } from '../chain/ChainError.ts';
import { ChainFacts } from '../chain/ChainFacts.ts';
import { FactCache } from '../chain/FactCache.ts';
import { replayChain } from '../chain/replayChain.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { BlockReference, ChainContracts, PinnedChain, RecordedAnswer } from '../chain/types.ts';
import type { Hex } from '../client/types.ts';
import { decodeBase64 } from '../encoding/decodeBase64.ts';
import { FetchError } from '../fetch/FetchError.ts';
import { FETCH_ERRORS } from '../fetch/fetchErrorTable.ts';
import type { FetchErrorCode } from '../fetch/fetchErrorTable.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import type { HttpRequestMessage } from '../http/types.ts';
import { describeReason } from './describeReason.ts';
import { readBundle } from './readBundle.ts';
import type { VerdictReason, VerdictStatus } from './reasonTable.ts';
import { revivePolicy } from './revivePolicy.ts';
import type { BundledContent, EvidenceBundle, TeeEvidenceVerifier, Verdict } from './types.ts';
import { verifyAgent } from './verifyAgent.ts';
import { verifyRequest } from './verifyRequest.ts';

const MAX_FACTS = 10_000;
/** Logs that say who owned an agent in an epoch. */
const OWNER_EVENTS: readonly Hex[] = [getSelector(EVENTS.agentRegistered), getSelector(EVENTS.agentClaimed)];

export interface ReplayOptions {
  /**
   * Asks a node of one's own for every answer that the bundle holds, at the same block. Without it the answers of the chain
   * are taken from the bundle: then the replay shows that they lead to the verdict, not that they are true.
   */
  readonly chain?: (block: BlockReference) => PinnedChain;
  /**
   * Judges TEE evidence. Needed where the policy had a function of its own; one by `createTeeEvidenceVerifier` is made again
   * of its rules and collateral in the bundle, unless another is given here.
   */
  readonly verifyEvidence?: TeeEvidenceVerifier;
}

/** What a replay came to. */
export interface ReplayResult {
  /** `valid`: the bundle holds up, whatever its own verdict is. */
  readonly status: VerdictStatus;
  readonly code: Extract<
    VerdictReason,
    | 'ok'
    | 'bundle-malformed'
    | 'bundle-incomplete'
    | 'bundle-differs'
    | 'bundle-contradicted'
    | 'chain-unreachable'
    | 'chain-reorganised'
  >;
  readonly message: string;
  /** Of the replay; undefined where it didn't get that far. */
  readonly verdict: Pick<Verdict, 'status' | 'code' | 'checks' | 'subject'> | undefined;
  /** The bundle's own verdict, where it could be read. */
  readonly claimed: EvidenceBundle['verdict'] | undefined;
  /** Whether the answers of the chain were compared with a node. */
  readonly chainChecked: boolean;
}

/**
 * Judges a bundle again, without the network: same policy, same moment, same answers of the chain, same contents. A nonce
 * store is not asked again: whether a request was a replay at the time can't be seen from a bundle.
 *
 * @param bundle As `Verdict.bundle()` made it, or the value of its JSON.
 * @param options A node to compare with, and what judges TEE evidence.
 * @returns Whether the bundle holds up. Nothing is thrown for any bundle.
 */
export async function replay(bundle: unknown, options: ReplayOptions = {}): Promise<ReplayResult> {
  const read = readBundle(bundle);
  if (read === undefined) return result('bundle-malformed', undefined, undefined, false);
  const claimed = read.verdict;
  if (read.block !== null && options.chain !== undefined) {
    const fault = await compare(options.chain(read.block), read.answers);
    if (fault !== undefined) return result(fault, undefined, claimed, fault === 'bundle-contradicted');
  }
  const chainChecked = read.block !== null && options.chain !== undefined;
  const verdict = await judge(read, options.verifyEvidence);
  if (verdict === undefined) return result('bundle-malformed', undefined, claimed, chainChecked);
  if (verdict.code === 'bundle-incomplete') return result('bundle-incomplete', verdict, claimed, chainChecked);
  const isSame =
    verdict.status === claimed.status &&
    verdict.code === claimed.code &&
    JSON.stringify(verdict.checks) === JSON.stringify(claimed.checks);
  return result(isSame ? 'ok' : 'bundle-differs', verdict, claimed, chainChecked);
}

function result(
  code: ReplayResult['code'],
  verdict: Verdict | undefined,
  claimed: EvidenceBundle['verdict'] | undefined,
  chainChecked: boolean,
): ReplayResult {
  const { verdict: status, meaning, wayOut } = describeReason(code);
  return { status, code, message: `${meaning}; ${wayOut}`, verdict, claimed, chainChecked };
}

/** Undefined where policy or message can't be used at all. */
async function judge(
  bundle: EvidenceBundle,
  verifyEvidence: TeeEvidenceVerifier | undefined,
): Promise<Verdict | undefined> {
  try {
    const policy = {
      ...revivePolicy(bundle, verifyEvidence),
      reader: createRecordedReader(bundle),
      fetcher: createRecordedFetcher(bundle.contents),
      now: () => bundle.judgedAt,
    };
    if (bundle.kind === 'agent') return await verifyAgent(bundle.did ?? '', policy);
    const message = toMessage(bundle);
    return message && (await verifyRequest(message, policy));
  } catch {
    // Everything that can throw here is a policy or a message that the bundle spells wrongly.
    return undefined;
  }
}

async function compare(
  chain: PinnedChain,
  answers: readonly RecordedAnswer[],
): Promise<'bundle-contradicted' | 'chain-unreachable' | undefined> {
  try {
    for (const answer of answers) {
      if (!(await isRepeated(chain, answer))) return 'bundle-contradicted';
    }
    return undefined;
  } catch {
    return 'chain-unreachable';
  }
}

async function isRepeated(chain: PinnedChain, answer: RecordedAnswer): Promise<boolean> {
  if (answer.kind === 'logs') {
    // The others prove themselves by the ids and hashes that the calls give.
    if (!OWNER_EVENTS.includes(answer.topics[0] ?? '0x')) return true;
    const logs = await chain.logs(answer.address, answer.topics, answer.fromBlock);
    return JSON.stringify(logs.map(({ topics }) => topics)) === JSON.stringify(answer.logs.map(({ topics }) => topics));
  }
  if (answer.kind === 'code') return (await chain.code(answer.address)) === answer.code;
  const found = await chain.call(answer.to, answer.data);
  return 'revert' in found
    ? 'revert' in answer && found.revert === answer.revert
    : 'result' in answer && found.result === answer.result;
}

function createRecordedReader({ block, chainId, logsFrom, answers, ...bundle }: EvidenceBundle): ChainReader {
  const contracts = bundle.contracts as unknown as ChainContracts;
  return {
    chainId,
    contracts,
    logsFrom,
    open: () => {
      // No block was found: then the verdict can only be that.
      if (block === null) return Promise.reject(new ChainError(chainCodeOf(bundle.verdict.code), 'recorded'));
      const pinned = replayChain(block, answers);
      return Promise.resolve(new ChainFacts({ pinned, contracts, logsFrom, cache: new FactCache(MAX_FACTS) }));
    },
  };
}

function chainCodeOf(code: VerdictReason): ChainErrorCode {
  const codes: readonly string[] = ['chain-wrong', 'chain-stale', 'chain-not-final'];
  return codes.includes(code) ? (code as ChainErrorCode) : 'chain-unreachable';
}

function createRecordedFetcher(contents: readonly BundledContent[]): ContentFetcher {
  const known = new Map(contents.map((content) => [content.uri, content]));
  return (uri) => {
    const content = known.get(uri);
    const bytes = content !== undefined && 'bytes' in content ? decodeBase64(content.bytes) : undefined;
    if (content !== undefined && 'bytes' in content && bytes !== undefined) {
      const { finalUrl } = content;
      return Promise.resolve({ uri, bytes, ...(finalUrl === undefined ? {} : { finalUrl }) });
    }
    const recorded = content !== undefined && 'error' in content ? content : undefined;
    const isCode = recorded !== undefined && Object.hasOwn(FETCH_ERRORS, recorded.error);
    const code: FetchErrorCode = isCode ? (recorded.error as FetchErrorCode) : 'network-failed';
    return Promise.reject(new FetchError(code, 'recorded', { details: recorded?.details ?? {} }));
  };
}

function toMessage({ message }: EvidenceBundle): HttpRequestMessage | undefined {
  if (message === null) return undefined;
  const { body, ...rest } = message;
  const bytes = body === undefined ? undefined : decodeBase64(body);
  if (body !== undefined && bytes === undefined) return undefined;
  return { kind: 'request', ...rest, ...(bytes === undefined ? {} : { body: bytes }) };
}
