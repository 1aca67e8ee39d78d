import { X509Certificate } from 'node:crypto';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import {
  TEE_LIMITS,
  TeeError,
  createKeyBinding,
  parseDcapCollateral,
  parseNitroDocument,
  parsePem,
  parseQuote,
  parseSnpReport,
  verifyNitroDocument,
  verifyQuote,
  verifySnpReport,
} from '../../src/index.ts';
import type { DcapCollateral, TeeFailureCode } from '../../src/index.ts';
import { parseCertificate } from '../../src/tee/x509/parseCertificate.ts';
import { parseRevocationList } from '../../src/tee/x509/parseRevocationList.ts';
import { readDer } from '../../src/tee/x509/readDer.ts';
import { readDerOid } from '../../src/tee/x509/readDerOid.ts';
import { readDerTime } from '../../src/tee/x509/readDerTime.ts';
import { readDerUint } from '../../src/tee/x509/readDerUint.ts';
import { readDerBits } from '../../src/tee/x509/readDerBits.ts';
import { bits, boolean, integer, octets, oid, sequence, text, time, tlv } from './support/der.ts';
import { nitroChain, nitroDocument, nitroPayload } from './support/nitroEvidence.ts';
import { AT, ecSigner, extension, issue, revocationList, rsaSigner, toPem, trust, USAGE } from './support/pki.ts';
import type { Authority, CertificateShape } from './support/pki.ts';
import { collateral, dcapPki, quote, tdBody, toJson } from './support/quoteEvidence.ts';
import { snpPki, snpReport } from './support/snpEvidence.ts';

/** The deep run sets SAGE_FUZZ_RUNS=100000. */
const RUNS = Number(process.env['SAGE_FUZZ_RUNS'] ?? 500);
const LINE_BREAK = 0x0a;

const raw = (hexadecimal: string) => Uint8Array.from(Buffer.from(hexadecimal, 'hex'));

function expectCode(run: () => unknown, code: TeeFailureCode, offset?: number): void {
  expect(run).to.throw(TeeError).with.property('code', code);
  if (offset !== undefined) expect(run).to.throw(TeeError).with.property('offset', offset);
}

