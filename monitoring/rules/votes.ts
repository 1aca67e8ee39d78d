import { PROPOSAL_STATUS } from '../History.ts';
import { flag, integer, text } from '../readArgs.ts';
import type { Finding, SuiteEvent } from '../types.ts';
import { proposalOf } from './Rule.ts';
import type { RuleContext, RuleTable } from './Rule.ts';

const ONE = 10_000n;

/** TEE keys: what became of them, and votes that look unusual. */
export const voteRules: RuleTable = {
  TEEKeyProposed: [proposedAgain],
  TEEKeyVoted: [heavyVoter, lastSeconds],
  TEEKeySettled: [approved, fastSettlement, singleVoter, lowParticipation],
  TEEKeyRevoked: [revoked],
};

function proposedAgain(event: SuiteEvent, { history }: RuleContext): readonly Finding[] {
  const keyId = text(event, 'keyId');
  const refusal = history.refusalOf(keyId);
  if (refusal === undefined) return [];
  const fields = { proposalId: text(event, 'proposalId'), keyId, proposer: text(event, 'proposer'), was: refusal };
  return [{ alert: 'rejected-key-proposed-again', fields }];
}

function heavyVoter(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const proposal = proposalOf(event, context);
  const [weight, total] = [integer(event, 'weight'), integer(proposal.proposed, 'totalWeight')];
  if (weight * ONE < BigInt(context.thresholds.heavyVoterBps) * total) return [];
  return [{ alert: 'vote-heavy-voter', fields: { ...ballotFields(event), totalWeight: String(total) } }];
}

function lastSeconds(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const proposal = proposalOf(event, context);
  const secondsLeft = proposal.endsAt - event.time;
  if (secondsLeft > context.thresholds.lastVoteSeconds) return [];
  return [{ alert: 'vote-last-seconds', fields: { ...ballotFields(event), secondsLeft } }];
}

function approved(event: SuiteEvent): readonly Finding[] {
  if (statusOf(event) !== 'Approved') return [];
  const fields = {
    proposalId: text(event, 'proposalId'),
    keyId: text(event, 'keyId'),
    trustedUntil: text(event, 'trustedUntil'),
  };
  return [{ alert: 'tee-key-approved', fields }];
}

function revoked(event: SuiteEvent): readonly Finding[] {
  const fields = { keyId: text(event, 'keyId'), revoker: text(event, 'revoker'), reason: text(event, 'reason') };
  return [{ alert: 'tee-key-revoked', fields }];
}

function fastSettlement(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const proposal = proposalOf(event, context);
  if (statusOf(event) === 'Withdrawn') return [];
  const seconds = event.time - proposal.proposed.time;
  if (seconds > context.thresholds.fastSettlementSeconds) return [];
  return [{ alert: 'vote-fast-settlement', fields: { ...settlementFields(event), seconds } }];
}

function singleVoter(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const [vote, ...others] = proposalOf(event, context).votes;
  const isDecided = statusOf(event) === 'Approved' || statusOf(event) === 'Rejected';
  if (vote === undefined || others.length > 0 || !isDecided) return [];
  return [{ alert: 'vote-single-voter', fields: { ...settlementFields(event), voter: text(vote, 'voter') } }];
}

function lowParticipation(event: SuiteEvent, context: RuleContext): readonly Finding[] {
  const proposal = proposalOf(event, context);
  if (statusOf(event) === 'Withdrawn') return [];
  const total = integer(proposal.proposed, 'totalWeight');
  const cast = proposal.votes.reduce((sum, vote) => sum + integer(vote, 'weight'), 0n);
  if (cast * ONE >= BigInt(context.thresholds.participationBps) * total) return [];
  const fields = { ...settlementFields(event), castWeight: String(cast), totalWeight: String(total) };
  return [{ alert: 'vote-participation-low', fields }];
}

function ballotFields(event: SuiteEvent): Finding['fields'] {
  return {
    proposalId: text(event, 'proposalId'),
    voter: text(event, 'voter'),
    support: flag(event, 'support'),
    weight: text(event, 'weight'),
  };
}

function settlementFields(event: SuiteEvent): Finding['fields'] {
  return { proposalId: text(event, 'proposalId'), keyId: text(event, 'keyId'), status: statusOf(event) };
}

function statusOf(event: SuiteEvent): string {
  return PROPOSAL_STATUS[Number(text(event, 'status'))] ?? text(event, 'status');
}
