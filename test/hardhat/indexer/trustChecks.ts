import { FEEDBACK_CLASSES } from '../../../examples/indexer/core/names.ts';
import type { Feedback } from '../../../examples/indexer/core/rows.ts';
import { STRANGER, UNKNOWN_HASH, ZERO_ADDRESS, checkOf, numberOf, ownerChecks } from './checks.ts';
import type { Check, Known, Refusal } from './checks.ts';
import { where } from './rowSet.ts';

const check = checkOf('Reputation');
const EXCLUSION_WINDOW = 7n * 24n * 3600n;
/** The scenario uses some of the nonces below this one. */
const NONCES = 10n;
const SUMMED = ['TaskBacked', 'Validated'] as const;

/** The views of `ERC8004ReputationRegistryV2` that the standard doesn't have. */
export function* trustChecks(known: Known): Generator<Check> {
  const { rows } = known;
  for (const { agentId } of rows.agent) yield* summaryChecks(known, agentId);
  for (const { agentId, client, feedbackIndex, feedbackClass } of rows.feedback) {
    const number = numberOf(FEEDBACK_CLASSES, feedbackClass);
    yield check('getFeedbackClass', [agentId, client, feedbackIndex], number);
  }
  for (const { agentId, client, isExcluded, exclusionFrom } of rows.agentClient) {
    const until = exclusionFrom === null ? 0n : exclusionFrom + EXCLUSION_WINDOW;
    yield check('getExclusion', [agentId, client], isExcluded, exclusionFrom ?? 0n, until);
  }
  yield check('getExclusion', [0n, STRANGER], false, 0n, 0n);
  for (const client of known.accounts) {
    for (let nonce = 0n; nonce < NONCES; ++nonce) {
      const isUsed = rows.usedNonce.some((used) => used.client === client && used.nonce === nonce);
      yield check('isNonceUsed', [client, nonce], isUsed);
    }
  }
  yield* taskChecks(known);
  yield* commitmentChecks(known);
}

function* summaryChecks({ rows }: Known, agentId: bigint): Generator<Check> {
  const given = where(rows.feedback, { agentId });
  const excluded = new Set(where(rows.agentClient, { agentId, isExcluded: true }).map(({ client }) => client));
  const counted = given.filter(({ client, isRevoked }) => !isRevoked && !excluded.has(client));
  const tags = [...new Set(given.map(({ tag1 }) => tag1)), '', 'a tag that nobody used'];
  for (const [index, feedbackClass] of SUMMED.entries()) {
    const ofClass = where(counted, { feedbackClass });
    yield check('getTrustSummary', [agentId, index + 1], summaryOf(ofClass));
    for (const tag of tags)
      yield check('getTrustSummaryByTag', [agentId, index + 1, tag], summaryOf(ofTag(ofClass, tag)));
  }
  const open = where(counted, { feedbackClass: 'Open' });
  const clients = where(rows.agentClient, { agentId }).map(({ client }) => client);
  for (const tag of tags) {
    for (const named of [[...clients, STRANGER], ...clients.map((client) => [client])]) {
      const matches = ofTag(open, tag).filter(({ client }) => named.includes(client));
      yield check('getOpenSummary', [agentId, named, tag], summaryOf(matches));
    }
  }
  const error: Refusal = { error: 'ReputationOpenClassNotSummed', args: [agentId] };
  yield { contract: 'Reputation', view: 'getTrustSummary', args: [agentId, 0], expected: error };
}

function ofTag(feedback: readonly Feedback[], tag: string): readonly Feedback[] {
  return tag === '' ? feedback : where(feedback, { tag1: tag });
}

function summaryOf(feedback: readonly Feedback[]): readonly unknown[] {
  const count = BigInt(feedback.length);
  const sum = feedback.reduce((total, { valueAt18Decimals }) => total + valueAt18Decimals, 0n);
  return [count, sum, count === 0n ? 0n : sum / count];
}

function* taskChecks({ rows }: Known): Generator<Check> {
  for (const task of rows.task) {
    const { client, taskId, agentId, validator, minResponse, deadline, feedbackIndex, raisedBy, raisedAt } = task;
    yield check(
      'getTask',
      [client, taskId],
      agentId,
      validator ?? ZERO_ADDRESS,
      minResponse,
      feedbackIndex === null ? deadline : 0n,
      feedbackIndex ?? 0,
      raisedBy ?? ZERO_ADDRESS,
      raisedAt ?? 0,
    );
  }
  yield check('getTask', [STRANGER, UNKNOWN_HASH], 0, ZERO_ADDRESS, 0, 0, 0, ZERO_ADDRESS, 0);
  yield check('getCommitmentTime', [STRANGER, UNKNOWN_HASH], 0);
}

/** When task commitments were made; the registry forgets those that were used. */
function* commitmentChecks({ rows }: Known): Generator<Check> {
  for (const { client, commitment, committedAt, revealedAt } of rows.taskCommitment) {
    yield check('getCommitmentTime', [client, commitment], revealedAt === null ? committedAt : 0n);
  }
}

/** All views of `TaskValidationPolicy` that tell of its state. */
export function* policyChecks(known: Known): Generator<Check> {
  const { rows } = known;
  yield* ownerChecks(known, 'Policy');
  const policy = checkOf('Policy');
  yield policy('governanceThreshold', [], rows.taskPolicy[0]?.threshold ?? 0);
  for (const validator of [...known.accounts, known.addresses.Staked, STRANGER]) {
    const isListed = rows.policyValidator.some((row) => row.validator === validator && row.isListed);
    yield policy('isGovernanceValidator', [validator], isListed);
  }
}
