import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { TEE_LIMITS, createKeyBinding, parseDcapCollateral, verifyQuote } from '../../src/index.ts';
import type { DcapCollateral, TeeFailureCode, TeePolicy, TeeResult } from '../../src/index.ts';
import { expectRefusal } from './support/expectRefusal.ts';
import { AT, ecSigner, extension, issue, toPem, trust, USAGE } from './support/pki.ts';
import {
  collateral,
  dcapPki,
  isvLevel,
  level,
  pckExtension,
  qeIdentity,
  quote,
  sgxBody,
  tcbInfo,
  tdBody,
  toJson,
} from './support/quoteEvidence.ts';
import type { CollateralShape, DcapPki, DcapPkiShape, QuoteShape, TdBodyShape } from './support/quoteEvidence.ts';

const KEY = Uint8Array.from([3, 9, 9, 9]);
const NONCE = new Uint8Array(16).fill(5);

let pki: DcapPki;
let sgx: DcapCollateral;
let tdx: DcapCollateral;
before(async () => {
  pki = await dcapPki();
  sgx = await collateral(pki);
  tdx = await collateral(pki, { kind: 'TDX' });
});

interface JudgeOptions {
  readonly policy?: TeePolicy;
  readonly with?: DcapCollateral | undefined;
  readonly at?: Date;
  readonly from?: DcapPki;
}

function judge(bytes: Uint8Array, options: JudgeOptions = {}): Promise<TeeResult> {
  const { policy = {}, at = AT, from = pki } = options;
  const chosen = 'with' in options ? options.with : sgx;
  return verifyQuote(bytes, { at, policy, roots: trust(from.root), collateral: chosen });
}

