// The bounds of every rule with a threshold, exactly at them and just beside them.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DEFAULT_CONFIGURATION } from '../../../monitoring/configuration.ts';
import { History } from '../../../monitoring/History.ts';
import { conditionsOf } from '../../../monitoring/rules/conditions.ts';
import { findingsOf } from '../../../monitoring/rules/findingsOf.ts';
import type { ArgValue, SuiteEvent } from '../../../monitoring/types.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';

const { thresholds } = DEFAULT_CONFIGURATION;
const KEY = `0x${'0a'.repeat(32)}`;
const HASH = `0x${'0b'.repeat(32)}`;
const ACCOUNT = `0x${'0c'.repeat(20)}`;
const STATUS = { approved: '2', rejected: '3', lapsed: '4', withdrawn: '5' };
const DAY = 86_400;

function event(
  name: string,
  args: Record<string, ArgValue>,
  time = 0,
  block = 1,
  part: Part = 'teeKeyRegistry',
): SuiteEvent {
  const hash = `0x${'00'.repeat(32)}` as const;
  return { part, address: ACCOUNT, name, args, block, blockHash: hash, time, transaction: hash, logIndex: 0 };
}

const proposed = (time = 0, proposalId = '1'): SuiteEvent =>
  event(
    'TEEKeyProposed',
    { proposalId, keyId: KEY, proposer: ACCOUNT, totalWeight: '1000', votingPeriod: String(DAY) },
    time,
  );
const voted = (weight: number, time = 0): SuiteEvent =>
  event('TEEKeyVoted', { proposalId: '1', voter: ACCOUNT, support: true, weight: String(weight) }, time);
const settled = (status: string, time: number, trustedUntil = '9'): SuiteEvent =>
  event('TEEKeySettled', { proposalId: '1', keyId: KEY, status, refund: '0', kept: '0', trustedUntil }, time);
const opened = (minValidators = '3', revealEnd = '1000'): SuiteEvent =>
  event(
    'StakedRequestOpened',
    { requestHash: HASH, round: '1', terms: { minValidators }, revealEnd },
    0,
    1,
    'stakedValidation',
  );
const finalized = event(
  'StakedRequestFinalized',
  { requestHash: HASH, round: '1', status: '2' },
  0,
  2,
  'stakedValidation',
);
const committed = event('StakedVerdictCommitted', { requestHash: HASH, round: '1' }, 0, 1, 'stakedValidation');
const revealed = event('StakedVerdictRevealed', { requestHash: HASH, round: '1' }, 0, 1, 'stakedValidation');

/** What the last of these events is told for. */
function alertsOf(...events: SuiteEvent[]): string[] {
  const last = events.at(-1);
  if (last === undefined) throw new Error('no event');
  return findingsOf(last, { thresholds, history: new History(events) }).map(({ alert }) => alert);
}

function lastingOf(time: number, ...events: SuiteEvent[]): string[] {
  return conditionsOf({ thresholds, history: new History(events), time, traffic: [] }).map(({ alert }) => alert);
}

function failing(sent: number, failed: number): string[] {
  const traffic = [
    { block: 1, sent: sent - 1, failed: failed - 1 },
    { block: 2, sent: 1, failed: 1 },
  ];
  return conditionsOf({ thresholds, history: new History(), time: 0, traffic }).map(({ alert }) => alert);
}

