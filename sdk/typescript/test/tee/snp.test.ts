import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createKeyBinding, verifySnpReport } from '../../src/index.ts';
import type { SnpOptions, TeeFailureCode, TeePolicy, TeeResult } from '../../src/index.ts';
import { expectRefusal } from './support/expectRefusal.ts';
import { bits, integer, oid, sequence, tlv } from './support/der.ts';
import { AT, ecSigner, revocationList, trust } from './support/pki.ts';
import { CHIP_ID, TCB, TURIN_TCB, snpPki, snpReport } from './support/snpEvidence.ts';
import type { Product, ReportShape, SnpPki, VekShape } from './support/snpEvidence.ts';

const KEY = Uint8Array.from([4, 4, 4]);

let pki: SnpPki;
let list: Uint8Array;
before(async function () {
  // RSA keys are made here.
  this.timeout(60_000);
  pki = await snpPki();
  list = await revocationList(pki.ark);
});

interface JudgeOptions extends Partial<SnpOptions> {
  readonly from?: SnpPki;
  readonly product?: Product | undefined;
}

function judge(report: Uint8Array, options: JudgeOptions = {}): Promise<TeeResult> {
  const { from = pki, at = AT, policy = {}, product = 'Milan' } = options;
  const certificates = options.certificates ?? [from.vek.der, from.ask.der, from.ark.der];
  const roots = options.roots ?? trust(from.ark, product);
  const revocation = 'revocationList' in options ? options.revocationList : list;
  return verifySnpReport(report, { at, policy, roots, certificates, revocationList: revocation });
}

