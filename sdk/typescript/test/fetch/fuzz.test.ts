import { encode } from '@ipld/dag-pb';
import { expect } from 'chai';
import fc from 'fast-check';
import { UnixFS } from 'ipfs-unixfs';
import ipaddr from 'ipaddr.js';
import { describe, it } from 'mocha';
import { CID } from 'multiformats/cid';
import { parseIpfsUri } from '../../src/fetch/ipfs/parseIpfsUri.ts';
import { readNode } from '../../src/fetch/ipfs/readNode.ts';
import { FetchError, createFetcher, findHostFault, isPublicAddress, parseDataUri } from '../../src/index.ts';
import { inTime, inTimeLater } from '../fuzzing.ts';
import { answer } from './support.ts';

const runs = { numRuns: 15_000 };

/** The result, or the code of the only kind of error that a parser may throw. */
function attempt<T>(call: () => T): T | string {
  try {
    return inTime(call);
  } catch (error) {
    if (error instanceof FetchError) return error.code;
    throw error;
  }
}

/** Letters that URIs are made of, mixed with any others. */
const letters = fc.string({
  unit: fc.constantFrom(...Array.from('abz019.:/?#%@[]xX-_=,;+~\\ \u0000ö\ud800')),
  maxLength: 60,
});
const anything = fc.oneof(letters, fc.string({ unit: 'binary', maxLength: 200 }), fc.string());

const octet = fc.integer({ min: 0, max: 255 });

describe('fuzz: data URIs', () => {
  it('any text after data: is read or refused', () => {
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom('data:', 'data:,', 'data:;base64,', 'DATA:a/b;base64,', ''),
        (text, head) => {
          const result = attempt(() => parseDataUri(head + text));
          expect(typeof result === 'string' ? result : 'data-malformed').to.equal('data-malformed');
        },
      ),
      runs,
    );
  });

  it('content comes back, in base64 and percent-encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const base64 = `data:;base64,${Buffer.from(bytes).toString('base64')}`;
        const percent = `data:,${[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`;
        for (const uri of [base64, percent]) expect(parseDataUri(uri).bytes).to.deep.equal(bytes);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('fuzz: hosts', () => {
  it('any text has a verdict, and what passes is a public host of the URL standard', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.domain(),
          fc.ipV4Extended(),
          fc.ipV6().map((ip) => `[${ip}]`),
        ),
        (host) => {
          const fault = inTime(() => findHostFault(host));
          if (fault !== undefined) return;
          const { hostname, username, port } = new URL(`https://${host}/`);
          expect([username, port]).to.deep.equal(['', '']);
          const bare = hostname.replace(/^\[|\]$/g, '');
          if (ipaddr.isValid(bare)) expect(isPublicAddress(bare)).to.equal(true);
        },
      ),
      runs,
    );
  });

  it('every spelling of an IPv4 address has one verdict', () => {
    fc.assert(
      fc.property(fc.tuple(octet, octet, octet, octet), ([a, b, c, d]) => {
        const plain = `${a}.${b}.${c}.${d}`;
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const hex = (value: number): string => value.toString(16);
        const spellings = [
          plain,
          String(number),
          `0x${hex(number)}`,
          `0${number.toString(8)}`,
          `${a}.${number % 2 ** 24}`,
          `0x${hex(a)}.0${b.toString(8)}.${c * 256 + d}`,
          `[::ffff:${plain}]`,
          `[::ffff:${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
          `[0:0:0:0:0:FFFF:${plain}]`,
          `[64:ff9b::${plain}]`,
          `${plain}.`,
        ];
        const verdicts = spellings.map((host) => inTime(() => findHostFault(host)));
        expect(new Set(verdicts).size, plain).to.equal(1);
        expect(verdicts[0] === undefined).to.equal(isPublicAddress(plain));
      }),
      runs,
    );
  });

  it('any text is an address or not', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.ipV4(),
          fc.ipV6(),
          fc.ipV6().map((ip) => `${ip}%eth0`),
        ),
        (text) => {
          const isPublic = inTime(() => isPublicAddress(text));
          if (isPublic) expect(ipaddr.isValid(text)).to.equal(true);
        },
      ),
      runs,
    );
  });
});

describe('fuzz: IPFS', () => {
  const known = 'bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4';

  it('any CID and any path is read or refused', () => {
    const cid = fc.oneof(
      anything,
      fc.constant(known),
      fc
        .string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567')), maxLength: 70 })
        .map((text) => `b${text}`),
      fc
        .string({ unit: fc.constantFrom(...Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZ')), maxLength: 50 })
        .map((text) => `Qm${text}`),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => `f${Buffer.from(bytes).toString('hex')}`),
    );
    fc.assert(
      fc.property(cid, anything, (text, path) => {
        const result = attempt(() => parseIpfsUri(`ipfs://${text}/${path}`));
        if (typeof result === 'string')
          expect(result).to.be.oneOf(['uri-malformed', 'cid-malformed', 'cid-unsupported']);
        else expect(result.cid.multihash.digest).to.have.length(32);
      }),
      runs,
    );
  });

  it('any block is read or refused', () => {
    const cid = CID.parse('bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y');
    const good = encode({
      Data: new UnixFS({ type: 'file', data: new Uint8Array(20), blockSizes: [3n] }).marshal(),
      Links: [{ Hash: cid, Name: 'a', Tsize: 3 }],
    });
    const spoilt = fc.array(fc.tuple(fc.nat(good.length - 1), octet), { minLength: 1, maxLength: 4 }).map((changes) => {
      const bytes = Uint8Array.from(good);
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
    const wrapped = fc.uint8Array({ maxLength: 60 }).map((data) => encode({ Data: data, Links: [] }));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), spoilt, wrapped), (block) => {
        const result = attempt(() => readNode(cid, block));
        if (typeof result === 'string') expect(result).to.equal('block-malformed');
      }),
      runs,
    );
  });
});

describe('fuzz: the fetcher', () => {
  it('any URI ends with content or with an error of the fetcher, also after a redirect', async () => {
    const uri = fc.oneof(
      anything,
      fc.webUrl(),
      fc
        .tuple(fc.constantFrom('https://', 'http://', 'ipfs://', 'data:', 'ftp:', 'HTTPS:', 'https:'), anything)
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(uri, uri, async (first, location) => {
        let isFirst = true;
        const fetcher = createFetcher({
          ipfsGateways: ['https://gateway.example'],
          fetch: (url) => {
            expect(findHostFault(new URL(url).hostname)).to.equal(undefined);
            expect(url).to.match(/^https:/);
            const isRedirect = isFirst;
            isFirst = false;
            const headers = { get: (name: string) => (name === 'location' ? location : null) };
            return Promise.resolve(isRedirect ? { status: 302, headers, body: null } : answer('{}'));
          },
        });
        try {
          await inTimeLater(() => fetcher(first));
        } catch (error) {
          expect(error).to.be.instanceOf(FetchError);
        }
      }),
      runs,
    );
  });
});