describe('monitoring: bounds of the rules', () => {
  it('vote-heavy-voter: from half of the weight on', () => {
    expect(alertsOf(proposed(), voted(500))).to.deep.equal(['vote-heavy-voter']);
    expect(alertsOf(proposed(), voted(499))).to.deep.equal([]);
  });

  it('vote-last-seconds: from 300 seconds before the end on', () => {
    expect(alertsOf(proposed(), voted(1, DAY - 300))).to.deep.equal(['vote-last-seconds']);
    expect(alertsOf(proposed(), voted(1, DAY - 301))).to.deep.equal([]);
  });

  it('vote-fast-settlement: up to two days after the proposal, not for one taken back', () => {
    const votes = [voted(200), voted(300)];
    expect(alertsOf(proposed(5), ...votes, settled(STATUS.rejected, 5 + 2 * DAY))).to.deep.equal([
      'vote-fast-settlement',
    ]);
    expect(alertsOf(proposed(5), ...votes, settled(STATUS.rejected, 6 + 2 * DAY))).to.deep.equal([]);
    expect(alertsOf(proposed(5), settled(STATUS.withdrawn, 6))).to.deep.equal([]);
  });

  it('vote-single-voter: one ballot that decided, not one that lapsed', () => {
    const late = 9 * DAY;
    expect(alertsOf(proposed(), voted(250), settled(STATUS.rejected, late))).to.deep.equal(['vote-single-voter']);
    expect(alertsOf(proposed(), voted(250), settled(STATUS.lapsed, late))).to.deep.equal([]);
    expect(alertsOf(proposed(), voted(250), voted(1), settled(STATUS.rejected, late))).to.deep.equal([]);
  });

  it('vote-participation-low: below a quarter of the weight', () => {
    const late = 9 * DAY;
    expect(alertsOf(proposed(), voted(125), voted(125), settled(STATUS.rejected, late))).to.deep.equal([]);
    const low = ['vote-participation-low'];
    expect(alertsOf(proposed(), voted(124), voted(125), settled(STATUS.rejected, late))).to.deep.equal(low);
    expect(alertsOf(proposed(), settled(STATUS.lapsed, late))).to.deep.equal(low);
  });

  it('rejected-key-proposed-again: after a rejection or revocation, until the key is approved', () => {
    const again = proposed(9 * DAY, '2');
    const yes = ['rejected-key-proposed-again'];
    const revoked = event('TEEKeyRevoked', { keyId: KEY, revoker: ACCOUNT, reason: '' });
    expect(alertsOf(again)).to.deep.equal([]);
    expect(alertsOf(settled(STATUS.rejected, 1), again)).to.deep.equal(yes);
    expect(alertsOf(revoked, again)).to.deep.equal(yes);
    expect(alertsOf(settled(STATUS.rejected, 1), settled(STATUS.approved, 2), again)).to.deep.equal([]);
    // An approval to no effect, because the key was revoked meanwhile.
    expect(alertsOf(revoked, settled(STATUS.approved, 2, '0'), again)).to.deep.equal(yes);
    expect(alertsOf(settled(STATUS.approved, 1), revoked, again)).to.deep.equal(yes);
    expect(alertsOf(settled(STATUS.lapsed, 1), again)).to.deep.equal([]);
  });

  it('large-payout: from 10 ether on', () => {
    const withdrawn = (amount: bigint): SuiteEvent =>
      event('StakedWithdrawn', { account: ACCOUNT, to: ACCOUNT, amount: String(amount) }, 0, 1, 'stakedValidation');
    expect(alertsOf(withdrawn(10n ** 19n))).to.deep.equal(['large-payout']);
    expect(alertsOf(withdrawn(10n ** 19n - 1n))).to.deep.equal([]);
  });

  it('timelock-emergency-scheduled: below the minimum delay only', () => {
    const scheduled = (delay: string): SuiteEvent => {
      const call = { id: KEY, index: '0', target: ACCOUNT, value: '0', data: '0x', predecessor: HASH };
      return event('CallScheduled', { ...call, delay, minDelay: '172800' }, 0, 1, 'timelock');
    };
    expect(alertsOf(scheduled('172800'))).to.deep.equal(['timelock-scheduled']);
    expect(alertsOf(scheduled('172799'))).to.deep.equal(['timelock-scheduled', 'timelock-emergency-scheduled']);
  });

  it('request-participation-low: with fewer commitments than asked for', () => {
    const two = [committed, committed, revealed, revealed];
    expect(alertsOf(opened('2'), ...two, finalized)).to.deep.equal([]);
    expect(alertsOf(opened('3'), ...two, finalized)).to.deep.equal(['request-participation-low']);
    expect(alertsOf(opened('0'), finalized)).to.deep.equal([]);
  });

  it('request-verdicts-withheld: with one commitment that was not revealed, of a round in which enough committed', () => {
    expect(alertsOf(opened('2'), committed, committed, revealed, finalized)).to.deep.equal([
      'request-verdicts-withheld',
    ]);
    expect(alertsOf(opened('3'), committed, committed, finalized)).to.deep.equal(['request-participation-low']);
  });

  it('request-stuck: an hour after the reveal end, until it is finalized', () => {
    expect(lastingOf(4599, opened())).to.deep.equal([]);
    expect(lastingOf(4600, opened())).to.deep.equal(['request-stuck']);
    expect(lastingOf(4600, opened(), finalized)).to.deep.equal([]);
  });

  it('proposal-stuck: a day after the end of the vote, until it is settled', () => {
    expect(lastingOf(2 * DAY - 1, proposed())).to.deep.equal([]);
    expect(lastingOf(2 * DAY, proposed())).to.deep.equal(['proposal-stuck']);
    expect(lastingOf(2 * DAY, proposed(), settled(STATUS.lapsed, 2 * DAY))).to.deep.equal([]);
  });

  it('transactions-failing: from ten and half of all on', () => {
    expect(failing(20, 10)).to.deep.equal(['transactions-failing']);
    expect(failing(21, 10)).to.deep.equal([]);
    expect(failing(9, 9)).to.deep.equal([]);
  });

  it('an event about something that was never told of is an error', () => {
    expect(() => alertsOf(voted(1))).to.throw(
      'TEEKeyVoted of teeKeyRegistry in block 1 comes without the TEEKeyProposed that it is about; check the node, and the block of the deployment in the address book',
    );
    expect(() => alertsOf(finalized)).to.throw(
      'StakedRequestFinalized of stakedValidation in block 2 comes without the StakedRequestOpened that it is about; check the node, and the block of the deployment in the address book',
    );
  });
});

