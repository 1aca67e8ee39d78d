// What a server hands on decides what a signature speaks for: requests as sockets bring them, under the default policy.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { ClientHttp2Stream, Http2Server, Http2ServerRequest, IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { fromNodeRequest } from '../../src/http/node/index.ts';
import type { NodeRequestOptions } from '../../src/http/node/index.ts';
import {
  createContentDigest,
  createMessageVerifier,
  createSigningKey,
  createVerificationKey,
  replay,
  signFetchRequest,
  signMessage,
  verifyRequest,
} from '../../src/index.ts';
import type { FieldLine, HttpRequestMessage, RequestPolicy, SignatureVerdict, Verdict } from '../../src/index.ts';
import { DID } from '../chain/FakeNode.ts';
import { KEY_ID, NOW, PUBLIC_KEY, createReader } from './scriptedReader.ts';

const SECRET = new Uint8Array(32).fill(7);
const BODY = '{"do":"it"}';
const PARAMETERS = { created: NOW, keyid: `${DID}#${KEY_ID}` };
const COMPONENTS = ['@method', '@target-uri'];

const policy = (change: Partial<RequestPolicy> = {}): RequestPolicy => ({
  reader: createReader(),
  now: () => NOW,
  ...change,
});

/** The lines of a signature by the agent for one request. */
async function signFor(method: string, targetUri: string): Promise<FieldLine[]> {
  const message: HttpRequestMessage = { kind: 'request', method, requestTarget: '/', targetUri, fields: [] };
  const key = await createSigningKey('ed25519', SECRET);
  const signed = await signMessage(message, { key, components: COMPONENTS, parameters: PARAMETERS });
  return [
    ['Signature-Input', signed.signatureInput],
    ['Signature', signed.signature],
  ];
}

/** A bundle that says what the verdict says, and goes on saying it. */
async function expectReplays(verdict: Verdict | undefined): Promise<void> {
  const again = await replay(JSON.parse(JSON.stringify(verdict?.bundle())));
  expect(again.code, again.message).to.equal('ok');
}

