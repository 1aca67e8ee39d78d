import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonRpcSigner, concat, getBytes, id, keccak256, parseEther, sha256, toBeHex } from 'ethers';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { secp256k1Key } from '../../../scripts/lib/demoKeys.ts';
import { createKeyBinding } from '../../../sdk/typescript/src/index.ts';
import type { TrustedRoot } from '../../../sdk/typescript/src/index.ts';
import { nitroChain, nitroDocument, nitroPayload } from '../../../sdk/typescript/test/tee/support/nitroEvidence.ts';
import { AT, toPem, trust } from '../../../sdk/typescript/test/tee/support/pki.ts';
import {
  collateral,
  dcapPki,
  quote,
  sgxBody,
  tdBody,
  toJson,
} from '../../../sdk/typescript/test/tee/support/quoteEvidence.ts';
import { snpPki, snpReport } from '../../../sdk/typescript/test/tee/support/snpEvidence.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Failure } from './failure.ts';
import { refusal } from './refusal.ts';

interface Judged {
  readonly verdict: string;
  readonly code: string;
  readonly format: string;
  readonly measurement: string;
  readonly claims: { readonly measurements: Record<string, string> } | null;
  readonly claimsVerified: boolean;
}

const KEY = secp256k1Key(id('tasks: a key of a TEE'));
const OTHER = secp256k1Key(id('tasks: another key'));
const AT_TEXT = AT.toISOString().replace('.000Z', 'Z');
const WEEK = 7 * 24 * 3600;
const shared = join(process.env['SAGE_SHARED'] ?? join(ROOT, '..', 'shared'), 'tee');

