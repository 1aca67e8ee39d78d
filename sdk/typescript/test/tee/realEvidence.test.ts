import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { LAX, fieldsOf } from '../../conformance/tee.ts';
import {
  AMD_ROOTS,
  parseDcapCollateral,
  parsePem,
  verifyNitroDocument,
  verifyQuote,
  verifySnpReport,
} from '../../src/index.ts';
import type { TeePolicy, TeeResult } from '../../src/index.ts';
import { verifyChain } from '../../src/tee/x509/verifyChain.ts';
import { parseCertificate } from '../../src/tee/x509/parseCertificate.ts';

/** Real evidence, kept outside of the repository; these tests exist where the files do. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const folder = join(process.env['SAGE_SHARED'] ?? join(root, '..', 'shared'), 'tee');

type Expected = Readonly<Record<string, unknown>> & { readonly verifyAt: string };

const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const readText = (name: string) => readFileSync(join(folder, name), 'utf8');

function collateralOf(name: string): ReturnType<typeof parseDcapCollateral> | undefined {
  const file = name.replace(/\.quote$/, '.collateral.json');
  return existsSync(join(folder, file)) ? parseDcapCollateral(readText(file)) : undefined;
}

/** AMD's chain: the VCEK beside the report, ASK and ARK from the file of the generation. */
function snpCertificates(name: string): Uint8Array[] {
  return [read(name.replace(/\.report$/, '.vcek.der')), ...parsePem(readText('snp/ask-ark-milan.pem'))];
}

function judge(
  name: string,
  bytes: Uint8Array,
  at: Date,
  policy: TeePolicy,
  withCollateral = true,
): Promise<TeeResult> {
  if (name.startsWith('nitro/')) return verifyNitroDocument(bytes, { at, policy });
  if (name.startsWith('snp/')) return verifySnpReport(bytes, { at, policy, certificates: snpCertificates(name) });
  return verifyQuote(bytes, { at, policy, collateral: withCollateral ? collateralOf(name) : undefined });
}

const TCB_FIELDS = ['tcb', 'tcbDate', 'advisories', 'qeTcb', 'withCollateral'];
const OTHER_FIELDS = ['verifyAt', 'acceptDefault', 'debug'];

function toClaims(result: TeeResult) {
  return result.verdict === 'valid' ? result.claims : result.unverifiedClaims;
}