describe('quotes made here', () => {
  it('an SGX quote of version 3 is valid, and its claims are what it says', async () => {
    const result = await judge(quote(pki), { policy: { productId: 7, minimumSvn: 3 } });
    if (result.verdict !== 'valid') throw new Error(result.message);
    expect(result.claims).to.deep.equal({
      format: 'sgx',
      version: 3,
      debug: false,
      migratable: false,
      measurements: { mrEnclave: 'e1'.repeat(32), mrSigner: 'e2'.repeat(32), configId: 'e3'.repeat(64) },
      productId: 7,
      svn: 3,
      reportData: 'e4'.repeat(64),
      nonce: null,
      publicKey: null,
      time: null,
      tcb: {
        kind: 'dcap',
        status: 'UpToDate',
        date: Date.parse('2020-01-01T00:00:00Z'),
        advisories: [],
        platformStatus: 'UpToDate',
        qeStatus: 'UpToDate',
        moduleStatus: null,
        fmspc: '00a067110000',
      },
      root: 'test root',
    });
    expect(result.checks.map(({ name, outcome }) => `${name} ${outcome}`)).to.deep.equal([
      'options passed',
      'format passed',
      'chain passed',
      'platform passed',
      'signature passed',
      'debug passed',
      'migration passed',
      'measurements passed',
      'binding not-asked',
      'freshness not-asked',
      'collateral passed',
      'revocation passed',
      'tcb passed',
    ]);
  });

  it('a TDX quote of version 5 with a 1.5 body is valid, and its claims are what it says', async () => {
    const result = await judge(quote(pki, { version: 5, body: tdBody({ is15: true }) }), { with: tdx });
    if (result.verdict !== 'valid') throw new Error(result.message);
    expect(result.claims.measurements).to.deep.equal({
      mrTd: 'd2'.repeat(48),
      mrSeam: 'd1'.repeat(48),
      mrSignerSeam: '00'.repeat(48),
      mrConfigId: '00'.repeat(48),
      mrOwner: '00'.repeat(48),
      mrOwnerConfig: '00'.repeat(48),
      rtmr0: 'd3'.repeat(48),
      rtmr1: 'd3'.repeat(48),
      rtmr2: 'd3'.repeat(48),
      rtmr3: 'd3'.repeat(48),
      mrServiceTd: 'd5'.repeat(48),
    });
    expect([result.claims.format, result.claims.version, result.claims.svn]).to.deep.equal(['tdx', 5, null]);
    expect(result.claims.reportData).to.equal('d4'.repeat(64));
  });

  const good: readonly [title: string, shape: () => QuoteShape][] = [
    ['SGX in version 4', () => ({ version: 4 })],
    ['SGX in version 5', () => ({ version: 5 })],
    ['TDX 1.0 in version 4', () => ({ version: 4, body: tdBody() })],
    ['TDX 1.0 in version 5', () => ({ version: 5, body: tdBody() })],
    ['zeros after the end', () => ({ trailing: new Uint8Array(70) })],
    ['a chain without the NUL at its end', () => ({ chain: toPem(pki.pck.der, pki.ca.der, pki.root.der) })],
  ];
  for (const [title, shape] of good) {
    it(`${title}: ok`, async () => {
      const made = shape();
      const result = await judge(quote(pki, made), { with: made.body === undefined ? sgx : tdx });
      expect(result.code).to.equal('ok');
    });
  }

  it('without collateral everything else is checked and the answer is unknown', async () => {
    const result = await judge(quote(pki), { with: undefined });
    expectRefusal(result, 'collateral-missing');
    expectRefusal(await judge(quote(pki, { body: sgxBody({ attributes: 7 }) }), { with: undefined }), 'debug-refused');
  });

  it('without injected roots the pinned one decides', async () => {
    expectRefusal(await verifyQuote(quote(pki), { at: AT, collateral: sgx }), 'root-untrusted');
  });

  const malformed: readonly [title: string, make: () => Uint8Array, code: TeeFailureCode, offset?: number][] = [
    ['no bytes', () => new Uint8Array(), 'input-truncated', 0],
    ['a quote beyond the limit', () => new Uint8Array(TEE_LIMITS.quote + 1), 'input-too-large', 65_536],
    ['half a quote', () => quote(pki).subarray(0, 1000), 'input-truncated', 436],
    ['a byte after the end', () => quote(pki, { trailing: Uint8Array.of(0, 1) }), 'input-trailing'],
    ['version 6', () => quote(pki, { version: 6 }), 'version-unsupported', 0],
    ['an attestation key on P-384', () => quote(pki, { keyType: 3 }), 'algorithm-unsupported', 2],
    ['a TD in version 3', () => quote(pki, { teeType: 0x81 }), 'evidence-malformed', 4],
    ['an unknown TEE', () => quote(pki, { version: 4, teeType: 1 }), 'evidence-malformed', 4],
    ['a QE of another vendor', () => quote(pki, { vendor: '00'.repeat(16) }), 'algorithm-unsupported', 12],
    [
      'a reserved field that is set',
      () => quote(pki, { version: 4 }).map((b, at) => (at === 9 ? 1 : b)),
      'evidence-malformed',
      9,
    ],
    ['body type 4', () => quote(pki, { version: 5, bodyType: 4 }), 'evidence-malformed', 48],
    ['body type 0', () => quote(pki, { version: 5, bodyType: 0 }), 'evidence-malformed', 48],
    ['a TD body in an SGX quote', () => quote(pki, { version: 5, bodyType: 2 }), 'evidence-malformed', 48],
    ['a wrong body size', () => quote(pki, { version: 5, bodySize: 383 }), 'evidence-malformed', 50],
    [
      'reserved bytes of the report',
      () => quote(pki).map((b, at) => (at === 48 + 20 ? 1 : b)),
      'evidence-malformed',
      20,
    ],
    ['certification data of another type', () => quote(pki, { chainType: 1 }), 'algorithm-unsupported'],
    ['a wrapper of another type', () => quote(pki, { version: 4, outerType: 5 }), 'algorithm-unsupported', 128],
    ['no chain', () => quote(pki, { chain: '' }), 'pem-malformed', 0],
    ['a chain of two', () => quote(pki, { chain: toPem(pki.pck.der, pki.ca.der) }), 'certificates-missing'],
    [
      'a chain of four',
      () => quote(pki, { chain: toPem(pki.pck.der, pki.ca.der, pki.ca.der, pki.root.der) }),
      'certificates-missing',
    ],
    ['a chain with words', () => quote(pki, { chain: `x\n${toPem(pki.pck.der)}` }), 'pem-malformed', 0],
  ];
  for (const [title, make, code, offset] of malformed) {
    it(`${title}: ${code}`, async () => {
      const result = await judge(make());
      expectRefusal(result, code);
      if (offset !== undefined) expect(result.verdict !== 'valid' && result.offset).to.equal(offset);
    });
  }

  const forged: readonly [title: string, shape: () => QuoteShape, code: TeeFailureCode][] = [
    ['a QE report signed by another key', () => ({ qeSigner: ecSigner('p256') }), 'qe-report-signature'],
    ['a QE report about another key', () => ({ vouchedKey: new Uint8Array(64) }), 'qe-report-data'],
    ['a quote signed by another key', () => ({ quoteSigner: ecSigner('p256') }), 'signature-invalid'],
    ['a debug enclave', () => ({ body: sgxBody({ attributes: 0x07 }) }), 'debug-refused'],
    ['a debug QE', () => ({ qe: { attributes: 0x13 } }), 'qe-identity-mismatch'],
    ['a QE of another signer', () => ({ qe: { mrSigner: new Uint8Array(32) } }), 'qe-identity-mismatch'],
    ['a QE of another product', () => ({ qe: { productId: 2 } }), 'qe-identity-mismatch'],
    ['a QE with another MISCSELECT', () => ({ qe: { miscSelect: 1 } }), 'qe-identity-mismatch'],
    ['a QE below all levels', () => ({ qe: { svn: 4 } }), 'tcb-level-none'],
    ['a QE out of date', () => ({ qe: { svn: 7 } }), 'tcb-status-refused'],
    ['a revoked QE', () => ({ qe: { svn: 5 } }), 'tcb-status-refused'],
  ];
  for (const [title, shape, code] of forged) {
    it(`${title}: ${code}`, async () => expectRefusal(await judge(quote(pki, shape())), code));
  }

  it('debug passes where the policy allows it, and is told', async () => {
    const result = await judge(quote(pki, { body: sgxBody({ attributes: 7 }) }), { policy: { allowDebug: true } });
    expect(result.verdict === 'valid' && result.claims.debug).to.equal(true);
  });

  const policies: readonly [title: string, policy: TeePolicy, code: TeeFailureCode | 'ok'][] = [
    ['the measurements', { measurements: { mrEnclave: 'e1'.repeat(32), mrSigner: 'e2'.repeat(32) } }, 'ok'],
    ['another enclave', { measurements: { mrEnclave: 'e2'.repeat(32) } }, 'measurement-mismatch'],
    ['another product', { productId: 8 }, 'measurement-mismatch'],
    ['a newer version', { minimumSvn: 4 }, 'svn-too-low'],
    ['the report data', { reportData: new Uint8Array(64).fill(0xe4) }, 'ok'],
    ['other report data', { reportData: new Uint8Array(64) }, 'report-data-mismatch'],
    ['a key that is not bound', { key: KEY }, 'key-binding-mismatch'],
    ['a nonce without key', { nonce: NONCE }, 'options-invalid'],
    ['a nonce demanded and not named', { requireNonce: true, key: KEY }, 'nonce-not-given'],
  ];
  for (const [title, policy, code] of policies) {
    it(`policy, ${title}: ${code}`, async () => {
      const result = await judge(quote(pki), { policy });
      if (code === 'ok') expect(result.code).to.equal('ok');
      else expectRefusal(result, code);
    });
  }

  it('binds a key and a nonce through the report data', async () => {
    const bound = quote(pki, { body: sgxBody({ reportData: createKeyBinding(KEY, NONCE) }) });
    expect((await judge(bound, { policy: { key: KEY, nonce: NONCE, requireNonce: true } })).code).to.equal('ok');
    expectRefusal(await judge(bound, { policy: { key: KEY } }), 'key-binding-mismatch');
    expectRefusal(await judge(bound, { policy: { key: NONCE, nonce: KEY } }), 'key-binding-mismatch');
  });
});

