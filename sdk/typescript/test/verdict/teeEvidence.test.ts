// What createTeeEvidenceVerifier makes of evidence of all formats, made here, in verdicts over a scripted chain; and of real evidence
// where it is at hand.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { keccak256 } from 'ox/Hash';
import { fromBytes, toBytes } from 'ox/Hex';
import {
  FetchError,
  VerdictError,
  computeTeeMeasurement,
  createKeyBinding,
  createTeeEvidenceVerifier,
  parseDcapCollateral,
  parsePem,
  replay,
  verifyAgent,
} from '../../src/index.ts';
import type {
  DcapCollateral,
  EvidenceBundle,
  SnpCollateral,
  TeeClaims,
  TeeEvidence,
  TeeEvidenceOptions,
  TeeKindName,
  Verdict,
} from '../../src/index.ts';
import type { Hex } from '../../src/client/types.ts';
import { DID } from '../chain/FakeNode.ts';
import { nitroChain, nitroDocument, nitroPayload, pcr } from '../tee/support/nitroEvidence.ts';
import type { NitroChain } from '../tee/support/nitroEvidence.ts';
import { AT, revocationList, trust } from '../tee/support/pki.ts';
import { collateral, dcapPki, quote, sgxBody, tdBody } from '../tee/support/quoteEvidence.ts';
import type { DcapPki } from '../tee/support/quoteEvidence.ts';
import { snpPki, snpReport } from '../tee/support/snpEvidence.ts';
import type { SnpPki } from '../tee/support/snpEvidence.ts';
import { KEY_ID, PUBLIC_KEY, createReader, idOf } from './scriptedReader.ts';
import type { ScriptedKey } from './scriptedReader.ts';

const SECONDS = AT.getTime() / 1_000;
const DAY = 86_400;
const NONCE = new Uint8Array(16).fill(5);
const binding = (key: Uint8Array, nonce?: Uint8Array): Uint8Array => createKeyBinding(key, nonce);
const hashed = (...parts: Uint8Array[]): Hex => `0x${bytesToHex(sha256(concatBytes(...parts)))}`;
const filled = (byte: number, length = 48): Uint8Array => new Uint8Array(length).fill(byte);

/** As the contracts' `TEEKind` has them, for the evidence of the test kit. */
const MEASUREMENTS: Readonly<Record<Exclude<TeeKindName, 'trustzone'>, Hex>> = {
  sgx: `0x${'e1'.repeat(32)}`,
  tdx: hashed(filled(0xd2), filled(0xd3), filled(0xd3), filled(0xd3), filled(0xd3)),
  sev: hashed(filled(0xa2)),
  nitro: hashed(pcr(1), pcr(2), pcr(3)),
};

let intel: DcapPki;
let amd: SnpPki;
let aws: NitroChain;
let sgxCollateral: DcapCollateral;
let tdxCollateral: DcapCollateral;
let snpCollateral: SnpCollateral;

before(async function () {
  this.timeout(60_000);
  [intel, amd, aws] = await Promise.all([dcapPki(), snpPki(), nitroChain()]);
  [sgxCollateral, tdxCollateral] = await Promise.all([collateral(intel), collateral(intel, { kind: 'TDX' })]);
  const list = await revocationList(amd.ark);
  snpCollateral = { certificates: [amd.vek.der, amd.ask.der, amd.ark.der], revocationList: list };
});

interface Case {
  readonly kind: TeeKindName;
  readonly evidence: Uint8Array;
  readonly options: TeeEvidenceOptions;
  readonly measurement?: Hex;
  readonly now?: number;
  readonly proposedAt?: number;
  readonly key?: ScriptedKey;
}

async function judge({ kind, evidence, options, key = {}, ...change }: Case): Promise<Verdict> {
  const measurement = change.measurement ?? MEASUREMENTS[kind as keyof typeof MEASUREMENTS];
  const { now = SECONDS, proposedAt = SECONDS } = change;
  const evidenceHash = keccak256(fromBytes(evidence));
  const verifyEvidence = createTeeEvidenceVerifier(options);
  return verifyAgent(DID, {
    reader: createReader({ kind, measurement, proposedAt, evidenceHash, keys: [key] }),
    tee: { keyId: idOf(key), measurements: [measurement], verifyEvidence },
    fetcher: (uri) => Promise.resolve({ uri, bytes: evidence }),
    now: () => now,
  });
}