if (existsSync(folder)) {
  const expected = JSON.parse(readText('expected.json')) as Readonly<Record<string, Expected>>;

  describe('real evidence', () => {
    for (const [name, wanted] of Object.entries(expected)) {
      const at = new Date(wanted.verifyAt);

      it(`${name} reads as expected`, () => {
        const fields = Object.entries(wanted).filter(([key]) => ![...TCB_FIELDS, ...OTHER_FIELDS].includes(key));
        const found = fieldsOf(name, read(name));
        expect(found).to.deep.equal(Object.fromEntries(fields));
      });

      it(`${name} is ${wanted['acceptDefault'] === true ? 'acceptable' : 'refused'} by default`, async () => {
        const result = await judge(name, read(name), at, {}, false);
        const isNitro = name.startsWith('nitro/');
        const accepted = isNitro ? 'ok' : 'collateral-missing';
        expect(result.code).to.equal(wanted['acceptDefault'] === true ? accepted : 'debug-refused');
        expect(toClaims(result)?.debug).to.equal(wanted['debug']);
      });

      const collateral = name.endsWith('.quote') ? collateralOf(name) : undefined;
      if (collateral !== undefined) {
        it(`${name} with its collateral`, async () => {
          const result = await judge(name, read(name), at, LAX);
          if (wanted['withCollateral'] !== undefined) {
            expect(result.code).to.equal('tcb-level-none');
            return;
          }
          const tcb = result.verdict === 'valid' ? result.claims.tcb : null;
          if (tcb?.kind !== 'dcap') throw new Error(result.code);
          const { status, advisories, date, qeStatus } = tcb;
          const found = { tcb: status, advisories, tcbDate: new Date(date).toISOString(), qeTcb: qeStatus };
          expect(found).to.deep.equal({
            tcb: wanted['tcb'],
            advisories: wanted['advisories'],
            tcbDate: String(wanted['tcbDate']).replace('Z', '.000Z'),
            qeTcb: wanted['qeTcb'],
          });
          const byDefault = await judge(name, read(name), at, {});
          expect(byDefault.code).to.equal(status === 'UpToDate' ? 'ok' : 'tcb-status-refused');
        });
      }

      it(`${name} long after its certificates or collateral ran out is not valid`, async () => {
        const policy = { ...LAX, maxAgeSeconds: 315_360_000 };
        const late = await judge(name, read(name), new Date('2051-01-01T00:00:00Z'), policy);
        expect(late.code).to.equal('certificate-expired');
        const early = await judge(name, read(name), new Date('2018-01-01T00:00:00Z'), policy);
        expect(early.code).to.equal('certificate-not-yet-valid');
      });
    }
  });

  describe('real evidence with one bit flipped', () => {
    const VALID = [
      'nitro/nitro-prod-2022-10-13.cose',
      'nitro/nitro-debug-2023-09-18-userdata-nonce.cose',
      'sgx/sgx-v3-phala.quote',
      'tdx/tdx-v4-phala.quote',
      'snp/snp-milan-google.report',
    ];

    /** Every `step`-th byte, each time another bit of it. */
    function flips(bytes: Uint8Array, step: number): Uint8Array[] {
      return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => {
        const copy = bytes.slice();
        const at = index * step;
        copy[at] = (copy[at] ?? 0) ^ (1 << (index % 8));
        return copy;
      });
    }

    for (const name of VALID) {
      it(`${name} is never valid`, async function () {
        this.timeout(120_000);
        const at = new Date(expected[name]?.verifyAt ?? '');
        const bytes = read(name);
        expect((await judge(name, bytes, at, LAX)).code).to.equal('ok');
        for (const flipped of flips(bytes, name.endsWith('.report') ? 11 : 41)) {
          expect((await judge(name, flipped, at, LAX)).verdict).not.to.equal('valid');
        }
      });
    }

    for (const name of ['sgx/sgx-v3-phala', 'tdx/tdx-v4-phala']) {
      it(`${name} is never valid with such collateral`, async function () {
        this.timeout(120_000);
        const at = new Date(expected[`${name}.quote`]?.verifyAt ?? '');
        const quote = read(`${name}.quote`);
        for (const flipped of flips(read(`${name}.collateral.json`), 149)) {
          const text = new TextDecoder('latin1').decode(flipped);
          let collateral: ReturnType<typeof parseDcapCollateral> | undefined;
          try {
            collateral = parseDcapCollateral(text);
          } catch (error) {
            expect(error).to.have.property('code', 'collateral-malformed');
          }
          const result = await verifyQuote(quote, { at, policy: LAX, collateral });
          expect(result.verdict).not.to.equal('valid');
        }
      });
    }

    it('the VCEK is never accepted so', async () => {
      const name = 'snp/snp-milan-google.report';
      const at = new Date(expected[name]?.verifyAt ?? '');
      const [vcek = new Uint8Array(), ...issuers] = snpCertificates(name);
      for (const flipped of flips(vcek, 13)) {
        const options = { at, policy: LAX, certificates: [flipped, ...issuers] };
        expect((await verifySnpReport(read(name), options)).verdict).not.to.equal('valid');
      }
    });
  });

  describe('real certificates', () => {
    for (const [name, rootName] of [
      ['snp/ask-ark-milan.pem', 'ARK-Milan'],
      ['snp/asvk-ark-milan-vlek.pem', 'ARK-Milan'],
      ['snp/ask-ark-genoa.pem', 'ARK-Genoa'],
    ] as const) {
      it(`${name} ends in the pinned ${rootName}`, async () => {
        const chain = parsePem(readText(name)).map(parseCertificate);
        const found = await verifyChain(chain, AMD_ROOTS, Date.parse('2025-01-01T00:00:00Z'), 'authority');
        expect(found.name).to.equal(rootName);
      });
    }

    const PEMS = [
      'snp/ask-ark-milan.pem',
      'snp/ask-ark-genoa.pem',
      'snp/asvk-ark-milan-vlek.pem',
      'nitro/aws-nitro-root-g1.pem',
    ];
    const all = [
      ...PEMS.flatMap((name) => parsePem(readText(name))),
      ...['sgx/intel-sgx-root-ca.der', 'snp/snp-milan-google.vcek.der'].map(read),
    ];
    for (const [index, der] of all.entries()) {
      it(`number ${index} reads as OpenSSL reads it`, () => {
        const ours = parseCertificate(der);
        const theirs = new X509Certificate(der);
        expect(ours.sha256).to.equal(theirs.fingerprint256.replaceAll(':', '').toLowerCase());
        expect(BigInt(`0x${ours.serialNumber}`)).to.equal(BigInt(`0x${theirs.serialNumber}`));
        expect(theirs.subject).to.include(`CN=${ours.commonName ?? ''}`);
        expect([ours.notBefore, ours.notAfter]).to.deep.equal([theirs.validFrom, theirs.validTo].map(Date.parse));
        expect(ours.basicConstraints?.isCa ?? false).to.equal(theirs.ca);
      });
    }
  });
}
