import { AbiCoder, id } from 'ethers';
import { MODES, STATUSES, VERDICT_STATES } from '../../../examples/indexer/core/names.ts';
import type { StakedParameters, StakedRound, StakedVerdict } from '../../../examples/indexer/core/rows.ts';
import { STRANGER, UNKNOWN_HASH, ZERO_ADDRESS, ZERO_HASH, checkOf, numberOf, ownerChecks } from './checks.ts';
import type { Check, Known, Refusal } from './checks.ts';
import { where } from './rowSet.ts';

const check = checkOf('Staked');
const NO_ROUND = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const NO_TEE = [ZERO_ADDRESS, 0, ZERO_HASH, ZERO_HASH];
const NO_VERDICT = [ZERO_ADDRESS, 0, 0, 0];
const OUTCOME_TYPES = [
  'bytes32',
  'uint256',
  'address',
  'bytes32',
  'uint16',
  'uint8',
  'uint256[]',
  'bytes32',
  'uint8',
  'bytes32',
  'address',
];
/** From so many judged verdicts on a validator's record counts. */
const LEAST_RECORD = 10;

/** All views of `StakedValidation` that tell of its state. */
export function* stakedChecks(known: Known): Generator<Check> {
  const { rows } = known;
  yield* ownerChecks(known, 'Staked');
  const [book] = rows.stakedBook;
  if (book === undefined) throw new Error('there is no book');
  yield check('isPaused', [], book.isPaused);
  yield check('guardian', [], book.guardian ?? ZERO_ADDRESS);
  yield check('getFunds', [], book.locked, book.owed, book.treasury);
  for (const rules of rows.stakedParameters) {
    if (rules.version === book.parametersVersion) yield check('getParameters', [], rules.version, rulesOf(rules));
    yield check('getParametersOf', [rules.version], rulesOf(rules));
  }
  for (const account of [...known.accounts, STRANGER]) {
    const [entry] = where(rows.stakedAccount, { account: account as `0x${string}` });
    yield check('owedTo', [account], entry?.owed ?? 0n);
    yield check('recordOf', [account], entry?.right ?? 0, entry?.wrong ?? 0);
  }
  for (const { requestHash } of rows.validationRequest) yield* requestChecks(known, requestHash);
  yield* requestChecks(known, UNKNOWN_HASH);
}

function* requestChecks(known: Known, hash: string): Generator<Check> {
  const { rows } = known;
  const requestHash = hash as `0x${string}`;
  const [request] = where(rows.stakedRequest, { requestHash });
  yield check('authorizedRequester', [hash], request?.authorized ?? ZERO_ADDRESS);
  const rounds = where(rows.stakedRound, { requestHash });
  const latest = rounds.find(({ round }) => round === request?.round);
  yield check('getRequest', [hash], requestOf(latest));
  if (latest === undefined) yield check('getRound', [hash, 1], NO_ROUND);
  else for (const account of known.accounts) yield stakeCheck(known, latest, account);
  for (const round of rounds) yield* roundChecks(known, round);
  yield outcomeCheck(known, hash, latest);
}

function requestOf(latest: StakedRound | undefined): readonly unknown[] {
  if (latest === undefined) return [NO_ROUND, ZERO_ADDRESS, 0, 0, ZERO_HASH, NO_TEE];
  const { requester, deposit, revealEnd, measurement, teePayee, teeAnsweredAt, teeKeyId, teeEvidenceHash } = latest;
  const tee = teePayee === null ? NO_TEE : [teePayee, teeAnsweredAt, teeKeyId, teeEvidenceHash];
  return [roundOf(latest), requester, deposit, revealEnd, measurement, tee];
}

function roundOf(round: StakedRound): readonly unknown[] {
  return [
    numberOf(STATUSES, round.status),
    numberOf(MODES, round.mode),
    round.round,
    round.parametersVersion,
    round.agentId,
    round.commitEnd,
    round.minValidators,
    round.committed,
    round.revealed,
    round.response,
    round.teeResponse,
    round.finalizedAt ?? 0n,
  ];
}

