import { KEY_TYPES, PROPOSAL_STATUSES, TEE_KINDS } from '../../../examples/indexer/core/names.ts';
import type { TeeBook, TeeProposal } from '../../../examples/indexer/core/rows.ts';
import { STRANGER, UNKNOWN_HASH, ZERO_ADDRESS, checkOf, numberOf, ownerChecks } from './checks.ts';
import type { Check, Known, Refusal } from './checks.ts';
import { where } from './rowSet.ts';

const check = checkOf('TeeKeys');

/** All views of `TEEKeyRegistry` that tell of its state. */
export function* teeKeyChecks(known: Known): Generator<Check> {
  const { rows } = known;
  yield* ownerChecks(known, 'TeeKeys');
  const [book] = rows.teeBook;
  if (book === undefined) throw new Error('there is no book');
  yield check('guardian', [], book.guardian ?? ZERO_ADDRESS);
  yield check('getFunds', [], book.committed, book.treasury);
  yield check('getParameters', [], termsOf(book));
  yield check('getProposalCount', [], BigInt(book.proposals));
  for (const [index, kind] of TEE_KINDS.entries()) {
    yield check('verifierOf', [index], where(rows.teeVerifier, { kind })[0]?.verifier ?? ZERO_ADDRESS);
  }
  for (const account of [...known.accounts, STRANGER]) {
    const [entry] = where(rows.teeAccount, { account: account as `0x${string}` });
    yield check('owedTo', [account], entry?.owed ?? 0n);
  }
  yield* keyChecks(known);
  yield* proposalChecks(known, book);
  yield* weightChecks(known);
}

function* keyChecks({ rows, now }: Known): Generator<Check> {
  for (const key of rows.teeKey) {
    const { keyId, openProposal, decidedBy, trustedUntil, revokedAt, voidUpTo } = key;
    yield check('getKey', [keyId], [openProposal, decidedBy, trustedUntil, revokedAt, voidUpTo]);
    yield check('isTrusted', [keyId], now < trustedUntil);
  }
  yield check('getKey', [UNKNOWN_HASH], [0, 0, 0, 0, 0]);
  yield check('isTrusted', [UNKNOWN_HASH], false);
}

function* proposalChecks({ rows, accounts }: Known, { proposals }: TeeBook): Generator<Check> {
  const all = rows.teeProposal.toSorted((a, b) => a.proposalId - b.proposalId);
  yield check('getProposals', [0, 1000], all.map(proposalOf));
  yield check('getProposals', [1, 1], all.slice(1, 2).map(proposalOf));
  for (const proposal of all) {
    const { proposalId } = proposal;
    yield check('getProposal', [proposalId], proposalOf(proposal));
    for (const account of accounts) {
      const [ballot] = where(rows.teeBallot, { proposalId, voter: account as `0x${string}` });
      yield check('getBallot', [proposalId, account], ballot === undefined ? 0 : ballot.support ? 1 : 2);
    }
  }
  const expected: Refusal = { error: 'TEEKeyUnknownProposal', args: [proposals + 1] };
  yield { contract: 'TeeKeys', view: 'getProposal', args: [proposals + 1], expected };
}

function* weightChecks({ rows, now, accounts }: Known): Generator<Check> {
  const latest = (history: readonly { readonly since: bigint; readonly weight: bigint }[], moment: bigint): bigint =>
    history
      .filter(({ since }) => since <= moment)
      .toSorted((a, b) => Number(a.since - b.since))
      .at(-1)?.weight ?? 0n;
  const past = now - 1n;
  const times = rows.teeTotalWeight.flatMap(({ since }) => [since - 1n, since, since + 1n]);
  const moments = [past, ...times.filter((time) => time < now)];
  yield check('totalVoteWeight', [], latest(rows.teeTotalWeight, now));
  for (const moment of moments) yield check('totalVoteWeightAt', [moment], latest(rows.teeTotalWeight, moment));
  for (const account of accounts) {
    const history = where(rows.teeVoteWeight, { voter: account as `0x${string}` });
    yield check('voteWeight', [account], latest(history, now));
    for (const moment of moments) yield check('voteWeightAt', [account, moment], latest(history, moment));
  }
  yield { contract: 'TeeKeys', view: 'totalVoteWeightAt', args: [now], expected: notPast(now) };
}

function notPast(now: bigint): Refusal {
  return { error: 'VoteWeightNotPast', args: [now, now] };
}

function proposalOf(proposal: TeeProposal): readonly unknown[] {
  return [
    proposal.keyId,
    proposal.measurement,
    proposal.evidenceHash,
    proposal.proposer,
    proposal.totalWeight,
    proposal.weightFor,
    proposal.weightAgainst,
    proposal.createdAt,
    numberOf(PROPOSAL_STATUSES, proposal.status),
    numberOf(TEE_KINDS, proposal.kind),
    numberOf(KEY_TYPES, proposal.keyType),
    proposal.evidenceVerified,
    termsOf(proposal),
  ];
}

function termsOf(terms: TeeBook | TeeProposal): readonly unknown[] {
  const { stake, votingPeriod, trustPeriod, approvalBps, participationBps, slashBps, feeBps } = terms;
  return [stake, votingPeriod, trustPeriod, approvalBps, participationBps, slashBps, feeBps];
}