/** The bundle is judged again from itself alone, to the same end. */
async function expectReplay(verdict: Verdict): Promise<EvidenceBundle> {
  const bundle = JSON.parse(JSON.stringify(verdict.bundle())) as EvidenceBundle;
  // The scripted block has one time, whatever the moment.
  const again = await replay(bundle, { maxBlockAge: Infinity });
  expect(again.code, again.message).to.equal('ok');
  expect(again.verdict?.code).to.equal(verdict.code);
  return bundle;
}

async function expectEnd(of: Case, code: Verdict['code']): Promise<Verdict> {
  const verdict = await judge(of);
  expect(verdict.code, verdict.message).to.equal(code);
  await expectReplay(verdict);
  return verdict;
}

const key = toBytes(PUBLIC_KEY);

/** Evidence of each kind that binds the key, and what judges it. */
function cases(): Record<keyof typeof MEASUREMENTS, Case> {
  const reportData = binding(key);
  const document = nitroDocument(aws, nitroPayload(aws, { user_data: reportData }));
  return {
    sgx: {
      kind: 'sgx',
      evidence: quote(intel, { body: sgxBody({ reportData }) }),
      options: { roots: trust(intel.root), intel: sgxCollateral },
    },
    tdx: {
      kind: 'tdx',
      evidence: quote(intel, { version: 4, body: tdBody({ reportData }) }),
      options: { roots: trust(intel.root), intel: () => Promise.resolve(tdxCollateral) },
    },
    sev: {
      kind: 'sev',
      evidence: snpReport(amd, { reportData }),
      options: { roots: trust(amd.ark, 'Milan'), amd: snpCollateral },
    },
    nitro: { kind: 'nitro', evidence: document, options: { roots: trust(aws.root) } },
  };
}

