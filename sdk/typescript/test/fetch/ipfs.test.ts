import { encode } from '@ipld/dag-pb';
import type { PBLink } from '@ipld/dag-pb';
import { expect } from 'chai';
import { UnixFS } from 'ipfs-unixfs';
import type { UnixFSOptions } from 'ipfs-unixfs';
import { describe, it } from 'mocha';
import { base36 } from 'multiformats/bases/base36';
import { base58btc } from 'multiformats/bases/base58';
import { CID } from 'multiformats/cid';
import { sha256, sha512 } from 'multiformats/hashes/sha2';
import { createFetcher } from '../../src/index.ts';
import type { FetchError, FetcherOptions, FetchErrorCode } from '../../src/index.ts';
import { answer, expectCode, utf8, web } from './support.ts';
import type { Answer } from './support.ts';

const GATEWAY = 'https://gateway.example';
const RAW = 0x55;
const DAG_PB = 0x70;

/** Blocks by CID, as a gateway has them. */
class Store {
  readonly pages: Record<string, Answer> = {};

  async put(block: Uint8Array, codec: number, version: 0 | 1 = 1): Promise<CID> {
    const digest = await sha256.digest(block);
    const cid = version === 0 ? CID.createV0(digest) : CID.createV1(codec, digest);
    this.pages[`${GATEWAY}/ipfs/${cid.toString()}?format=raw`] = () =>
      answer(block, { 'content-type': 'application/vnd.ipld.raw' });
    return cid;
  }

  node(options: UnixFSOptions, links: readonly PBLink[] = [], version: 0 | 1 = 1): Promise<CID> {
    return this.put(encode({ Data: new UnixFS(options).marshal(), Links: [...links] }), DAG_PB, version);
  }

  /** A file of parts. */
  file(parts: readonly { cid: CID; size: number }[], version: 0 | 1 = 1): Promise<CID> {
    const blockSizes = parts.map(({ size }) => BigInt(size));
    return this.node(
      { type: 'file', blockSizes },
      parts.map(({ cid }) => ({ Hash: cid, Name: '', Tsize: 1 })),
      version,
    );
  }

  fetcher(options: Partial<FetcherOptions> = {}) {
    const { fetch, seen } = web(this.pages);
    return { seen, fetcher: createFetcher({ fetch, ipfsGateways: [GATEWAY], ...options }) };
  }
}

const link = (Name: string, Hash: CID): PBLink => ({ Name, Hash, Tsize: 1 });

/** The error of the only gateway. */
async function gatewayError(call: Promise<unknown>): Promise<FetchError> {
  const { details, cause } = await expectCode(call, 'gateways-failed');
  const [error] = details['errors'] as FetchError[];
  expect(cause).to.equal(error);
  return error ?? expect.fail('no error of a gateway');
}

