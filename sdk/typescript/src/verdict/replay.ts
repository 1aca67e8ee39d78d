import { getSelector } from 'ox/AbiEvent';
import { EVENTS } from '../chain/abi.ts';
import { ChainError } from '../chain/ChainError.ts';
import type { ChainErrorCode } from '../chain/ChainError.ts';
import { ChainFacts } from '../chain/ChainFacts.ts';
import { FactCache } from '../chain/FactCache.ts';
import { replayChain } from '../chain/replayChain.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { OpenedBlock } from '../chain/openBlock.ts';
import type { BlockReference, ChainContracts, Finality, PinnedChain, RecordedAnswer } from '../chain/types.ts';
import type { Hex } from '../client/types.ts';
import { decodeBase64 } from '../encoding/decodeBase64.ts';
import { equalBytes } from '../encoding/equalBytes.ts';
import { FetchError } from '../fetch/FetchError.ts';
import { FETCH_ERRORS } from '../fetch/fetchErrorTable.ts';
import type { FetchErrorCode } from '../fetch/fetchErrorTable.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import type { HttpRequestMessage } from '../http/types.ts';
import { canonicalizeJson } from '../json/canonicalizeJson.ts';
import { describeReason } from './describeReason.ts';
import { readBundle } from './readBundle.ts';
import type { VerdictReason, VerdictStatus } from './reasonTable.ts';
import { revivePolicy } from './revivePolicy.ts';
import type { BundledContent, Check, EvidenceBundle, TeeEvidenceVerifier, Verdict } from './types.ts';
import { verifyAgent } from './verifyAgent.ts';
import { verifyRequest } from './verifyRequest.ts';

const MAX_FACTS = 10_000;
/** The defaults of a live judgement: `maxHeadAge` and `maxAge` of the reader, and the clock skew of a signature. */
const LIVE_AGE = 120 + 12 + 30;
/**
 * How far safe and finalized blocks lie behind the newest, while Ethereum finalizes: two and three epochs of 32 slots of
 * 12 seconds, since a checkpoint is justified one epoch after it begins, finalized two, and the present epoch is open.
 */
const FINALITY_LAG: Readonly<Record<Finality, number>> = { latest: 0, safe: 768, finalized: 1_152 };
/** A chain that failed in the midst of a judgement left nothing that could be judged again. */
const UNANSWERED = 'its own verdict is unknown too, and an answer that never came is in no bundle';
/** Logs that say who owned an agent in an epoch. */
const OWNER_EVENTS: readonly Hex[] = [getSelector(EVENTS.agentRegistered), getSelector(EVENTS.agentClaimed)];

export interface ReplayOptions {
  /**
   * Asks a node of one's own for every answer that the bundle holds, at the same block. Without it the answers of the chain
   * are taken from the bundle: then the replay shows that they lead to the verdict, not that they are true.
   */
  readonly chain?: (block: BlockReference) => OpenedBlock;
  /**
   * Seconds that the block may be older than the moment of the verdict, or than the signature where that is later. By default
   * what a live judgement comes to: 162 for `latest`, and 930 for `safe` and 1,314 for `finalized`, which are the delays of
   * Ethereum. More where the reader was given a greater `maxHeadAge`, or the chain finalizes later. Who makes a bundle chooses
   * its finality, since every block is final in the end: of strangers' bundles the greatest default holds.
   */
  readonly maxBlockAge?: number;
  /**
   * Judges TEE evidence. Needed where the policy had a function of its own; one by `createTeeEvidenceVerifier` is made again
   * of its rules and collateral in the bundle, unless another is given here.
   */
  readonly verifyEvidence?: TeeEvidenceVerifier;
}

/** Why a bundle could not be compared with a node. */
type CompareFault = 'chain-unreachable' | 'chain-wrong' | 'chain-reorganised' | 'chain-not-final';
const COMPARE_FAULTS: readonly string[] = [
  'chain-wrong',
  'chain-reorganised',
  'chain-not-final',
] satisfies readonly CompareFault[];

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
    | 'bundle-outdated'
    | CompareFault
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
 * The moment, `judgedAt`, is the word of whoever made the bundle; that the block is not much older than it, and than the
 * signature, is checked, so that keys which were revoked in between don't count (P12). The time of the block is their word
 * too, unless a node is asked. What holds now, only a new judgement tells.
 *
 * @param bundle As `Verdict.bundle()` made it, or the value of its JSON.
 * @param options A node to compare with, and what judges TEE evidence.
 * @returns Whether the bundle holds up. Nothing is thrown for any bundle.
 */
