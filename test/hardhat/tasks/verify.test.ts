import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getBytes, id } from 'ethers';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ed25519Key } from '../../../scripts/lib/demoKeys.ts';
import { formatKeyUrl } from '../../../sdk/typescript/src/did/formatKeyUrl.ts';
import { createContentDigest, createSigningKey, signMessage } from '../../../sdk/typescript/src/http/index.ts';
import type { FieldLine, HttpRequestMessage } from '../../../sdk/typescript/src/http/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

interface Judged {
  readonly status: string;
  readonly code: string;
  readonly subject: { readonly did: string; readonly agentId: string; readonly keyId?: string } | null;
  readonly checks: readonly { readonly name: string; readonly status: string }[];
  readonly block: { readonly number: number } | null;
  readonly isFinal: boolean;
  readonly bundle: string | null;
}

interface Replayed {
  readonly status: string;
  readonly code: string;
  readonly chainChecked: boolean;
  readonly claimed: { readonly status: string; readonly code: string } | null;
}

const DID = 'did:sage:local:verify-me';
const SECRET = id('tasks: verify');
const KEY = ed25519Key(SECRET);
const BODY = new TextEncoder().encode('{"do":"it"}');

describe('sage verify', () => {
  let desk: Desk;
  let agentId: bigint;
  let keyId: Hex;
  let now: number;
  let files = 0;

  const keep = (content: string | Uint8Array, name = `file-${++files}`): string => {
    const path = join(desk.folder, name);
    writeFileSync(path, content);
    return path;
  };
  const fresh = (): string => join(desk.folder, `bundle-${++files}.json`);
  const judge = async <T = Judged>(words: readonly string[], exitCode: number): Promise<T> => {
    const answer = await desk.run(['verify', ...words, '--json']);
    expect(answer.exitCode, answer.out).to.equal(exitCode);
    return JSON.parse(answer.out) as T;
  };
  const refused = async (words: readonly string[], code: string): Promise<void> => {
    const { error } = await judge<{ error: { code: string; message: string } }>(words, 2);
    expect(error.code, error.message).to.equal(code);
  };
  const sign = async (body: Uint8Array = BODY): Promise<HttpRequestMessage> => {
    const fields: FieldLine[] = [
      ['Host', 'agent.example'],
      ['Content-Length', String(body.length)],
      ['Content-Digest', await createContentDigest(body, ['sha-256'])],
    ];
    const message = {
      ...{ kind: 'request' as const, method: 'POST', requestTarget: '/act?x=1', fields, body },
      targetUri: 'https://agent.example/act?x=1',
    };
    const { signatureInput, signature } = await signMessage(message, {
      key: await createSigningKey('ed25519', getBytes(SECRET)),
      label: 'sig1',
      components: ['@method', '@target-uri', 'content-digest'],
      parameters: { created: now, keyid: formatKeyUrl(DID, keyId) },
    });
    return { ...message, fields: [...fields, ['Signature-Input', signatureInput], ['Signature', signature]] };
  };
  const toRaw = ({ method, requestTarget, fields, body }: HttpRequestMessage, end = '\r\n'): Uint8Array => {
    const head = [`${method} ${requestTarget} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''];
    return Buffer.concat([Buffer.from(head.join(end), 'latin1'), body ?? new Uint8Array()]);
  };

  before(async () => {
    desk = await openDesk();
    const sage = desk.contract('sageRegistry', 5);
    const owner = desk.accounts[5]?.address ?? '';
    keyId = (await sage.keyIdOf(KEY.keyType, KEY.publicKey)) as Hex;
    const proof = KEY.prove(await sage.keyProofDigest(DID, owner, keyId, 0));
    const inputs = [{ keyType: KEY.keyType, publicKey: KEY.publicKey, proof }];
    const salt = id('salt');
    const commitment = await sage.registrationCommitment(owner, 'verify-me', inputs, 'data:,', salt);
    await (await sage.commitRegistration(commitment)).wait();
    await desk.wait(60);
    await (await sage.registerAgentWithReveal('verify-me', inputs, 'data:,', salt)).wait();
    agentId = await sage.agentByDID(DID);
    await desk.wait(10);
    now = (await desk.provider.getBlock('latest'))?.timestamp ?? 0;
  });

  after(async () => {
    await desk.close();
  });

  it('judges an agent by DID and by id', async () => {
    const verdict = await judge(['agent', DID], 0);
    expect(verdict).to.deep.include({ status: 'valid', code: 'ok', isFinal: false, bundle: null });
    expect(verdict.subject).to.deep.include({ did: DID, agentId: String(agentId) });
    expect(verdict.checks.map(({ name }) => name)).to.deep.equal(['chain', 'did', 'agent']);
    expect((await judge(['agent', String(agentId)], 0)).subject?.did).to.equal(DID);
    const { out } = await desk.run(['verify', 'agent', DID]);
    expect(out).to.match(/^valid: ok \(/);
    expect(out).to.match(/^block \d+ of .*Z, could still be undone$/m);
    expect(await judge(['agent', 'did:sage:local:nobody'], 1)).to.include({ status: 'invalid', code: 'did-not-found' });
    expect(await judge(['agent', 'did:sage:Local:x'], 1)).to.include({ code: 'did-malformed' });
  });

  it('asks what the policy asks, and refuses one that is misspelled', async () => {
    const policy = (value: unknown): string => keep(JSON.stringify(value));
    const feedback = policy({ agent: { reputation: [{ class: 'validated', minCount: 1 }] } });
    const little = await judge(['agent', DID, '--policy', feedback], 1);
    expect(little).to.include({ status: 'invalid', code: 'reputation-too-little' });
    const tee = policy({ tee: { keyId, measurements: [id('code')] } });
    expect(await judge(['agent', DID, '--policy', tee], 1)).to.include({ code: 'tee-not-trusted' });
    const committed = policy({ agent: { file: 'committed' } });
    expect(await judge(['agent', DID, '--policy', committed], 1)).to.include({ code: 'file-not-committed' });
    await refused(['agent', DID, '--policy', policy({ agnet: {} })], 'bad-policy');
    await refused(['agent', DID, '--policy', policy({ agent: { files: 'linked' } })], 'bad-policy');
    await refused(['agent', DID, '--policy', policy({ tee: { keyId, measurements: [] } })], 'policy-invalid');
    await refused(['agent', DID, '--policy', keep('no json')], 'bad-json');
    await refused(['agent', DID, '--finality', 'sure'], 'bad-finality');
    await refused(['agent', 'did:sage:mainnet:x'], 'did-other-network');
    await refused(['agent', 'alice'], 'bad-agent');
  });

  it('writes a bundle that replays alone and against the network', async () => {
    const bundle = fresh();
    expect(await judge(['agent', DID, '--bundle', bundle], 0)).to.include({ bundle });
    await refused(['agent', DID, '--bundle', bundle], 'file-exists');
    expect(await judge<Replayed>(['bundle', bundle], 0)).to.deep.include({
      ...{ status: 'valid', code: 'ok', chainChecked: false, claimed: { status: 'valid', code: 'ok' } },
    });
    expect(await judge<Replayed>(['bundle', bundle, '--against'], 0)).to.deep.include({
      code: 'ok',
      chainChecked: true,
    });
    const { out } = await desk.run(['verify', 'bundle', bundle]);
    expect(out).to.include('the bundle says valid: ok');
    expect(out).to.include('--against asks the network');
  });

  it('endorses no bundle whose block is older than its moment, unless asked to', async () => {
    const path = fresh();
    await judge(['agent', DID, '--bundle', path], 0);
    const bundle = JSON.parse(readFileSync(path, 'utf8')) as { judgedAt: number };
    const late = keep(JSON.stringify({ ...bundle, judgedAt: bundle.judgedAt + 3_600 }));
    expect(await judge<Replayed>(['bundle', late], 3)).to.include({ status: 'unknown', code: 'bundle-outdated' });
    const accepted = await judge<Replayed>(['bundle', late, '--max-block-age', '7200'], 0);
    expect(accepted).to.include({ code: 'ok' });
    await refused(['bundle', late, '--max-block-age', '1h'], 'bad-age');
  });

  it('sees forged bundles', async () => {
    const path = fresh();
    await judge(['agent', 'did:sage:local:nobody', '--bundle', path], 1);
    const text = readFileSync(path, 'utf8');
    expect(await judge<Replayed>(['bundle', path], 0)).to.deep.include({
      claimed: { status: 'invalid', code: 'did-not-found' },
    });
    const lie = keep(text.replaceAll('"invalid"', '"valid"'));
    expect(await judge<Replayed>(['bundle', lie], 1)).to.include({ code: 'bundle-differs' });
    const valid = fresh();
    await judge(['agent', DID, '--bundle', valid], 0);
    const bundle = JSON.parse(readFileSync(valid, 'utf8')) as { answers: { kind: string; result?: string }[] };
    const answers = bundle.answers.map((answer) => ({ ...answer }));
    const owner = (desk.accounts[5]?.address ?? '').slice(2).toLowerCase();
    const other = (desk.accounts[6]?.address ?? '').slice(2).toLowerCase();
    const moved = JSON.parse(JSON.stringify({ ...bundle, answers }).replaceAll(owner, other)) as object;
    const forged = keep(JSON.stringify(moved));
    expect(await judge<Replayed>(['bundle', forged, '--against'], 1)).to.include({ code: 'bundle-contradicted' });
    expect(await judge<Replayed>(['bundle', keep('{}')], 3)).to.include({ code: 'bundle-malformed', claimed: null });
  });

  it('judges the bytes of a request, also with the line ends of an editor', async () => {
    const at = ['--at', String(now)];
    const message = await sign();
    for (const end of ['\r\n', '\n']) {
      const verdict = await judge(['request', keep(toRaw(message, end)), ...at], 0);
      expect(verdict).to.include({ status: 'valid', code: 'ok' });
      expect(verdict.subject).to.deep.include({ did: DID, keyId });
    }
    const changed = toRaw({ ...message, body: new TextEncoder().encode('{"do":"no"}') });
    expect(await judge(['request', keep(changed), ...at], 1)).to.include({ code: 'signature/digest-mismatch' });
    const late = await judge(['request', keep(toRaw(message)), '--at', String(now + 301)], 1);
    expect(late).to.include({ code: 'signature/too-old' });
    const plain = await judge(['request', keep(toRaw(message)), ...at, '--scheme', 'http'], 1);
    expect(plain).to.include({ code: 'signature/signature-invalid' });
    const bundle = fresh();
    await judge(['request', keep(toRaw(message)), ...at, '--bundle', bundle], 0);
    expect(await judge<Replayed>(['bundle', bundle, '--against'], 0)).to.include({ code: 'ok', chainChecked: true });
  });

  it('judges a request in JSON', async () => {
    const { method, targetUri, fields } = await sign();
    const request = { method, url: targetUri, headers: fields, body: new TextDecoder().decode(BODY) };
    const at = ['--at', new Date(now * 1000).toISOString().replace('.000Z', 'Z')];
    expect(await judge(['request', keep(JSON.stringify(request)), ...at], 0)).to.include({ code: 'ok' });
    const { body: _body, ...rest } = request;
    const coded = {
      ...{ ...rest, headers: Object.fromEntries(fields), bodyBase64: Buffer.from(BODY).toString('base64') },
    };
    expect(await judge(['request', keep(JSON.stringify(coded)), ...at], 0)).to.include({ code: 'ok' });
    const old = keep(JSON.stringify({ maxAge: 10 }));
    const late = ['--at', String(now + 11), '--policy', old];
    expect(await judge(['request', keep(JSON.stringify(request)), ...late], 1)).to.include({
      code: 'signature/too-old',
    });
    await refused(['request', keep(JSON.stringify({ ...request, url: '/act' })), ...at], 'bad-request');
    await refused(['request', keep(JSON.stringify({ ...request, header: {} })), ...at], 'bad-request');
    await refused(['request', keep(JSON.stringify({ ...coded, body: '' })), ...at], 'bad-request');
    await refused(['request', keep('{"method"'), ...at], 'bad-request');
  });

  it('takes nothing for a request that a server would not', async () => {
    const raw = Buffer.from(toRaw(await sign()));
    await refused(['request', keep(Buffer.concat([raw, raw]))], 'bad-request');
    await refused(['request', keep(raw.subarray(0, raw.length - 1))], 'bad-request');
    await refused(['request', keep(Buffer.concat([raw, Buffer.from('more')]))], 'bad-request');
    await refused(['request', keep('hello')], 'bad-request');
    await refused(['request', keep('')], 'bad-request');
    await refused(['request', keep('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n')], 'bad-request');
    await refused(['request', keep(raw), '--scheme', 'ftp'], 'bad-scheme');
    await refused(['request', keep(raw), '--at', 'soon'], 'bad-time');
    await refused(['request', join(desk.folder, 'not-there')], 'file-fault');
    expect(await judge(['request', keep('GET / HTTP/1.1\r\nHost: a\r\n\r\n')], 1)).to.include({
      code: 'signature/signature-absent',
    });
  });
});