describe('DER', () => {
  const refused: readonly [title: string, hexadecimal: string, offset: number][] = [
    ['nothing', '', 0],
    ['a tag alone', '30', 1],
    ['a tag of several bytes', '1f8101', 0],
    ['an indefinite length', '3080 0000'.replace(' ', ''), 1],
    ['a length of four bytes', '308400000001', 1],
    ['a length that is cut off', '308201', 1],
    ['a long form for a short length', '308101 00'.replace(' ', ''), 1],
    ['a length with a leading zero', `308200ff${'00'.repeat(255)}`, 1],
    ['content that is cut off', '040201', 0],
    ['a child longer than its parent', '3003040201', 2],
    ['bytes after the end', '05000000', 2],
    [
      'a deep nest',
      Array.from({ length: 26 }, (_, index) => `30${(50 - 2 * index).toString(16).padStart(2, '0')}`).join(''),
      50,
    ],
  ];
  for (const [title, hexadecimal, offset] of refused) {
    it(`refuses ${title}`, () => expectCode(() => readDer(raw(hexadecimal)), 'der-malformed', offset));
  }

  it('reads lengths of one, two and three bytes', () => {
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
      expect(readDer(octets(new Uint8Array(length))).content.length).to.equal(length);
    }
  });

  const values: readonly [title: string, read: () => unknown][] = [
    ['an OID that is an INTEGER', () => readDerOid(readDer(integer(1)))],
    ['an empty OID', () => readDerOid(readDer(raw('0600')))],
    ['an OID with leading zeros', () => readDerOid(readDer(raw('06028001')))],
    ['an OID that is cut off', () => readDerOid(readDer(raw('060181')))],
    ['an OID with an endless arc', () => readDerOid(readDer(raw('0606ffffffffff7f')))],
    ['an INTEGER that is an OID', () => readDerUint(readDer(oid('1.2.3')), 9, 'x')],
    ['an empty INTEGER', () => readDerUint(readDer(raw('0200')), 9, 'x')],
    ['a negative INTEGER', () => readDerUint(readDer(raw('0201ff')), 9, 'x')],
    ['an INTEGER with leading zeros', () => readDerUint(readDer(raw('02020001')), 9, 'x')],
    ['an INTEGER that is too long', () => readDerUint(readDer(raw('02080100000000000000')), 9, 'x')],
    ['an INTEGER beyond its maximum', () => readDerUint(readDer(integer(10)), 9, 'x')],
    ['a BIT STRING that is none', () => readDerBits(readDer(integer(1)), 'x')],
    ['an empty BIT STRING', () => readDerBits(readDer(raw('0300')), 'x')],
    ['a BIT STRING with eight unused bits', () => readDerBits(readDer(raw('03020800')), 'x')],
    ['a BIT STRING with unused bits of nothing', () => readDerBits(readDer(raw('030101')), 'x')],
    ['a BIT STRING whose unused bits are set', () => readDerBits(readDer(raw('03020101')), 'x')],
    ['a time that is an INTEGER', () => readDerTime(readDer(integer(1)))],
    ['a time without Z', () => readDerTime(readDer(text('260601120000', 0x17)))],
    ['a time with a fraction', () => readDerTime(readDer(text('20260601120000.5Z', 0x18)))],
    ['the 30th of February', () => readDerTime(readDer(text('260230120000Z', 0x17)))],
    ['the 13th month', () => readDerTime(readDer(text('261301120000Z', 0x17)))],
    ['the 25th hour', () => readDerTime(readDer(text('260101250000Z', 0x17)))],
    ['month zero', () => readDerTime(readDer(text('260001000000Z', 0x17)))],
  ];
  for (const [title, read] of values) it(`refuses ${title}`, () => expectCode(read, 'certificate-malformed'));

  it('reads times of both kinds', () => {
    expect(readDerTime(readDer(text('491231235959Z', 0x17)))).to.equal(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(readDerTime(readDer(text('500101000000Z', 0x17)))).to.equal(Date.UTC(1950, 0, 1));
    expect(readDerTime(readDer(text('20500101000000Z', 0x18)))).to.equal(Date.UTC(2050, 0, 1));
  });

  it('reads OIDs of all roots', () => {
    for (const dotted of ['0.9', '1.3.132.0.34', '1.2.840.113741.1.13.1.2.17', '2.5.29.15', '2.999.3']) {
      expect(readDerOid(readDer(oid(dotted)))).to.equal(dotted);
    }
  });
});

