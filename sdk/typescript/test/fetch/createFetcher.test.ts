import { expect } from 'chai';
import { describe, it } from 'mocha';
import { FETCH_DEFAULTS, createFetcher } from '../../src/index.ts';
import type { FetcherOptions, FetchErrorCode } from '../../src/index.ts';
import { answer, expectCode, redirect, utf8, web } from './support.ts';
import type { Answer } from './support.ts';

const URL_A = 'https://tides.example/agent.json';

function fetchOf(pages: Readonly<Record<string, Answer>>, options: Omit<FetcherOptions, 'fetch'> = {}) {
  const { fetch, seen } = web(pages);
  return { fetcher: createFetcher({ fetch, ...options }), seen };
}

describe('createFetcher over https', () => {
  it('hands out bytes, final URL and media type', async () => {
    const { fetcher, seen } = fetchOf({ [URL_A]: answer('{"a":1}') });
    expect(await fetcher(`${URL_A}#part`)).to.deep.equal({
      uri: `${URL_A}#part`,
      bytes: utf8('{"a":1}'),
      finalUrl: URL_A,
      contentType: 'application/json',
    });
    expect(seen).to.have.length(1);
    const { signal, ...options } = seen[0]?.options ?? expect.fail('no request');
    expect(signal.aborted).to.equal(false);
    expect(options).to.deep.equal({
      method: 'GET',
      headers: { accept: 'application/json, */*;q=0.5' },
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
  });

  it('works with the global fetch in its types', () => {
    expect(() => createFetcher({ fetch: globalThis.fetch })).to.not.throw();
  });

  it('joins chunks, and takes a response without body for empty', async () => {
    const parts = [utf8('{"a"'), utf8(':'), utf8('1}')];
    expect((await fetchOf({ [URL_A]: answer(parts) }).fetcher(URL_A)).bytes).to.deep.equal(utf8('{"a":1}'));
    const bare = { status: 200, headers: new Headers(), body: null };
    const content = await fetchOf({ [URL_A]: bare }).fetcher(URL_A);
    expect(content).to.deep.equal({ uri: URL_A, bytes: new Uint8Array(), finalUrl: URL_A, contentType: undefined });
  });

  for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/ld+json', 'text/plain', '']) {
    it(`takes the media type ${JSON.stringify(type)}`, async () => {
      const { fetcher } = fetchOf({ [URL_A]: answer('{}', type === '' ? {} : { 'content-type': type }) });
      expect((await fetcher(URL_A)).bytes).to.deep.equal(utf8('{}'));
    });
  }

  for (const type of ['text/html', 'application/+json', 'image/svg+xml', 'json', 'application/json, text/html']) {
    it(`refuses the media type ${JSON.stringify(type)}`, async () => {
      const { fetcher } = fetchOf({ [URL_A]: answer('{}', { 'content-type': type }) });
      const { details } = await expectCode(fetcher(URL_A), 'content-type-refused');
      expect(details).to.deep.equal({ contentType: type });
    });
  }

  it('holds media types to a list of the caller', async () => {
    const options = { contentTypes: ['image/png'] };
    const png = answer('x', { 'content-type': 'image/png' });
    expect((await fetchOf({ [URL_A]: png }, options).fetcher(URL_A)).bytes).to.deep.equal(utf8('x'));
    await expectCode(fetchOf({ [URL_A]: answer('{}') }, options).fetcher(URL_A), 'content-type-refused');
  });

  for (const status of [0, 201, 204, 206, 304, 400, 404, 500]) {
    it(`refuses the status ${status}`, async () => {
      const { fetcher } = fetchOf({ [URL_A]: { ...answer('{}'), status } });
      const { details } = await expectCode(fetcher(URL_A), 'status-refused');
      expect(details).to.deep.equal({ status });
    });
  }

  it('tells a failing network with its cause, also when it fails with no error', async () => {
    const failing = fetchOf({}).fetcher(URL_A);
    const error = await expectCode(failing, 'network-failed');
    expect(error.cause).to.be.instanceOf(TypeError);
    expect(error.message).to.include('https://tides.example').and.include('no such page');
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what strangers' code may do
    const odd = createFetcher({ fetch: () => Promise.reject('gone') })(URL_A);
    expect((await expectCode(odd, 'network-failed')).message).to.include('gone');
  });

  it('tells a body that breaks off', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.error(new Error('reset by peer'));
      },
    });
    const { fetcher } = fetchOf({ [URL_A]: { ...answer(''), body } });
    expect((await expectCode(fetcher(URL_A), 'network-failed')).message).to.include('reset by peer');
  });
});