describe('sage tee', () => {
  let desk: Desk;
  let goBack: () => Promise<void>;
  let sgx: string;

  const address = (account: number): string => desk.accounts[account]?.address ?? '';
  const keep = (name: string, content: Uint8Array | string): string => {
    const path = join(desk.folder, name);
    writeFileSync(path, content);
    return path;
  };
  const keepRoots = (name: string, roots: readonly TrustedRoot[]): string => keep(name, JSON.stringify(roots));
  const binding = (key = KEY): Uint8Array => createKeyBinding(getBytes(key.publicKey));
  const refused = (words: readonly string[], code: string, exitCode: number): Promise<Failure> =>
    refusal(desk, words, code, exitCode);
  const judge = async (words: readonly string[], exitCode: number): Promise<Judged> => {
    const answer = await desk.run(['tee', 'verify-evidence', ...words, '--json']);
    expect(answer.exitCode, answer.out).to.equal(exitCode);
    return JSON.parse(answer.out) as Judged;
  };
  const proposal = (key = KEY): string[] => [
    ...['tee', 'propose', key.publicKey, '--kind', 'sgx', '--evidence', sgx],
    ...['--evidence-uri', 'https://tee.example/quote', '--from', address(6)],
  ];
  const keyIdOf = (key = KEY): Promise<string> => desk.contract('teeKeyRegistry').keyIdOf(key.keyType, key.publicKey);

  before(async () => {
    desk = await openDesk();
    const timelock = desk.book.contracts.timelock?.address ?? '';
    await desk.provider.send('anvil_impersonateAccount', [timelock]);
    await desk.provider.send('anvil_setBalance', [timelock, toBeHex(parseEther('1'))]);
    const owner = new JsonRpcSigner(desk.provider, timelock);
    const registry = desk.contract('teeKeyRegistry').connect(owner);
    await (await registry.setVoteWeights([7, 8, 9].map(address), [5, 3, 2])).wait();
    await desk.wait(1);
    const pki = await dcapPki();
    sgx = keep('sgx.quote', quote(pki, { body: sgxBody({ reportData: binding() }) }));
    keepRoots('sgx.roots.json', trust(pki.root));
    keep('sgx.collateral.json', JSON.stringify(toJson(await collateral(pki))));
    keep('sgx-other.quote', quote(pki, { body: sgxBody({ reportData: binding(OTHER) }) }));
    keep('tdx.quote', quote(pki, { version: 4, body: tdBody({ reportData: binding() }) }));
    keep('tdx.collateral.json', JSON.stringify(toJson(await collateral(pki, { kind: 'TDX' }))));
    goBack = await desk.snapshot();
  });

  afterEach(() => goBack());

  after(async () => {
    await desk.close();
  });

  const sgxOptions = (): string[] => [
    ...['--at', AT_TEXT, '--roots', join(desk.folder, 'sgx.roots.json')],
    ...['--collateral', join(desk.folder, 'sgx.collateral.json')],
  ];

  it('has a key proposed, voted in and its stake paid back', async () => {
    const proposed = await desk.must(proposal());
    const keyId = await keyIdOf();
    expect(proposed).to.deep.include({ proposalId: '1', keyId, kind: 'sgx', measurement: `0x${'e1'.repeat(32)}` });
    expect(proposed).to.deep.include({ stake: String(parseEther('1')), totalWeight: '10' });
    const chosen = await desk.contract('teeKeyRegistry').getProposal(1);
    expect(chosen.evidenceHash).to.equal(keccak256(readFileSync(sgx)));
    expect(chosen.proposer).to.equal(address(6));
    expect(await desk.must(['tee', 'vote', '1', 'for', '--from', address(7)])).to.deep.include({
      weightFor: '5',
      weightAgainst: '0',
    });
    expect(await desk.must(['tee', 'vote', '1', 'against', '--from', address(9)])).to.deep.include({
      weightFor: '5',
      weightAgainst: '2',
    });
    const again = await refused(['tee', 'vote', '1', 'for', '--from', address(7), '--yes'], 'reverted', 1);
    expect(again).to.deep.include({ error: 'TEEKeyAlreadyVoted' });
    const early = await refused(['tee', 'settle', '1', '--yes'], 'reverted', 1);
    expect(early).to.deep.include({ error: 'TEEKeyVotingOpen' });
    await desk.wait(WEEK - 60);
    const settled = await desk.run(['tee', 'settle', '1', '--wait', '--yes', '--json']);
    expect(settled.err).to.match(/voting on proposal 1: \d+ s left/);
    expect(JSON.parse(settled.out)).to.deep.include({ status: 'approved', isTrusted: true, keyId });
    expect(await desk.contract('teeKeyRegistry').isTrusted(keyId)).to.equal(true);
    const before = await desk.provider.getBalance(address(11));
    const paid = await desk.must(['tee', 'withdraw', '--from', address(6), '--to', address(11)]);
    expect((await desk.provider.getBalance(address(11))) - before).to.equal(parseEther('1'));
    expect(paid['amount']).to.equal(String(parseEther('1')));
    const nothing = await refused(['tee', 'withdraw', '--from', address(6), '--yes'], 'reverted', 1);
    expect(nothing).to.deep.include({ error: 'TEEKeyNothingOwed' });
  });

  it('tells the stake and asks before it is sent', async () => {
    const declined = await desk.run(proposal(), ['no']);
    expect(declined.exitCode).to.equal(4);
    expect(declined.err).to.match(/stakes 1\.0 ETH; 50 % of it is lost if the voters reject the key, 10 % if too few/);
    expect(await desk.contract('teeKeyRegistry').getProposalCount()).to.equal(0n);
    const dry = await desk.run([...proposal(), '--dry-run', '--json']);
    expect(JSON.parse(dry.out)).to.deep.include({ sent: false, kind: 'sgx' });
    expect(await desk.contract('teeKeyRegistry').getProposalCount()).to.equal(0n);
  });

  it('refuses a proposal that contradicts its evidence', async () => {
    const words = proposal();
    const wrong = [...words, '--measurement', id('other')];
    expect(await refused(wrong, 'measurement-differs', 2)).to.have.property('field', '--measurement');
    await refused(words.with(words.indexOf('sgx'), 'tdx'), 'kind-differs', 2);
    await refused(words.with(words.indexOf('sgx'), 'abc'), 'bad-kind', 2);
    await refused(words.with(2, '0x1234'), 'argument-invalid', 2);
    await refused([...words, '--key-type', 'rsa'], 'bad-key-type', 2);
    const text = keep('zone.txt', 'an image');
    const zone = words.with(words.indexOf('sgx'), 'trustzone').with(words.indexOf(sgx), text);
    await refused(zone, 'measurement-missing', 2);
    expect(await desk.must([...zone, '--measurement', id('image')])).to.deep.include({ measurement: id('image') });
  });

  it('lists proposals by pages', async () => {
    await desk.must(proposal());
    await desk.must(proposal(OTHER));
    const page = await desk.must<{ total: string; proposals: Record<string, unknown>[] }>([
      ...['tee', 'list', '--offset', '1', '--limit', '1'],
    ]);
    expect(page.total).to.equal('2');
    expect(page.proposals).to.have.length(1);
    expect(page.proposals[0]).to.deep.include({
      ...{ proposalId: '2', keyId: await keyIdOf(OTHER), status: 'open', kind: 'sgx', isTrusted: false },
    });
    const { out } = await desk.run(['tee', 'list']);
    expect(out).to.match(new RegExp(`^ 1  open .*${await keyIdOf()}  not trusted$`, 'm'));
    expect(out).to.include('2 of 2 proposals, from 0');
    await refused(['tee', 'list', '--limit', '0'], 'bad-limit', 2);
    await refused(['tee', 'list', '--limit', '101'], 'bad-limit', 2);
  });

  it('revokes at once as guardian, and by the owners through the timelock', async () => {
    await desk.must(proposal());
    const keyId = await keyIdOf();
    const words = ['tee', 'revoke', keyId, '--reason', 'leaked'];
    const stranger = await refused([...words, '--from', address(1), '--yes'], 'not-guardian', 1);
    expect(stranger.message).to.include(address(4));
    await refused(['tee', 'revoke', keyId, '--from', address(4)], 'option-missing', 2);
    await refused(['tee', 'revoke', '0x12', '--reason', 'x'], 'bad-word', 2);
    const file = join(desk.folder, 'revoke.json');
    const governed = await desk.must<{ operation: { delay: string; isEmergency: boolean } }>([
      ...[...words, '--governance', '--out', file],
    ]);
    expect(governed.operation).to.deep.include({ delay: '86400', isEmergency: true });
    expect((await desk.contract('teeKeyRegistry').getKey(keyId)).revokedAt).to.equal(0n);
    expect(await desk.must([...words, '--from', address(4)])).to.deep.include({ keyId, isTrusted: false });
    expect((await desk.contract('teeKeyRegistry').getKey(keyId)).revokedAt).to.be.greaterThan(0n);
    const unknown = await refused(
      ['tee', 'revoke', id('none'), '--reason', 'x', '--from', address(4), '--yes'],
      'reverted',
      1,
    );
    expect(unknown).to.deep.include({ error: 'TEEKeyNothingToRevoke' });
  });

  describe('verify-evidence', () => {
    it('judges a quote of an enclave with collateral and the key that it binds', async () => {
      const valid = await judge([sgx, ...sgxOptions(), '--key', KEY.publicKey], 0);
      expect(valid).to.deep.include({ verdict: 'valid', code: 'ok', format: 'sgx', claimsVerified: true });
      expect(valid.measurement).to.equal(`0x${'e1'.repeat(32)}`);
      expect(valid.claims?.measurements).to.include({ mrEnclave: 'e1'.repeat(32) });
      const other = await judge([sgx, ...sgxOptions(), '--key', OTHER.publicKey], 1);
      expect(other).to.deep.include({ verdict: 'invalid', code: 'key-binding-mismatch', claimsVerified: false });
      const bare = await judge([sgx, ...sgxOptions().slice(0, 4)], 3);
      expect(bare).to.deep.include({ verdict: 'unknown', code: 'collateral-missing' });
      const pinned = await judge([sgx, '--at', AT_TEXT], 1);
      expect(pinned).to.deep.include({ verdict: 'invalid', code: 'root-untrusted' });
      const { out } = await desk.run(['tee', 'verify-evidence', sgx, ...sgxOptions()]);
      expect(out).to.match(/^valid: ok \(every check/);
      expect(out).to.match(/^ {2}mrEnclave: (e1){32}$/m);
      expect(out).to.include('TCB: UpToDate');
    });

    it('judges a quote of a TD, and by a policy in a file', async () => {
      const options = sgxOptions().with(-1, join(desk.folder, 'tdx.collateral.json'));
      const tdx = join(desk.folder, 'tdx.quote');
      const parts = `0x${'d2'.repeat(48)}${'d3'.repeat(192)}`;
      expect(await judge([tdx, ...options], 0)).to.deep.include({ format: 'tdx', measurement: sha256(parts) });
      const policy = keep('policy.json', JSON.stringify({ measurements: { mrTd: 'd1'.repeat(48) } }));
      expect(await judge([tdx, ...options, '--policy', policy], 1)).to.include({ code: 'measurement-mismatch' });
      const typo = keep('typo.json', JSON.stringify({ measurement: { mrTd: 'd1'.repeat(48) } }));
      await refused(['tee', 'verify-evidence', tdx, '--policy', typo], 'bad-policy', 2);
    });

    it('judges a Nitro document with its nonce', async () => {
      const chain = await nitroChain();
      const nonce = new Uint8Array(32).fill(7);
      const file = keep('nitro.cose', nitroDocument(chain, nitroPayload(chain, { user_data: binding(), nonce })));
      const options = ['--roots', keepRoots('nitro.roots.json', trust(chain.root)), '--nonce', `0x${'07'.repeat(32)}`];
      const at = ['--at', String(AT.getTime() / 1000)];
      const pcrs = concat([1, 2, 3].map((byte) => `0x${toBeHex(byte, 1).slice(2).repeat(48)}`));
      expect(await judge([file, ...options, ...at, '--key', KEY.publicKey], 0)).to.deep.include({
        format: 'nitro',
        measurement: sha256(pcrs),
      });
      expect(await judge([file, ...options, '--at', '2026-06-01T12:10:00Z'], 1)).to.include({
        code: 'evidence-too-old',
      });
    });

    it('judges an SNP report with certificates in PEM and DER', async () => {
      const pki = await snpPki();
      const file = keep('snp.report', snpReport(pki, { reportData: binding() }));
      const vek = keep('vcek.der', pki.vek.der);
      const rest = keep('ask-ark.pem', toPem(pki.ask.der, pki.ark.der));
      const policy = keep('no-list.json', JSON.stringify({ requireRevocationList: false }));
      const options = [
        ...['--roots', keepRoots('snp.roots.json', trust(pki.ark, 'Milan')), '--at', AT_TEXT],
        ...['--key', KEY.publicKey],
      ];
      const valid = await judge([file, ...options, '--certificates', `${vek},${rest}`, '--policy', policy], 0);
      expect(valid).to.deep.include({ format: 'snp', measurement: sha256(`0x${'a2'.repeat(48)}`) });
      expect(await judge([file, ...options], 3)).to.include({ code: 'certificates-missing' });
    });

    it('holds evidence against the proposal that names it', async () => {
      await desk.must(proposal());
      expect(await judge([sgx, ...sgxOptions(), '--proposal', '1'], 0)).to.include({ code: 'ok' });
      const other = join(desk.folder, 'sgx-other.quote');
      expect(await judge([other, ...sgxOptions(), '--proposal', '1'], 1)).to.include({ code: 'key-binding-mismatch' });
      const bound = await judge([other, ...sgxOptions(), '--proposal', '1', '--key', OTHER.publicKey], 1);
      expect(bound).to.include({ verdict: 'invalid', code: 'proposal-evidence-hash' });
      const none = await refused(['tee', 'verify-evidence', sgx, '--proposal', '9'], 'reverted', 1);
      expect(none).to.deep.include({ error: 'TEEKeyUnknownProposal' });
    });

    it('says what is wrong with its arguments', async () => {
      const text = keep('none.bin', 'nothing of this kind');
      await refused(['tee', 'verify-evidence', text], 'format-unknown', 2);
      expect(await judge([text, '--kind', 'nitro'], 1)).to.include({ verdict: 'invalid', format: 'nitro' });
      await refused(['tee', 'verify-evidence', text, '--kind', 'trustzone'], 'bad-kind', 2);
      await refused(['tee', 'verify-evidence', sgx, '--at', 'yesterday'], 'bad-time', 2);
      await refused(['tee', 'verify-evidence', sgx, '--key', 'abc'], 'bad-hex', 2);
      await refused(['tee', 'verify-evidence', `${sgx}.not`], 'file-fault', 2);
      await refused(['tee', 'verify-evidence', sgx, '--roots', text], 'bad-json', 2);
    });

    if (existsSync(shared)) {
      it('judges real evidence by the pinned roots', async () => {
        const nitro = join(shared, 'nitro', 'nitro-prod-2022-10-13.cose');
        const listed = JSON.parse(readFileSync(join(shared, 'expected.json'), 'utf8')) as Record<
          string,
          { verifyAt: string }
        >;
        const at = (name: string): string[] => [
          '--at',
          String(Math.floor(Date.parse(listed[name]?.verifyAt ?? '') / 1000)),
        ];
        expect(await judge([nitro, ...at('nitro/nitro-prod-2022-10-13.cose')], 0)).to.include({ code: 'ok' });
        const td = join(shared, 'tdx', 'tdx-v4-phala.quote');
        const beside = ['--collateral', td.replace('.quote', '.collateral.json')];
        const known = await judge([td, ...at('tdx/tdx-v4-phala.quote'), ...beside], 0);
        expect(known).to.include({ format: 'tdx', code: 'ok' });
      });
    }
  });
});
