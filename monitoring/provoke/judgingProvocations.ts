import { commit, finalize, openRound, proposeKey, reveal, settle, vote } from './judging.ts';
import type { Provocation } from './Provocation.ts';
import { DAY, HOUR, WHO } from './World.ts';

const QUICK_RULES = {
  stake: 10n ** 18n,
  votingPeriod: DAY,
  trustPeriod: 30 * DAY,
  approvalBps: 6600,
  participationBps: 1000,
  slashBps: 5000,
  feeBps: 1000,
};

const PROVOCATIONS: readonly Provocation[] = [
  {
    alert: 'tee-key-approved',
    by: 'a proposal, two votes for it, settle',
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'approved');
      await vote(world, proposal, [1, 2], true);
      await settle(world, proposal);
      const { trustPeriod } = await world.contract('teeKeyRegistry').getParameters();
      const trustedUntil = String(BigInt(proposal.endsAt) + trustPeriod);
      return { fields: { proposalId: proposal.proposalId, keyId: proposal.keyId, trustedUntil } };
    },
  },
  {
    alert: 'vote-fast-settlement',
    by: 'a voting period of one day through governance, a proposal, two votes, settle at its end',
    also: ['timelock-scheduled', 'timelock-executed', 'tee-parameters-changed', 'tee-key-approved'],
    act: async ({ world }) => {
      await world.govern([{ part: 'teeKeyRegistry', name: 'setParameters', args: [QUICK_RULES] }]);
      const proposal = await proposeKey(world, 'fast');
      const madeAt = await world.time();
      await vote(world, proposal, [1, 2], true);
      await settle(world, proposal);
      const seconds = (await world.time()) - madeAt;
      const { proposalId, keyId } = proposal;
      return { fields: { proposalId, keyId, status: 'Approved', seconds } };
    },
  },
  {
    alert: 'vote-single-voter',
    by: 'a proposal, one vote of a quarter of the weight, settle',
    also: ['tee-key-approved'],
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'single');
      await vote(world, proposal, [1], true);
      await settle(world, proposal);
      const { proposalId, keyId } = proposal;
      return { fields: { proposalId, keyId, status: 'Approved', voter: world.address(WHO.voters[1] ?? 0) } };
    },
  },
  {
    alert: 'vote-heavy-voter',
    by: 'a vote of 60 % of all weight',
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'heavy');
      await vote(world, proposal, [0, 1, 2], false);
      const ballot = { voter: world.address(WHO.voters[0] ?? 0), support: false, weight: '60' };
      return { fields: { proposalId: proposal.proposalId, ...ballot, totalWeight: '100' } };
    },
  },
  {
    alert: 'vote-last-seconds',
    by: 'a vote 100 seconds before the end',
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'late');
      await vote(world, proposal, [2], true);
      await world.wait(proposal.endsAt - 100 - (await world.time()));
      await vote(world, proposal, [1], true);
      const secondsLeft = proposal.endsAt - (await world.time());
      const ballot = { voter: world.address(WHO.voters[1] ?? 0), support: true, weight: '25' };
      return { fields: { proposalId: proposal.proposalId, ...ballot, secondsLeft } };
    },
  },
  {
    alert: 'rejected-key-proposed-again',
    by: 'a proposal that two voters reject, and another one for the same key',
    act: async ({ world }) => {
      const first = await proposeKey(world, 'rejected');
      await vote(world, first, [1, 2], false);
      await settle(world, first);
      const { proposalId, keyId } = await proposeKey(world, 'rejected');
      return { fields: { proposalId, keyId, proposer: world.address(WHO.stranger), was: 'rejected' } };
    },
  },
  {
    alert: 'rejected-key-proposed-again',
    by: 'a key revoked by the guardian, and another proposal for it',
    also: ['tee-key-approved', 'tee-key-revoked'],
    act: async ({ world }) => {
      const first = await proposeKey(world, 'withdrawn trust');
      await vote(world, first, [1, 2], true);
      await settle(world, first);
      await world.send(WHO.guardian, 'teeKeyRegistry', 'revoke', [first.keyId, 'leaked']);
      const { proposalId, keyId } = await proposeKey(world, 'withdrawn trust');
      return { fields: { proposalId, keyId, proposer: world.address(WHO.stranger), was: 'revoked' } };
    },
  },
  {
    alert: 'transactions-failing',
    by: 'ten transactions that revert, and one that does not',
    act: async ({ world }) => {
      await world.provider.send('anvil_mine', ['0x64']);
      for (let index = 0; index < 10; index++) {
        await world.send(WHO.stranger, 'stakedValidation', 'pause', [], { mayFail: true });
      }
      await world.send(WHO.stranger, 'identityRegistry', 'register(string)', ['ipfs://another']);
      const end = async (): Promise<void> => {
        await world.provider.send('anvil_mine', ['0x64']);
      };
      return { fields: { failed: 10, sent: 11, windowBlocks: 100 }, end };
    },
  },
  {
    alert: 'request-stuck',
    by: 'a request that nobody finalizes for an hour after its reveal end',
    act: async ({ world }) => {
      const round = await openRound(world, 'stuck');
      await world.wait(round.revealEnd + HOUR - (await world.time()));
      const { requestHash, revealEnd } = round;
      const end = (): Promise<void> => finalize(world, round);
      return { fields: { requestHash, round: 1, revealEnd, committed: 0, revealed: 0 }, end };
    },
  },
  {
    alert: 'proposal-stuck',
    by: 'a proposal that nobody settles for a day after its end',
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'forgotten');
      await vote(world, proposal, [1, 2], true);
      await world.wait(proposal.endsAt + DAY - (await world.time()));
      const { proposalId, keyId, endsAt } = proposal;
      return { fields: { proposalId, keyId, endsAt, votes: 2 }, end: () => settle(world, proposal) };
    },
  },
  {
    alert: 'vote-participation-low',
    by: 'a proposal with 15 % of the weight cast, settle',
    also: ['tee-key-approved', 'vote-single-voter'],
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'unnoticed');
      await vote(world, proposal, [2], true);
      await settle(world, proposal);
      const { proposalId, keyId } = proposal;
      return { fields: { proposalId, keyId, status: 'Approved', castWeight: '15', totalWeight: '100' } };
    },
  },
  {
    alert: 'request-participation-low',
    by: 'a request without commitments, finalize',
    act: async ({ world }) => {
      const round = await openRound(world, 'unnoticed');
      await finalize(world, round);
      const { requestHash } = round;
      return { fields: { requestHash, round: 1, status: 'Expired', committed: 0, minValidators: 3 } };
    },
  },
  {
    alert: 'request-verdicts-withheld',
    by: 'a request with three commitments and two reveals, finalize',
    act: async ({ world }) => {
      const round = await openRound(world, 'withheld');
      await commit(world, round);
      await reveal(world, round, 2);
      await finalize(world, round);
      const { requestHash } = round;
      return { fields: { requestHash, round: 1, status: 'Expired', committed: 3, revealed: 2 } };
    },
  },
];

/** TEE keys and their votes, staked requests and their validators, transactions that fail. */
export function judgingProvocations(): readonly Provocation[] {
  return PROVOCATIONS;
}