describe('PCK certificates made here', () => {
  const PROCESSOR = { ca: { commonName: 'Intel SGX PCK Processor CA' } };
  const chains: readonly [title: string, shape: DcapPkiShape, code: TeeFailureCode][] = [
    ['an expired one', { pck: { notAfter: new Date(AT.getTime() - 1000) } }, 'certificate-expired'],
    ['one of another role', { pck: { commonName: 'Intel SGX TCB Signing' } }, 'certificate-usage'],
    ['one of another CA', { ca: { commonName: 'Another CA' } }, 'certificate-usage'],
    ['one with a P-384 key', { curve: 'p384' }, 'algorithm-unsupported'],
    ['one without SGX extension', { pck: { extensions: [] } }, 'certificate-malformed'],
    ['one without FMSPC', { pck: { extensions: [pckExtension(10, 13, undefined, '4')] } }, 'certificate-malformed'],
    ['one with a short FMSPC', { pck: { extensions: [pckExtension(10, 13, '00a0')] } }, 'certificate-malformed'],
    ['one without TCB', { pck: { extensions: [pckExtension(10, 13, undefined, '2')] } }, 'certificate-malformed'],
    [
      'one without a component',
      { pck: { extensions: [pckExtension(10, 13, undefined, '2.3')] } },
      'certificate-malformed',
    ],
    ['one with a component of 256', { pck: { extensions: [pckExtension(256)] } }, 'certificate-malformed'],
  ];
  for (const [title, shape, code] of chains) {
    it(`${title}: ${code}`, async () => {
      const from = await dcapPki(shape);
      const qeSigner = shape.curve === 'p384' ? ecSigner('p256') : from.pck.key;
      expectRefusal(await judge(quote(from, { qeSigner }), { from }), code);
    });
  }

  it('those of the processor CA are accepted as well', async () => {
    const from = await dcapPki(PROCESSOR);
    expect((await judge(quote(from), { from, with: await collateral(from) })).code).to.equal('ok');
  });
});