describe('requests from a socket of HTTP/1.1', () => {
  let server: Server;
  let options: NodeRequestOptions;
  let seen: { message: HttpRequestMessage; verdict: Verdict; signature: SignatureVerdict } | undefined;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = fromNodeRequest(incoming, options);
    const key = await createVerificationKey('ed25519', Buffer.from(PUBLIC_KEY.slice(2), 'hex'));
    const verify = createMessageVerifier({ resolveKey: () => key, requiredComponents: COMPONENTS, now: () => NOW });
    seen = { message, verdict: await verifyRequest(message, policy()), signature: await verify(message) };
    response.end();
  }

  /** Sends lines as they are and gives what both verifiers make of them. */
  async function send(target: string, lines: readonly FieldLine[], method = 'GET'): Promise<readonly string[]> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`${method} ${target} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
    await once(socket.resume(), 'close');
    if (seen === undefined) throw new Error('the server saw no request');
    const { verdict, signature } = seen;
    return [verdict.code, signature.status === 'valid' ? 'ok' : `signature/${signature.code}`];
  }

  before(async () => {
    server = createServer((incoming, response) => {
      void answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  beforeEach(() => {
    options = { scheme: 'https' };
    seen = undefined;
  });

  after(async () => {
    server.close();
    await once(server, 'close');
  });

  it('A36: a request passes for the resource that was signed', async () => {
    const signature = await signFor('GET', 'https://svc.example/open?next=/admin/delete');
    const lines: FieldLine[] = [['Host', 'svc.example'], ...signature];
    expect(await send('/open?next=/admin/delete', lines)).to.deep.equal(['ok', 'ok']);
    await expectReplays(seen?.verdict);
  });

  it('A36: a Host that holds path and query does not make a signature pass for another resource', async () => {
    for (const [signed, host, target] of [
      ['https://svc.example/open?next=/admin/delete', 'svc.example/open?next=', '/admin/delete'],
      ['https://svc.example/open/admin', 'svc.example/open', '/admin'],
      ['https://svc.example?next=/admin', 'svc.example?next=', '/admin'],
      ['https://svc.example:443/open?next=/admin', 'svc.example:443/open?next=', '/admin'],
      ['https://[::1]/open?next=/admin', '[::1]/open?next=', '/admin'],
    ] as const) {
      const lines: FieldLine[] = [['Host', host], ...(await signFor('GET', signed))];
      expect(await send(target, lines), host).to.deep.equal(Array(2).fill('signature/component-missing'));
    }
  });

  it('A36: several Host lines name no resource, in any order', async () => {
    const signature = await signFor('GET', 'https://svc.example/open');
    const twice = (first: string, second: string): FieldLine[] => [['Host', first], ...signature, ['host', second]];
    for (const [first, second] of [
      ['svc.example', 'svc.example'],
      ['svc.example', 'evil.example'],
      ['evil.example', 'svc.example'],
      ['svc.example', 'svc.example/open?next='],
    ] as const) {
      const found = await send('/open', twice(first, second));
      expect(found, `${first}, ${second}`).to.deep.equal(Array(2).fill('signature/component-missing'));
    }
  });

  it('A36: a whole URI as target overrules neither the authority nor the scheme that the server knows', async () => {
    const target = 'https://other.example/open';
    const lines: FieldLine[] = [['Host', 'svc.example'], ...(await signFor('GET', target))];
    expect(await send(target, lines)).to.deep.equal(['ok', 'ok']);
    options = { scheme: 'https', authority: 'svc.example' };
    expect(await send(target, lines)).to.deep.equal(Array(2).fill('signature/component-missing'));
    options = { scheme: 'http' };
    expect(await send(target, lines)).to.deep.equal(Array(2).fill('signature/component-missing'));
    options = { scheme: 'https', authority: 'OTHER.example:443' };
    expect(await send(target, lines)).to.deep.equal(['ok', 'ok']);
  });

  it('A36: content that was not read is there all the same, by the header fields', async () => {
    const lines: FieldLine[] = [['Host', 'svc.example'], ...(await signFor('POST', 'https://svc.example/act'))];
    expect((await send('/act', [...lines, ['Content-Length', '0']], 'POST'))[0]).to.equal('ok');
    const [code] = await send('/act', [...lines, ['Transfer-Encoding', 'chunked']], 'POST');
    expect(code).to.equal('signature/required-component-missing');
  });
});

describe('requests of HTTP/2', () => {
  let server: Http2Server;
  let withBody = false;
  let last: { verdict: Verdict; message: HttpRequestMessage } | undefined;

  async function judge(request: Http2ServerRequest): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = withBody ? Buffer.concat(chunks) : undefined;
    const message = fromNodeRequest(request, { scheme: 'https', body });
    last = { message, verdict: await verifyRequest(message, policy()) };
  }

  before(async () => {
    server = createHttp2Server((request, response) => {
      void judge(request).then(
        () => response.end(),
        (error: unknown) => response.destroy(error as Error),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  beforeEach(() => {
    withBody = false;
    last = undefined;
  });

  after(async () => {
    server.close();
    await once(server, 'close');
  });

  /** Without `content-length`, which HTTP/2 doesn't need. */
  async function send(method: string, body: string | undefined, fields: readonly FieldLine[]): Promise<string> {
    const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const head = { ':method': method, ':path': '/act', ':authority': 'svc.example' } as IncomingHttpHeaders;
    for (const [name, value] of fields) head[name.toLowerCase()] = value;
    const stream: ClientHttp2Stream = session.request(head, { endStream: body === undefined });
    if (body !== undefined) stream.end(body);
    await once(stream.resume(), 'close');
    session.close();
    await once(session, 'close');
    return last?.verdict.code ?? 'none';
  }

  it('A36: content without content-length must be covered', async () => {
    const signature = await signFor('POST', 'https://svc.example/act');
    expect(await send('POST', BODY, signature)).to.equal('signature/required-component-missing');
    expect(last?.message.content).to.equal('unread');
    await expectReplays(last?.verdict);
    expect(await send('POST', undefined, signature)).to.equal('ok');
    expect(last?.message.content).to.equal('none');
    await expectReplays(last?.verdict);
  });

  it('A36: content that is covered must be at hand', async () => {
    const digest: FieldLine = ['Content-Digest', await createContentDigest(Buffer.from(BODY), ['sha-256'])];
    const message: HttpRequestMessage = {
      ...{ kind: 'request', method: 'POST', requestTarget: '/act', targetUri: 'https://svc.example/act' },
      fields: [digest],
    };
    const key = await createSigningKey('ed25519', SECRET);
    const components = [...COMPONENTS, 'content-digest'];
    const signed = await signMessage(message, { key, components, parameters: PARAMETERS });
    const fields: FieldLine[] = [digest, ['Signature-Input', signed.signatureInput], ['Signature', signed.signature]];
    expect(await send('POST', BODY, fields)).to.equal('signature/body-missing');
    withBody = true;
    expect(await send('POST', BODY, fields)).to.equal('ok');
    expect(last?.message.content).to.equal(undefined);
    expect(await send('POST', '{"do":"no"}', fields)).to.equal('signature/digest-mismatch');
  });

  it('A36: an :authority with path and query is none', async () => {
    const signature = await signFor('GET', 'https://svc.example/open?next=/admin');
    const rawHeaders = [':method', 'GET', ':path', '/admin', ':authority', 'svc.example/open?next='];
    const request = { method: 'GET', url: '/admin', rawHeaders: [...rawHeaders, ...signature.flat()], rawTrailers: [] };
    const stream = { endAfterHeaders: true };
    const message = fromNodeRequest({ ...request, stream }, { scheme: 'https' });
    expect((await verifyRequest(message, policy())).code).to.equal('signature/component-missing');
    // Without the stream nobody knows that there is no content.
    expect(fromNodeRequest(request, { scheme: 'https' }).content).to.equal('unread');
  });
});

describe('fetch requests', () => {
  const post = (body = BODY): Request => new Request('https://svc.example/act', { method: 'POST', body });
  const sign = async (request: Request, contentDigest?: ['sha-256']): Promise<Request> =>
    signFetchRequest(request, {
      key: await createSigningKey('ed25519', SECRET),
      components: contentDigest === undefined ? COMPONENTS : [...COMPONENTS, 'content-digest'],
      parameters: PARAMETERS,
      ...(contentDigest === undefined ? {} : { contentDigest }),
    });

  it('A36: a body that was read before must be covered and at hand', async () => {
    const bare = await sign(post());
    await bare.text();
    const verdict = await verifyRequest(bare, policy());
    expect(verdict.code).to.equal('signature/required-component-missing');
    await expectReplays(verdict);
    const covered = await sign(post(), ['sha-256']);
    expect((await verifyRequest(covered.clone(), policy())).code).to.equal('ok');
    await covered.text();
    const missing = await verifyRequest(covered, policy());
    expect(missing.code).to.equal('signature/body-missing');
    await expectReplays(missing);
    expect((await verifyRequest(await sign(new Request('https://svc.example/act')), policy())).code).to.equal('ok');
  });

  it('A36: a body above the bound is refused, also where the policy names its own components', async () => {
    const large = await sign(post('x'.repeat(1_048_577)), ['sha-256']);
    for (const change of [{}, { requiredComponents: COMPONENTS }]) {
      const verdict = await verifyRequest(large.clone(), policy(change));
      expect([verdict.status, verdict.code]).to.deep.equal(['unknown', 'signature/body-too-large']);
      await expectReplays(verdict);
    }
    expect((await verifyRequest(large.clone(), policy({ maxBodyBytes: 1_048_577 }))).code).to.equal('ok');
    expect((await verifyRequest(large, policy({ maxBodyBytes: Infinity }))).code).to.equal('ok');
    const exact = await sign(post('x'.repeat(1_048_576)), ['sha-256']);
    expect((await verifyRequest(exact, policy())).code).to.equal('ok');
  });
});
