import { expect } from 'chai';
import { id } from 'ethers';
import { after, before, beforeEach, describe, it } from 'mocha';
import { authorize } from './authorize.ts';
import { AGENT, CLIENT, DAY, FIRST, HOUR, JUDGES, OWNER, STRANGER, TASK, openBench } from './validationSupport.ts';
import type { Bench } from './validationSupport.ts';

describe('sage validation: commit, reveal, finalize, withdraw', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  beforeEach(() => bench.forget());

  after(() => bench.desk.close());

  describe('commit and reveal', () => {
    it('keeps the verdict until it is revealed, in two runs', async () => {
      const requestHash = await bench.askAndOpen();
      const contract = bench.desk.contract('stakedValidation');
      const stake = await contract.requiredStake(requestHash, bench.at(FIRST));
      const told = await bench.sage('commit', requestHash, '--response', '87', ...bench.from(FIRST));
      expect(told)
        .to.include({ round: '1', validator: bench.at(FIRST), stake: String(stake) })
        .and.not.have.property('response');
      expect(bench.kept()).to.equal(1);
      const early = await bench.refused('reveal', requestHash, ...bench.from(FIRST));
      expect(early).to.include({ exitCode: 1, code: 'too-early', field: 'request', value: requestHash });
      const again = await bench.refused('commit', requestHash, '--response', '3', ...bench.from(FIRST));
      expect(again).to.include({ exitCode: 1, code: 'already-committed', value: requestHash });
      await bench.desk.wait(HOUR);
      expect(await bench.sage('reveal', requestHash, ...bench.from(FIRST))).to.deep.include({
        response: 87,
        sent: true,
      });
      const { response, state } = await contract.getVerdictOf(requestHash, 1, bench.at(FIRST));
      expect([response, state]).to.deep.equal([87n, 2n]);
      expect(bench.kept()).to.equal(0);
      expect(await bench.sage('reveal', requestHash, ...bench.from(FIRST))).to.deep.include({
        response: '87',
        sent: false,
      });
      const nobody = await bench.refused('reveal', requestHash, ...bench.from(STRANGER));
      expect(nobody).to.include({ exitCode: 1, code: 'not-committed' });
    });

    it('does both with --wait, after one question, with progress', async () => {
      const requestHash = await bench.askAndOpen();
      const words = ['validation', 'commit', requestHash, '--response', '0', '--wait', ...bench.from(FIRST)];
      const { exitCode, out, err } = await bench.desk.run(words, ['yes']);
      expect(exitCode, err).to.equal(0);
      expect(out).to.include(`${bench.at(FIRST)} revealed its verdict: 0.`);
      const lines = err.split('\n').filter((line) => line.startsWith('until verdicts can be revealed: '));
      expect(lines.length).to.be.within(2, 100);
      const { state } = await bench.desk.contract('stakedValidation').getVerdictOf(requestHash, 1, bench.at(FIRST));
      expect([state, bench.kept()]).to.deep.equal([2n, 0]);
    });

    it('keeps nothing of what is refused or not confirmed; sends what was kept but did not arrive', async () => {
      const requestHash = await bench.askAndOpen();
      const bad = (...words: string[]) => bench.refused('commit', requestHash, ...words);
      expect(await bad(...bench.from(FIRST))).to.include({ exitCode: 2, code: 'bad-response', field: '--response' });
      expect(await bad('--response', '101', ...bench.from(FIRST))).to.include({ code: 'bad-response', value: 101 });
      const interested = await bad('--response', '5', ...bench.from(OWNER));
      expect(interested).to.include({ exitCode: 1, code: 'reverted', error: 'StakedInterested' });
      const words = ['validation', 'commit', requestHash, ...bench.from(FIRST)];
      expect((await bench.desk.run([...words, '--response', '5'], ['no'])).exitCode).to.equal(4);
      expect((await bench.desk.run([...words, '--response', '5', '--dry-run'])).exitCode).to.equal(0);
      expect(bench.kept()).to.equal(0);
      const unopened = await bench.refused('commit', await bench.ask(id('x')), '--response', '5', ...bench.from(FIRST));
      expect(unopened).to.include({ exitCode: 1, code: 'not-opened', field: 'request' });
      // The chain forgets the commitment, as if its transaction never arrived.
      const back = await bench.desk.snapshot();
      await bench.sage('commit', requestHash, '--response', '5', ...bench.from(FIRST));
      await back();
      expect(await bad('--response', '6', ...bench.from(FIRST))).to.include({
        exitCode: 2,
        code: 'pending-differs',
        value: 6,
      });
      await bench.sage('commit', requestHash, ...bench.from(FIRST));
      await back();
      await bench.sage('commit', requestHash, '--response', '6', '--discard', ...bench.from(FIRST));
      await bench.desk.wait(HOUR);
      // The one that was replaced is kept aside until nothing depends on it.
      expect(bench.kept()).to.equal(2);
      expect(await bench.sage('reveal', requestHash, ...bench.from(FIRST))).to.include({ response: 6 });
      expect(bench.kept()).to.equal(0);
    });

    it('replaces what was kept by --discard only once it is confirmed, and not while a transaction is on its way', async () => {
      const requestHash = await bench.askAndOpen();
      const [first, judge] = [bench.from(FIRST), bench.at(FIRST)];
      const back = await bench.desk.snapshot();
      await bench.sage('commit', requestHash, '--response', '5', ...first);
      await back();
      const words = ['validation', 'commit', requestHash, '--discard', ...first];
      const about = `on the verdict 6 about request ${requestHash}`;
      expect((await bench.desk.run(words, [])).exitCode).to.equal(2);
      const dry = await bench.desk.run([...words, '--response', '6', '--dry-run']);
      expect(dry.exitCode).to.equal(0);
      const declined = await bench.desk.run([...words, '--response', '6'], ['no']);
      expect(declined.exitCode).to.equal(4);
      for (const { err } of [dry, declined]) expect(err).to.include(about).and.include('is replaced.');
      const told = await bench.desk.run(['validation', 'commit', requestHash, ...first], ['no']);
      expect(told.err).to.include('on the verdict 5, which an earlier run kept, about');
      // The commitment of the earlier run, still without a block: the transaction is there, and its salt has to stay.
      await bench.desk.provider.send('evm_setAutomine', [false]);
      const sending = bench.desk.run(['validation', 'commit', requestHash, '--yes', ...first]);
      const pendingOf = () => bench.desk.provider.getTransactionCount(judge, 'pending');
      const before = await bench.desk.provider.getTransactionCount(judge);
      while ((await pendingOf()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
      const late = await bench.desk.run([...words, '--response', '6', '--json', '--yes']);
      await bench.desk.provider.send('evm_setAutomine', [true]);
      await sending;
      expect(late.err).to.include('waiting for their blocks');
      expect([late.exitCode, (JSON.parse(late.out) as { error: { code: string } }).error.code]).to.deep.equal([
        1,
        'already-committed',
      ]);
      await bench.desk.wait(HOUR);
      expect(await bench.sage('reveal', requestHash, ...first)).to.include({ response: 5 });
      expect(bench.kept()).to.equal(0);
    });

    it('says before it stakes that earlier verdicts are public, and which TEE key the round needs', async () => {
      const earlier = 'verdicts that were revealed in earlier rounds are public.';
      const needed = 'The round can be decided only if a trusted TEE key has the measurement';
      const requestHash = await bench.ask();
      const open = (...words: string[]): Promise<unknown> =>
        bench.sage('open', requestHash, '--commit-period', String(HOUR), ...words, ...bench.from(OWNER));
      const told = async (): Promise<string> => {
        const words = ['validation', 'commit', requestHash, '--response', '5', '--dry-run', ...bench.from(FIRST)];
        const { exitCode, err } = await bench.desk.run(words);
        expect(exitCode, err).to.equal(0);
        return err;
      };
      const expire = async (): Promise<void> => {
        await bench.desk.wait(HOUR);
        await bench.sage('finalize', requestHash, ...bench.from(STRANGER));
      };
      await open();
      expect(await told())
        .to.not.include(earlier)
        .and.not.include(needed);
      await expire();
      await open('--mode', 'hybrid');
      expect(await told())
        .to.include(`This is round 2: ${earlier}`)
        .and.not.include(needed);
      await expire();
      await open('--mode', 'hybrid', '--measurement', id('code'));
      expect(await told()).to.include(`This is round 3: ${earlier} ${needed} ${id('code')}. It costs `);
    });

    it('says where a verdict is that is not kept here, and when it is too late', async () => {
      const requestHash = await bench.askAndOpen();
      const judges = bench.desk.contract('stakedValidation', FIRST);
      const value = await judges.requiredStake(requestHash, bench.at(FIRST));
      await (await judges.commitVerdict(requestHash, 1, id('any'), { value })).wait();
      const missing = await bench.refused('reveal', requestHash, '--wait', ...bench.from(FIRST));
      expect(missing).to.include({ exitCode: 1, code: 'verdict-missing', value: requestHash });
      const [, second] = JUDGES;
      await bench.sage('commit', requestHash, '--response', '5', ...bench.from(second));
      await bench.desk.wait(3 * DAY);
      const late = await bench.refused('reveal', requestHash, ...bench.from(second));
      expect(late).to.include({ exitCode: 1, code: 'reverted', error: 'StakedTooLate' });
      expect(bench.kept()).to.equal(1);
    });
  });

  describe('finalize, withdraw', () => {
    it('ends a round and pays', async () => {
      const requestHash = await bench.askAndOpen();
      const soon = await bench.refused('finalize', requestHash, ...bench.from(STRANGER));
      expect(soon).to.include({ exitCode: 1, code: 'reverted', error: 'StakedTooEarly' });
      await bench.judge(requestHash, [80, 85, 90]);
      const told = await bench.sage('finalize', requestHash, ...bench.from(STRANGER));
      const contract = bench.desk.contract('stakedValidation');
      const [event] = await contract.queryFilter(contract.filters.StakedRequestFinalized());
      if (event === undefined) throw new Error('no round ended');
      const { refund, rewardPerHead, toTreasury } = event.args;
      expect(told).to.deep.include({ status: 'decided', response: '85', round: '1' });
      expect(told['payments']).to.deep.equal({
        refund: String(refund),
        rewardPerHead: String(rewardPerHead),
        toTreasury: String(toTreasury),
      });
      const owed = await contract.owedTo(bench.at(FIRST));
      const receiver = `0x${'77'.repeat(20)}`;
      expect(await bench.sage('withdraw', '--to', receiver, ...bench.from(FIRST))).to.include({ amount: String(owed) });
      expect(await bench.desk.provider.getBalance(receiver)).to.equal(owed);
      const nothing = await bench.refused('withdraw', ...bench.from(FIRST));
      expect(nothing).to.include({ exitCode: 1, code: 'nothing-owed', value: bench.at(FIRST) });
      const over = await bench.refused('finalize', requestHash, ...bench.from(STRANGER));
      expect(over).to.include({ exitCode: 1, code: 'not-open', value: requestHash });
    });

    /** The client's task, named for the staked judges, rated, and asked about. */
    async function rate(minResponse: number, rated = true): Promise<string> {
      await authorize(bench.desk, CLIENT, { taskId: TASK, validator: bench.staked, minResponse });
      if (rated)
        await bench.desk.must(['feedback', 'give', AGENT, '--value', '90', '--task', TASK, ...bench.from(CLIENT)]);
      const asked = await bench.sage(
        'request',
        AGENT,
        '--task',
        TASK,
        '--client',
        bench.at(CLIENT),
        ...bench.from(OWNER),
      );
      const requestHash = asked['requestHash'] as string;
      await bench.sage('open', requestHash, '--commit-period', String(HOUR), ...bench.from(OWNER));
      return requestHash;
    }

    it('has the rating of the task validated, which it finds in the log', async () => {
      // Governance lists the judges and wants 80; the client wants 90: the lower counts.
      const requestHash = await rate(90);
      await bench.judge(requestHash, [80, 85, 90]);
      const back = await bench.desk.snapshot();
      const both = ['validation', 'finalize', requestHash, '--mark-task', ...bench.from(STRANGER)];
      const once = await bench.desk.run(both, ['yes']);
      expect(once, once.err).to.have.property('exitCode', 0);
      expect(once.out).to.include(`The rating of task ${TASK} is validated.`);
      await back();
      const { out } = await bench.desk.run(['validation', 'finalize', requestHash, '--yes', ...bench.from(STRANGER)]);
      expect(out).to.include(`sage validation finalize ${requestHash} --mark-task`);
      const other = await bench.refused(
        'finalize',
        requestHash,
        '--mark-task',
        '--task',
        id('x'),
        '--client',
        bench.at(CLIENT),
      );
      expect(other).to.include({ exitCode: 1, code: 'task-differs', value: id('x') });
      const told = await bench.sage('finalize', requestHash, '--mark-task', ...bench.from(STRANGER));
      expect(told['task']).to.deep.include({ isMarked: true, objection: null, taskId: TASK, client: bench.at(CLIENT) });
      const { raisedBy, raisedAt } = await bench.desk.contract('reputationRegistry').getTask(bench.at(CLIENT), TASK);
      expect([raisedBy, raisedAt]).to.deep.equal([bench.staked, 80n]);
      expect(await bench.desk.must(['task', 'show', TASK, '--client', bench.at(CLIENT)])).to.have.property(
        'state',
        'validated',
      );
      const again = await bench.sage(
        'finalize',
        requestHash,
        '--mark-task',
        '--task',
        TASK,
        '--client',
        bench.at(CLIENT),
      );
      expect(again['task']).to.deep.include({ isMarked: true, objection: 'already-validated' });
    });

    it('says why a rating is not validated, with exit code 1', async () => {
      const objection = async (requestHash: string): Promise<unknown> => {
        const { out, exitCode } = await bench.run('finalize', requestHash, '--mark-task', ...bench.from(STRANGER));
        expect(exitCode).to.equal(1);
        return (JSON.parse(out) as { task: { objection: unknown } }).task.objection;
      };
      const low = await rate(90);
      await bench.judge(low, [70, 75, 78]);
      expect(await objection(low)).to.equal('response-too-low');
      await bench.forget();
      const unrated = await rate(50, false);
      await bench.judge(unrated, [80, 85, 90]);
      expect(await objection(unrated)).to.equal('not-rated');
      await bench.forget();
      const revoked = await rate(50);
      await bench.desk.must(['feedback', 'revoke', AGENT, '1', ...bench.from(CLIENT)]);
      await bench.judge(revoked, [80, 85, 90]);
      expect(await objection(revoked)).to.equal('rating-revoked');
      await bench.forget();
      const disputed = await rate(50);
      await bench.judge(disputed, [0, 50, 100]);
      expect(await objection(disputed)).to.equal('not-decided');
      await bench.forget();
      const plain = await bench.askAndOpen();
      await bench.judge(plain, [80, 85, 90]);
      const none = await bench.refused('finalize', plain, '--mark-task', ...bench.from(STRANGER));
      expect(none).to.include({ exitCode: 1, code: 'task-not-found', field: '--task' });
      // Nothing is half done.
      expect((await bench.desk.contract('stakedValidation').getRequest(plain)).latest.status).to.equal(1n);
    });
  });
});