describe('limits of createFetcher', () => {
  it('stops reading at the limit and lets the body go', async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_000));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const { fetcher } = fetchOf({ [URL_A]: { ...answer(''), body: endless } }, { maxBytes: 5_000 });
    const { details } = await expectCode(fetcher(URL_A), 'content-too-large');
    expect(details).to.deep.equal({ maxBytes: 5_000 });
    expect(pulled).to.be.lessThan(10);
    expect(cancelled).to.equal(true);
  });

  it('takes content of exactly the limit', async () => {
    const { fetcher } = fetchOf({ [URL_A]: answer('12345') }, { maxBytes: 5 });
    expect((await fetcher(URL_A)).bytes).to.deep.equal(utf8('12345'));
    await expectCode(fetchOf({ [URL_A]: answer('123456') }, { maxBytes: 5 }).fetcher(URL_A), 'content-too-large');
  });

  it('believes a Content-Length that is too large, and no other', async () => {
    const tall = answer('{}', { 'content-length': '6' });
    await expectCode(fetchOf({ [URL_A]: tall }, { maxBytes: 5 }).fetcher(URL_A), 'content-too-large');
    const lying = answer('123456', { 'content-length': '1' });
    await expectCode(fetchOf({ [URL_A]: lying }, { maxBytes: 5 }).fetcher(URL_A), 'content-too-large');
    const odd = answer('12345', { 'content-length': 'many' });
    expect((await fetchOf({ [URL_A]: odd }, { maxBytes: 5 }).fetcher(URL_A)).bytes).to.deep.equal(utf8('12345'));
  });

  it('ends a fetch that never answers, although it does not listen', async () => {
    const signals: AbortSignal[] = [];
    const fetcher = createFetcher({
      fetch: (_, { signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
      timeoutMs: 20,
    });
    const { details } = await expectCode(fetcher(URL_A), 'timeout');
    expect(details).to.deep.equal({ timeoutMs: 20 });
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
  });

  it('ends a body that never ends, and lets it go', async () => {
    let cancelled = false;
    const silent = new ReadableStream<Uint8Array>({
      pull: () => new Promise(() => undefined),
      cancel: () => {
        cancelled = true;
      },
    });
    const { fetcher } = fetchOf({ [URL_A]: { ...answer(''), body: silent } }, { timeoutMs: 20 });
    await expectCode(fetcher(URL_A), 'timeout');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(cancelled).to.equal(true);
  });

  it('sends nothing more once the time is over', async () => {
    const pages = {
      [URL_A]: async () => {
        await new Promise((resolve) => setTimeout(resolve, 40));
        return redirect('https://tides.example/b');
      },
      'https://tides.example/b': answer('{}'),
    };
    const { fetcher, seen } = fetchOf(pages, { timeoutMs: 10 });
    await expectCode(fetcher(URL_A), 'timeout');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(seen.map(({ url }) => url)).to.deep.equal([URL_A]);
  });

  const UNUSABLE: readonly (readonly [string, Omit<FetcherOptions, 'fetch'>])[] = [
    ['maxBytes', { maxBytes: 0 }],
    ['maxBytes', { maxBytes: 1.5 }],
    ['maxBytes', { maxBytes: Infinity }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 2 ** 31 }],
    ['maxRedirects', { maxRedirects: -1 }],
    ['maxRedirects', { maxRedirects: 21 }],
    ['maxBlocks', { maxBlocks: 0 }],
    ['contentTypes', { contentTypes: ['json'] }],
    ['contentTypes', { contentTypes: ['Application/JSON'] }],
    ['contentTypes', { contentTypes: ['*/*'] }],
    ['ipfsGateways', { ipfsGateways: ['gateway.example'] }],
    ['ipfsGateways', { ipfsGateways: ['http://gateway.example'] }],
    ['ipfsGateways', { ipfsGateways: ['https://gateway.example/ipfs'] }],
    ['ipfsGateways', { ipfsGateways: ['https://gateway.example/?a'] }],
    ['ipfsGateways', { ipfsGateways: ['https://me@gateway.example'] }],
    ['ipfsGateways', { ipfsGateways: ['ftp://gateway.example'], allowHttp: true }],
  ];
  for (const [name, options] of UNUSABLE) {
    it(`refuses the options ${JSON.stringify(options)}`, () => {
      expect(() => fetchOf({}, options))
        .to.throw(name)
        .with.property('code', 'options-invalid' satisfies FetchErrorCode);
    });
  }

  it('has defaults that are options', () => {
    expect(() =>
      fetchOf({}, { ...FETCH_DEFAULTS, allowHttp: true, ipfsGateways: ['http://localhost:8080'] }),
    ).to.not.throw();
  });
});