describe('createFetcher over ipfs', () => {
  it('fetches a raw block, by CIDs in all bases', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{"a":1}'), RAW);
    const { fetcher, seen } = store.fetcher();
    const texts = [cid.toString(), cid.toString(base36), cid.toString(base58btc)];
    for (const text of texts) {
      const uri = `IPFS://${text}?filename=a.json#b`;
      expect(await fetcher(uri)).to.deep.equal({ uri, bytes: utf8('{"a":1}') });
    }
    expect(new Set(seen.map(({ options }) => options.headers['accept']))).to.deep.equal(
      new Set(['application/vnd.ipld.raw']),
    );
  });

  it('fetches a file of one dag-pb node, of CID version 0 and 1', async () => {
    const store = new Store();
    for (const version of [0, 1] as const) {
      const cid = await store.node({ type: 'file', data: utf8(`{"v":${version}}`) }, [], version);
      expect((await store.fetcher().fetcher(`ipfs://${cid.toString()}`)).bytes).to.deep.equal(utf8(`{"v":${version}}`));
    }
  });

  it('reads a CID that others made', async () => {
    // What `ipfs add` gives for a file with "hello world\n".
    const store = new Store();
    const cid = await store.node({ type: 'file', data: utf8('hello world\n') }, [], 0);
    expect(cid.toString()).to.equal('QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o');
    const bare = await store.put(utf8('hello world\n'), RAW);
    expect(bare.toString()).to.equal('bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4');
  });

  it('joins the parts of a file in order, nested ones too', async () => {
    const store = new Store();
    const a = { cid: await store.put(utf8('abc'), RAW), size: 3 };
    const b = { cid: await store.node({ type: 'raw', data: utf8('de') }), size: 2 };
    const inner = { cid: await store.file([b, a]), size: 5 };
    const cid = await store.file([a, inner, b, a], 0);
    expect((await store.fetcher().fetcher(`ipfs://${cid.toString()}`)).bytes).to.deep.equal(utf8('abcdeabcdeabc'));
  });

  it('takes an empty file', async () => {
    const store = new Store();
    const cid = await store.node({ type: 'file' });
    expect((await store.fetcher().fetcher(`ipfs://${cid.toString()}`)).bytes).to.deep.equal(new Uint8Array());
  });

  it('goes down a path of directories', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    const inner = await store.node({ type: 'directory' }, [link('agent card.json', cid)]);
    const root = await store.node({ type: 'directory' }, [link('v1', inner), link('zz', cid)], 0);
    const { fetcher } = store.fetcher();
    expect((await fetcher(`ipfs://${root.toString()}/v1//agent%20card.json`)).bytes).to.deep.equal(utf8('{}'));
    for (const path of ['', '/v1', '/v2', '/zz/a', '/v1/agent']) {
      await expectCode(fetcher(`ipfs://${root.toString()}${path}`), 'ipfs-not-a-file');
    }
  });

  it('asks the next gateway where one fails or lies', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    const path = `/ipfs/${cid.toString()}?format=raw`;
    store.pages[`https://b.example${path}`] = answer('{"other":1}');
    const gateways = ['https://a.example', 'https://b.example', GATEWAY];
    const { fetcher, seen } = store.fetcher({ ipfsGateways: gateways });
    expect((await fetcher(`ipfs://${cid.toString()}`)).bytes).to.deep.equal(utf8('{}'));
    expect(seen.map(({ url }) => url)).to.deep.equal(gateways.map((gateway) => `${gateway}${path}`));
  });

  it('refuses bytes that are not those of the CID', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    for (const url of Object.keys(store.pages)) store.pages[url] = answer('{ }');
    const error = await gatewayError(store.fetcher().fetcher(`ipfs://${cid.toString()}`));
    expect(error.code).to.equal('block-mismatch');
  });

  it('refuses a part that is not that of the CID', async () => {
    const store = new Store();
    const part = await store.put(utf8('abc'), RAW);
    const cid = await store.file([{ cid: part, size: 3 }]);
    store.pages[`${GATEWAY}/ipfs/${part.toString()}?format=raw`] = answer('abd');
    const error = await gatewayError(store.fetcher().fetcher(`ipfs://${cid.toString()}`));
    expect(error.code).to.equal('block-mismatch');
  });

  it('tells what each gateway answered', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    const { fetcher } = store.fetcher({ ipfsGateways: ['https://a.example', 'https://127.0.0.1'] });
    const { details, message } = await expectCode(fetcher(`ipfs://${cid.toString()}`), 'gateways-failed');
    const codes = (details['errors'] as FetchError[]).map(({ code }) => code);
    expect(codes).to.deep.equal(['network-failed', 'host-refused']);
    expect(message).to.include('https://a.example: ').and.include('https://127.0.0.1: ');
  });

  it('refuses without a gateway', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    await expectCode(store.fetcher({ ipfsGateways: [] }).fetcher(`ipfs://${cid.toString()}`), 'gateway-missing');
  });

  it('takes a response that can not be read for a failing network', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    const broken = {
      status: 200,
      headers: { get: () => null },
      get body(): never {
        throw new RangeError('broken');
      },
    };
    const fetcher = createFetcher({ fetch: () => Promise.resolve(broken), ipfsGateways: [GATEWAY] });
    expect((await gatewayError(fetcher(`ipfs://${cid.toString()}`))).code).to.equal('network-failed');
  });

  const UNREADABLE: readonly (readonly [string, FetchErrorCode])[] = [
    ['ipfs:bafkrei', 'uri-malformed'],
    ['ipfs:///a', 'cid-malformed'],
    ['ipfs://', 'cid-malformed'],
    ['ipfs://ipfs/QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o', 'cid-malformed'],
    ['ipfs://qmt78zsubmus4z925wzfrqq1qhaj56dqatfymuf7f8ff5o', 'cid-malformed'],
    ['ipfs://QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5', 'cid-malformed'],
    ['ipfs://bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei41', 'cid-malformed'],
    [`ipfs://b${'a'.repeat(200)}`, 'cid-malformed'],
    ['ipfs://QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o/../a', 'uri-malformed'],
    ['ipfs://QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o/%2e', 'uri-malformed'],
    ['ipfs://QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o/a%2Fb', 'uri-malformed'],
    ['ipfs://QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o/%ff', 'uri-malformed'],
  ];
  for (const [uri, code] of UNREADABLE) {
    it(`refuses ${uri.slice(0, 70)} as ${code}`, async () => {
      const { fetcher, seen } = new Store().fetcher();
      await expectCode(fetcher(uri), code);
      expect(seen).to.deep.equal([]);
    });
  }

  it('refuses codecs and hashes that it can not check, first and inside', async () => {
    const store = new Store();
    const cbor = CID.createV1(0x71, await sha256.digest(utf8('{}')));
    const long = CID.createV1(RAW, await sha512.digest(utf8('{}')));
    for (const cid of [cbor, long]) {
      await expectCode(store.fetcher().fetcher(`ipfs://${cid.toString()}`), 'cid-unsupported');
      const file = await store.file([{ cid, size: 2 }]);
      await expectCode(store.fetcher().fetcher(`ipfs://${file.toString()}`), 'cid-unsupported');
    }
  });

  it('refuses blocks that contradict themselves', async () => {
    const store = new Store();
    const part = await store.put(utf8('abc'), RAW);
    const directory = await store.node({ type: 'directory' });
    const bad = [
      await store.put(utf8('no protobuf'), DAG_PB),
      await store.put(encode({ Links: [] }), DAG_PB),
      await store.put(encode({ Data: utf8('no UnixFS'), Links: [] }), DAG_PB),
      await store.node({ type: 'file', blockSizes: [] }, [link('', part)]),
      await store.node({ type: 'file', blockSizes: [3n, 3n] }, [link('', part)]),
      await store.file([{ cid: part, size: 2 }]),
      await store.file([{ cid: part, size: 4 }]),
      await store.file([{ cid: directory, size: 0 }]),
    ];
    for (const cid of bad) await expectCode(store.fetcher().fetcher(`ipfs://${cid.toString()}`), 'block-malformed');
    const twice = await store.node({ type: 'directory' }, [link('a', part), link('a', directory)]);
    await expectCode(store.fetcher().fetcher(`ipfs://${twice.toString()}/a`), 'block-malformed');
  });

  it('refuses links and sharded directories', async () => {
    const store = new Store();
    const symlink = await store.node({ type: 'symlink', data: utf8('/etc/passwd') });
    await expectCode(store.fetcher().fetcher(`ipfs://${symlink.toString()}`), 'ipfs-not-a-file');
    const sharded = await store.node({ type: 'hamt-sharded-directory', fanout: 256n, hashType: 0x22n });
    await expectCode(store.fetcher().fetcher(`ipfs://${sharded.toString()}/a`), 'ipfs-unsupported');
    await expectCode(store.fetcher().fetcher(`ipfs://${sharded.toString()}`), 'ipfs-unsupported');
  });

  it('stops at the limit of size before it fetches parts, and at that of blocks', async () => {
    const store = new Store();
    const part = { cid: await store.put(utf8('abc'), RAW), size: 3 };
    const cid = await store.file([part, part, part]);
    const uri = `ipfs://${cid.toString()}`;
    const small = store.fetcher({ maxBytes: 8 });
    await expectCode(small.fetcher(uri), 'content-too-large');
    expect(small.seen).to.have.length(1);
    expect((await store.fetcher({ maxBytes: 9, maxBlocks: 4 }).fetcher(uri)).bytes).to.deep.equal(utf8('abcabcabc'));
    await expectCode(store.fetcher({ maxBlocks: 3 }).fetcher(uri), 'ipfs-too-many-blocks');
    const raw = await store.put(utf8('abcdefghi'), RAW);
    await expectCode(store.fetcher({ maxBytes: 8 }).fetcher(`ipfs://${raw.toString()}`), 'content-too-large');
  });

  it('takes no block beyond 2 MiB from a gateway', async () => {
    const store = new Store();
    const cid = await store.put(new Uint8Array(2_097_153), RAW);
    const call = store.fetcher({ maxBytes: 2 ** 23 }).fetcher(`ipfs://${cid.toString()}`);
    expect((await gatewayError(call)).code).to.equal('content-too-large');
  });

  it('checks the hosts of gateways and of their redirects', async () => {
    const store = new Store();
    const cid = await store.put(utf8('{}'), RAW);
    store.pages[`${GATEWAY}/ipfs/${cid.toString()}?format=raw`] = answer('', { location: 'https://[::1]/' }, 302);
    const error = await gatewayError(store.fetcher().fetcher(`ipfs://${cid.toString()}`));
    expect(error.code).to.equal('host-refused');
  });
});