describe('collateral made here', () => {
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const cases: readonly [title: string, shape: () => CollateralShape, code: TeeFailureCode][] = [
    ['a TCB info signed by another key', () => ({ infoSigner: ecSigner('p256') }), 'collateral-signature'],
    ['a QE identity signed by another key', () => ({ identitySigner: ecSigner('p256') }), 'collateral-signature'],
    [
      'an expired TCB info',
      () => ({ tcbInfo: tcbInfo('SGX', { nextUpdate: '2026-06-01T11:59:59Z' }) }),
      'collateral-expired',
    ],
    [
      'an expired QE identity',
      () => ({ qeIdentity: qeIdentity('SGX', { nextUpdate: '2026-06-01T11:59:59Z' }) }),
      'collateral-expired',
    ],
    [
      'a TCB info of tomorrow',
      () => ({ tcbInfo: tcbInfo('SGX', { issueDate: '2026-06-01T12:00:01Z' }) }),
      'collateral-not-yet-valid',
    ],
    [
      'a QE identity of tomorrow',
      () => ({ qeIdentity: qeIdentity('SGX', { issueDate: '2026-06-01T12:00:01Z' }) }),
      'collateral-not-yet-valid',
    ],
    [
      'a TCB info for another platform',
      () => ({ tcbInfo: tcbInfo('SGX', { fmspc: '00906ED50000' }) }),
      'collateral-mismatch',
    ],
    ['a TCB info for another PCE', () => ({ tcbInfo: tcbInfo('SGX', { pceId: '0001' }) }), 'collateral-mismatch'],
    ['collateral for TDX', () => ({ kind: 'TDX' }), 'collateral-mismatch'],
    ['the identity of another QE', () => ({ qeIdentity: qeIdentity('TDX') }), 'collateral-mismatch'],
    ['a text that is not JSON', () => ({ tcbInfo: '{' }), 'collateral-malformed'],
    [
      'a key twice',
      () => ({ tcbInfo: `{"id":"SGX",${JSON.stringify(tcbInfo('SGX')).slice(1)}` }),
      'collateral-malformed',
    ],
    ['version 2', () => ({ tcbInfo: tcbInfo('SGX', { version: 2 }) }), 'collateral-malformed'],
    ['no levels', () => ({ tcbInfo: tcbInfo('SGX', { tcbLevels: [] }) }), 'collateral-malformed'],
    [
      'an unknown status',
      () => ({ tcbInfo: tcbInfo('SGX', { tcbLevels: [level(1, 'Fine')] }) }),
      'collateral-malformed',
    ],
    [
      'a month that no calendar has',
      () => ({ tcbInfo: tcbInfo('SGX', { issueDate: '2026-13-01T00:00:00Z' }) }),
      'collateral-malformed',
    ],
    [
      'a mask that is too short',
      () => ({ qeIdentity: qeIdentity('SGX', { attributesMask: 'FF' }) }),
      'collateral-malformed',
    ],
    ['a JSON that is null', () => ({ qeIdentity: 'null' }), 'collateral-malformed'],
    [
      'a platform below all levels',
      () => ({ tcbInfo: tcbInfo('SGX', { tcbLevels: [level(11, 'UpToDate')] }) }),
      'tcb-level-none',
    ],
    [
      'a revoked platform',
      () => ({ tcbInfo: tcbInfo('SGX', { tcbLevels: [level(1, 'Revoked')] }) }),
      'tcb-status-refused',
    ],
    ['a revoked PCK certificate', () => ({ pckList: { revoked: [9, 31] } }), 'certificate-revoked'],
    ['a revoked PCK CA', () => ({ rootList: { revoked: [21] } }), 'certificate-revoked'],
    ['a revoked TCB signing certificate', () => ({ rootList: { revoked: [22] } }), 'certificate-revoked'],
    ['a PCK list signed by another key', () => ({ pckList: { signer: ecSigner('p256') } }), 'crl-signature'],
    ['a root list signed by another key', () => ({ rootList: { signer: ecSigner('p256') } }), 'crl-signature'],
    [
      'a list that names another key',
      () => ({ pckList: { authorityKeyId: new Uint8Array(20) } }),
      'collateral-mismatch',
    ],
    ['an expired list', () => ({ pckList: { nextUpdate: day('2026-06-01') } }), 'collateral-expired'],
    ['a list of tomorrow', () => ({ rootList: { thisUpdate: day('2026-06-02') } }), 'collateral-not-yet-valid'],
    ['a list without end', () => ({ pckList: { nextUpdate: null } }), 'certificate-malformed'],
    [
      'a list with a critical extension',
      () => ({ pckList: { extensions: [extension('2.5.29.28', Uint8Array.of(0x30, 0), true)] } }),
      'certificate-critical-extension',
    ],
    [
      'an entry with a critical extension',
      () => ({ pckList: { revoked: [1], entryExtensions: [extension('2.5.29.29', Uint8Array.of(0x30, 0), true)] } }),
      'certificate-critical-extension',
    ],
    ['a list of version 1', () => ({ pckList: { version: Uint8Array.of(2, 1, 0) } }), 'certificate-malformed'],
    ['a chain that is no PEM', () => ({ chains: { tcbInfoIssuerChain: 'x' } }), 'pem-malformed'],
    [
      'a chain of the root alone',
      () => ({ chains: { tcbInfoIssuerChain: toPem(pki.root.der) } }),
      'certificates-missing',
    ],
    [
      'a chain of nine',
      () => ({ chains: { tcbInfoIssuerChain: toPem(...Array.from({ length: 9 }, () => pki.root.der)) } }),
      'input-too-large',
    ],
    [
      'a TCB info signed by a PCK certificate',
      () => ({ chains: { tcbInfoIssuerChain: toPem(pki.pck.der, pki.ca.der, pki.root.der) }, infoSigner: pki.pck.key }),
      'certificate-usage',
    ],
    [
      'a list chain of a leaf',
      () => ({ chains: { pckCrlIssuerChain: toPem(pki.signing.der, pki.root.der) } }),
      'certificate-not-ca',
    ],
    [
      'a list chain of a PCK certificate',
      () => ({ chains: { pckCrlIssuerChain: toPem(pki.pck.der, pki.ca.der, pki.root.der) } }),
      'certificate-not-ca',
    ],
  ];
  for (const [title, shape, code] of cases) {
    it(`${title}: ${code}`, async () => {
      expectRefusal(await judge(quote(pki), { with: await collateral(pki, shape()) }), code);
    });
  }

  it('TCB info or QE identity under a CA between signer and root, which may be revoked: certificate-usage', async () => {
    const leaked = await issue(pki.root, ecSigner('p256'), {
      ...{ commonName: 'Intel SGX PCK Processor CA', serial: 99, isCa: true, pathLength: 0, usage: USAGE.ca },
    });
    const signer = await issue(leaked, ecSigner('p256'), { commonName: 'Intel SGX TCB Signing', usage: USAGE.sign });
    const chain = toPem(signer.der, leaked.der, pki.root.der);
    for (const revoked of [[], [99]]) {
      const info = { infoSigner: signer.key, chains: { tcbInfoIssuerChain: chain }, rootList: { revoked } };
      expectRefusal(await judge(quote(pki), { with: await collateral(pki, info) }), 'certificate-usage');
      const identity = { identitySigner: signer.key, chains: { qeIdentityIssuerChain: chain }, rootList: { revoked } };
      expectRefusal(await judge(quote(pki), { with: await collateral(pki, identity) }), 'certificate-usage');
    }
  });

  it('TCB info under another trusted root than the PCK certificate: collateral-mismatch', async () => {
    const other = await dcapPki();
    const shape = {
      infoSigner: other.signing.key,
      chains: { tcbInfoIssuerChain: toPem(other.signing.der, other.root.der) },
    };
    const roots = [...trust(pki.root), ...trust(other.root)];
    const made = await collateral(pki, shape);
    expectRefusal(await verifyQuote(quote(pki), { at: AT, roots, collateral: made }), 'collateral-mismatch');
  });

  it('entries that are not critical, and lists of others, revoke nothing', async () => {
    const reason = extension('2.5.29.21', Uint8Array.of(0x0a, 1, 1));
    const made = await collateral(pki, { pckList: { revoked: [30, 32], entryExtensions: [reason] } });
    expect((await judge(quote(pki), { with: made })).code).to.equal('ok');
  });

  it('a list of another CA: collateral-mismatch', async () => {
    const other = await issue(pki.root, ecSigner('p256'), {
      commonName: 'Intel SGX PCK Processor CA',
      isCa: true,
      pathLength: 0,
      usage: USAGE.ca,
    });
    const chains = { pckCrlIssuerChain: toPem(other.der, pki.root.der) };
    expectRefusal(await judge(quote(pki), { with: await collateral(pki, { chains }) }), 'collateral-mismatch');
    const made = { ...(await collateral(pki)), pckCrl: (await collateral({ ...pki, ca: other })).pckCrl };
    expectRefusal(await judge(quote(pki), { with: made }), 'collateral-mismatch');
  });

  it('a path of authorities that is too long: certificate-path-length', async () => {
    const sub = await issue(pki.ca, ecSigner('p256'), { commonName: 'Sub', isCa: true, usage: USAGE.ca });
    const chains = { pckCrlIssuerChain: toPem(sub.der, pki.ca.der, pki.root.der) };
    expectRefusal(await judge(quote(pki), { with: await collateral(pki, { chains }) }), 'certificate-path-length');
  });

  it('a CA that may not sign lists: certificate-usage', async () => {
    const from = await dcapPki({ ca: { usage: USAGE.caOnly } });
    expectRefusal(await judge(quote(from), { from, with: await collateral(from) }), 'certificate-usage');
  });

  it('a TCB signing certificate with a P-384 key: certificate-usage', async () => {
    const signing = await issue(pki.root, ecSigner('p384'), { commonName: 'Intel SGX TCB Signing', usage: USAGE.sign });
    const made = await collateral(
      { ...pki, signing },
      { infoSigner: ecSigner('p256'), identitySigner: ecSigner('p256') },
    );
    expectRefusal(await judge(quote(pki), { with: made }), 'certificate-usage');
  });

  it('a grace period accepts what is overdue, to the second', async () => {
    const made = await collateral(pki, { tcbInfo: tcbInfo('SGX', { nextUpdate: '2026-06-01T11:00:00Z' }) });
    const list = await collateral(pki, { pckList: { nextUpdate: new Date('2026-06-01T11:00:00Z') } });
    for (const collateralOf of [made, list]) {
      const within = await judge(quote(pki), { with: collateralOf, policy: { collateralGraceSeconds: 3600 } });
      expect(within.code).to.equal('ok');
      const beyond = await judge(quote(pki), { with: collateralOf, policy: { collateralGraceSeconds: 3599 } });
      expectRefusal(beyond, 'collateral-expired');
    }
  });
});