describe('redirects of createFetcher', () => {
  it('follows them, relative ones too, and names the last URL', async () => {
    const pages = {
      [URL_A]: redirect('/b', 301),
      'https://tides.example/b': redirect('https://other.example/c#x', 307),
      'https://other.example/c': redirect('?d', 308),
      'https://other.example/c?d': answer('{}'),
    };
    const { fetcher, seen } = fetchOf(pages);
    expect((await fetcher(URL_A)).finalUrl).to.equal('https://other.example/c?d');
    expect(seen).to.have.length(4);
  });

  it('stops after the limit', async () => {
    const { fetcher, seen } = fetchOf({ [URL_A]: () => redirect(URL_A) }, { maxRedirects: 2 });
    await expectCode(fetcher(URL_A), 'redirect-limit');
    expect(seen).to.have.length(3);
    await expectCode(fetchOf({ [URL_A]: redirect(URL_A) }, { maxRedirects: 0 }).fetcher(URL_A), 'redirect-limit');
  });

  for (const location of [undefined, 'https://', 'http://[::1']) {
    it(`refuses the location ${JSON.stringify(location)}`, async () => {
      await expectCode(fetchOf({ [URL_A]: redirect(location) }).fetcher(URL_A), 'redirect-malformed');
    });
  }

  it('refuses a redirect that the platform hides', async () => {
    const hidden = { status: 0, type: 'opaqueredirect', headers: new Headers(), body: null };
    await expectCode(fetchOf({ [URL_A]: hidden }).fetcher(URL_A), 'redirect-opaque');
  });

  const REFUSED: readonly (readonly [string, FetchErrorCode])[] = [
    ['http://tides.example/', 'http-refused'],
    ['https://169.254.169.254/latest/meta-data', 'host-refused'],
    ['https://localhost/', 'host-refused'],
    ['//10.0.0.1/', 'host-refused'],
    ['https://[::ffff:127.0.0.1]/', 'host-refused'],
    ['https://me:secret@tides.example/', 'uri-credentials'],
    ['file:///etc/passwd', 'scheme-unsupported'],
    ['data:application/json,{}', 'scheme-unsupported'],
    ['ftp://tides.example/', 'scheme-unsupported'],
  ];
  for (const [location, code] of REFUSED) {
    it(`checks each hop: ${location} is refused and never asked`, async () => {
      const { fetcher, seen } = fetchOf({ [URL_A]: redirect(location) });
      await expectCode(fetcher(URL_A), code);
      expect(seen.map(({ url }) => url)).to.deep.equal([URL_A]);
    });
  }
});