describe('TEE evidence in verdicts', () => {
  for (const kind of ['sgx', 'tdx', 'sev', 'nitro'] as const) {
    it(`${kind}: evidence that binds the key and has the registry's measurement is valid, and replays`, async () => {
      const verdict = await expectEnd(cases()[kind], 'ok');
      expect(verdict.checks.at(-1)).to.deep.include({ name: 'tee', status: 'valid' });
      const bundle = verdict.bundle();
      const uris = bundle.contents.map(({ uri }) => uri);
      const vendor = { sgx: ['tee-collateral:intel'], tdx: ['tee-collateral:intel'], sev: ['tee-collateral:amd'] };
      expect(uris).to.deep.equal(['https://tee.example/quote', ...(kind === 'nitro' ? [] : vendor[kind])]);
    });

    it(`${kind}: evidence for another key, or for other code than the registry has, is invalid`, async () => {
      const other = { keyType: 'p256', publicKey: fromBytes(p256.getPublicKey(filled(3, 32))) } as const;
      await expectEnd({ ...cases()[kind], key: other }, 'tee-evidence/key-binding-mismatch');
      const verdict = await expectEnd({ ...cases()[kind], measurement: KEY_ID }, 'tee-evidence/measurement-mismatch');
      expect(verdict.message).to.contain(MEASUREMENTS[kind]).and.to.contain(KEY_ID);
    });
  }

  it('a quote of an enclave is none of a TD, whatever its measurement', async () => {
    const { sgx } = cases();
    const mixed = { ...sgx, kind: 'tdx', measurement: MEASUREMENTS.sgx } as const;
    await expectEnd(mixed, 'tee-evidence/measurement-mismatch');
  });

  it('a point may be bound in either spelling', async () => {
    for (const [keyType, curve] of [
      ['p256', p256],
      ['secp256k1', secp256k1],
    ] as const) {
      const secret = filled(9, 32);
      for (const isCompressed of [true, false]) {
        const publicKey = fromBytes(curve.getPublicKey(secret, isCompressed));
        const reportData = binding(curve.getPublicKey(secret, !isCompressed));
        const evidence = quote(intel, { body: sgxBody({ reportData }) });
        await expectEnd({ ...cases().sgx, evidence, key: { keyType, publicKey } }, 'ok');
      }
    }
  });

  it('rules of the policy reach the verification, and the bundle', async () => {
    const { sgx, nitro } = cases();
    const strict = { ...sgx, options: { ...sgx.options, policy: { minimumSvn: 4 } } };
    await expectEnd(strict, 'tee-evidence/svn-too-low');
    const named = { ...sgx, options: { ...sgx.options, policy: { measurements: { mrSigner: 'e2'.repeat(32) } } } };
    await expectEnd(named, 'ok');
    const evidence = quote(intel, { body: sgxBody({ reportData: binding(key, NONCE) }) });
    await expectEnd({ ...sgx, evidence }, 'tee-evidence/key-binding-mismatch');
    const withNonce = { ...sgx, evidence, options: { ...sgx.options, nonce: fromBytes(NONCE) } };
    const bundle = await expectReplay(await expectEnd(withNonce, 'ok'));
    const tee = bundle.policy['tee'] as { verifyEvidence: object };
    expect(tee.verifyEvidence).to.deep.equal({ nonce: fromBytes(NONCE), roots: trust(intel.root) });
    const document = nitroDocument(aws, nitroPayload(aws, { user_data: binding(key), nonce: NONCE }));
    const asked = { ...nitro.options, nonce: fromBytes(filled(6, 16)) };
    await expectEnd({ ...nitro, evidence: document, options: asked }, 'tee-evidence/nonce-mismatch');
  });

  it('Nitro is judged at the moment of the proposal, the others now, unless the rules say otherwise', async () => {
    const { nitro, sgx, tdx } = cases();
    await expectEnd({ ...nitro, now: SECONDS + 300 * DAY }, 'ok');
    await expectEnd({ ...nitro, proposedAt: SECONDS + 3_590 }, 'ok');
    await expectEnd({ ...nitro, proposedAt: SECONDS + 3_591 }, 'tee-evidence/evidence-too-old');
    await expectEnd({ ...nitro, proposedAt: SECONDS - 71 }, 'tee-evidence/evidence-from-future');
    const now = { ...nitro, options: { ...nitro.options, judgeAt: { nitro: 'now' } as const }, now: SECONDS + 3_600 };
    await expectEnd(now, 'tee-evidence/evidence-too-old');
    const late = SECONDS + 40 * DAY;
    await expectEnd({ ...sgx, now: late }, 'tee-evidence/collateral-expired');
    const then = { ...tdx, now: late, options: { ...tdx.options, judgeAt: { tdx: 'proposal' } as const } };
    await expectEnd(then, 'ok');
  });

  it('a source that has nothing, or fails, makes the evidence unknown and says why', async () => {
    const { sgx, sev } = cases();
    const roots = sgx.options.roots;
    const none = await expectEnd({ ...sgx, options: { roots } }, 'tee-evidence/collateral-missing');
    expect(none.status).to.equal('unknown');
    await expectEnd({ ...sgx, options: { roots, intel: () => undefined } }, 'tee-evidence/collateral-missing');
    const failing = () => Promise.reject(new FetchError('network-failed', 'the PCCS is down'));
    const down = await expectEnd({ ...sgx, options: { roots, intel: failing } }, 'tee-evidence/collateral-missing');
    expect(down.message).to.contain('the PCCS is down');
    const amdRoots = sev.options.roots;
    await expectEnd({ ...sev, options: { roots: amdRoots } }, 'tee-evidence/certificates-missing');
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a source may reject with anything
    const odd = () => Promise.reject('no KDS');
    const missing = await expectEnd(
      { ...sev, options: { roots: amdRoots, amd: odd } },
      'tee-evidence/certificates-missing',
    );
    expect(missing.message).to.contain('no KDS');
    const { certificates } = snpCollateral;
    await expectEnd({ ...sev, options: { roots: amdRoots, amd: { certificates } } }, 'tee-evidence/collateral-missing');
    const policy = { requireRevocationList: false };
    await expectEnd({ ...sev, options: { roots: amdRoots, amd: { certificates }, policy } }, 'ok');
    // What fails for another reason keeps that reason.
    const debug = quote(intel, { body: sgxBody({ attributes: 0x07, reportData: binding(key) }) });
    const refused = await expectEnd(
      { ...sgx, evidence: debug, options: { roots, intel: failing } },
      'tee-evidence/debug-refused',
    );
    expect(refused.message).to.not.contain('PCCS');
  });

  it('other roots, and what is not evidence at all, are invalid; TrustZone is unknown', async () => {
    const { sgx } = cases();
    await expectEnd({ ...sgx, options: { intel: sgxCollateral } }, 'tee-evidence/root-untrusted');
    await expectEnd({ ...sgx, evidence: sgx.evidence.subarray(0, 40) }, 'tee-evidence/input-truncated');
    const zone = { ...sgx, kind: 'trustzone', measurement: KEY_ID } as const;
    expect((await expectEnd(zone, 'tee-evidence/algorithm-unsupported')).status).to.equal('unknown');
  });

  it('a bundle with other collateral, other rules or none ends otherwise', async () => {
    const verdict = await judge(cases().sgx);
    const change = (alter: (bundle: { policy: { tee: Record<string, unknown> }; contents: object[] }) => void) => {
      const bundle = JSON.parse(JSON.stringify(verdict.bundle())) as Parameters<typeof alter>[0];
      alter(bundle);
      return replay(bundle);
    };
    const contentAs = (bytes: string) => (bundle: { contents: object[] }) =>
      (bundle.contents = bundle.contents.map((one) =>
        'uri' in one && one.uri === 'tee-collateral:intel' ? { ...one, bytes } : one,
      ));
    for (const bytes of [btoa('{}'), 'no base64', btoa('\xff')]) {
      const { code, verdict: again } = await change(contentAs(bytes));
      expect(code).to.equal('bundle-differs');
      expect(again?.code).to.equal('tee-evidence/collateral-malformed');
    }
    const failed = await change((bundle) => (bundle.contents[1] = { ...bundle.contents[1], bytes: undefined }));
    expect(failed.code).to.equal('bundle-malformed');
    const without = await change((bundle) => (bundle.contents = bundle.contents.slice(0, 1)));
    expect(without.verdict?.code).to.equal('tee-evidence/collateral-missing');
    const pinned = await change((bundle) => (bundle.policy.tee['verifyEvidence'] = {}));
    expect(pinned.verdict?.code).to.equal('tee-evidence/root-untrusted');
    const odd = await change((bundle) => (bundle.policy.tee['verifyEvidence'] = { nonce: 'five' }));
    expect(odd.code).to.equal('bundle-malformed');
    const own = await change((bundle) => (bundle.policy.tee['verifyEvidence'] = 'own'));
    expect(own.code).to.equal('bundle-incomplete');
    const bare = await change((bundle) => delete bundle.policy.tee['verifyEvidence']);
    expect(bare.code).to.equal('bundle-differs');
  });

  it('collateral that is no good ends the same in the replay', async () => {
    const { sgx, sev } = cases();
    const intelAs = (change: Partial<DcapCollateral>): Case => ({
      ...sgx,
      options: { ...sgx.options, intel: { ...sgxCollateral, ...change } },
    });
    // Revoked certificates by the thousand: more than 1 MiB as hex, and less than a list may have.
    const revoked = Array.from({ length: 24_000 }, (_, index) => 1_000_000 + index);
    const long = await revocationList(intel.ca, { revoked });
    expect(long.length).to.be.above(500_000);
    await expectEnd(intelAs({ pckCrl: long }), 'ok');
    await expectEnd(intelAs({ rootCaCrl: new Uint8Array() }), 'tee-evidence/der-malformed');
    await expectEnd(intelAs({ pckCrl: new Uint8Array(5_000_000) }), 'tee-evidence/input-too-large');
    await expectEnd(intelAs({ tcbInfoSignature: new Uint8Array(3) }), 'tee-evidence/collateral-signature');
    await expectEnd(intelAs({ tcbInfo: ' '.repeat(1_100_000) }), 'tee-evidence/collateral-signature');
    await expectEnd(intelAs({ qeIdentityIssuerChain: '\ud800' }), 'tee-evidence/pem-malformed');
    const amdAs = (change: Partial<SnpCollateral>): Case => ({
      ...sev,
      options: { ...sev.options, amd: { ...snpCollateral, ...change } },
    });
    await expectEnd(amdAs({ revocationList: new Uint8Array() }), 'tee-evidence/der-malformed');
    await expectEnd(amdAs({ revocationList: new Uint8Array(5_000_000) }), 'tee-evidence/input-too-large');
    const certificates = Array.from({ length: 11 }, () => amd.ark.der);
    await expectEnd(amdAs({ certificates }), 'tee-evidence/certificates-missing');
  });

  it('a verifier given to replay takes the place of the rules', async () => {
    const bundle: unknown = JSON.parse(JSON.stringify((await judge(cases().sgx)).bundle()));
    const stricter = createTeeEvidenceVerifier({ ...cases().sgx.options, policy: { minimumSvn: 4 } });
    const { code, verdict } = await replay(bundle, { verifyEvidence: stricter });
    expect([code, verdict?.code]).to.deep.equal(['bundle-differs', 'tee-evidence/svn-too-low']);
  });

  it('wrong options are told', () => {
    for (const [options, field] of [
      [{ nonce: '0x' }, 'nonce'],
      [{ nonce: '0xabc' }, 'nonce'],
      [{ judgeAt: { sgx: 'then' as 'now' } }, 'judgeAt.sgx'],
      [{ roots: [] }, 'roots'],
    ] as const) {
      expect(() => createTeeEvidenceVerifier(options), field)
        .to.throw(VerdictError, field)
        .with.property('code', 'policy-invalid');
    }
  });

  it('a measurement that lacks a part is none', () => {
    const claims = { format: 'nitro', measurements: { pcr0: '01', pcr2: '03' } } as unknown as TeeClaims;
    expect(computeTeeMeasurement(claims)).to.equal(undefined);
  });
});

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const folder = join(process.env['SAGE_SHARED'] ?? join(root, '..', 'shared'), 'tee');