describe('TCB status', () => {
  async function statusOf(shape: QuoteShape, made: DcapCollateral): Promise<string> {
    const result = await judge(quote(pki, shape), { with: made });
    const claims = result.verdict === 'valid' ? result.claims : result.unverifiedClaims;
    return claims?.tcb?.kind === 'dcap' ? claims.tcb.status : result.code;
  }

  const platforms = [
    ['UpToDate', 'OutOfDate'],
    ['SWHardeningNeeded', 'OutOfDate'],
    ['ConfigurationNeeded', 'OutOfDateConfigurationNeeded'],
    ['ConfigurationAndSWHardeningNeeded', 'OutOfDateConfigurationNeeded'],
    ['OutOfDate', 'OutOfDate'],
    ['OutOfDateConfigurationNeeded', 'OutOfDateConfigurationNeeded'],
    ['Revoked', 'Revoked'],
  ] as const;
  for (const [platform, withOldPart] of platforms) {
    it(`${platform} stays with a fresh QE, is ${withOldPart} with an old one and Revoked with a revoked one`, async () => {
      const made = await collateral(pki, { tcbInfo: tcbInfo('SGX', { tcbLevels: [level(10, platform)] }) });
      expect(await statusOf({}, made)).to.equal(platform);
      expect(await statusOf({ qe: { svn: 7 } }, made)).to.equal(withOldPart);
      expect(await statusOf({ qe: { svn: 5 } }, made)).to.equal('Revoked');
    });
  }

  it('the first level that the platform reaches counts, with its date and advisories', async () => {
    const from = await dcapPki({ pck: { extensions: [pckExtension(9)] } });
    const policy = { acceptedTcbStatuses: ['SWHardeningNeeded'] } as const;
    const made = await collateral(from);
    const result = await judge(quote(from), { from, with: made, policy });
    if (result.verdict !== 'valid' || result.claims.tcb?.kind !== 'dcap') throw new Error(result.code);
    expect(result.claims.tcb.advisories).to.deep.equal(['INTEL-SA-1', 'INTEL-SA-2']);
    expect(result.claims.tcb.date).to.equal(Date.parse('2018-01-01T00:00:00Z'));
    expectRefusal(await judge(quote(from), { from, with: made }), 'tcb-status-refused');
    const strict = { ...policy, refusedAdvisories: ['INTEL-SA-2'] };
    expectRefusal(await judge(quote(from), { from, with: made, policy: strict }), 'tcb-status-refused');
    const lax = { ...policy, refusedAdvisories: ['INTEL-SA-7'] };
    expect((await judge(quote(from), { from, with: made, policy: lax })).code).to.equal('ok');
  });

  it('a PCESVN below a level does not reach it', async () => {
    const from = await dcapPki({ pck: { extensions: [pckExtension(10, 12)] } });
    expectRefusal(await judge(quote(from), { from, with: await collateral(from) }), 'tcb-level-none');
  });

  it('Revoked cannot be accepted', async () => {
    const made = await collateral(pki, { tcbInfo: tcbInfo('SGX', { tcbLevels: [level(1, 'Revoked')] }) });
    const policy = { acceptedTcbStatuses: ['Revoked'] } as unknown as TeePolicy;
    expectRefusal(await judge(quote(pki), { with: made, policy }), 'tcb-status-refused');
  });
});

