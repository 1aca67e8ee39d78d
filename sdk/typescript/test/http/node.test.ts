import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import {
  fromNodeOutgoingRequest,
  fromNodeRequest,
  fromNodeResponse,
  signNodeRequest,
  signNodeResponse,
} from '../../src/http/node/index.ts';
import type { NodeIncoming, NodeSigningOptions } from '../../src/http/node/index.ts';
import { HttpSignatureError, verifyMessage } from '../../src/index.ts';
import type { HttpRequestMessage, HttpResponseMessage, SignatureVerdict } from '../../src/index.ts';
import { CREATED, ED25519_SIGNER, forge, outcome, policy, request, thrown } from './support.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const signing: Omit<NodeSigningOptions, 'components'> = {
  key: ED25519_SIGNER,
  parameters: { created: CREATED, keyid: 'k' },
  contentDigest: ['sha-512'],
};

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('Node messages over a socket', () => {
  let server: Server;
  let origin: AddressInfo;
  let received: HttpRequestMessage | undefined;
  let verdict: SignatureVerdict | undefined;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    received = fromNodeRequest(incoming, { scheme: 'http', body });
    verdict = await verifyMessage(received, policy());
    response.statusCode = 202;
    response.setHeader('X-List', ['a', 'b']);
    response.setHeader('X-Number', 5);
    const components = ['@status', 'x-list', 'x-number', 'content-digest', '"@method";req', '"@path";req'];
    await signNodeResponse(response, { ...signing, components, body: bytes('done') }, received);
    response.end('done');
  }

  before(async () => {
    server = createServer((incoming, response) => {
      void answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = server.address() as AddressInfo;
  });

  after(async () => {
    server.close();
    await once(server, 'close');
  });

  it('request and response, signed and verified on both sides, from what went over the line', async () => {
    const path = '/a//b/%7e?x=1&x=2&y=%41';
    const target: RequestOptions = { host: '127.0.0.1', port: origin.port, path, method: 'POST' };
    const outgoing = httpRequest({ ...target, headers: { 'X-Many': ['1', '2'], 'Content-Length': 4 } });
    const components = ['@method', '@target-uri', '@path', '@query', 'x-many', 'content-digest', 'host'];
    await signNodeRequest(outgoing, { ...signing, components, body: bytes('ping') });
    const sent = fromNodeOutgoingRequest(outgoing);
    outgoing.end('ping');
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const body = await readBody(incoming);

    expect(verdict).to.deep.include({ status: 'valid', bodyChecked: true });
    expect(received?.requestTarget).to.equal(path);
    const message = fromNodeResponse(incoming, body, sent);
    expect(await verifyMessage(message, policy())).to.deep.include({ status: 'valid', bodyChecked: true });
    expect(message.status).to.equal(202);
    const other = { ...message, request: { ...sent, method: 'PUT' } } as HttpResponseMessage;
    expect(outcome(await verifyMessage(other, policy()))).to.equal('invalid signature-invalid');
  });

  it('an absolute target, lines of one field and trailers, as a client wrote them', async () => {
    const target = `http://example.com:${origin.port}/Up/../x?q`;
    const signed = await forge(
      request({ requestTarget: target, targetUri: target, fields: [], trailers: [['X-End', 'yes']] }),
      `("@target-uri" "@request-target" "@path" "@query" "x-a";bs "x-end";tr);created=${CREATED}`,
      `"@target-uri": ${target}\n"@request-target": ${target}\n"@path": /Up/../x\n"@query": ?q\n"x-a";bs: :YQ==:, :Yg==:\n"x-end";tr: yes\n`,
    );
    const lines = [
      `POST ${target} HTTP/1.1`,
      'Host: other.example',
      'X-A: a',
      'X-a:  b ',
      'Transfer-Encoding: chunked',
      'Connection: close',
      ...signed.fields.map(([name, value]) => `${name}: ${value}`),
    ];
    const socket = connect(origin.port, '127.0.0.1');
    socket.end(`${lines.join('\r\n')}\r\n\r\n1\r\nx\r\n0\r\nX-End: yes\r\n\r\n`);
    await once(socket.resume(), 'close');
    expect(verdict).to.have.property('status', 'valid');
    expect(received?.targetUri).to.equal(target);
    expect(received?.trailers).to.deep.equal([['X-End', 'yes']]);
  });

  it('nothing can be signed once the headers are gone', async () => {
    const outgoing = httpRequest({ host: '127.0.0.1', port: origin.port });
    outgoing.on('error', () => undefined);
    outgoing.flushHeaders();
    const error = await thrown(() => signNodeRequest(outgoing, { ...signing, components: ['@method'] }));
    expect(error).to.have.property('code', 'message-sent');
    outgoing.destroy();
  });
});

describe('Node messages by their fields', () => {
  const incoming = (rawHeaders: readonly string[], url: string | undefined = '/x', method = 'GET'): NodeIncoming => ({
    method,
    url,
    rawHeaders,
    rawTrailers: [],
  });
  const uriOf = (rawHeaders: readonly string[], url?: string, method?: string): string | undefined =>
    fromNodeRequest(incoming(rawHeaders, url, method), { scheme: 'https' }).targetUri;

  it('the target URI in every form of the target', () => {
    expect(uriOf(['Host', 'a.example'])).to.equal('https://a.example/x');
    expect(uriOf(['HOST', 'a.example'], '*')).to.equal('https://a.example');
    expect(uriOf(['Host', 'a.example'], 'b.example:443', 'CONNECT')).to.equal('https://b.example:443');
    expect(uriOf(['Host', 'a.example'], 'https://c.example/')).to.equal('https://c.example/');
    expect(uriOf(['Host', 'a.example'], 'HTTPS://c.example')).to.equal('HTTPS://c.example');
    expect(uriOf(['Host', 'a.example'], '//evil.example/')).to.equal('https://a.example//evil.example/');
  });

  it('HTTP/2 pseudo-header fields give the authority and are no fields', () => {
    const raw = [':method', 'GET', ':path', '/x', ':authority', 'a.example', 'x-a', 'host'];
    const message = fromNodeRequest(incoming(raw), { scheme: 'https' });
    expect(message.targetUri).to.equal('https://a.example/x');
    expect(message.fields).to.deep.equal([['x-a', 'host']]);
    expect(uriOf([...raw, 'host', 'a.example'])).to.equal('https://a.example/x');
  });

  it('no URI where the authority is missing, doubled or contradictory', () => {
    expect(uriOf([])).to.equal(undefined);
    expect(uriOf([], '*')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example', 'host', 'b.example'])).to.equal(undefined);
    expect(uriOf(['Host', 'a.example', 'Host', 'a.example'])).to.equal(undefined);
    expect(uriOf([':authority', 'a.example', 'host', 'b.example'])).to.equal(undefined);
  });

  it('no URI where the target has none of the forms, or not that of its method', () => {
    expect(uriOf(['Host', 'a.example'], 'b.example:443')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example'], '/x', 'CONNECT')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example'], 'b.example/x?y=', 'CONNECT')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example'], 'x')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example'], '')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example'], 'https://user@c.example/')).to.equal(undefined);
    expect(uriOf(['Host', 'a.example'], 'https:///c')).to.equal(undefined);
  });

  it('A36: an authority is a host and a port, and nothing else', () => {
    for (const host of ['a.example', 'A.example:8443', 'a.example:', '127.0.0.1:1', '[::1]', '[::1]:80', 'a_b~%41!']) {
      expect(uriOf(['Host', host]), host).to.equal(`https://${host}/x`);
    }
    const wrong = [
      '',
      'a/b',
      'a?b',
      'a#b',
      'u@a',
      'a b',
      'a\tb',
      'a\\b',
      'a:b',
      'a:65536',
      'a:1:2',
      '[::1',
      '::1',
      '%4',
      'ä',
      '"',
    ];
    for (const host of [...wrong, 'svc.example/open?next=', 'svc.example:443/', 'svc.example?', 'a\n']) {
      for (const name of ['Host', ':authority']) expect(uriOf([name, host]), host).to.equal(undefined);
      expect(uriOf(['Host', host], '*'), host).to.equal(undefined);
      const told = { scheme: 'https', authority: host } as const;
      expect(() => fromNodeRequest(incoming([]), told), host)
        .to.throw(HttpSignatureError, 'is no host with an optional port')
        .with.property('code', 'message-invalid');
    }
  });

  it('A36: a whole URI as target must have the scheme and the authority that the server knows', () => {
    const at = (url: string, authority?: string): string | undefined =>
      fromNodeRequest(incoming(['Host', 'a.example'], url), {
        scheme: 'https',
        ...(authority === undefined ? {} : { authority }),
      }).targetUri;
    expect(at('https://A.example:443/x', 'a.example')).to.equal('https://A.example:443/x');
    expect(at('https://b.example/x', 'a.example')).to.equal(undefined);
    expect(at('https://a.example:8443/x', 'a.example')).to.equal(undefined);
    expect(at('http://a.example/x', 'a.example')).to.equal(undefined);
    expect(at('http://a.example/x')).to.equal(undefined);
    const connect = fromNodeRequest(incoming([], 'b.example:1', 'CONNECT'), {
      scheme: 'https',
      authority: 'a.example',
    });
    expect(connect.targetUri).to.equal(undefined);
  });

  it('the authority that the server names wins', () => {
    const options = { scheme: 'https', authority: 'public.example' } as const;
    expect(fromNodeRequest(incoming(['Host', 'inner'], '/x'), options).targetUri).to.equal('https://public.example/x');
  });

  it('what is missing becomes nothing that could be signed', () => {
    // A name without a value can't come from Node.
    const nothing = fromNodeRequest({ rawHeaders: ['X'], rawTrailers: [] }, { scheme: 'http' });
    expect([nothing.method, nothing.requestTarget, nothing.fields]).to.deep.equal(['', '', []]);
    const response = fromNodeResponse({ rawHeaders: [], rawTrailers: ['X-T', '1'], statusCode: null });
    expect([response.status, response.trailers]).to.deep.equal([0, [['X-T', '1']]]);
  });

  it('a request to send without host has no URI, and an undefined header is none', () => {
    const outgoing = {
      method: 'GET',
      path: '/',
      protocol: 'http:',
      headersSent: false,
      getHeaders: () => ({ a: undefined, b: 2 }),
      setHeader: () => undefined,
      appendHeader: () => undefined,
    };
    const message = fromNodeOutgoingRequest(outgoing);
    expect([message.targetUri, message.fields]).to.deep.equal([undefined, [['b', '2']]]);
  });

  it('a path in absolute form is the target URI, as proxies get it', () => {
    const uri = (path: string, headers: Readonly<Record<string, string | readonly string[]>>, method = 'GET') =>
      fromNodeOutgoingRequest({
        ...{ method, path, protocol: 'http:', headersSent: false },
        getHeaders: () => headers,
        setHeader: () => undefined,
        appendHeader: () => undefined,
      }).targetUri;
    const host = 'b.example';
    expect(uri('https://a.example/x?y', { host })).to.equal('https://a.example/x?y');
    expect(uri('/x?y', { host })).to.equal('http://b.example/x?y');
    expect(uri('a.example:443', { host }, 'CONNECT')).to.equal('http://a.example:443');
    expect(uri('/x', { host: 'b.example/open?next=' })).to.equal(undefined);
    expect(uri('/x', { host: [host, host] })).to.equal(undefined);
  });

  it('cookies in a list go out as one line, as Node sends them', async () => {
    const heard: string[] = [];
    const server = createServer((incoming, response) => {
      heard.push(...incoming.rawHeaders.filter((_, index) => incoming.rawHeaders[index - 1] === 'Cookie'));
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      headers: { Cookie: ['a=1', 'b=2'], 'X-Many': ['1', '2'] },
    });
    const { fields } = fromNodeOutgoingRequest(outgoing);
    outgoing.end();
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    await readBody(incoming);
    server.close();
    await once(server, 'close');
    expect(heard).to.deep.equal(['a=1; b=2']);
    expect(fields.filter(([name]) => name === 'cookie').map(([, value]) => value)).to.deep.equal(heard);
    expect(fields.filter(([name]) => name === 'x-many')).to.have.length(2);
  });

  it('a digest of no body is that of an empty one', async () => {
    const set: string[] = [];
    const response = {
      statusCode: 204,
      headersSent: false,
      getHeaders: () => ({ 'content-digest': set[0] }),
      setHeader: (_: string, value: string) => set.push(value),
      appendHeader: (_: string, value: string) => set.push(value),
    };
    await signNodeResponse(response, { ...signing, contentDigest: ['sha-256'], components: ['content-digest'] });
    expect(set[0]).to.equal('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:');
    expect(set).to.have.length(3);
  });
});
