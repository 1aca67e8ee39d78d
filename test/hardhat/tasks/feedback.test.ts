import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Wallet, getBytes, id, keccak256 } from 'ethers';
import { after, before, beforeEach, describe, it } from 'mocha';
import { encryptKey } from '../../../sdk/typescript/src/signers/index.ts';
import type { KeyKind } from '../../../sdk/typescript/src/signers/index.ts';
import { writeKeystoreFile } from '../../../sdk/typescript/src/signers/node/index.ts';
import { authorize } from './authorize.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { failure } from './failure.ts';

const OWNER = 5;
const CLIENT = 6;
const OTHER = 7;
const RELAYER = 8;
const AGENT = '0';
const DAY = 86_400;

describe('sage feedback', () => {
  let desk: Desk;
  let reset: () => Promise<void>;
  const at = (account: number): string => desk.accounts[account]?.address ?? '';
  const from = (account: number): string[] => ['--from', at(account)];
  const give = (account: number, value: string, ...rest: string[]) =>
    desk.must(['feedback', 'give', AGENT, '--value', value, ...from(account), ...rest]);
  const json = async (words: string[]): Promise<Answer> => desk.run([...words, '--json']);

  before(async () => {
    desk = await openDesk();
    await (await desk.contract('identityRegistry', OWNER)['register()']()).wait();
    reset = await desk.snapshot();
  });

  beforeEach(() => reset());

  after(() => desk.close());

  it('gives: value and decimals as written, tags, endpoint, URI and the hash of a file', async () => {
    const file = join(desk.folder, 'details.json');
    writeFileSync(file, '{"note":"slow"}');
    const details = ['--endpoint', 'https://a.example/', '--uri', 'ipfs://details', '--file', file];
    const data = await give(CLIENT, '-4.50', '--tag1', 'starred', '--tag2', 'week', ...details);
    const feedbackHash = keccak256(readFileSync(file));
    expect(data).to.deep.include({ agentId: AGENT, client: at(CLIENT), feedbackIndex: '1', value: '-450' });
    expect(data).to.deep.include({ valueDecimals: 2, feedbackHash, sent: true, taskId: null });
    const registry = desk.contract('reputationRegistry');
    expect([...(await registry.readFeedback(AGENT, at(CLIENT), 1))]).to.deep.equal([
      -450n,
      2n,
      'starred',
      'week',
      false,
    ]);
    const [given] = await registry.queryFilter(registry.filters.NewFeedback());
    expect(given?.args.feedbackHash).to.equal(feedbackHash);
    expect(given?.args.endpoint).to.equal('https://a.example/');
    expect(given?.args.feedbackURI).to.equal('ipfs://details');
  });

  it('asks before it sends, and sends nothing without a yes', async () => {
    const words = ['feedback', 'give', AGENT, '--value', '87', ...from(CLIENT)];
    const declined = await desk.run(words, ['no']);
    expect(declined).to.include({ exitCode: 4, out: '' });
    expect(declined.err).to.include('Rates agent 0 with 87. It can be revoked, never changed or erased. It costs');
    expect((await desk.run([...words, '--dry-run'])).out).to.equal('Nothing was sent (--dry-run).');
    expect(await desk.contract('reputationRegistry').getLastIndex(AGENT, at(CLIENT))).to.equal(0n);
    const said = await desk.run(words, ['yes']);
    expect(said.out).to.match(
      /^0x\w{40} rated agent 0 with 87: feedback 1 of this client\.\nTransaction 0x\w{64} in block/,
    );
  });

  it('gives for a task, as open as what the contract says of it', async () => {
    const taskId = id('task');
    await authorize(desk, CLIENT, { taskId });
    await give(CLIENT, '9', '--task', taskId);
    const registry = desk.contract('reputationRegistry');
    expect(await registry.getFeedbackClass(AGENT, at(CLIENT), 1)).to.equal(1n);
    const unknown = await json(['feedback', 'give', AGENT, '--value', '9', '--task', id('other'), ...from(CLIENT)]);
    expect(failure(unknown)).to.include({ exitCode: 1, code: 'task-unknown', field: '--task', value: id('other') });
    await (await desk.contract('identityRegistry', OWNER)['register()']()).wait();
    const wrong = await json(['feedback', 'give', '1', '--value', '9', '--task', taskId, ...from(CLIENT)]);
    expect(failure(wrong)).to.include({ exitCode: 1, code: 'task-of-other-agent', value: taskId });
  });

  it('refuses bad values before anything is sent', async () => {
    const refused = async (...words: string[]) =>
      failure(await json(['feedback', 'give', AGENT, ...words, '--yes', ...from(CLIENT)]));
    expect(await refused()).to.include({ exitCode: 2, code: 'bad-decimal', field: '--value' });
    expect(await refused('--value', '1e3')).to.include({ code: 'bad-decimal', value: '1e3' });
    expect(await refused('--value', '0.1234567890123456789')).to.include({ exitCode: 2, code: 'bad-decimal' });
    expect(await refused('--value', `1${'0'.repeat(37)}1`)).to.include({ exitCode: 2, code: 'argument-invalid' });
    expect(await refused('--value', '1', '--hash', '0x12', '--uri', 'x')).to.include({
      code: 'bad-word',
      value: '0x12',
    });
    expect(await refused('--value', '1', '--hash', id('x'))).to.include({ code: 'uri-missing', field: '--uri' });
    const both = ['--value', '1', '--hash', id('x'), '--file', 'y'];
    expect(await refused(...both)).to.include({ exitCode: 2, code: 'two-hashes' });
    expect(await refused('--value', '1', '--uri', 'x', '--file', '/nowhere')).to.include({ code: 'file-fault' });
    const own = await json(['feedback', 'give', AGENT, '--value', '5', '--yes', ...from(OWNER)]);
    expect(failure(own)).to.include({ exitCode: 1, code: 'reverted', error: 'ReputationSelfFeedback' });
    expect(failure(own).args).to.deep.equal({ agentId: AGENT, client: at(OWNER) });
  });

  it('revokes, once', async () => {
    await give(CLIENT, '1');
    await desk.must(['feedback', 'revoke', AGENT, '1', ...from(CLIENT)]);
    const registry = desk.contract('reputationRegistry');
    expect((await registry.readFeedback(AGENT, at(CLIENT), 1)).isRevoked).to.equal(true);
    const again = await json(['feedback', 'revoke', AGENT, '1', '--yes', ...from(CLIENT)]);
    expect(failure(again)).to.include({ exitCode: 1, code: 'reverted', error: 'ReputationAlreadyRevoked' });
    const zero = await json(['feedback', 'revoke', AGENT, '0', '--yes', ...from(CLIENT)]);
    expect(failure(zero)).to.include({ exitCode: 2, code: 'bad-index', field: 'index', value: '0' });
  });

  it('responds', async () => {
    await give(CLIENT, '1');
    const words = ['feedback', 'respond', AGENT, '--client', at(CLIENT), '--index', '1', ...from(OWNER)];
    await desk.must([...words, '--uri', 'ipfs://sorry', '--hash', id('sorry')]);
    const registry = desk.contract('reputationRegistry');
    expect(await registry.getResponseCount(AGENT, at(CLIENT), 1, [at(OWNER)])).to.equal(1n);
    const [answer] = await registry.queryFilter(registry.filters.ResponseAppended());
    expect(answer?.args.responseURI).to.equal('ipfs://sorry');
    expect(answer?.args.responseHash).to.equal(id('sorry'));
    expect(failure(await json(words))).to.include({ exitCode: 2, code: 'uri-missing' });
    const nobody = ['feedback', 'respond', AGENT, '--index', '1', '--uri', 'x', ...from(OWNER)];
    expect(failure(await json(nobody))).to.include({ exitCode: 2, code: 'bad-address', field: '--client' });
    const beyond = await json([...words.with(6, '2'), '--uri', 'x', '--yes']);
    expect(failure(beyond)).to.include({ exitCode: 1, error: 'ReputationFeedbackNotFound' });
  });

  describe('list', () => {
    interface Listed {
      readonly feedback: { client: string; feedbackIndex: string; value: string; isRevoked: boolean; class: string }[];
      readonly next: string | null;
    }

    async function fill(): Promise<void> {
      for (const value of ['1', '2', '3']) await give(CLIENT, value);
      await give(OTHER, '4.5');
      await give(RELAYER, '6');
      await desk.must(['feedback', 'revoke', AGENT, '2', ...from(CLIENT)]);
    }

    for (const limit of [1, 2, 3, 4, 5, 6]) {
      it(`pages of ${limit} give everything once, in order`, async () => {
        await fill();
        const all: string[] = [];
        let pages = 0;
        for (let after: string | null = ''; after !== null; pages++) {
          const start = after === '' ? [] : ['--after', after];
          const page: Listed = await desk.must(['feedback', 'list', AGENT, '--limit', String(limit), ...start]);
          expect(page.feedback.length).to.be.within(1, limit);
          all.push(...page.feedback.map(({ client, feedbackIndex }) => `${client} ${feedbackIndex}`));
          after = page.next;
        }
        const expected = [1, 2, 3].map((index) => `${at(CLIENT)} ${index}`);
        expect(all).to.deep.equal([...expected, `${at(OTHER)} 1`, `${at(RELAYER)} 1`]);
        expect(pages).to.equal(Math.ceil(5 / limit));
      });
    }

    it('of one client, with what is revoked; as a table', async () => {
      await fill();
      const words = ['feedback', 'list', AGENT, '--client', at(CLIENT), '--limit', '2'];
      const page = await desk.must<Listed>(words);
      expect(page.feedback.map(({ isRevoked }) => isRevoked)).to.deep.equal([false, true]);
      expect(page.next).to.equal('0:3');
      const rest = await desk.must<Listed>([...words, '--after', '0:3']);
      expect(rest.feedback.map(({ value }) => value)).to.deep.equal(['3']);
      expect(rest.next).to.equal(null);
      const { out } = await desk.run(['feedback', 'list', AGENT, '--limit', '4']);
      expect(out).to.match(new RegExp(`^${at(CLIENT)} +2 +2 +open, revoked +0$`, 'm'));
      expect(out).to.match(new RegExp(`^${at(OTHER)} +1 +4\\.5 +open +0$`, 'm'));
      expect(out).to.include('There is more: --after 2:1');
      expect((await desk.run(['feedback', 'list', '7'])).out).to.equal('No feedback for agent 7 here.');
    });

    it("marks a stranger's tag that is no UTF-8, and goes on", async () => {
      const registry = desk.contract('reputationRegistry', OTHER);
      const arguments_ = [AGENT, 1, 0, 'AAA', 'fine', '', '', `0x${'0'.repeat(64)}`] as const;
      const { to, data } = await registry.giveFeedback.populateTransaction(...arguments_);
      // "A", a byte that begins no character, "A"
      await (await desk.accounts[OTHER]?.sendTransaction({ to, data: data.replace('414141', '41ff41') }))?.wait();
      await give(OTHER, '2', '--tag1', 'after');
      const { feedback } = await desk.must<{ feedback: Record<string, unknown>[] }>(['feedback', 'list', AGENT]);
      const own = feedback.filter(({ client }) => client === at(OTHER)).slice(-2);
      expect(own[0]).to.include({ tag1: 'A\ufffdA', isTag1Utf8: false, tag2: 'fine', isTag2Utf8: true });
      expect(own[1]).to.include({ tag1: 'after', isTag1Utf8: true });
      expect((await desk.run(['feedback', 'list', AGENT])).out).to.include('A\ufffdA (not UTF-8)  fine ');
    });

    it('refuses other pages', async () => {
      const refused = async (...words: string[]) => failure(await json(['feedback', 'list', AGENT, ...words]));
      expect(await refused('--limit', '0')).to.include({ exitCode: 2, code: 'bad-limit', field: '--limit', value: 0 });
      expect(await refused('--limit', '101')).to.include({ exitCode: 2, code: 'bad-limit' });
      expect(await refused('--after', '3')).to.include({ exitCode: 2, code: 'bad-cursor', value: '3' });
    });
  });

  it('sums up by class, exactly', async () => {
    await authorize(desk, OTHER, { taskId: id('task') });
    for (const value of ['10000000000000000000.000000000000000001', '0', '1']) await give(CLIENT, value);
    await give(OTHER, '-0.5', '--task', id('task'), '--tag1', 'starred');
    const words = ['feedback', 'summary', AGENT];
    const data = await desk.must([...words, '--clients', `${at(CLIENT)},${at(OTHER)}`]);
    expect(data['open']).to.deep.equal({
      count: '3',
      sum: '10000000000000000001.000000000000000001',
      mean: '3333333333333333333.666666666666666667',
    });
    expect(data['taskBacked']).to.deep.equal({ count: '1', sum: '-0.5', mean: '-0.5' });
    expect(data['validated']).to.deep.equal({ count: '0', sum: '0', mean: null });
    expect((await desk.must([...words, '--tag1', 'starred']))['taskBacked']).to.have.property('count', '1');
    expect((await desk.must([...words, '--tag1', 'uptime']))['taskBacked']).to.have.property('count', '0');
    const { out } = await desk.run(words);
    expect(out).to.match(/^task-backed +1 +-0\.5 +-0\.5$/m);
    expect(out).to.match(/^validated +0 +0 +-$/m);
    expect(out).to.include('name those you trust by --clients');
    const bad = await json([...words, '--clients', `${at(CLIENT)},0x12`]);
    expect(failure(bad)).to.include({ exitCode: 2, code: 'bad-address', value: '0x12' });
  });

  describe('sign and submit', () => {
    const sign = (file: string, ...words: string[]) =>
      desk.must<{ by: { client: string; deadline: string } }>(['feedback', 'sign', AGENT, '--out', file, ...words]);
    let count = 0;
    const newFile = (): string => join(desk.folder, `signed-${++count}.json`);
    const submit = (file: string) => desk.must(['feedback', 'submit', file, ...from(RELAYER)]);
    const refusal = async (file: string) =>
      failure(await json(['feedback', 'submit', file, '--yes', ...from(RELAYER)]));

    it('an account signs a rating, another sends it; it works once', async () => {
      const file = newFile();
      const { by } = await sign(file, '--value', '4.5', '--tag1', 'starred', ...from(CLIENT));
      expect(by.client).to.equal(at(CLIENT));
      const left = Number(by.deadline) - ((await desk.provider.getBlock('latest'))?.timestamp ?? 0);
      expect(left).to.equal(DAY);
      expect(statSync(file).mode & 0o777).to.equal(0o600);
      const nonce = await desk.provider.getTransactionCount(at(CLIENT));
      const told = await submit(file);
      expect(told).to.deep.include({ kind: 'feedback', client: at(CLIENT), feedbackIndex: '1', value: '45' });
      expect(await desk.provider.getTransactionCount(at(CLIENT))).to.equal(nonce);
      const given = await desk.contract('reputationRegistry').readFeedback(AGENT, at(CLIENT), 1);
      expect([...given]).to.deep.equal([45n, 1n, 'starred', '', false]);
      expect(await refusal(file)).to.include({ exitCode: 1, code: 'reverted', error: 'ReputationNonceUsed' });
    });

    async function storeKey(name: string, kind: KeyKind, key: Uint8Array): Promise<void> {
      const folder = join(desk.state, 'keys');
      mkdirSync(folder, { recursive: true });
      await writeKeystoreFile(
        join(folder, `${name}.json`),
        await encryptKey(key, 'correct horse', { kind, n: 2 ** 14 }),
      );
    }

    it('a key file signs', async () => {
      const key = Wallet.createRandom();
      await storeKey('client', 'secp256k1', getBytes(key.privateKey));
      const file = newFile();
      const { by } = await sign(file, '--value', '7', '--key', 'client');
      expect(by.client).to.equal(key.address);
      await submit(file);
      expect((await desk.contract('reputationRegistry').readFeedback(AGENT, key.address, 1)).value).to.equal(7n);
      await storeKey('other', 'ed25519', getBytes(key.privateKey));
      const wrong = await json(['feedback', 'sign', AGENT, '--value', '7', '--key', 'other']);
      expect(failure(wrong)).to.include({ exitCode: 2, code: 'key-has-no-account', field: '--key', value: 'other' });
    });

    it('the rating of a task, and a revocation', async () => {
      await authorize(desk, CLIENT, { taskId: id('task') });
      const rated = newFile();
      await sign(rated, '--value', '8', '--task', id('task'), ...from(CLIENT));
      expect(await submit(rated)).to.deep.include({ kind: 'task-feedback', taskId: id('task'), feedbackIndex: '1' });
      const registry = desk.contract('reputationRegistry');
      expect(await registry.getFeedbackClass(AGENT, at(CLIENT), 1)).to.equal(1n);
      const revoked = newFile();
      await sign(revoked, '--revoke', '1', ...from(CLIENT));
      expect(await submit(revoked)).to.deep.include({ kind: 'revocation', agentId: AGENT, feedbackIndex: '1' });
      expect((await registry.readFeedback(AGENT, at(CLIENT), 1)).isRevoked).to.equal(true);
    });

    it('to stdout; refuses what was changed, late, or for another registry', async () => {
      const { out } = await desk.run(['feedback', 'sign', AGENT, '--value', '3', ...from(CLIENT)]);
      const signed = JSON.parse(out) as { input: object; by: object };
      const write = (changed: object): string => {
        const file = newFile();
        writeFileSync(file, JSON.stringify(changed));
        return file;
      };
      const changed = write({ ...signed, input: { ...signed.input, value: '4' } });
      expect(await refusal(changed)).to.include({ exitCode: 1, error: 'ReputationInvalidSignature' });
      const chain = write({ ...signed, chainId: '1' });
      expect(await refusal(chain)).to.include({ exitCode: 2, code: 'other-registry', value: chain });
      const registry = write({ ...signed, registry: at(OTHER) });
      expect(await refusal(registry)).to.include({ exitCode: 2, code: 'other-registry' });
      const more = write({ ...signed, note: '' });
      expect(await refusal(more)).to.include({ exitCode: 2, code: 'bad-signed-feedback', value: more });
      const unsigned = write({ ...signed, signature: undefined });
      expect((await refusal(unsigned)).message).to.include('at "signature"');
      expect(await refusal(write({ ...signed, by: { ...signed.by, nonce: '01' } }))).to.include({
        code: 'bad-signed-feedback',
      });
      expect(await refusal('/nowhere')).to.include({ exitCode: 2, code: 'file-fault' });
      await desk.wait(DAY + 1);
      expect(await refusal(write(signed))).to.include({ exitCode: 1, error: 'ReputationSignatureExpired' });
    });

    it('cancels what was signed and not sent, by the client only', async () => {
      const file = newFile();
      const { by } = await sign(file, '--value', '4', ...from(CLIENT));
      const other = failure(await json(['feedback', 'cancel', file, '--yes', ...from(RELAYER)]));
      expect(other).to.include({ exitCode: 1, code: 'not-the-client', field: '--from', value: at(RELAYER) });
      const told = await desk.must<{ nonce: string }>(['feedback', 'cancel', file, ...from(CLIENT)]);
      expect(await desk.contract('reputationRegistry').isNonceUsed(by.client, BigInt(told.nonce))).to.equal(true);
      expect(await refusal(file)).to.include({ exitCode: 1, error: 'ReputationNonceUsed' });
    });

    it('refuses to sign nonsense, and never replaces a file', async () => {
      const refused = async (...words: string[]) =>
        failure(await json(['feedback', 'sign', AGENT, ...from(CLIENT), ...words]));
      expect(await refused('--value', '1', '--revoke', '1')).to.include({ exitCode: 2, code: 'two-kinds' });
      expect(await refused('--revoke', String(2n ** 64n))).to.include({ exitCode: 2, code: 'bad-index' });
      expect(await refused()).to.include({ exitCode: 2, code: 'bad-decimal' });
      expect(await refused('--value', '1', '--deadline', '5')).to.include({ code: 'deadline-passed', value: '5' });
      expect(await refused('--value', '1', '--deadline', 'soon')).to.include({ code: 'bad-time', value: 'soon' });
      const file = newFile();
      writeFileSync(file, 'mine');
      expect(await refused('--value', '1', '--out', file)).to.include({ code: 'file-exists', value: file });
      expect(readFileSync(file, 'utf8')).to.equal('mine');
    });
  });
});