describe('TDX modules', () => {
  const cases: readonly [title: string, body: TdBodyShape, code: TeeFailureCode | 'ok'][] = [
    ['version 1, up to date', { teeTcbSvn: [6, 1, 3] }, 'ok'],
    ['version 1, whose own components are not those of the platform', { teeTcbSvn: [6, 1, 2] }, 'tcb-level-none'],
    ['version 1, out of date', { teeTcbSvn: [5, 1, 3] }, 'tcb-status-refused'],
    ['version 1, below all levels', { teeTcbSvn: [3, 1, 3] }, 'tcb-level-none'],
    ['version 2, which Intel does not list', { teeTcbSvn: [6, 2, 3] }, 'tdx-module-mismatch'],
    ['version 0, below all levels', { teeTcbSvn: [4, 0, 3] }, 'tcb-level-none'],
    ['another signer', { mrSignerSeam: 1 }, 'tdx-module-mismatch'],
    ['other attributes', { seamAttributes: 1 }, 'tdx-module-mismatch'],
    ['another signer of version 1', { teeTcbSvn: [6, 1, 3], mrSignerSeam: 1 }, 'tdx-module-mismatch'],
    ['a TD under debug', { tdAttributes: [1, 0, 0, 0x10] }, 'debug-refused'],
    ['a TD with another bit that takes its protection away', { tdAttributes: [0x10, 0, 0, 0x10] }, 'debug-refused'],
    ['a TD that can be migrated', { tdAttributes: [0, 0, 0, 0x30] }, 'migration-refused'],
  ];
  for (const [title, body, code] of cases) {
    it(`${title}: ${code}`, async () => {
      const result = await judge(quote(pki, { version: 4, body: tdBody(body) }), { with: tdx });
      if (code === 'ok') expect(result.code).to.equal('ok');
      else expectRefusal(result, code);
    });
  }

  it('an old module makes the platform out of date and brings its advisories', async () => {
    const policy = { acceptedTcbStatuses: ['OutOfDate'] } as const;
    const result = await judge(quote(pki, { version: 4, body: tdBody({ teeTcbSvn: [4, 1, 3] }) }), {
      with: tdx,
      policy,
    });
    if (result.verdict !== 'valid' || result.claims.tcb?.kind !== 'dcap') throw new Error(result.code);
    const { status, platformStatus, moduleStatus, qeStatus, advisories } = result.claims.tcb;
    expect([status, platformStatus, moduleStatus, qeStatus]).to.deep.equal([
      'OutOfDate',
      'UpToDate',
      'OutOfDate',
      'UpToDate',
    ]);
    expect(advisories).to.deep.equal(['INTEL-SA-3']);
  });

  it('a TCB info without module identities serves version 0 alone', async () => {
    const made = await collateral(pki, { kind: 'TDX', tcbInfo: tcbInfo('TDX', { tdxModuleIdentities: undefined }) });
    expect((await judge(quote(pki, { version: 4, body: tdBody() }), { with: made })).code).to.equal('ok');
    const next = quote(pki, { version: 4, body: tdBody({ teeTcbSvn: [6, 1, 3] }) });
    expectRefusal(await judge(next, { with: made }), 'tdx-module-mismatch');
  });

  it('migration passes where the policy allows it, and is told', async () => {
    const bytes = quote(pki, { version: 4, body: tdBody({ tdAttributes: [0, 0, 0, 0x20] }) });
    const result = await judge(bytes, { with: tdx, policy: { allowMigration: true } });
    expect(result.verdict === 'valid' && result.claims.migratable).to.equal(true);
  });

  it('an ISVSVN list of one level is enough', async () => {
    const made = await collateral(pki, { qeIdentity: qeIdentity('SGX', { tcbLevels: [isvLevel(0, 'UpToDate')] }) });
    expect((await judge(quote(pki), { with: made })).code).to.equal('ok');
  });
});

describe('parseDcapCollateral', () => {
  it('reads what DCAP tools write', () => {
    expect(parseDcapCollateral(JSON.stringify(toJson(sgx)))).to.deep.equal(sgx);
  });

  const cases: readonly [title: string, changes: Record<string, unknown>, code: TeeFailureCode][] = [
    ['a missing field', { pck_crl: undefined }, 'collateral-malformed'],
    ['an unknown field', { other: '' }, 'collateral-malformed'],
    ['hex in capitals', { root_ca_crl: 'AB' }, 'collateral-malformed'],
    ['a short signature', { tcb_info_signature: '00' }, 'collateral-malformed'],
    ['a number for a text', { tcb_info: 1 }, 'collateral-malformed'],
    ['a text beyond the limit', { tcb_info: 'x'.repeat(TEE_LIMITS.collateralJson) }, 'input-too-large'],
  ];
  for (const [title, changes, code] of cases) {
    it(`${title}: ${code}`, () => {
      const json = JSON.stringify({ ...toJson(sgx), ...changes });
      expect(() => parseDcapCollateral(json))
        .to.throw()
        .with.property('code', code);
    });
  }
});