if (existsSync(folder)) {
  const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const expected = JSON.parse(text('expected.json')) as Record<string, { verifyAt: string; acceptDefault: boolean }>;

  const optionsOf = (name: string): TeeEvidenceOptions => {
    const policy = {
      acceptedTcbStatuses: ['UpToDate', 'ConfigurationAndSWHardeningNeeded'],
      requireRevocationList: false,
    } as const;
    const collateralFile = name.replace(/\.quote$/, '.collateral.json');
    if (name.startsWith('snp/')) {
      const vcek = read(name.replace(/\.report$/, '.vcek.der'));
      return { policy, amd: { certificates: [vcek, ...parsePem(text('snp/ask-ark-milan.pem'))] } };
    }
    const has = name.endsWith('.quote') && existsSync(join(folder, collateralFile));
    return has ? { policy, intel: parseDcapCollateral(text(collateralFile)) } : { policy };
  };

  describe('real TEE evidence in verdicts', () => {
    for (const [name, { verifyAt, acceptDefault }] of Object.entries(expected)) {
      it(`${name} binds no key of ours, and that is what it fails at`, async () => {
        const kinds = { nitro: 'nitro', sgx: 'sgx', tdx: 'tdx', snp: 'sev' } as const;
        const kind = kinds[name.split('/')[0] as keyof typeof kinds];
        const at = Date.parse(verifyAt) / 1_000;
        const evidence: TeeEvidence = {
          ...{ kind, bytes: read(name), measurement: KEY_ID, keyId: KEY_ID, keyType: 'ed25519', publicKey: PUBLIC_KEY },
          ...{ proposedAt: at, now: at },
        };
        const result = await createTeeEvidenceVerifier(optionsOf(name))(evidence, () => undefined);
        expect(result.code).to.equal(acceptDefault ? 'key-binding-mismatch' : 'debug-refused');
        const passed = result.checks.filter(({ outcome }) => outcome === 'passed').map((check) => check.name);
        expect(passed).to.include.members(['format', 'chain', 'signature']);
      });
    }
  });
}