function* roundChecks({ rows }: Known, round: StakedRound): Generator<Check> {
  const { requestHash } = round;
  const place = [requestHash, round.round];
  const verdicts = where(rows.stakedVerdict, { requestHash, round: round.round }).toSorted((a, b) => a.index - b.index);
  yield check('getRound', place, roundOf(round));
  yield check('getVerdicts', [...place, 0, 1000], verdicts.map(verdictOf));
  yield check('getVerdicts', [...place, 1, 1], verdicts.slice(1, 2).map(verdictOf));
  yield check('getVerdictOf', [...place, STRANGER], NO_VERDICT);
  for (const verdict of verdicts) {
    yield check('getVerdict', [...place, verdict.index], verdictOf(verdict));
    yield check('getVerdictOf', [...place, verdict.validator], verdictOf(verdict));
  }
  const { length } = verdicts;
  const expected: Refusal = { error: 'StakedUnknownVerdict', args: [...place, length, length] };
  yield { contract: 'Staked', view: 'getVerdict', args: [...place, length], expected };
}

function verdictOf({ validator, stake, response, state }: StakedVerdict): readonly unknown[] {
  return [validator, stake, response, numberOf(VERDICT_STATES, state)];
}

/** What a validator stakes: by its record half of the base, or twice. */
function stakeCheck({ rows }: Known, latest: StakedRound, account: string): Check {
  const [rules] = where(rows.stakedParameters, { version: latest.parametersVersion });
  if (rules === undefined) throw new Error(`rules ${latest.parametersVersion} are missing`);
  const [entry] = where(rows.stakedAccount, { account: account as `0x${string}` });
  const { right, wrong } = entry ?? { right: 0, wrong: 0 };
  let stake = rules.baseStake;
  if (right + wrong >= LEAST_RECORD) {
    if (right * 10 >= (right + wrong) * 9) stake /= 2n;
    else if (right * 10 < (right + wrong) * 7) stake *= 2n;
  }
  return check('requiredStake', [latest.requestHash, account], stake);
}

/** The evidence behind a decision. */
function outcomeCheck({ rows, addresses }: Known, requestHash: string, latest: StakedRound | undefined): Check {
  if (latest?.status !== 'Decided') {
    const status = numberOf(STATUSES, latest?.status ?? 'None');
    const expected: Refusal = { error: 'StakedNotDecided', args: [requestHash, status] };
    return { contract: 'Staked', view: 'getOutcome', args: [requestHash], expected };
  }
  const { round, chainId, response, teeResponse } = latest;
  const verdicts = where(rows.stakedVerdict, { requestHash: latest.requestHash, round });
  const judged = latest.mode === 'Stake' ? undefined : latest;
  const outcome = AbiCoder.defaultAbiCoder().encode(OUTCOME_TYPES, [
    id('SAGE.StakedOutcome'),
    chainId,
    addresses.Staked,
    requestHash,
    round,
    response,
    verdicts.toSorted((a, b) => a.index - b.index).map(wordOf),
    judged?.teeKeyId ?? ZERO_HASH,
    teeResponse,
    judged?.teeEvidenceHash ?? ZERO_HASH,
    judged?.teePayee ?? ZERO_ADDRESS,
  ]);
  return check('getOutcome', [requestHash], outcome);
}

function wordOf({ validator, stake, response, state }: StakedVerdict): bigint {
  const parts = [BigInt(validator), stake << 160n, BigInt(response) << 240n, numberOf(VERDICT_STATES, state) << 248n];
  return parts.reduce((word, part) => word | part, 0n);
}

function rulesOf(rules: StakedParameters): readonly unknown[] {
  const { minDeposit, baseStake, tolerance, fullSlashDistance, consensusBps, rewardBps, slashBps } = rules;
  const { revealPeriod, minValidators } = rules;
  return [
    minDeposit,
    baseStake,
    tolerance,
    fullSlashDistance,
    consensusBps,
    rewardBps,
    slashBps,
    revealPeriod,
    minValidators,
  ];
}