describe('certificates', () => {
  const KEY = ecSigner('p384');
  const PSS_KEY = sequence(
    sequence(oid('1.2.840.113549.1.1.1'), raw('0500')),
    bits(sequence(integer(1), raw('0203010001'))),
  );
  const shapes: readonly [title: string, shape: Partial<CertificateShape>, code: TeeFailureCode][] = [
    ['version 1', { version: tlv(0xa0, integer(0)) }, 'certificate-malformed'],
    ['a unique identifier', { extra: tlv(0x81, raw('0000')) }, 'certificate-malformed'],
    ['two algorithms', { innerAlgorithm: sequence(oid('1.2.840.10045.4.3.2')) }, 'certificate-malformed'],
    ['a path length without CA', { isCa: false, pathLength: 0 }, 'certificate-malformed'],
    [
      'an extension twice',
      { usage: USAGE.sign, extensions: [extension('2.5.29.15', raw('03020780'))] },
      'certificate-malformed',
    ],
    [
      'critical FALSE',
      { extensions: [sequence(oid('1.2.3'), boolean(false), octets(raw('')))] },
      'certificate-malformed',
    ],
    [
      'an extension with too much',
      { extensions: [sequence(oid('1.2.3'), octets(raw('')), integer(1))] },
      'certificate-malformed',
    ],
    ['cA FALSE', { extensions: [extension('2.5.29.19', sequence(boolean(false)))] }, 'certificate-malformed'],
    [
      'a point off its curve',
      { spki: sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.3.132.0.34')), bits(new Uint8Array(97).fill(4))) },
      'certificate-malformed',
    ],
    [
      'a compressed point',
      {
        spki: sequence(
          sequence(oid('1.2.840.10045.2.1'), oid('1.3.132.0.34')),
          bits(concatBytes(raw('02'), KEY.point.subarray(1, 49))),
        ),
      },
      'certificate-malformed',
    ],
    [
      'a curve that nobody uses',
      { spki: sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.3.132.0.10')), bits(KEY.point)) },
      'algorithm-unsupported',
    ],
    [
      'an Ed25519 key',
      { spki: sequence(sequence(oid('1.3.101.112'), raw('0500')), bits(new Uint8Array(32))) },
      'algorithm-unsupported',
    ],
    ['an RSA key of 8 bits', { spki: PSS_KEY }, 'certificate-malformed'],
    [
      'RSA parameters that are not NULL',
      { spki: sequence(sequence(oid('1.2.840.113549.1.1.1'), integer(0)), bits(raw('3000'))) },
      'certificate-malformed',
    ],
    [
      'unused bits in the key',
      { spki: sequence(sequence(oid('1.3.101.112'), raw('0500')), bits(new Uint8Array(32), 1)) },
      'certificate-malformed',
    ],
    [
      'an unknown signature algorithm',
      { signer: { ...KEY, algorithm: sequence(oid('1.2.840.10045.4.3.4')) } },
      'algorithm-unsupported',
    ],
    [
      'ECDSA with parameters',
      { signer: { ...KEY, algorithm: sequence(oid('1.2.840.10045.4.3.3'), raw('0500')) } },
      'algorithm-unsupported',
    ],
  ];
  for (const [title, shape, code] of shapes) {
    it(`${title}: ${code}`, async () => {
      const { der } = await issue(undefined, KEY, { commonName: 'x', ...shape });
      expectCode(() => parseCertificate(der), code);
    });
  }

  it('an RSA key with another exponent, or of 2048 bits: certificate-malformed', async () => {
    const modulus = concatBytes(raw('028201810080'), new Uint8Array(383));
    const key = (exponent: number) =>
      sequence(sequence(oid('1.2.840.113549.1.1.1'), raw('0500')), bits(sequence(modulus, integer(exponent))));
    const make = async (spki: Uint8Array) => (await issue(undefined, KEY, { commonName: 'x', spki })).der;
    const three = await make(key(3));
    expectCode(() => parseCertificate(three), 'certificate-malformed');
    const usual = await make(key(65_537));
    expect(parseCertificate(usual).publicKey.kind).to.equal('rsa');
    const short = await make((await rsaSigner(2048)).spki);
    expectCode(() => parseCertificate(short), 'certificate-malformed');
  });

  it('too many bytes: input-too-large', () => {
    expectCode(() => parseCertificate(new Uint8Array(TEE_LIMITS.certificate + 1)), 'input-too-large', 8192);
  });

  const structures: readonly [title: string, der: Uint8Array][] = [
    ['no sequence', integer(1)],
    ['an empty sequence', sequence()],
    ['one part', sequence(sequence())],
    ['a signature that is no BIT STRING', sequence(sequence(), sequence(), integer(1))],
    ['unused bits in the signature', sequence(sequence(), KEY.algorithm, bits(raw('fe'), 1))],
    ['a part too many', sequence(sequence(), KEY.algorithm, bits(raw('00')), integer(1))],
  ];
  for (const [title, der] of structures) {
    it(`${title}: certificate-malformed`, () => expectCode(() => parseCertificate(der), 'certificate-malformed'));
  }

  const serials = ['0200', '0201ff', '02020001', `0216${'01'.repeat(22)}`, '0601 2a'.replace(' ', '')];
  for (const serial of serials) {
    it(`serial number ${serial.slice(0, 12)}: certificate-malformed`, () => {
      const body = sequence(tlv(0xa0, integer(2)), raw(serial));
      expectCode(() => parseCertificate(sequence(body, KEY.algorithm, bits(raw('00')))), 'certificate-malformed');
    });
  }

  it('key identifiers of another form: certificate-malformed', async () => {
    const empty = sequence(tlv(0xa0, integer(2)));
    expectCode(() => parseCertificate(sequence(empty, KEY.algorithm, bits(raw('00')))), 'certificate-malformed');
    const { der } = await issue(undefined, KEY, { commonName: 'x' });
    // The tag of the OCTET STRING inside of the subject key identifier.
    const at = Buffer.from(der).indexOf(Buffer.from('0603551d0e04160414', 'hex')) + 7;
    const other = der.map((byte, index) => (index === at ? 0x05 : byte));
    expectCode(() => parseCertificate(other), 'certificate-malformed');
  });

  it('common names: one in ASCII, or none', async () => {
    const named = async (commonName: string) =>
      parseCertificate((await issue(undefined, KEY, { commonName })).der).commonName;
    expect(await named('ARK-Test')).to.equal('ARK-Test');
    expect(await named('Ärger')).to.equal(undefined);
    expect(await named('x'.repeat(65))).to.equal(undefined);
    expect(await named('')).to.equal(undefined);
  });

  it('a certificate reads as OpenSSL reads it', async () => {
    for (const notAfter of [new Date('2049-12-31T23:59:59Z'), new Date('2050-01-01T00:00:00Z')]) {
      const { der } = await issue(undefined, KEY, {
        commonName: 'One',
        serial: 0x80,
        notAfter,
        isCa: true,
        pathLength: 3,
      });
      const ours = parseCertificate(der);
      const theirs = new X509Certificate(der);
      expect(ours.serialNumber).to.equal(`00${theirs.serialNumber.toLowerCase()}`);
      expect([ours.notBefore, ours.notAfter]).to.deep.equal([theirs.validFrom, theirs.validTo].map(Date.parse));
      expect(ours.basicConstraints).to.deep.equal({ isCa: true, pathLength: 3 });
      expect(theirs.verify(theirs.publicKey)).to.equal(true);
    }
  });
});

describe('revocation lists', () => {
  let ca: Authority;
  before(async () => {
    ca = await issue(undefined, ecSigner('p256'), { commonName: 'CA', isCa: true, usage: USAGE.ca });
  });

  it('reads serial numbers and times', async () => {
    const list = parseRevocationList(await revocationList(ca, { revoked: [0, 127, 128, 65_536] }));
    expect([...list.revoked]).to.deep.equal(['00', '7f', '0080', '010000']);
    expect(new Date(list.thisUpdate).toISOString()).to.equal('2026-05-20T00:00:00.000Z');
    expect(new Date(list.nextUpdate).toISOString()).to.equal('2026-06-20T00:00:00.000Z');
  });

  it('an entry with too much, or two algorithms: certificate-malformed', async () => {
    const innerAlgorithm = sequence(oid('1.2.840.10045.4.3.3'));
    const two = await revocationList(ca, { innerAlgorithm });
    expectCode(() => parseRevocationList(two), 'certificate-malformed');
    const entry = sequence(integer(1), time(AT), sequence(extension('1.2.3', raw(''))), integer(2));
    const { algorithm } = ca.key;
    const body = sequence(
      integer(1),
      algorithm,
      ca.name,
      time(AT),
      time(AT),
      sequence(entry),
      tlv(0xa0, sequence(extension('2.5.29.20', integer(1)))),
    );
    expectCode(() => parseRevocationList(sequence(body, algorithm, bits(raw('00')))), 'certificate-malformed');
  });

  it('an empty list of extensions: certificate-malformed', () => {
    const { algorithm } = ca.key;
    const body = sequence(integer(1), algorithm, ca.name, time(AT), time(AT), tlv(0xa0, sequence()));
    expectCode(() => parseRevocationList(sequence(body, algorithm, bits(raw('00')))), 'certificate-malformed');
  });

  it('too many bytes: input-too-large', () => {
    expectCode(() => parseRevocationList(new Uint8Array(TEE_LIMITS.crl + 1)), 'input-too-large');
  });
});

describe('PEM', () => {
  const one = toPem(Uint8Array.of(1, 2, 3, 4));
  const cases: readonly [title: string, text: string][] = [
    ['nothing', ''],
    ['empty lines alone', '\n\n'],
    ['text before', `x\n${one}`],
    ['text after', `${one}x`],
    ['a CR without LF', one.replace(/\n$/, '\r')],
    ['a CR in place of an LF', one.replace('-----\n', '-----\r')],
    ['two NULs', `${one}\0\0`],
    ['no end', one.replace('-----END CERTIFICATE-----\n', '')],
    ['another label', one.replaceAll('CERTIFICATE', 'X509 CRL')],
    ['no content', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['an empty line inside', one.replace('AQIDBA==', 'AQID\n\nBA==')],
    ['a long line', one.replace('AQIDBA==', 'A'.repeat(80))],
    ['a space', one.replace('AQIDBA==', 'AQIDBA= ')],
    ['no padding', one.replace('AQIDBA==', 'AQIDBA')],
    ['bits that the padding drops', one.replace('AQIDBA==', 'AQIDBB==')],
    ['padding in the middle', one.replace('AQIDBA==', 'AQ==AQ==')],
    ['letters of base64url', one.replace('AQIDBA==', '-_ID')],
  ];
  for (const [title, input] of cases) {
    it(`refuses ${title}`, () => expectCode(() => parsePem(input), 'pem-malformed'));
  }

  it('reads LF and CRLF, empty lines between, one NUL at the end', () => {
    for (const input of [one, one.replaceAll('\n', '\r\n'), `\n${one}\n`, `${one}\0`]) {
      expect(parsePem(input)).to.deep.equal([Uint8Array.of(1, 2, 3, 4)]);
    }
  });

  it('names the offset of the line at fault', () => expectCode(() => parsePem(`${one}x`), 'pem-malformed', one.length));

  it('too much text: input-too-large', () => expectCode(() => parsePem('\n'.repeat(65_537)), 'input-too-large'));
});

describe('createKeyBinding', () => {
  it('keeps key and nonce apart', () => {
    const bytes = (...values: number[]) => Uint8Array.from(values);
    expect(createKeyBinding(bytes(1), bytes(2))).not.to.deep.equal(createKeyBinding(bytes(1, 2)));
    expect(createKeyBinding(bytes(1), new Uint8Array())).to.deep.equal(createKeyBinding(bytes(1)));
    expect(createKeyBinding(bytes(1)).length).to.equal(64);
  });

  it('is the SHA-512 that it documents', async () => {
    const message = concatBytes(
      utf8ToBytes('SAGE-TEE-KEY-v1'),
      raw('00000002'),
      raw('0a0b'),
      raw('00000001'),
      raw('0c'),
    );
    const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-512', message.slice()));
    expect(createKeyBinding(raw('0a0b'), raw('0c'))).to.deep.equal(digest);
  });
});

describe('anything at all', function () {
  this.timeout(1_800_000);
  const seeds: Record<string, readonly Uint8Array[]> = {};
  let sgx: DcapCollateral;
  before(async () => {
    const nitro = await nitroChain();
    const dcap = await dcapPki();
    const snp = await snpPki();
    sgx = await collateral(dcap);
    seeds['nitro'] = [nitroDocument(nitro, nitroPayload(nitro))];
    seeds['quote'] = [quote(dcap), quote(dcap, { version: 5, body: tdBody({ is15: true }) })];
    seeds['snp'] = [snpReport(snp), snpReport(snp, { version: 5 })];
    seeds['certificate'] = [nitro.leaf.der, dcap.pck.der, snp.ark.der, snp.vek.der];
    seeds['list'] = [sgx.pckCrl, await revocationList(dcap.ca, { revoked: [1, 2] })];
    seeds['pem'] = [utf8ToBytes(toPem(dcap.pck.der, dcap.root.der))];
    seeds['json'] = [utf8ToBytes(JSON.stringify(toJson(sgx)))];
  });

  /** Random bytes, and evidence with some bytes replaced, cut out or doubled. */
  function inputs(name: string): fc.Arbitrary<Uint8Array> {
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 4 }), put: fc.uint8Array({ maxLength: 4 }) });
    const edited = fc
      .record({ seed: fc.nat(), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) })
      .map(({ seed, edits }) => {
        const all = seeds[name] ?? [];
        let bytes = all[seed % all.length] ?? new Uint8Array();
        for (const { at, cut, put } of edits) {
          const begin = at % (bytes.length + 1);
          bytes = concatBytes(bytes.subarray(0, begin), put, bytes.subarray(begin + cut));
        }
        return bytes;
      });
    return fc.oneof({ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) }, { weight: 4, arbitrary: edited });
  }

  const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
  const parsers: readonly [name: string, parse: (bytes: Uint8Array) => unknown][] = [
    ['nitro', parseNitroDocument],
    ['quote', parseQuote],
    ['snp', parseSnpReport],
    ['certificate', parseCertificate],
    ['list', parseRevocationList],
    ['pem', (bytes) => parsePem(latin1(bytes))],
    ['json', (bytes) => parseDcapCollateral(latin1(bytes))],
  ];
  for (const [name, parse] of parsers) {
    it(`makes the parser of ${name} return or throw a TeeError, soon`, () => {
      let slowest = 0;
      const property = fc.property(inputs(name), (bytes) => {
        // Of this process, in microseconds: the clock on the wall also counts what others do.
        const begin = process.cpuUsage();
        try {
          parse(bytes);
        } catch (error) {
          if (!(error instanceof TeeError)) throw error;
        }
        const { user, system } = process.cpuUsage(begin);
        slowest = Math.max(slowest, (user + system) / 1000);
      });
      fc.assert(property, { numRuns: RUNS });
      expect(slowest).to.be.lessThan(1000);
    });
  }

  it('and one changed byte anywhere makes evidence of every format anything but valid', async () => {
    const nitro = await nitroChain();
    const dcap = await dcapPki();
    const snp = await snpPki({ product: 'Turin' });
    const made = await collateral(dcap);
    const tdx = await collateral(dcap, { kind: 'TDX' });
    const list = await revocationList(snp.ark);
    const [vek, ask, ark] = [snp.vek.der, snp.ask.der, snp.ark.der];
    const roots = trust(dcap.root);
    type Verify = (bytes: Uint8Array) => Promise<{ verdict: string }>;
    const formats: readonly [bytes: Uint8Array, verify: Verify, isQuote: boolean, trailing?: number][] = [
      [
        nitroDocument(nitro, nitroPayload(nitro)),
        (b) => verifyNitroDocument(b, { at: AT, roots: trust(nitro.root) }),
        false,
      ],
      [quote(dcap), (b) => verifyQuote(b, { at: AT, roots, collateral: made }), true],
      [quote(dcap, { version: 4, body: tdBody() }), (b) => verifyQuote(b, { at: AT, roots, collateral: tdx }), true],
      [
        quote(dcap, { version: 5, body: tdBody({ is15: true }), trailing: new Uint8Array(8) }),
        (b) => verifyQuote(b, { at: AT, roots, collateral: tdx }),
        true,
        8,
      ],
      [
        snpReport(snp, { product: 'Turin', version: 5 }),
        (b) =>
          verifySnpReport(b, {
            at: AT,
            roots: trust(snp.ark, 'Turin'),
            certificates: [vek, ask, ark],
            revocationList: list,
          }),
        false,
      ],
    ];
    for (const [bytes, verify, isQuote, trailing = 0] of formats) {
      expect((await verify(bytes)).verdict).to.equal('valid');
      // The NUL behind the chain of a quote is not signed and says nothing; a line break there ends the chain as well.
      const nul = bytes.length - 1 - trailing;
      if (isQuote) {
        const broken = bytes.slice();
        broken[nul] = LINE_BREAK;
        expect([bytes[nul], (await verify(broken)).verdict]).to.deep.equal([0, 'valid']);
      }
      const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }));
      await fc.assert(
        fc.asyncProperty(change, async ([at, mask]) => {
          const changed = bytes.slice();
          changed[at] = (changed[at] ?? 0) ^ mask;
          const isHarmless = isQuote && changed[nul] === LINE_BREAK;
          return isHarmless || (await verify(changed)).verdict !== 'valid';
        }),
        { numRuns: Math.min(RUNS / 5, 2000) },
      );
    }
  });
});
