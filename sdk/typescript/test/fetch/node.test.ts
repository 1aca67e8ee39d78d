import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LookupAddress } from 'node:dns';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { createCheckedLookup, createNodeFetch, createNodeFetcher } from '../../src/fetch/node/index.ts';
import type { LookupAll } from '../../src/fetch/node/index.ts';
import { createFetcher } from '../../src/index.ts';
import { expectCode, utf8 } from './support.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A resolver that knows one answer. */
const resolveTo =
  (...addresses: string[]): LookupAll =>
  (_hostname, _options, callback) => {
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

/** What a lookup hands to its caller. */
function ask(
  resolve: LookupAll,
  all: boolean,
): Promise<{ error: unknown; address: string | LookupAddress[]; family: number | undefined }> {
  return new Promise((done) => {
    createCheckedLookup(resolve)('tides.example', { all }, (error, address, family) =>
      done({ error, address, family }),
    );
  });
}

describe('createCheckedLookup', () => {
  it('hands public addresses on, in the form asked for', async () => {
    const resolve = resolveTo('8.8.8.8', '2606:4700:4700::1111');
    expect(await ask(resolve, false)).to.deep.equal({ error: null, address: '8.8.8.8', family: 4 });
    expect(await ask(resolve, true)).to.deep.equal({
      error: null,
      address: [
        { address: '8.8.8.8', family: 4 },
        { address: '2606:4700:4700::1111', family: 6 },
      ],
      family: undefined,
    });
  });

  for (const addresses of [
    ['127.0.0.1'],
    ['8.8.8.8', '10.0.0.1'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    ['fe80::1%eth0'],
    [],
  ]) {
    it(`refuses ${addresses.join(' and ') || 'no address'}`, async () => {
      for (const all of [true, false]) {
        const { error } = await ask(resolveTo(...addresses), all);
        expect(error).to.have.property('code', 'address-refused');
      }
    });
  }

  it('hands on a failure to resolve', async () => {
    const failure = new Error('ENOTFOUND');
    const { error } = await ask((_hostname, _options, callback) => callback(failure, []), true);
    expect(error).to.equal(failure);
  });

  it('asks the system for all addresses when not told otherwise', (done) => {
    createCheckedLookup()('localhost', { all: true }, (error) => {
      expect(error).to.have.property('code', 'address-refused');
      done();
    });
  });
});

describe('createNodeFetcher', () => {
  it('refuses a public name that resolves to a private address, before it connects', async () => {
    let connections = 0;
    const port = await serve((_, response) => response.end('{}'));
    servers[0]?.on('connection', () => (connections += 1));
    const fetcher = createNodeFetcher({ resolve: resolveTo('127.0.0.1'), allowHttp: true });
    const { details } = await expectCode(fetcher(`http://rebind.example:${port}/`), 'address-refused');
    expect(details).to.deep.equal({ hostname: 'rebind.example', address: '127.0.0.1' });
    expect(connections).to.equal(0);
  });

  it('connects to the address that was looked at: one look-up for one request', async () => {
    const port = await serve((_, response) => response.setHeader('content-type', 'application/json').end('{}'));
    let lookups = 0;
    const fetch = createNodeFetch((_hostname, options, callback) => {
      lookups += 1;
      if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(null, '127.0.0.1', 4);
    });
    const fetcher = createFetcher({ fetch, allowHttp: true });
    expect((await fetcher(`http://tides.example:${port}/`)).bytes).to.deep.equal(utf8('{}'));
    expect(lookups).to.equal(1);
  });

  const local = { allowHttp: true, allowPrivateHosts: true };

  it('fetches over a real connection, asking for nothing packed and sending no secrets', async () => {
    let headers: unknown;
    const port = await serve((request, response) => {
      headers = request.headers;
      response.setHeader('content-type', ['application/json']).setHeader('set-cookie', ['a=1', 'b=2']).end('{"a":1}');
    });
    const url = `http://127.0.0.1:${port}/a`;
    const content = await createNodeFetcher(local)(url);
    expect(content).to.deep.equal({ uri: url, finalUrl: url, bytes: utf8('{"a":1}'), contentType: 'application/json' });
    expect(headers).to.deep.equal({
      accept: 'application/json, */*;q=0.5',
      'accept-encoding': 'identity',
      host: `127.0.0.1:${port}`,
      connection: 'close',
    });
  });

  it('joins fields that came more than once, and has no value for others', async () => {
    const port = await serve((_, response) => response.setHeader('set-cookie', ['a=1', 'b=2']).end());
    const { signal } = new AbortController();
    const response = await createNodeFetch()(`http://127.0.0.1:${port}/`, {
      method: 'GET',
      headers: {},
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal,
    });
    expect(response.headers.get('Set-Cookie')).to.equal('a=1, b=2');
    expect(response.headers.get('content-type')).to.equal(null);
  });

  it('refuses packed content, which could grow without end', async () => {
    const port = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('{}')));
    await expectCode(createNodeFetcher(local)(`http://127.0.0.1:${port}/`), 'content-encoding-refused');
  });

  it('follows redirects and checks each', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else if (request.url === '/c') response.writeHead(302, { location: 'ftp://tides.example/' }).end();
      else response.end('{}');
    });
    const fetcher = createNodeFetcher(local);
    expect((await fetcher(`http://127.0.0.1:${port}/a`)).finalUrl).to.equal(`http://127.0.0.1:${port}/b`);
    await expectCode(fetcher(`http://127.0.0.1:${port}/c`), 'scheme-unsupported');
  });

  it('stops an endless body at the limit and closes the connection', async () => {
    let sent = 0;
    const closed = new Promise<void>((resolve) => {
      void serve((_, response) => {
        const timer = setInterval(() => {
          sent += 1;
          response.write(new Uint8Array(10_000));
        }, 1);
        response.on('close', () => {
          clearInterval(timer);
          resolve();
        });
      }).then(async (port) => {
        await expectCode(
          createNodeFetcher({ ...local, maxBytes: 25_000 })(`http://127.0.0.1:${port}/`),
          'content-too-large',
        );
      });
    });
    await closed;
    expect(sent).to.be.lessThan(100);
  });

  it('ends a server that is silent', async () => {
    const port = await serve(() => undefined);
    await expectCode(createNodeFetcher({ ...local, timeoutMs: 50 })(`http://127.0.0.1:${port}/`), 'timeout');
  });

  it('tells a refused connection', async () => {
    const port = await serve(() => undefined);
    servers.splice(0)[0]?.close();
    await expectCode(createNodeFetcher(local)(`http://127.0.0.1:${port}/`), 'network-failed');
  });

  it('speaks TLS to https: a server without is refused', async () => {
    const port = await serve((_, response) => response.end('{}'));
    await expectCode(createNodeFetcher({ allowPrivateHosts: true })(`https://127.0.0.1:${port}/`), 'network-failed');
  });

  it('works without options', async () => {
    await expectCode(createNodeFetcher()('https://127.0.0.1/'), 'host-refused');
  });
});