describe('SEV-SNP reports made here', () => {
  it('a Milan report of version 3 with a VCEK is valid, and its claims are what it says', async () => {
    const result = await judge(snpReport(pki));
    if (result.verdict !== 'valid') throw new Error(result.message);
    expect(result.claims).to.deep.equal({
      format: 'snp',
      version: 3,
      debug: false,
      migratable: false,
      measurements: {
        measurement: 'a2'.repeat(48),
        hostData: 'a3'.repeat(32),
        idKeyDigest: '00'.repeat(48),
        authorKeyDigest: '00'.repeat(48),
        familyId: '00'.repeat(16),
        imageId: '00'.repeat(16),
      },
      productId: null,
      svn: 9,
      reportData: 'a1'.repeat(64),
      nonce: null,
      publicKey: null,
      time: null,
      tcb: { kind: 'snp', product: 'Milan', reported: TCB, current: TCB, committed: TCB, launch: TCB },
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
      'measurements not-asked',
      'binding not-asked',
      'freshness not-asked',
      'tcb passed',
      'revocation passed',
    ]);
  });

  const good: readonly [title: string, vek: VekShape, report: ReportShape][] = [
    ['Milan, version 2', {}, { version: 2 }],
    ['Genoa, version 5', { product: 'Genoa' }, { version: 5 }],
    ['Bergamo', { product: 'Genoa', productName: 'Genoa' }, { cpu: [0x19, 0xa0] }],
    ['Turin, version 5', { product: 'Turin' }, { version: 5 }],
    ['Turin, version 2', { product: 'Turin' }, { version: 2 }],
    ['Milan with a VLEK', { kind: 'VLEK', productName: 'Milan' }, { keyInfo: 4, chipId: new Uint8Array(64) }],
    ['Turin with a VLEK', { product: 'Turin', kind: 'VLEK' }, { keyInfo: 4 }],
    ['a report with an author key', {}, { keyInfo: 1 }],
  ];
  for (const [title, vek, report] of good) {
    it(`${title}: ok`, async () => {
      const { product = 'Milan' } = vek;
      const from = await snpPki(vek);
      const made = snpReport(from, { product, ...report });
      const result = await judge(made, { from, product, revocationList: await revocationList(from.ark) });
      expect(result.code).to.equal('ok');
      if (result.verdict !== 'valid' || result.claims.tcb?.kind !== 'snp') throw new Error(result.code);
      expect(result.claims.tcb.reported).to.deep.equal(product === 'Turin' ? TURIN_TCB : TCB);
    });
  }

  it('without injected roots the pinned ones decide', async () => {
    const { vek, ask, ark } = pki;
    const certificates = [vek.der, ask.der, ark.der];
    expectRefusal(await verifySnpReport(snpReport(pki), { at: AT, certificates }), 'root-untrusted');
  });

  const malformed: readonly [title: string, make: () => Uint8Array, code: TeeFailureCode, offset: number][] = [
    ['no bytes', () => new Uint8Array(), 'input-truncated', 0],
    ['a byte less', () => snpReport(pki).subarray(1), 'input-truncated', 1183],
    ['a byte more', () => Uint8Array.of(...snpReport(pki), 0), 'input-trailing', 1184],
    ['version 1', () => snpReport(pki, { version: 1 }), 'version-unsupported', 0],
    ['version 4', () => snpReport(pki, { version: 4 }), 'version-unsupported', 0],
    ['a report that the host asked for', () => snpReport(pki, { vmpl: 0xffff_ffff }), 'evidence-malformed', 0x30],
    ['VMPL 4', () => snpReport(pki, { vmpl: 4 }), 'evidence-malformed', 0x30],
    ['another algorithm', () => snpReport(pki, { algorithm: 2 }), 'algorithm-unsupported', 0x34],
    ['an unsigned report', () => snpReport(pki, { keyInfo: 7 << 2 }), 'algorithm-unsupported', 0x48],
    ['unknown key information', () => snpReport(pki, { keyInfo: 32 }), 'evidence-malformed', 0x48],
    ['a reserved field', () => snpReport(pki, { patch: { 0x4c: 1 } }), 'evidence-malformed', 0x4c],
    ['CPUID in version 2', () => snpReport(pki, { version: 2, patch: { 0x188: 1 } }), 'evidence-malformed', 0x188],
    ['a reserved field after the CPUID', () => snpReport(pki, { patch: { 0x18b: 1 } }), 'evidence-malformed', 0x18b],
    ['mitigations in version 3', () => snpReport(pki, { patch: { 0x1f8: 1 } }), 'evidence-malformed', 0x1f8],
    [
      'a reserved field of version 5',
      () => snpReport(pki, { version: 5, patch: { 0x208: 1 } }),
      'evidence-malformed',
      0x208,
    ],
    [
      'an r that is too long',
      () => snpReport(pki).map((b, at) => (at === 0x2a0 + 48 ? 1 : b)),
      'evidence-malformed',
      0x2d0,
    ],
    [
      'bytes behind the signature',
      () => snpReport(pki).map((b, at) => (at === 1183 ? 1 : b)),
      'evidence-malformed',
      1183,
    ],
  ];
  for (const [title, make, code, offset] of malformed) {
    it(`${title}: ${code}`, async () => {
      const result = await judge(make());
      expectRefusal(result, code);
      expect(result.verdict !== 'valid' && result.offset).to.equal(offset);
    });
  }

  const reports: readonly [title: string, shape: () => ReportShape, code: TeeFailureCode][] = [
    ['debugging allowed', () => ({ policy: 0xb0000n }), 'debug-refused'],
    ['a migration agent allowed', () => ({ policy: 0x70000n }), 'migration-refused'],
    ['signed by another key', () => ({ signer: ecSigner('p384') }), 'signature-invalid'],
    ['signed by a key of another curve', () => ({ signer: ecSigner('p256') }), 'signature-invalid'],
    ['of another chip', () => ({ chipId: new Uint8Array(64).fill(1) }), 'snp-chip-id-mismatch'],
    ['with its chip masked', () => ({ chipId: new Uint8Array(64), keyInfo: 2 }), 'snp-chip-id-mismatch'],
    ['of a Genoa processor', () => ({ cpu: [0x19, 0x11] }), 'snp-product-mismatch'],
    ['of an unknown processor', () => ({ cpu: [0x19, 0x20] }), 'snp-product-mismatch'],
    ['of the next family', () => ({ cpu: [0x1a, 0x01] }), 'snp-product-mismatch'],
    ['of an older bootloader', () => ({ tcb: { ...TCB, bootloader: 3 } }), 'snp-tcb-mismatch'],
    ['of another TEE', () => ({ tcb: { ...TCB, tee: 0 } }), 'snp-tcb-mismatch'],
    ['of newer SNP firmware', () => ({ tcb: { ...TCB, snp: 23 } }), 'snp-tcb-mismatch'],
    ['of other microcode', () => ({ tcb: { ...TCB, microcode: 1 } }), 'snp-tcb-mismatch'],
    ['made with a VLEK', () => ({ keyInfo: 4 }), 'certificate-usage'],
  ];
  for (const [title, shape, code] of reports) {
    it(`a report ${title}: ${code}`, async () => expectRefusal(await judge(snpReport(pki, shape())), code));
  }

  const chains: readonly [title: string, shape: VekShape, code: TeeFailureCode][] = [
    ['an expired VCEK', { vek: { notAfter: new Date(AT.getTime() - 1000) } }, 'certificate-expired'],
    ['an expired ASK', { ask: { notAfter: new Date(AT.getTime() - 1000) } }, 'certificate-expired'],
    ['an ASK of another name', { ask: { commonName: 'SEV-Genoa' } }, 'certificate-usage'],
    ['a VCEK of another name', { vek: { commonName: 'SEV-VLEK' } }, 'snp-signer-mismatch'],
    ['a VCEK signed by another key', { vek: { signer: ecSigner('p384') } }, 'certificate-signature'],
    ['a VCEK for another product', { productName: 'Genoa-B1' }, 'snp-product-mismatch'],
    ['a VCEK for a product that begins alike', { productName: 'MilanX-B1' }, 'snp-product-mismatch'],
    ['a VCEK without product', { productName: null }, 'certificate-malformed'],
    ['a VCEK with an empty product', { productName: '' }, 'certificate-malformed'],
    ['a VCEK with an endless product', { productName: 'Milan-'.padEnd(65, 'x') }, 'certificate-malformed'],
    ['a VCEK whose product is UTF-8', { productTag: 0x0c }, 'certificate-malformed'],
    ['a VCEK without a component', { leaveOut: 'snp' }, 'certificate-malformed'],
    ['a VCEK with a component of 256', { tcb: { ...TCB, tee: 256 } }, 'certificate-malformed'],
    ['a VCEK with a short hardware id', { hardwareId: CHIP_ID.subarray(0, 8) }, 'certificate-malformed'],
    ['a VCEK with a P-256 key', { curve: 'p256' }, 'algorithm-unsupported'],
  ];
  for (const [title, shape, code] of chains) {
    it(`${title}: ${code}`, async () => {
      const from = await snpPki(shape);
      const signer = shape.curve === 'p256' ? ecSigner('p384') : from.vek.key;
      expectRefusal(await judge(snpReport(from, { signer }), { from }), code);
    });
  }

  it('a VCEK without hardware id: certificate-malformed', async () => {
    const from = await snpPki({ kind: 'VLEK', vek: { commonName: 'SEV-VCEK' }, ask: { commonName: 'SEV-Milan' } });
    expectRefusal(await judge(snpReport(from), { from }), 'certificate-malformed');
  });

  it('a Turin VCEK without FMC, or with the FMC of another TCB', async () => {
    const without = await snpPki({ product: 'Turin', leaveOut: 'fmc' });
    const options = { product: 'Turin' } as const;
    expectRefusal(await judge(snpReport(without, options), { from: without, ...options }), 'certificate-malformed');
    const other = await snpPki({ product: 'Turin', tcb: { ...TURIN_TCB, fmc: 1 } });
    expectRefusal(await judge(snpReport(other, options), { from: other, ...options }), 'snp-tcb-mismatch');
  });

  it('an ASK whose key is no RSA key in truth: certificate-signature', async () => {
    const modulus = new Uint8Array(385);
    for (const [first, last] of [
      [0x80, 0],
      [0xff, 1],
    ] as const) {
      modulus.set([first], 1);
      modulus.set([last], 384);
      const key = sequence(tlv(0x02, modulus), integer(65_537));
      const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), Uint8Array.of(5, 0)), bits(key));
      const from = await snpPki({ ask: { spki } });
      expectRefusal(await judge(snpReport(from), { from }), 'certificate-signature');
    }
  });

  it('a chain that is not three certificates: certificates-missing', async () => {
    const { vek, ask, ark } = pki;
    expectRefusal(await judge(snpReport(pki), { certificates: [] }), 'certificates-missing');
    expectRefusal(await judge(snpReport(pki), { certificates: [vek.der, ask.der] }), 'certificates-missing');
    const four = [vek.der, ask.der, ark.der, ark.der];
    expectRefusal(await judge(snpReport(pki), { certificates: four }), 'certificates-missing');
  });

  it('a root without product: options-invalid', async () => {
    expectRefusal(await judge(snpReport(pki), { roots: trust(pki.ark) }), 'options-invalid');
  });

  it('a root of another product: certificate-usage', async () => {
    expectRefusal(await judge(snpReport(pki), { roots: trust(pki.ark, 'Genoa') }), 'certificate-usage');
  });

  const policies: readonly [title: string, policy: TeePolicy, code: TeeFailureCode | 'ok'][] = [
    ['the measurement', { measurements: { measurement: 'a2'.repeat(48) }, minimumSvn: 9 }, 'ok'],
    ['another measurement', { measurements: { measurement: 'a1'.repeat(48) } }, 'measurement-mismatch'],
    ['a newer guest', { minimumSvn: 10 }, 'svn-too-low'],
    ['the TCB', { minimumTcb: { snp: 22, bootloader: 4 } }, 'ok'],
    ['a newer TCB', { minimumTcb: { snp: 23 } }, 'snp-tcb-too-low'],
    ['an FMC', { minimumTcb: { fmc: 0 } }, 'snp-tcb-too-low'],
    ['a key that is not bound', { key: KEY }, 'key-binding-mismatch'],
  ];
  for (const [title, policy, code] of policies) {
    it(`policy, ${title}: ${code}`, async () => {
      const result = await judge(snpReport(pki), { policy });
      if (code === 'ok') expect(result.code).to.equal('ok');
      else expectRefusal(result, code);
    });
  }

  it('the privilege level is bounded where the policy says so', async () => {
    const report = snpReport(pki, { vmpl: 2 });
    expect((await judge(report)).code).to.equal('ok');
    expect((await judge(report, { policy: { maximumVmpl: 2 } })).code).to.equal('ok');
    expectRefusal(await judge(report, { policy: { maximumVmpl: 1 } }), 'measurement-mismatch');
  });

  it('binds a key through the report data', async () => {
    const report = snpReport(pki, { reportData: createKeyBinding(KEY) });
    expect((await judge(report, { policy: { key: KEY } })).code).to.equal('ok');
  });

  it('debugging and migration pass where the policy allows them, and are told', async () => {
    const policy = { allowDebug: true, allowMigration: true };
    const result = await judge(snpReport(pki, { policy: 0xf0000n }), { policy });
    expect(result.verdict === 'valid' && [result.claims.debug, result.claims.migratable]).to.deep.equal([true, true]);
  });

  it('a revocation list is demanded unless the policy says otherwise', async () => {
    expectRefusal(await judge(snpReport(pki), { revocationList: undefined }), 'collateral-missing');
    const policy = { requireRevocationList: false };
    const result = await judge(snpReport(pki), { revocationList: undefined, policy });
    expect(result.code).to.equal('ok');
    expect(result.checks.at(-1)).to.deep.equal({ name: 'revocation', outcome: 'not-asked' });
  });

  it('a list that is given is always checked', async () => {
    const policy = { requireRevocationList: false };
    const revoked = await revocationList(pki.ark, { revoked: [65] });
    expectRefusal(await judge(snpReport(pki), { revocationList: revoked, policy }), 'certificate-revoked');
    const late = await revocationList(pki.ark, { nextUpdate: new Date(AT.getTime() - 1000) });
    expectRefusal(await judge(snpReport(pki), { revocationList: late, policy }), 'collateral-expired');
    const foreign = await revocationList(pki.ark, { signer: pki.ask.key });
    expectRefusal(await judge(snpReport(pki), { revocationList: foreign, policy }), 'crl-signature');
    expectRefusal(await judge(snpReport(pki), { revocationList: Uint8Array.of(0x30), policy }), 'der-malformed');
  });
});