describe('monitoring: what is remembered', () => {
  const names = (history: History): string[] => history.events.map(({ name }) => name);

  it('a round until its end is final', () => {
    const history = new History([opened(), committed, finalized]);
    expect(names(history.pruned(1))).to.have.length(3);
    expect(names(history.pruned(2))).to.deep.equal([]);
  });

  it('nothing of removed blocks', () => {
    const history = new History([opened(), committed, finalized]);
    expect(names(history.until(1))).to.deep.equal(['StakedRequestOpened', 'StakedVerdictCommitted']);
    expect(history.until(1).openRounds()).to.have.length(1);
    expect(history.openRounds()).to.have.length(0);
  });

  it('a rejection for ever, an approval not at all', () => {
    const rejection = settled(STATUS.rejected, 1);
    const approval = event('TEEKeySettled', { ...rejection.args, proposalId: '2', status: STATUS.approved }, 2, 5);
    expect(names(new History([proposed(), rejection]).pruned(9))).to.deep.equal(['TEEKeySettled']);
    expect(names(new History([proposed(), rejection, approval]).pruned(9))).to.deep.equal([]);
    expect(new History([proposed(), rejection, approval]).pruned(1).until(1).refusalOf(KEY)).to.equal('rejected');
  });

  it('an operation that was cancelled and is scheduled again', () => {
    const scheduled = (block: number): SuiteEvent => event('CallScheduled', { id: KEY }, 0, block, 'timelock');
    const cancelled = event('Cancelled', { id: KEY }, 0, 2, 'timelock');
    expect(new History([scheduled(1), cancelled]).pendingOperations()).to.equal(0);
    expect(new History([scheduled(1), cancelled, scheduled(3)]).pruned(2).pendingOperations()).to.equal(1);
    expect(names(new History([scheduled(1), cancelled]).pruned(2))).to.deep.equal([]);
  });

  it('the last value that holds, and what changed it since', () => {
    const change = (block: number): SuiteEvent => event('MinDelayChange', { newDuration: String(block) }, 0, block);
    const history = new History([change(1), change(3), change(5)]).pruned(4);
    expect(history.events.map(({ block }) => block)).to.deep.equal([3, 5]);
    expect(history.until(4).latest('MinDelayChange')?.block).to.equal(3);
  });
});
