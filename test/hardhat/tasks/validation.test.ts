import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { id, keccak256, parseEther, toUtf8Bytes } from 'ethers';
import { after, before, beforeEach, describe, it } from 'mocha';
import { secp256k1Key } from '../../../scripts/lib/demoKeys.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';
import { AGENT, CLIENT, DAY, FIRST, HOUR, JUDGES, OWNER, STRANGER, TASK, openBench } from './validationSupport.ts';
import type { Bench } from './validationSupport.ts';

describe('sage validation: request, open, show, list', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  beforeEach(() => bench.forget());

  after(() => bench.desk.close());

  describe('request', () => {
    it('asks any validator, under a hash that only this agent can use, of a file', async () => {
      const file = join(bench.desk.folder, 'result.txt');
      writeFileSync(file, 'the result');
      const words = ['request', AGENT, '--validator', bench.at(STRANGER), '--uri', 'ipfs://result', '--file', file];
      const { requestHash } = await bench.sage<{ requestHash: string }>(...words, ...bench.from(OWNER));
      const registry = bench.desk.contract('validationRegistry');
      const content = keccak256(toUtf8Bytes('the result'));
      expect(requestHash).to.equal(await registry.boundRequestHash(AGENT, bench.at(STRANGER), content));
      expect((await registry.getValidationStatus(requestHash)).validatorAddress).to.equal(bench.at(STRANGER));
      const [event] = await registry.queryFilter(registry.filters.ValidationRequest());
      expect(event?.args.requestURI).to.equal('ipfs://result');
      const again = await bench.refused(...words, ...bench.from(OWNER));
      expect(again).to.include({ exitCode: 1, code: 'reverted', error: 'ValidationRequestExists' });
      expect(await bench.refused(...words.with(3, bench.at(CLIENT)), ...bench.from(STRANGER))).to.include({
        error: 'ValidationNotAuthorized',
      });
    });

    it('about a task, lets the client open, and does only what is left when run again', async () => {
      const words = ['request', AGENT, '--task', TASK, '--client', bench.at(CLIENT), ...bench.from(OWNER)];
      const { requestHash } = await bench.sage<{ requestHash: string }>(...words);
      const policy = bench.desk.contract('taskValidationPolicy');
      const reputation = bench.desk.book.contracts.reputationRegistry?.address ?? '';
      expect(requestHash).to.equal(
        await policy.taskRequestHash(reputation, bench.at(CLIENT), TASK, AGENT, bench.staked),
      );
      expect(await bench.desk.contract('stakedValidation').authorizedRequester(requestHash)).to.equal(
        `0x${'0'.repeat(40)}`,
      );
      await bench.sage(...words, '--requester', bench.at(CLIENT));
      expect(await bench.desk.contract('stakedValidation').authorizedRequester(requestHash)).to.equal(bench.at(CLIENT));
      const other = await bench.sage(
        'request',
        AGENT,
        '--hash',
        id('x'),
        '--requester',
        bench.at(CLIENT),
        ...bench.from(OWNER),
      );
      const requester = await bench.desk
        .contract('stakedValidation')
        .authorizedRequester(other['requestHash'] as string);
      expect(requester).to.equal(bench.at(CLIENT));
    });

    it('refuses what says nothing, or too much', async () => {
      const asked = (...words: string[]) => bench.refused('request', AGENT, ...words, ...bench.from(OWNER));
      expect(await asked()).to.include({ exitCode: 2, code: 'content-missing', field: '--task' });
      const both = await asked('--task', TASK, '--hash', id('x'));
      expect(both).to.include({ exitCode: 2, code: 'content-missing', value: TASK });
      expect(await asked('--task', TASK)).to.include({ exitCode: 2, code: 'bad-address', field: '--client' });
      const needless = ['--hash', id('x'), '--validator', bench.at(STRANGER), '--requester', bench.at(CLIENT)];
      expect(await asked(...needless)).to.include({ exitCode: 2, code: 'requester-needless' });
      expect(await asked('--hash', id('x'), '--validator', 'me')).to.include({ code: 'bad-address', value: 'me' });
    });
  });

  describe('open', () => {
    it('with the least deposit and heads of the rules, or what is asked for', async () => {
      const first = await bench.ask();
      const told = await bench.sage('open', first, ...bench.from(OWNER));
      const contract = bench.desk.contract('stakedValidation');
      const { parameters } = await contract.getParameters();
      const { latest, deposit } = await contract.getRequest(first);
      expect([latest.mode, latest.minValidators, deposit]).to.deep.equal([
        0n,
        parameters.minValidators,
        parameters.minDeposit,
      ]);
      expect(Number(latest.commitEnd) - (await bench.now())).to.equal(DAY);
      expect(told).to.deep.include({ round: '1', requester: bench.at(OWNER), commitEnd: String(latest.commitEnd) });
      const second = await bench.ask(id('second'));
      const terms = ['--mode', 'hybrid', '--deposit', '1.5', '--commit-period', '7200', '--min-validators', '4'];
      await bench.sage('open', second, ...terms, '--measurement', id('code'), ...bench.from(OWNER));
      const request = await contract.getRequest(second);
      expect([request.latest.mode, request.latest.minValidators, request.deposit, request.measurement]).to.deep.equal([
        2n,
        4n,
        parseEther('1.5'),
        id('code'),
      ]);
      expect(Number(request.latest.commitEnd) - (await bench.now())).to.equal(7200);
      const tee = await bench.ask(id('third'));
      await bench.sage('open', tee, '--mode', 'tee', ...bench.from(OWNER));
      expect((await contract.getRequest(tee)).latest.minValidators).to.equal(0n);
    });

    it('refuses other terms, and others', async () => {
      const requestHash = await bench.ask();
      const open = (...words: string[]) => bench.refused('open', requestHash, ...words, ...bench.from(OWNER));
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
      const stranger = await bench.refused('open', requestHash, ...bench.from(STRANGER));
      expect(stranger).to.include({ exitCode: 1, error: 'StakedNotRequester' });
    });
  });

  describe('show', () => {
    interface Shown {
      readonly response: string | null;
      readonly isAnswered: boolean;
      readonly staked: {
        phase: string;
        rights: { who: string; what: string; from: string | null; until: string | null }[];
        teeResponse: string | null;
        verdicts: { state: string; response: string | null }[];
      } | null;
    }
    const show = (requestHash: string): Promise<Shown> => bench.sage<Shown>('show', requestHash);
    const phase = async (requestHash: string): Promise<string | undefined> => (await show(requestHash)).staked?.phase;

    it('every phase, with who can do what', async () => {
      const requestHash = await bench.ask();
      expect((await show(requestHash)).staked).to.equal(null);
      const { out: unopened } = await bench.desk.run(['validation', 'show', requestHash]);
      expect(unopened).to.include(`Not opened yet: sage validation open ${requestHash}`).and.include('Not answered');
      await bench.sage('open', requestHash, '--commit-period', String(HOUR), ...bench.from(OWNER));
      const { commitEnd } = (await bench.desk.contract('stakedValidation').getRequest(requestHash)).latest;
      const open = (await show(requestHash)).staked;
      expect(open?.phase).to.equal('commit');
      expect(open?.rights[0]).to.deep.include({ what: 'commit to a verdict', until: String(commitEnd) });
      for (const account of JUDGES) await bench.commit(requestHash, account, 85);
      expect((await show(requestHash)).staked?.verdicts[0]).to.include({ state: 'committed', response: null });
      await bench.desk.wait(HOUR);
      expect(await phase(requestHash)).to.equal('reveal');
      for (const account of JUDGES) await bench.reveal(requestHash, account, 85);
      const all = (await show(requestHash)).staked;
      expect(all?.phase).to.equal('finalize');
      expect(all?.rights).to.deep.equal([{ who: 'anybody', what: 'finalize', from: null, until: null }]);
      await bench.sage('finalize', requestHash, ...bench.from(STRANGER));
      expect(await show(requestHash)).to.include({ isAnswered: true, response: '85' });
      const { out } = await bench.desk.run(['validation', 'show', requestHash]);
      expect(out).to.include('Round 1, mode stake: decided (85)');
      expect(out).to.match(new RegExp(`^${bench.at(FIRST)} +0\\.1 +revealed +85$`, 'm'));
    });

    it('finalize can be early, and an expired round can be opened again', async () => {
      const requestHash = await bench.askAndOpen();
      await bench.desk.wait(HOUR);
      expect(await phase(requestHash)).to.equal('finalize');
      await bench.sage('finalize', requestHash, ...bench.from(STRANGER));
      const shown = (await show(requestHash)).staked;
      expect(shown?.phase).to.equal('expired');
      expect(shown?.rights[0]?.what).to.equal('open the next round');
      expect(await bench.sage('open', requestHash, ...bench.from(OWNER))).to.include({ round: '2' });
    });

    it('who can answer in the mode hybrid, while commits are open', async () => {
      const requestHash = await bench.ask();
      const terms = ['--mode', 'hybrid', '--commit-period', String(HOUR)];
      await bench.sage('open', requestHash, ...terms, ...bench.from(OWNER));
      const { latest, revealEnd } = await bench.desk.contract('stakedValidation').getRequest(requestHash);
      const [from, until] = [String(latest.commitEnd), String(revealEnd)];
      expect((await show(requestHash)).staked?.rights.slice(1)).to.deep.equal([
        { who: 'who committed', what: 'reveal', from, until },
        { who: 'the holder of a trusted TEE key', what: 'answer', from, until },
        { who: 'anybody', what: 'finalize', from: until, until: null },
      ]);
    });

    describe('a TEE answered, and its key is revoked', () => {
      const FINALIZE = { who: 'anybody', what: 'finalize', from: null, until: null };
      const [KEY, OTHER] = [
        secp256k1Key(id('validation: a key of a TEE')),
        secp256k1Key(id('validation: another key')),
      ];
      let requestHash: string;
      let keyId: string;
      let otherId: string;
      let revealEnd: bigint;

      beforeEach(async () => {
        [keyId = '', otherId = ''] = await bench.trust(KEY, OTHER);
        requestHash = await bench.ask();
        const terms = ['--mode', 'hybrid', '--commit-period', String(HOUR)];
        await bench.sage('open', requestHash, ...terms, ...bench.from(OWNER));
        ({ revealEnd } = await bench.desk.contract('stakedValidation').getRequest(requestHash));
        await bench.judge(requestHash, [80, 85, 90]);
        await bench.answer(requestHash, KEY, 84);
      });

      const expectFinal = async (teeResponse: string | null): Promise<void> => {
        expect((await show(requestHash)).staked).to.deep.include({
          phase: 'finalize',
          rights: [FINALIZE],
          teeResponse,
        });
      };
      const expectUnanswered = async (): Promise<void> => {
        const until = String(revealEnd);
        expect((await show(requestHash)).staked).to.deep.include({
          phase: 'reveal',
          rights: [
            { who: 'who committed', what: 'reveal', from: null, until },
            { who: 'the holder of a trusted TEE key', what: 'answer', from: null, until },
            { ...FINALIZE, from: until },
          ],
          teeResponse: null,
        });
        const early = await bench.refused('finalize', requestHash, ...bench.from(STRANGER));
        expect(early).to.include({ exitCode: 1, code: 'reverted', error: 'StakedTooEarly' });
        expect(early.args).to.deep.equal({ requestHash, from: until });
      };

      it('later, and another trusted key answers', async () => {
        await expectFinal('84');
        await bench.desk.wait(1);
        await bench.revoke(keyId);
        await expectUnanswered();
        const { out } = await bench.desk.run(['validation', 'show', requestHash]);
        expect(out).to.include('Round 1, mode hybrid: reveal;').and.include('No TEE answer');
        await bench.answer(requestHash, OTHER, 86);
        await expectFinal('86');
        await bench.sage('finalize', requestHash, ...bench.from(STRANGER));
        // A decision keeps its answer.
        await bench.revoke(otherId);
        const { response, staked } = await show(requestHash);
        expect([response, staked?.phase, staked?.teeResponse]).to.deep.equal(['85', 'decided', '86']);
      });

      it('in the same second, and nobody answers until the reveal end', async () => {
        const { tee } = await bench.desk.contract('stakedValidation').getRequest(requestHash);
        await bench.desk.provider.send('evm_setNextBlockTimestamp', [Number(tee.answeredAt)]);
        await bench.revoke(keyId);
        expect((await bench.desk.contract('teeKeyRegistry').getKey(keyId)).revokedAt).to.equal(tee.answeredAt);
        await expectUnanswered();
        await bench.desk.wait(Number(revealEnd) - (await bench.now()));
        await expectFinal(null);
        const told = await bench.sage('finalize', requestHash, ...bench.from(STRANGER));
        expect(told).to.include({ status: 'expired', response: null });
        expect(await phase(requestHash)).to.equal('expired');
      });
    });

    it('refuses a request that is none', async () => {
      expect(await refusedRead('show', id('none'))).to.include({ exitCode: 1, error: 'ValidationUnknownRequest' });
      expect(await refusedRead('show', 'none')).to.include({ exitCode: 2, code: 'bad-word', field: 'request' });
    });
  });

  const refusedRead = async (...words: string[]): Promise<Failure> =>
    failure(await bench.desk.run(['validation', ...words, '--json']));

  it('marks an answer whose tag is no UTF-8, and goes on', async () => {
    const registry = bench.desk.contract('validationRegistry', OWNER);
    const judged = bench.desk.contract('validationRegistry', STRANGER);
    const requestHash = id('any');
    await (await registry.validationRequest(bench.at(STRANGER), AGENT, '', requestHash)).wait();
    const answer = [requestHash, 50, '', `0x${'0'.repeat(64)}`, 'AAA'] as const;
    const { to, data } = await judged.validationResponse.populateTransaction(...answer);
    await (
      await bench.desk.accounts[STRANGER]?.sendTransaction({ to, data: data.replace('414141', '41ff41') })
    )?.wait();
    const status = await bench.sage('show', requestHash);
    expect(status).to.include({ response: '50', tag: 'A\ufffdA', isTagUtf8: false });
    expect((await bench.desk.run(['validation', 'show', requestHash])).out).to.include('50 (A\ufffdA (not UTF-8))');
    const { out, exitCode } = await bench.desk.run(['validation', 'list', '--agent', AGENT]);
    expect([exitCode, out.includes('A\ufffdA (not UTF-8)')]).to.deep.equal([0, true]);
  });

  it('lists the requests of an agent and to a validator, page by page', async () => {
    const hashes: string[] = [];
    for (const content of ['one', 'two', 'three']) hashes.push(await bench.ask(id(content)));
    const asked = await bench.sage(
      'request',
      AGENT,
      '--hash',
      id('x'),
      '--validator',
      bench.at(STRANGER),
      ...bench.from(OWNER),
    );
    const other = asked['requestHash'] as string;
    const answer = bench.desk.contract('validationRegistry', STRANGER);
    await (await answer.validationResponse(other, 70, '', id('evidence'), 'hard')).wait();
    interface Listed {
      readonly total: string;
      readonly next: number | null;
      readonly requests: { requestHash: string; response: string | null }[];
    }
    const list = async (...words: string[]): Promise<[string, number | null, ...string[]]> => {
      const { total, next, requests } = await bench.sage<Listed>('list', ...words);
      return [total, next, ...requests.map(({ requestHash }) => requestHash)];
    };
    const [one, two, three] = hashes as [string, string, string];
    expect(await list('--agent', AGENT)).to.deep.equal(['4', null, one, two, three, other]);
    expect(await list('--agent', AGENT, '--limit', '3')).to.deep.equal(['4', 3, one, two, three]);
    expect(await list('--agent', AGENT, '--limit', '3', '--offset', '3')).to.deep.equal(['4', null, other]);
    expect(await list('--validator', 'staked', '--limit', '2')).to.deep.equal(['3', 2, one, two]);
    expect(await list('--validator', bench.at(FIRST))).to.deep.equal(['0', null]);
    const { out } = await bench.desk.run(['validation', 'list', '--agent', AGENT]);
    expect(out).to.match(new RegExp(`^${other} +0 +${bench.at(STRANGER)} +70 +hard +20`, 'm'));
    expect(out).to.match(new RegExp(`^${one} +0 +${bench.staked} +- +20`, 'm'));
    expect(await refusedRead('list')).to.include({ exitCode: 2, code: 'list-of-whom', field: '--agent' });
    const both = await refusedRead('list', '--agent', AGENT, '--validator', 'staked');
    expect(both).to.include({ exitCode: 2, code: 'list-of-whom', value: AGENT });
    expect(await refusedRead('list', '--agent', AGENT, '--limit', '101')).to.include({ code: 'bad-limit', value: 101 });
  });
});