describe('URIs of createFetcher', () => {
  const REFUSED: readonly (readonly [string, FetchErrorCode])[] = [
    ['', 'uri-malformed'],
    ['agent.json', 'uri-malformed'],
    ['//tides.example/agent.json', 'uri-malformed'],
    ['https://', 'uri-malformed'],
    ['https://tides.example:99999/', 'uri-malformed'],
    ['http://tides.example/', 'http-refused'],
    ['HTTP://tides.example/', 'http-refused'],
    ['ftp://tides.example/', 'scheme-unsupported'],
    ['javascript:alert(1)', 'scheme-unsupported'],
    ['blob:https://tides.example/1', 'scheme-unsupported'],
    ['ar://abc', 'scheme-unsupported'],
    ['https://user@tides.example/', 'uri-credentials'],
    ['https://:secret@tides.example/', 'uri-credentials'],
    ['https://127.1/', 'host-refused'],
    [`https://tides.example/${'a'.repeat(9_000)}`, 'uri-too-long'],
  ];
  for (const [uri, code] of REFUSED) {
    it(`refuses ${uri.slice(0, 40)} as ${code}, and asks nobody`, async () => {
      const { fetcher, seen } = fetchOf({});
      const { message } = await expectCode(fetcher(uri), code);
      expect(message).to.not.include('secret');
      expect(seen).to.deep.equal([]);
    });
  }

  it('takes http and private hosts only when told so', async () => {
    const local = 'http://127.0.0.1:8080/a';
    const pages = { [local]: answer('{}') };
    await expectCode(fetchOf(pages, { allowHttp: true }).fetcher(local), 'host-refused');
    await expectCode(fetchOf(pages, { allowPrivateHosts: true }).fetcher(local), 'http-refused');
    const { fetcher } = fetchOf(pages, { allowHttp: true, allowPrivateHosts: true });
    expect((await fetcher(local)).finalUrl).to.equal(local);
  });
});

describe('data URIs of createFetcher', () => {
  const TAKEN: readonly (readonly [string, string, string | undefined])[] = [
    ['data:application/json,{"a":1}', '{"a":1}', 'application/json'],
    ['data:application/json;base64,eyJhIjoxfQ==', '{"a":1}', 'application/json'],
    ['data:application/json;base64,eyJhIjoxfQ', '{"a":1}', 'application/json'],
    ['DATA:application/json;BASE64,eyJhIjoxfQ==', '{"a":1}', 'application/json'],
    ['data:application/json;charset=utf-8;base64,eyJhIjoxfQ==', '{"a":1}', 'application/json;charset=utf-8'],
    ['data:application/json;base64,eyJhIjoxfQ%3D%3D', '{"a":1}', 'application/json'],
    ['data:application/json,%7b%22a%22%3A1%7D#part', '{"a":1}', 'application/json'],
    ['data:,{}', '{}', undefined],
    ['data:;base64,e30=', '{}', undefined],
    ['data:application/json,"Föhr"', '"Föhr"', 'application/json'],
    ['data:application/json,"F%C3%B6hr,%20+"', '"Föhr, +"', 'application/json'],
    ['data:,', '', undefined],
  ];
  for (const [uri, text, contentType] of TAKEN) {
    it(`reads ${uri}`, async () => {
      expect(await fetchOf({}).fetcher(uri)).to.deep.equal({ uri, bytes: utf8(text), contentType });
    });
  }

  const REFUSED: readonly (readonly [string, FetchErrorCode])[] = [
    ['data:application/json', 'data-malformed'],
    ['data:application/json#,', 'data-malformed'],
    ['data:application/json;base64,e30*', 'data-malformed'],
    ['data:application/json;base64,e31=', 'data-malformed'],
    ['data:application/json;base64,e', 'data-malformed'],
    ['data:application/json;base64,e3 0=', 'data-malformed'],
    ['data:application/json,%7', 'data-malformed'],
    ['data:application/json,%zz', 'data-malformed'],
    ['data:application/json,%0/', 'data-malformed'],
    ['data:text/html,<p>', 'content-type-refused'],
    ['data:image/svg+xml;base64,e30=', 'content-type-refused'],
    [`data:,${'a'.repeat(11)}`, 'content-too-large'],
    [`data:,${'a'.repeat(9_000)}`, 'uri-too-long'],
  ];
  for (const [uri, code] of REFUSED) {
    it(`refuses ${uri.slice(0, 40)} as ${code}`, async () => {
      await expectCode(fetchOf({}, { maxBytes: 10 }).fetcher(uri), code);
    });
  }
});
