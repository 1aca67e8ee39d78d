import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { hexlify, toUtf8Bytes } from 'ethers';
import { after, afterEach, before, describe, it } from 'mocha';
import { hashContent, verifyRegistrationFile } from '../../../sdk/typescript/src/index.ts';
import { createNodeFetcher } from '../../../sdk/typescript/src/fetch/node/index.ts';
import type { RegistrySigner } from '../../../sdk/typescript/src/signers/index.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { failOf, putAgreementKey, putKey, registerAgent } from './agents.ts';
import type { Failure } from './agents.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

const FILE = join(ROOT, 'examples', 'agents', 'weather.json');
const IDENTIFIER = 'agent-tests';

/** A card of A2A 1.0 as small as can be. */
const CARD = {
  name: 'Weather',
  description: 'Tells the weather.',
  version: '1.0.0',
  supportedInterfaces: [{ url: 'https://weather.example/a2a', protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
  capabilities: {},
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain'],
  skills: [{ id: 'forecast', name: 'Forecast', description: 'Forecasts.', tags: ['weather'] }],
};

describe('sage agent', () => {
  let desk: Desk;
  let back: () => Promise<void>;
  let agentId: bigint;
  let did: string;
  let first: RegistrySigner;
  let second: RegistrySigner;
  let server: Server;
  /** What the server answers, by path. */
  const served = new Map<string, string>();
  let base: string;

  before(async () => {
    desk = await openDesk();
    first = await putKey(desk, 'first');
    second = await putKey(desk, 'second', 'ed25519');
    ({ agentId, did } = await registerAgent(desk, IDENTIFIER, [first]));
    server = createServer((request, response) => {
      const text = served.get(request.url ?? '');
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // A head in the future stays young enough for the reader, however slowly the tests run.
    await desk.wait(3_600);
    back = await desk.snapshot();
  });

  afterEach(() => back());

  after(async () => {
    server.close();
    await desk.close();
  });

  const sage = (): ReturnType<typeof desk.contract<'sageRegistry'>> => desk.contract('sageRegistry');
  const identity = (): ReturnType<typeof desk.contract<'identityRegistry'>> => desk.contract('identityRegistry');
  const account = (index: number): string => desk.accounts[index]?.address ?? '';
  const uri = (): Promise<string> => identity().tokenURI(agentId);

  const writeFails = (words: readonly string[], exitCode: number): Promise<Failure> =>
    failOf(desk, [...words, '--yes'], exitCode);
  const readFails = (words: readonly string[], exitCode: number): Promise<Failure> => failOf(desk, words, exitCode);

  /** A signed card, in the folder. */
  const signCard = async (name: string): Promise<{ readonly path: string; readonly card: unknown }> => {
    const words = ['agent', 'card', did, '--card', inFolder('card.json', CARD), '--sign', name];
    const { card } = await desk.must<{ card: unknown }>(words);
    return { path: inFolder('signed.json', card), card };
  };

  const inFolder = (name: string, content: unknown): string => {
    const path = join(desk.folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  const source = (): Record<string, unknown> => JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
  const naming = async (): Promise<Record<string, unknown>> => ({
    ...source(),
    registrations: [{ agentId: Number(agentId), agentRegistry: `eip155:31337:${await identity().getAddress()}` }],
  });

  describe('show', () => {
    it('test_attack_A39: shows what all registries hold of an agent', async () => {
      await desk.must(['agent', 'update', did, FILE]);
      const data = [agentId, 80, 0, 'starred', '', '', '', `0x${'00'.repeat(32)}`] as const;
      await (await desk.contract('reputationRegistry', 5).giveFeedback(...data)).wait();
      const hash = `0x${'77'.repeat(32)}`;
      await (
        await desk.contract('validationRegistry').validationRequest(account(6), agentId, 'ipfs://request', hash)
      ).wait();
      await (await desk.contract('validationRegistry', 6).validationResponse(hash, 90, '', hash, '')).wait();
      const shown = await desk.must(['agent', 'show', did, '--file']);
      expect(shown).to.deep.include({
        agentId: agentId.toString(),
        did,
        owner: account(0),
        wallet: account(0),
        agentURI: await uri(),
        reputation: {
          clients: '1',
          given: '1',
          taskBacked: { count: '0', mean: '0' },
          validated: { count: '0', mean: '0' },
        },
        validations: { requested: '1', answered: '1', average: '90', independent: { answered: '1', average: '90' } },
      });
      expect(shown).to.have.nested.property('registry.isActive', true);
      expect(shown).to.have.nested.property('registry.keys[0].keyId', first.keyId);
      expect(shown).to.have.nested.property('file.code', 'ok');
      const { out } = await desk.run(['agent', 'show', agentId.toString()]);
      expect(out).to.match(new RegExp(`^owner +${account(0)}$`, 'm'));
      expect(out).to.match(new RegExp(`^${first.keyId} +secp256k1 +proved +yes +yes`, 'm'));
      expect(out).to.match(/^reputation +1 feedback by 1 client\(s\); 0 task-backed, 0 validated$/m);
    });

    it('shows an agent without DID, and none that is none', async () => {
      await (await identity()['register()']()).wait();
      const id = (await identity().agentCount()) - 1n;
      expect(await desk.must(['agent', 'show', id.toString()])).to.include({ did: null, registry: null, agentURI: '' });
      const unknown = await readFails(['agent', 'show', '999'], 1);
      expect(unknown).to.have.nested.property('details.error', 'ERC721NonexistentToken');
      expect(await readFails(['agent', 'show', 'nobody'], 2)).to.include({ code: 'bad-agent', value: 'nobody' });
    });
  });

  describe('a URI that is no UTF-8', () => {
    /** "A", a byte that begins no character, "A" */
    const broken = async (call: { to: string; data: string }) =>
      (await desk.accounts[0]?.sendTransaction({ ...call, data: call.data.replace('414141', '41ff41') }))?.wait();

    it('is marked by show, which goes on', async () => {
      await broken(await identity().setAgentURI.populateTransaction(agentId, 'AAA'));
      const sage = desk.contract('sageRegistry');
      await broken(await sage.setCard.populateTransaction(agentId, 'AAA', `0x${'11'.repeat(32)}`));
      const shown = await desk.must(['agent', 'show', did]);
      expect(shown).to.include({ did, agentURI: 'A\ufffdA', isAgentURIUtf8: false });
      expect(shown).to.have.nested.property('registry.card.uri', 'A\ufffdA');
      expect(shown).to.have.nested.property('registry.card.isUriUtf8', false);
      const { out } = await desk.run(['agent', 'show', did]);
      expect(out).to.match(/^file +A\ufffdA \(not UTF-8\)$/m);
      const long = `AAA${'x'.repeat(100)}`;
      await broken(await identity().setAgentURI.populateTransaction(agentId, long));
      const shortened = await desk.run(['agent', 'show', did]);
      expect(shortened.out).to.match(/^file +A\ufffdAx+… \(103 characters\) \(not UTF-8\)$/m);
    });

    it('is replaced by update, in the file and where its hash is held', async () => {
      await broken(await identity().setAgentURI.populateTransaction(agentId, 'AAA'));
      const sage = desk.contract('sageRegistry');
      await broken(await sage.setCard.populateTransaction(agentId, 'AAA', `0x${'11'.repeat(32)}`));
      await desk.must(['agent', 'update', did, FILE]);
      const shown = await desk.must(['agent', 'show', did, '--file']);
      expect(shown).to.include({ agentURI: await uri(), isAgentURIUtf8: true });
      expect(shown).to.have.nested.property('file.code', 'ok');
      expect(shown).to.have.nested.property('registry.card.uri', '');
    });
  });

  describe('resolve', () => {
    it('test_attack_A39: resolves by the resolver of the library over the live chain', async () => {
      await desk.must(['agent', 'update', did, FILE]);
      const { out, exitCode } = await desk.run(['agent', 'resolve', did]);
      expect(exitCode).to.equal(0);
      const document = JSON.parse(out) as Record<string, unknown>;
      expect(document).to.include({ id: did, controller: `did:pkh:eip155:31337:${account(0)}` });
      expect(document).to.have.nested.property('verificationMethod[0].id', `${did}#${first.keyId}`);
      expect(document).to.have.nested.property('service[0].serviceEndpoint');
      const jwk = await desk.must(['agent', 'resolve', agentId.toString(), '--format', 'JsonWebKey']);
      expect(jwk).to.have.deep.nested.property('didDocument.verificationMethod[0].publicKeyJwk', first.publicJwk);
    });

    it('resolves the keys of a moment', async () => {
      const { validFrom } = await sage().getKey(agentId, first.keyId);
      await desk.must(['key', 'rotate', did, '--old', 'first', '--key', 'second']);
      const methods = async (...more: string[]): Promise<string[]> => {
        const { didDocument } = await desk.must<{ didDocument: { verificationMethod: { id: string }[] } }>([
          'agent',
          'resolve',
          did,
          ...more,
        ]);
        return didDocument.verificationMethod.map(({ id }) => id);
      };
      expect(await methods()).to.deep.equal([`${did}#${second.keyId}`]);
      expect(await methods('--at', validFrom.toString())).to.deep.equal([`${did}#${first.keyId}`]);
      const future = await readFails(['agent', 'resolve', did, '--at', '99999999999'], 3);
      expect(future).to.include({ code: 'time-in-future' });
      expect(await readFails(['agent', 'resolve', did, '--at', '1'], 1)).to.include({ code: 'did-not-found' });
    });

    it('tells apart what is not there, what is no DID, and what can not be read', async () => {
      const nobody = await readFails(['agent', 'resolve', 'did:sage:local:nobody'], 1);
      expect(nobody).to.deep.include({ code: 'did-not-found', value: 'did:sage:local:nobody' });
      expect(nobody).to.have.nested.property('details.error', 'notFound');
      expect(await readFails(['agent', 'resolve', 'did:sage:local:No'], 2)).to.include({ code: 'bad-did' });
      expect(await readFails(['agent', 'resolve', 'did:sage:other:one'], 2)).to.include({ code: 'did-other-network' });
      const stale = await readFails(['agent', 'resolve', did, '--max-head-age', '0'], 2);
      expect(stale).to.include({ code: 'bad-max-head-age', field: '--max-head-age' });
      const format = await readFails(['agent', 'resolve', did, '--format', 'pem'], 2);
      expect(format).to.include({ code: 'bad-option', field: '--format', value: 'pem' });
    });
  });

  describe('update, metadata', () => {
    it('test_attack_A39: update completes a file and puts it onto the chain, once', async () => {
      const told = await desk.must<{ contentHash: string; isPinned: boolean }>(['agent', 'update', did, FILE]);
      expect(told.isPinned).to.equal(false);
      const agent = { chainId: 31337n, registry: await identity().getAddress(), agentId, agentURI: await uri() };
      expect(await verifyRegistrationFile(agent, createNodeFetcher())).to.include({
        code: 'ok',
        contentHash: told.contentHash,
      });
      const block = await desk.provider.getBlockNumber();
      expect(await desk.must(['agent', 'update', did, FILE])).to.deep.include({
        transactions: { uri: null, pin: null },
      });
      expect(await desk.provider.getBlockNumber()).to.equal(block);
    });

    it('takes a URI whose file names the agent, and commits to its hash with --pin from then on', async () => {
      const text = JSON.stringify(await naming());
      served.set('/agent.json', text);
      const url = `${base}/agent.json`;
      await desk.must(['agent', 'update', did, url, '--pin', '--local']);
      expect(await uri()).to.equal(url);
      expect((await sage().getCard(agentId)).contentHash).to.equal(hashContent(new TextEncoder().encode(text)));
      const told = await desk.must<{ contentHash: string; isPinned: boolean }>(['agent', 'update', did, FILE]);
      expect(told.isPinned).to.equal(true);
      expect((await sage().getCard(agentId)).contentHash).to.equal(told.contentHash);
    });

    it('refuses a file that names another agent, or none, or that is not there', async () => {
      served.set('/other.json', JSON.stringify(source()));
      const other = await writeFails(['agent', 'update', did, `${base}/other.json`, '--local'], 2);
      expect(other).to.include({ code: 'registration-file-refused' });
      expect(other.message).to.contain(
        `{"agentId":${agentId},"agentRegistry":"eip155:31337:${await identity().getAddress()}"}`,
      );
      const absent = await writeFails(['agent', 'update', did, `${base}/absent.json`, '--local'], 3);
      expect(absent).to.include({ code: 'fetch-failed' });
      served.set('/broken.json', '{');
      const broken = await writeFails(['agent', 'update', did, `${base}/broken.json`, '--local'], 2);
      expect(broken).to.include({ code: 'registration-file-invalid' });
      expect(await uri()).to.equal('');
      const stranger = await writeFails(['agent', 'update', did, FILE, '--from', account(5)], 1);
      expect(stranger).to.have.nested.property('details.error', 'IdentityNotAuthorized');
    });

    it('test_attack_A39: metadata sets and reads an entry', async () => {
      await desk.must(['agent', 'metadata', did, 'region', '--text', 'Zürich']);
      expect(await identity().getMetadata(agentId, 'region')).to.equal(hexlify(toUtf8Bytes('Zürich')));
      expect(await desk.must(['agent', 'metadata', did, 'region'])).to.include({ text: 'Zürich' });
      await desk.must(['agent', 'metadata', did, 'region', '--hex', '0xff']);
      expect(await desk.must(['agent', 'metadata', did, 'region'])).to.include({ hex: '0xff', text: null });
      const odd = await writeFails(['agent', 'metadata', did, 'region', '--hex', '0xf'], 2);
      expect(odd).to.include({ code: 'bad-hex', field: '--hex', value: '0xf' });
      const reserved = await writeFails(['agent', 'metadata', did, 'agentWallet', '--text', 'x'], 1);
      expect(reserved).to.have.nested.property('details.error', 'IdentityReservedMetadataKey');
    });
  });

  describe('card', () => {
    it("test_attack_A39: card signs with a key file, and checks against the chain's keys", async () => {
      await desk.must(['key', 'add', did, '--key', 'second']);
      for (const name of ['first', 'second']) {
        const out = join(desk.folder, `${name}.signed.json`);
        await desk.must(['agent', 'card', did, '--card', inFolder('card.json', CARD), '--sign', name, '--out', out]);
        const checked = await desk.run(['agent', 'card', did, '--card', out]);
        expect(checked.exitCode, checked.out).to.equal(0);
        expect(checked.out).to.match(/^valid: /);
        const changed = { ...(JSON.parse(readFileSync(out, 'utf8')) as object), name: 'Weather!' };
        const refused = await desk.run(['agent', 'card', did, '--card', inFolder('changed.json', changed), '--json']);
        expect(refused.exitCode).to.equal(1);
        expect(JSON.parse(refused.out)).to.include({ verdict: 'invalid', code: 'signature-invalid' });
        rmSync(out);
      }
    });

    it('a card that is right once is not any more when its key is revoked', async () => {
      await desk.must(['key', 'add', did, '--key', 'second']);
      const { path } = await signCard('first');
      expect((await desk.run(['agent', 'card', did, '--card', path])).exitCode).to.equal(0);
      await desk.must(['key', 'revoke', did, '--key', 'first']);
      expect((await desk.run(['agent', 'card', did, '--card', path])).exitCode).to.not.equal(0);
      const late = await readFails(['agent', 'card', did, '--card', path, '--sign', 'first'], 1);
      expect(late).to.include({ code: 'key-not-in-force', field: '--sign', value: 'first' });
    });

    it('finds the card by the registration file', async () => {
      const { card } = await signCard('first');
      served.set('/card.json', JSON.stringify(card));
      const none = await readFails(['agent', 'card', did], 2);
      expect(none).to.include({ code: 'card-missing', field: '--card' });
      const services = [{ name: 'A2A', endpoint: `${base}/card.json`, version: '1.0' }];
      await desk.must(['agent', 'update', did, inFolder('with-a2a.json', { ...source(), services })]);
      expect(await desk.must(['agent', 'card', did, '--local'])).to.include({
        verdict: 'valid',
        source: `${base}/card.json`,
      });
    });

    it('refuses keys that can not sign, and files that are there', async () => {
      mkdirSync(join(desk.state, 'keys'), { recursive: true });
      await putAgreementKey(desk, 'agreement');
      const card = inFolder('card.json', CARD);
      const sign = ['agent', 'card', did, '--card', card, '--sign'];
      expect(await readFails([...sign, 'agreement'], 2)).to.include({ code: 'key-cannot-sign', value: 'agreement' });
      const before = readFileSync(card, 'utf8');
      expect(await readFails([...sign, 'first', '--out', card], 2)).to.include({ code: 'file-exists', field: '--out' });
      expect(readFileSync(card, 'utf8')).to.equal(before);
      const unusable = await readFails(['agent', 'card', did, '--card', inFolder('no.json', {}), '--sign', 'first'], 2);
      expect(unusable).to.include({ code: 'card-unusable' });
    });
  });

  describe('transfer, claim, deactivate, reactivate', () => {
    it('test_attack_A39: transfer says that the keys end, and claim begins anew with other keys', async () => {
      const words = ['agent', 'transfer', did, '--to', account(5)];
      const declined = await desk.run(words, ['n']);
      expect(declined.exitCode).to.equal(4);
      expect(declined.err)
        .to.contain(`to ${account(5)} for ever`)
        .and.contain('All its keys end with the transfer');
      expect(await identity().ownerOf(agentId)).to.equal(account(0));
      expect((await desk.run(words, ['y'])).exitCode).to.equal(0);
      expect(await identity().ownerOf(agentId)).to.equal(account(5));
      expect(await sage().isKeyValid(agentId, first.keyId)).to.equal(false);
      const owner = ['--from', account(5)];
      const known = await writeFails(['agent', 'claim', did, '--key', 'first', ...owner], 1);
      expect(known).to.have.nested.property('details.error', 'SageKeyKnown');
      const third = await putKey(desk, 'third');
      const agreement = await putAgreementKey(desk, 'claimed-agreement');
      await desk.must(['agent', 'claim', did, '--key', 'third,claimed-agreement', ...owner]);
      expect(await sage().isKeyValid(agentId, third.keyId)).to.equal(true);
      expect(await sage().isKeyValid(agentId, agreement.keyId)).to.equal(true);
      expect((await sage().getAgent(agentId)).owner).to.equal(account(5));
      const nothing = await writeFails(['agent', 'claim', did, '--key', 'second', ...owner], 1);
      expect(nothing).to.have.nested.property('details.error', 'SageNothingToClaim');
    });

    it('refuses to transfer to no account, and by a stranger', async () => {
      expect(await writeFails(['agent', 'transfer', did], 2)).to.include({ code: 'bad-address', field: '--to' });
      const short = await writeFails(['agent', 'transfer', did, '--to', '0x1234'], 2);
      expect(short).to.include({ code: 'bad-address', field: '--to', value: '0x1234' });
      const stranger = await writeFails(['agent', 'transfer', did, '--to', account(6), '--from', account(6)], 1);
      expect(stranger).to.have.nested.property('details.error', 'ERC721InsufficientApproval');
      const alone = await readFails(['agent', 'transfer', did, '--to', account(6)], 4);
      expect(alone).to.include({ code: 'not-confirmed' });
    });

    it('test_attack_A39: deactivate takes the keys out of force, and reactivate brings them back', async () => {
      await desk.must(['agent', 'deactivate', did]);
      expect(await sage().isKeyValid(agentId, first.keyId)).to.equal(false);
      const twice = await writeFails(['agent', 'deactivate', did], 1);
      expect(twice).to.have.nested.property('details.error', 'SageAlreadyDeactivated');
      const { didDocumentMetadata } = await desk.must<{ didDocumentMetadata: unknown }>(['agent', 'resolve', did]);
      expect(didDocumentMetadata).to.include({ deactivated: true });
      await desk.must(['agent', 'reactivate', agentId.toString()]);
      expect(await sage().isKeyValid(agentId, first.keyId)).to.equal(true);
      const again = await writeFails(['agent', 'reactivate', did], 1);
      expect(again).to.have.nested.property('details.error', 'SageNotDeactivated');
    });
  });
});