export async function replay(bundle: unknown, options: ReplayOptions = {}): Promise<ReplayResult> {
  const read = readBundle(bundle);
  if (read === undefined) return result('bundle-malformed', undefined, undefined, false);
  const claimed = read.verdict;
  const chainChecked = read.block !== null && options.chain !== undefined;
  if (read.block !== null && options.chain !== undefined) {
    const fault = await compare(options.chain, read.block, read.answers);
    if (fault !== undefined) {
      return result(fault.code, undefined, claimed, fault.code === 'bundle-contradicted', fault.detail);
    }
  }
  const verdict = await judge(read, options.verifyEvidence);
  if (verdict === undefined) return result('bundle-malformed', undefined, claimed, chainChecked);
  if (verdict.code === 'bundle-incomplete') {
    const detail = claimed.status === 'unknown' ? UNANSWERED : undefined;
    return result('bundle-incomplete', verdict, claimed, chainChecked, detail);
  }
  const isSame =
    verdict.status === claimed.status && verdict.code === claimed.code && isSameJson(verdict.checks, claimed.checks);
  if (!isSame) return result('bundle-differs', verdict, claimed, chainChecked);
  const isOutdated = !isRecent(read, verdict, options.maxBlockAge);
  return result(isOutdated ? 'bundle-outdated' : 'ok', verdict, claimed, chainChecked);
}

/** Whatever the order of members: a store such as a JSONB column has its own. */
function isSameJson(found: readonly Check[], claimed: readonly Check[]): boolean {
  const texts = [found, claimed].map((checks) => JSON.stringify(checks));
  // Facts may hold undefined, which falls away on the way through the text.
  const [one, other] = texts.map((text) => canonicalizeJson(JSON.parse(text)));
  if (one === undefined || other === undefined) return texts[0] === texts[1];
  return equalBytes(one, other);
}

/** Not so for an age that compares with nothing, such as NaN. */
function isRecent({ block, judgedAt }: EvidenceBundle, verdict: Verdict, maxBlockAge: number | undefined): boolean {
  if (block === null) return true;
  const moment = Math.max(judgedAt, verdict.signature?.parameters.created ?? 0);
  return moment - block.timestamp <= (maxBlockAge ?? LIVE_AGE + FINALITY_LAG[block.finality]);
}

function result(
  code: ReplayResult['code'],
  verdict: Verdict | undefined,
  claimed: EvidenceBundle['verdict'] | undefined,
  chainChecked: boolean,
  detail?: string,
): ReplayResult {
  const { verdict: status, meaning, wayOut } = describeReason(code);
  const message = [meaning, ...(detail === undefined ? [] : [detail]), wayOut].join('; ');
  return { status, code, message, verdict, claimed, chainChecked };
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

interface Fault {
  readonly code: 'bundle-contradicted' | CompareFault;
  readonly detail?: string;
}

/** The header first: number and time of a block are the bundle's word until a node gives them for its hash. */
async function compare(
  open: (block: BlockReference) => OpenedBlock,
  block: BlockReference,
  answers: readonly RecordedAnswer[],
): Promise<Fault | undefined> {
  try {
    const chain = open(block);
    const { number, hash, timestamp } = await chain.header();
    if (number !== block.number || hash !== block.hash || timestamp !== block.timestamp) {
      const detail = `the node has block ${number} of time ${timestamp}, not ${block.number} of ${block.timestamp}`;
      return { code: 'bundle-contradicted', detail };
    }
    for (const answer of answers) {
      if (!(await isRepeated(chain, answer))) return { code: 'bundle-contradicted' };
    }
    return undefined;
  } catch (error) {
    const isKnown = error instanceof ChainError && COMPARE_FAULTS.includes(error.code);
    const detail = error instanceof Error ? error.message : String(error);
    return { code: isKnown ? (error.code as CompareFault) : 'chain-unreachable', detail };
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

/** What a judgement fetched twice is there twice, in this order: the second time may have ended otherwise. */
function createRecordedFetcher(contents: readonly BundledContent[]): ContentFetcher {
  const known = new Map<string, BundledContent[]>();
  for (const content of contents) {
    const queue = known.get(content.uri);
    if (queue === undefined) known.set(content.uri, [content]);
    else queue.push(content);
  }
  return (uri) => {
    const queue = known.get(uri) ?? [];
    const content = queue.length > 1 ? queue.shift() : queue[0];
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
