import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { id, keccak256, parseEther, toUtf8Bytes } from 'ethers';
import { after, before, beforeEach, describe, it } from 'mocha';
import { authorize } from './authorize.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';

const OWNER = 5;
const CLIENT = 6;
const JUDGES = [7, 8, 9];
const [FIRST] = JUDGES as [number];
const STRANGER = 10;
const AGENT = '0';
const HOUR = 3600;
const DAY = 24 * HOUR;
const TASK = id('task');

describe('sage validation', () => {
  let desk: Desk;
  let reset: () => Promise<void>;
  let staked: string;
  const at = (account: number): string => desk.accounts[account]?.address ?? '';
  const from = (account: number): string[] => ['--from', at(account)];
  const sage = <T = Record<string, unknown>>(...words: string[]): Promise<T> => desk.must<T>(['validation', ...words]);
  const run = (...words: string[]): Promise<Answer> => desk.run(['validation', ...words, '--json', '--yes']);
  const refused = async (...words: string[]): Promise<Failure> => failure(await run(...words));
  const now = async (): Promise<number> => (await desk.provider.getBlock('latest'))?.timestamp ?? 0;
  const kept = (): number => {
    const folder = join(desk.state, 'pending', '31337');
    return existsSync(folder) ? readdirSync(folder).length : 0;
  };
  /** Asks the judges about something. */
  const ask = async (content = id('content')): Promise<string> =>
    (await sage<{ requestHash: string }>('request', AGENT, '--hash', content, ...from(OWNER))).requestHash;
  const askAndOpen = async (content?: string): Promise<string> => {
    const requestHash = await ask(content);
    await sage('open', requestHash, '--commit-period', String(HOUR), ...from(OWNER));
    return requestHash;
  };
  const commit = async (requestHash: string, account: number, response: number): Promise<void> => {
    const judges = desk.contract('stakedValidation', account);
    const { round } = (await judges.getRequest(requestHash)).latest;
    const commitment = await judges.verdictCommitment(requestHash, round, at(account), response, id('salt'));
    const value = await judges.requiredStake(requestHash, at(account));
    await (await judges.commitVerdict(requestHash, commitment, { value })).wait();
  };
  const reveal = async (requestHash: string, account: number, response: number): Promise<void> => {
    await (await desk.contract('stakedValidation', account).revealVerdict(requestHash, response, id('salt'))).wait();
  };
  /** What the judges do without the desk. */
  const judge = async (requestHash: string, responses: readonly [number, number, number]): Promise<void> => {
    const [first, second, third] = responses;
    const verdicts = [
      [7, first],
      [8, second],
      [9, third],
    ] as const;
    for (const [account, response] of verdicts) await commit(requestHash, account, response);
    await desk.wait(HOUR);
    for (const [account, response] of verdicts) await reveal(requestHash, account, response);
  };

  before(async () => {
    desk = await openDesk();
    staked = desk.book.contracts.stakedValidation?.address ?? '';
    await (await desk.contract('identityRegistry', OWNER)['register()']()).wait();
    reset = await desk.snapshot();
  });

  /** What the chain forgets, the state folder has to forget too. */
  const forget = async (): Promise<void> => {
    await reset();
    rmSync(join(desk.state, 'pending'), { recursive: true, force: true });
  };

  beforeEach(() => forget());

  after(() => desk.close());

  describe('request', () => {
    it('asks any validator, under a hash that only this agent can use, of a file', async () => {
      const file = join(desk.folder, 'result.txt');
      writeFileSync(file, 'the result');
      const words = ['request', AGENT, '--validator', at(STRANGER), '--uri', 'ipfs://result', '--file', file];
      const { requestHash } = await sage<{ requestHash: string }>(...words, ...from(OWNER));
      const registry = desk.contract('validationRegistry');
      const content = keccak256(toUtf8Bytes('the result'));
      expect(requestHash).to.equal(await registry.boundRequestHash(AGENT, at(STRANGER), content));
      expect((await registry.getValidationStatus(requestHash)).validatorAddress).to.equal(at(STRANGER));
      const [event] = await registry.queryFilter(registry.filters.ValidationRequest());
      expect(event?.args.requestURI).to.equal('ipfs://result');
      const again = await refused(...words, ...from(OWNER));
      expect(again).to.include({ exitCode: 1, code: 'reverted', error: 'ValidationRequestExists' });
      expect(await refused(...words.with(3, at(CLIENT)), ...from(STRANGER))).to.include({
        error: 'ValidationNotAuthorized',
      });
    });

    it('about a task, lets the client open, and does only what is left when run again', async () => {
      const words = ['request', AGENT, '--task', TASK, '--client', at(CLIENT), ...from(OWNER)];
      const { requestHash } = await sage<{ requestHash: string }>(...words);
      const policy = desk.contract('taskValidationPolicy');
      const reputation = desk.book.contracts.reputationRegistry?.address ?? '';
      expect(requestHash).to.equal(await policy.taskRequestHash(reputation, at(CLIENT), TASK, AGENT, staked));
      expect(await desk.contract('stakedValidation').authorizedRequester(requestHash)).to.equal(`0x${'0'.repeat(40)}`);
      await sage(...words, '--requester', at(CLIENT));
      expect(await desk.contract('stakedValidation').authorizedRequester(requestHash)).to.equal(at(CLIENT));
      const other = await sage('request', AGENT, '--hash', id('x'), '--requester', at(CLIENT), ...from(OWNER));
      const requester = await desk.contract('stakedValidation').authorizedRequester(other['requestHash'] as string);
      expect(requester).to.equal(at(CLIENT));
    });

    it('refuses what says nothing, or too much', async () => {
      const asked = (...words: string[]) => refused('request', AGENT, ...words, ...from(OWNER));
      expect(await asked()).to.include({ exitCode: 2, code: 'content-missing', field: '--task' });
      const both = await asked('--task', TASK, '--hash', id('x'));
      expect(both).to.include({ exitCode: 2, code: 'content-missing', value: TASK });
      expect(await asked('--task', TASK)).to.include({ exitCode: 2, code: 'bad-address', field: '--client' });
      const needless = ['--hash', id('x'), '--validator', at(STRANGER), '--requester', at(CLIENT)];
      expect(await asked(...needless)).to.include({ exitCode: 2, code: 'requester-needless' });
      expect(await asked('--hash', id('x'), '--validator', 'me')).to.include({ code: 'bad-address', value: 'me' });
    });
  });

  describe('open', () => {
    it('with the least deposit and heads of the rules, or what is asked for', async () => {
      const first = await ask();
      const told = await sage('open', first, ...from(OWNER));
      const contract = desk.contract('stakedValidation');
      const { parameters } = await contract.getParameters();
      const { latest, deposit } = await contract.getRequest(first);
      expect([latest.mode, latest.minValidators, deposit]).to.deep.equal([
        0n,
        parameters.minValidators,
        parameters.minDeposit,
      ]);
      expect(Number(latest.commitEnd) - (await now())).to.equal(DAY);
      expect(told).to.deep.include({ round: '1', requester: at(OWNER), commitEnd: String(latest.commitEnd) });
      const second = await ask(id('second'));
      const terms = ['--mode', 'hybrid', '--deposit', '1.5', '--commit-period', '7200', '--min-validators', '4'];
      await sage('open', second, ...terms, '--measurement', id('code'), ...from(OWNER));
      const request = await contract.getRequest(second);
      expect([request.latest.mode, request.latest.minValidators, request.deposit, request.measurement]).to.deep.equal([
        2n,
        4n,
        parseEther('1.5'),
        id('code'),
      ]);
      expect(Number(request.latest.commitEnd) - (await now())).to.equal(7200);
      const tee = await ask(id('third'));
      await sage('open', tee, '--mode', 'tee', ...from(OWNER));
      expect((await contract.getRequest(tee)).latest.minValidators).to.equal(0n);
    });

    it('refuses other terms, and others', async () => {
      const requestHash = await ask();
      const open = (...words: string[]) => refused('open', requestHash, ...words, ...from(OWNER));
      expect(await open('--mode', 'vote')).to.include({
        exitCode: 2,
        code: 'bad-mode',
        field: '--mode',
        value: 'vote',
      });
      expect(await open('--deposit', '1e18')).to.include({ exitCode: 2, code: 'bad-decimal', field: '--deposit' });
      expect(await open('--deposit', '-1')).to.include({ exitCode: 2, code: 'bad-amount', value: '-1' });
      expect(await open('--commit-period', '60')).to.include({ exitCode: 2, code: 'argument-invalid' });
      const small = await open('--deposit', '0.001');
      expect(small).to.include({ exitCode: 1, code: 'reverted', error: 'StakedOutOfBounds' });
      expect(small.args).to.include({ name: 'deposit', value: String(parseEther('0.001')) });
      const stranger = await refused('open', requestHash, ...from(STRANGER));
      expect(stranger).to.include({ exitCode: 1, error: 'StakedNotRequester' });
    });
  });

  describe('commit and reveal', () => {
    it('keeps the verdict until it is revealed, in two runs', async () => {
      const requestHash = await askAndOpen();
      const contract = desk.contract('stakedValidation');
      const stake = await contract.requiredStake(requestHash, at(FIRST));
      const told = await sage('commit', requestHash, '--response', '87', ...from(FIRST));
      expect(told)
        .to.include({ round: '1', validator: at(FIRST), stake: String(stake) })
        .and.not.have.property('response');
      expect(kept()).to.equal(1);
      const early = await refused('reveal', requestHash, ...from(FIRST));
      expect(early).to.include({ exitCode: 1, code: 'too-early', field: 'request', value: requestHash });
      const again = await refused('commit', requestHash, '--response', '3', ...from(FIRST));
      expect(again).to.include({ exitCode: 1, code: 'already-committed', value: requestHash });
      await desk.wait(HOUR);
      expect(await sage('reveal', requestHash, ...from(FIRST))).to.deep.include({ response: 87, sent: true });
      const { response, state } = await contract.getVerdictOf(requestHash, 1, at(FIRST));
      expect([response, state]).to.deep.equal([87n, 2n]);
      expect(kept()).to.equal(0);
      expect(await sage('reveal', requestHash, ...from(FIRST))).to.deep.include({ response: '87', sent: false });
      const nobody = await refused('reveal', requestHash, ...from(STRANGER));
      expect(nobody).to.include({ exitCode: 1, code: 'not-committed' });
    });

    it('does both with --wait, after one question, with progress', async () => {
      const requestHash = await askAndOpen();
      const words = ['validation', 'commit', requestHash, '--response', '0', '--wait', ...from(FIRST)];
      const { exitCode, out, err } = await desk.run(words, ['yes']);
      expect(exitCode, err).to.equal(0);
      expect(out).to.include(`${at(FIRST)} revealed its verdict: 0.`);
      const lines = err.split('\n').filter((line) => line.startsWith('until verdicts can be revealed: '));
      expect(lines.length).to.be.within(2, 100);
      const { state } = await desk.contract('stakedValidation').getVerdictOf(requestHash, 1, at(FIRST));
      expect([state, kept()]).to.deep.equal([2n, 0]);
    });

    it('keeps nothing of what is refused or not confirmed; sends what was kept but did not arrive', async () => {
      const requestHash = await askAndOpen();
      const bad = (...words: string[]) => refused('commit', requestHash, ...words);
      expect(await bad(...from(FIRST))).to.include({ exitCode: 2, code: 'bad-response', field: '--response' });
      expect(await bad('--response', '101', ...from(FIRST))).to.include({ code: 'bad-response', value: 101 });
      const interested = await bad('--response', '5', ...from(OWNER));
      expect(interested).to.include({ exitCode: 1, code: 'reverted', error: 'StakedInterested' });
      const words = ['validation', 'commit', requestHash, ...from(FIRST)];
      expect((await desk.run([...words, '--response', '5'], ['no'])).exitCode).to.equal(4);
      expect((await desk.run([...words, '--response', '5', '--dry-run'])).exitCode).to.equal(0);
      expect(kept()).to.equal(0);
      const unopened = await refused('commit', await ask(id('x')), '--response', '5', ...from(FIRST));
      expect(unopened).to.include({ exitCode: 1, code: 'not-opened', field: 'request' });
      // The chain forgets the commitment, as if its transaction never arrived.
      const back = await desk.snapshot();
      await sage('commit', requestHash, '--response', '5', ...from(FIRST));
      await back();
      expect(await bad('--response', '6', ...from(FIRST))).to.include({
        exitCode: 2,
        code: 'pending-differs',
        value: 6,
      });
      await sage('commit', requestHash, ...from(FIRST));
      await back();
      await sage('commit', requestHash, '--response', '6', '--discard', ...from(FIRST));
      await desk.wait(HOUR);
      expect(await sage('reveal', requestHash, ...from(FIRST))).to.include({ response: 6 });
    });

    it('says where a verdict is that is not kept here, and when it is too late', async () => {
      const requestHash = await askAndOpen();
      const judges = desk.contract('stakedValidation', FIRST);
      const value = await judges.requiredStake(requestHash, at(FIRST));
      await (await judges.commitVerdict(requestHash, id('any'), { value })).wait();
      const missing = await refused('reveal', requestHash, '--wait', ...from(FIRST));
      expect(missing).to.include({ exitCode: 1, code: 'verdict-missing', value: requestHash });
      const [, second] = JUDGES as [number, number];
      await sage('commit', requestHash, '--response', '5', ...from(second));
      await desk.wait(3 * DAY);
      const late = await refused('reveal', requestHash, ...from(second));
      expect(late).to.include({ exitCode: 1, code: 'reverted', error: 'StakedTooLate' });
      expect(kept()).to.equal(1);
    });
  });

  describe('finalize, withdraw', () => {
    it('ends a round and pays', async () => {
      const requestHash = await askAndOpen();
      const soon = await refused('finalize', requestHash, ...from(STRANGER));
      expect(soon).to.include({ exitCode: 1, code: 'reverted', error: 'StakedTooEarly' });
      await judge(requestHash, [80, 85, 90]);
      const told = await sage('finalize', requestHash, ...from(STRANGER));
      const contract = desk.contract('stakedValidation');
      const [event] = await contract.queryFilter(contract.filters.StakedRequestFinalized());
      if (event === undefined) throw new Error('no round ended');
      const { refund, rewardPerHead, toTreasury } = event.args;
      expect(told).to.deep.include({ status: 'decided', response: '85', round: '1' });
      expect(told['payments']).to.deep.equal({
        refund: String(refund),
        rewardPerHead: String(rewardPerHead),
        toTreasury: String(toTreasury),
      });
      const owed = await contract.owedTo(at(FIRST));
      const receiver = `0x${'77'.repeat(20)}`;
      expect(await sage('withdraw', '--to', receiver, ...from(FIRST))).to.include({ amount: String(owed) });
      expect(await desk.provider.getBalance(receiver)).to.equal(owed);
      const nothing = await refused('withdraw', ...from(FIRST));
      expect(nothing).to.include({ exitCode: 1, code: 'nothing-owed', value: at(FIRST) });
      const over = await refused('finalize', requestHash, ...from(STRANGER));
      expect(over).to.include({ exitCode: 1, code: 'not-open', value: requestHash });
    });

    /** The client's task, named for the staked judges, rated, and asked about. */
    async function rate(minResponse: number, rated = true): Promise<string> {
      await authorize(desk, CLIENT, { taskId: TASK, validator: staked, minResponse });
      if (rated) await desk.must(['feedback', 'give', AGENT, '--value', '90', '--task', TASK, ...from(CLIENT)]);
      const asked = await sage('request', AGENT, '--task', TASK, '--client', at(CLIENT), ...from(OWNER));
      const requestHash = asked['requestHash'] as string;
      await sage('open', requestHash, '--commit-period', String(HOUR), ...from(OWNER));
      return requestHash;
    }

    it('has the rating of the task validated, which it finds in the log', async () => {
      // Governance lists the judges and wants 80; the client wants 90: the lower counts.
      const requestHash = await rate(90);
      await judge(requestHash, [80, 85, 90]);
      const { out } = await desk.run(['validation', 'finalize', requestHash, '--yes', ...from(STRANGER)]);
      expect(out).to.include(`sage validation finalize ${requestHash} --mark-task`);
      const other = await refused('finalize', requestHash, '--mark-task', '--task', id('x'), '--client', at(CLIENT));
      expect(other).to.include({ exitCode: 1, code: 'task-differs', value: id('x') });
      const told = await sage('finalize', requestHash, '--mark-task', ...from(STRANGER));
      expect(told['task']).to.deep.include({ isMarked: true, objection: null, taskId: TASK, client: at(CLIENT) });
      const { raisedBy, raisedAt } = await desk.contract('reputationRegistry').getTask(at(CLIENT), TASK);
      expect([raisedBy, raisedAt]).to.deep.equal([staked, 80n]);
      expect(await desk.must(['task', 'show', TASK, '--client', at(CLIENT)])).to.have.property('state', 'validated');
      const again = await sage('finalize', requestHash, '--mark-task', '--task', TASK, '--client', at(CLIENT));
      expect(again['task']).to.deep.include({ isMarked: true, objection: 'already-validated' });
    });

    it('says why a rating is not validated, with exit code 1', async () => {
      const objection = async (requestHash: string): Promise<unknown> => {
        const { out, exitCode } = await run('finalize', requestHash, '--mark-task', ...from(STRANGER));
        expect(exitCode).to.equal(1);
        return (JSON.parse(out) as { task: { objection: unknown } }).task.objection;
      };
      const low = await rate(90);
      await judge(low, [70, 75, 78]);
      expect(await objection(low)).to.equal('response-too-low');
      await forget();
      const unrated = await rate(50, false);
      await judge(unrated, [80, 85, 90]);
      expect(await objection(unrated)).to.equal('not-rated');
      await forget();
      const revoked = await rate(50);
      await desk.must(['feedback', 'revoke', AGENT, '1', ...from(CLIENT)]);
      await judge(revoked, [80, 85, 90]);
      expect(await objection(revoked)).to.equal('rating-revoked');
      await forget();
      const disputed = await rate(50);
      await judge(disputed, [0, 50, 100]);
      expect(await objection(disputed)).to.equal('not-decided');
      await forget();
      const plain = await askAndOpen();
      await judge(plain, [80, 85, 90]);
      const none = await refused('finalize', plain, '--mark-task', ...from(STRANGER));
      expect(none).to.include({ exitCode: 1, code: 'task-not-found', field: '--task' });
      // Nothing is half done.
      expect((await desk.contract('stakedValidation').getRequest(plain)).latest.status).to.equal(1n);
    });
  });

  describe('show', () => {
    interface Shown {
      readonly response: string | null;
      readonly isAnswered: boolean;
      readonly staked: {
        phase: string;
        rights: { who: string; what: string; until: string | null }[];
        verdicts: { state: string; response: string | null }[];
      } | null;
    }
    const show = (requestHash: string): Promise<Shown> => sage<Shown>('show', requestHash);
    const phase = async (requestHash: string): Promise<string | undefined> => (await show(requestHash)).staked?.phase;

    it('every phase, with who can do what', async () => {
      const requestHash = await ask();
      expect((await show(requestHash)).staked).to.equal(null);
      const { out: unopened } = await desk.run(['validation', 'show', requestHash]);
      expect(unopened).to.include(`Not opened yet: sage validation open ${requestHash}`).and.include('Not answered');
      await sage('open', requestHash, '--commit-period', String(HOUR), ...from(OWNER));
      const { commitEnd } = (await desk.contract('stakedValidation').getRequest(requestHash)).latest;
      const open = (await show(requestHash)).staked;
      expect(open?.phase).to.equal('commit');
      expect(open?.rights[0]).to.deep.include({ what: 'commit to a verdict', until: String(commitEnd) });
      for (const account of JUDGES) await commit(requestHash, account, 85);
      expect((await show(requestHash)).staked?.verdicts[0]).to.include({ state: 'committed', response: null });
      await desk.wait(HOUR);
      expect(await phase(requestHash)).to.equal('reveal');
      for (const account of JUDGES) await reveal(requestHash, account, 85);
      const all = (await show(requestHash)).staked;
      expect(all?.phase).to.equal('finalize');
      expect(all?.rights).to.deep.equal([{ who: 'anybody', what: 'finalize', from: null, until: null }]);
      await sage('finalize', requestHash, ...from(STRANGER));
      expect(await show(requestHash)).to.include({ isAnswered: true, response: '85' });
      const { out } = await desk.run(['validation', 'show', requestHash]);
      expect(out).to.include('Round 1, mode stake: decided (85)');
      expect(out).to.match(new RegExp(`^${at(FIRST)} +0\\.1 +revealed +85$`, 'm'));
    });

    it('finalize can be early, and an expired round can be opened again', async () => {
      const requestHash = await askAndOpen();
      await desk.wait(HOUR);
      expect(await phase(requestHash)).to.equal('finalize');
      await sage('finalize', requestHash, ...from(STRANGER));
      const shown = (await show(requestHash)).staked;
      expect(shown?.phase).to.equal('expired');
      expect(shown?.rights[0]?.what).to.equal('open the next round');
      expect(await sage('open', requestHash, ...from(OWNER))).to.include({ round: '2' });
    });

    it('refuses a request that is none', async () => {
      expect(await refusedRead('show', id('none'))).to.include({ exitCode: 1, error: 'ValidationUnknownRequest' });
      expect(await refusedRead('show', 'none')).to.include({ exitCode: 2, code: 'bad-word', field: 'request' });
    });
  });

  const refusedRead = async (...words: string[]): Promise<Failure> =>
    failure(await desk.run(['validation', ...words, '--json']));

  it('lists the requests of an agent and to a validator, page by page', async () => {
    const hashes: string[] = [];
    for (const content of ['one', 'two', 'three']) hashes.push(await ask(id(content)));
    const asked = await sage('request', AGENT, '--hash', id('x'), '--validator', at(STRANGER), ...from(OWNER));
    const other = asked['requestHash'] as string;
    const answer = desk.contract('validationRegistry', STRANGER);
    await (await answer.validationResponse(other, 70, '', id('evidence'), 'hard')).wait();
    interface Listed {
      readonly total: string;
      readonly next: number | null;
      readonly requests: { requestHash: string; response: string | null }[];
    }
    const list = async (...words: string[]): Promise<[string, number | null, ...string[]]> => {
      const { total, next, requests } = await sage<Listed>('list', ...words);
      return [total, next, ...requests.map(({ requestHash }) => requestHash)];
    };
    const [one, two, three] = hashes as [string, string, string];
    expect(await list('--agent', AGENT)).to.deep.equal(['4', null, one, two, three, other]);
    expect(await list('--agent', AGENT, '--limit', '3')).to.deep.equal(['4', 3, one, two, three]);
    expect(await list('--agent', AGENT, '--limit', '3', '--offset', '3')).to.deep.equal(['4', null, other]);
    expect(await list('--validator', 'staked', '--limit', '2')).to.deep.equal(['3', 2, one, two]);
    expect(await list('--validator', at(FIRST))).to.deep.equal(['0', null]);
    const { out } = await desk.run(['validation', 'list', '--agent', AGENT]);
    expect(out).to.match(new RegExp(`^${other} +0 +${at(STRANGER)} +70 +hard +20`, 'm'));
    expect(out).to.match(new RegExp(`^${one} +0 +${staked} +- +20`, 'm'));
    expect(await refusedRead('list')).to.include({ exitCode: 2, code: 'list-of-whom', field: '--agent' });
    const both = await refusedRead('list', '--agent', AGENT, '--validator', 'staked');
    expect(both).to.include({ exitCode: 2, code: 'list-of-whom', value: AGENT });
    expect(await refusedRead('list', '--agent', AGENT, '--limit', '101')).to.include({ code: 'bad-limit', value: 101 });
  });
});
