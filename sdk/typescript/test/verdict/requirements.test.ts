// What a policy asks of an agent beyond its keys, over a scripted chain: TEE key and evidence, reputation, validations.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { replay, verifyAgent } from '../../src/index.ts';
import type { AgentPolicy, TeeEvidence, TeeResult, Verdict } from '../../src/index.ts';
import { DID, OWNER } from '../chain/FakeNode.ts';
import { EVIDENCE, KEY_ID, MEASUREMENT, NOW, PUBLIC_KEY, createReader } from './scriptedReader.ts';
import type { Script } from './scriptedReader.ts';

type AgentKeyId = NonNullable<AgentPolicy['tee']>['keyId'];

const tee = { keyId: KEY_ID, measurements: [MEASUREMENT] };
const fetcher = (uri: string) => Promise.resolve({ uri, bytes: EVIDENCE });
const accept = (): TeeResult => ({ verdict: 'valid', code: 'ok', claims: {} as never, checks: [] });

async function judge(change: Partial<AgentPolicy>, script: Script = {}): Promise<Verdict> {
  return verifyAgent(DID, { reader: createReader(script), now: () => NOW, ...change });
}

async function expectReplay(verdict: Verdict, verifyEvidence?: () => TeeResult): Promise<void> {
  const bundle: unknown = JSON.parse(JSON.stringify(verdict.bundle()));
  expect((await replay(bundle, verifyEvidence === undefined ? {} : { verifyEvidence })).code).to.equal('ok');
}

describe('requirements of a policy', () => {
  it('a trusted TEE key with a listed measurement is valid, at a final block', async () => {
    const verdict = await judge({ tee });
    expect([verdict.code, verdict.isFinal]).to.deep.equal(['ok', true]);
    expect(verdict.checks.map(({ name }) => name)).to.deep.equal(['chain', 'did', 'agent', 'key', 'tee']);
    expect(verdict.checks.at(-2)?.facts).to.include({ keyId: KEY_ID, state: 'proved' });
    expect(verdict.checks.at(-1)).to.deep.equal({
      ...{ name: 'tee', status: 'valid', code: 'ok' },
      facts: { keyId: KEY_ID, kind: 'tdx', measurement: MEASUREMENT, trustedUntil: NOW + 1, proposalId: '1' },
    });
    await expectReplay(verdict);
  });

  it('P12: a TEE key that is not the agent’s, or not any more, is refused, with and without its evidence', async () => {
    const foreign = `0x${'77'.repeat(32)}` as const;
    for (const verifyEvidence of [undefined, accept]) {
      const ask = (script: Script, keyId: AgentKeyId = KEY_ID): Promise<Verdict> =>
        judge({ tee: { ...tee, keyId, verifyEvidence }, fetcher }, script);
      for (const [verdict, code] of [
        [await ask({}, foreign), 'key-not-found'],
        [await ask({ keys: [{ validUntil: NOW - 1 }] }), 'key-revoked'],
        [await ask({ keys: [{ inForce: false }] }), 'key-not-in-force'],
        // The bytes of another's Ed25519 key, registered with a proof that the contract doesn't check.
        [await ask({ keys: [{ state: 'proof-emitted', proof: '0x11' }] }), 'key-proof-invalid'],
      ] as const) {
        expect(verdict.code).to.equal(code);
        expect(verdict.checks.at(-1)).to.include({ name: 'key', code });
        await expectReplay(verdict, accept);
      }
      expect((await ask({ logs: false })).code).to.equal('key-log-missing');
    }
  });

  it('trust that ended, that nobody decided about, other code and other hardware are invalid', async () => {
    expect((await judge({ tee }, { trustedUntil: NOW })).code).to.equal('tee-not-trusted');
    expect((await judge({ tee }, { decidedBy: 0 })).code).to.equal('tee-not-trusted');
    expect((await judge({ tee: { ...tee, measurements: [KEY_ID] } })).code).to.equal('tee-measurement');
    expect((await judge({ tee: { ...tee, kinds: ['sgx', 'sev'] } })).code).to.equal('tee-measurement');
    expect((await judge({ tee: { ...tee, kinds: ['tdx'] } })).code).to.equal('ok');
  });

  it('evidence is fetched, held against its hash and judged with the bytes of the key', async () => {
    let seen: TeeEvidence | undefined;
    const verifyEvidence = (evidence: TeeEvidence): TeeResult => {
      seen = evidence;
      return accept();
    };
    const verdict = await judge({ tee: { ...tee, verifyEvidence }, fetcher });
    expect(verdict.code, verdict.message).to.equal('ok');
    expect(seen).to.deep.equal({
      ...{ kind: 'tdx', bytes: EVIDENCE, measurement: MEASUREMENT, keyId: KEY_ID, keyType: 'ed25519' },
      ...{ publicKey: PUBLIC_KEY, proposedAt: 1, now: NOW },
    });
    await expectReplay(verdict, accept);
  });

  it('evidence that is refused, changed, away or unknown ends the judgement', async () => {
    const asked = { ...tee, verifyEvidence: accept };
    const refuse = (): TeeResult => ({
      ...{ verdict: 'invalid', code: 'debug-refused', message: 'debug', offset: undefined },
      ...{ unverifiedClaims: null, checks: [] },
    });
    const refused = await judge({ tee: { ...tee, verifyEvidence: refuse }, fetcher });
    expect([refused.status, refused.code]).to.deep.equal(['invalid', 'tee-evidence/debug-refused']);
    await expectReplay(refused, refuse);
    const changed = await judge({ tee: asked, fetcher }, { evidenceHash: MEASUREMENT });
    expect(changed.code).to.equal('tee-evidence-hash');
    await expectReplay(changed, accept);
    const away = await judge({ tee: asked, fetcher: () => Promise.reject(new Error('gone')) });
    expect([away.status, away.code]).to.deep.equal(['unknown', 'tee-evidence-unreachable']);
    expect(away.message).to.contain('gone');
    await expectReplay(away, accept);
    expect((await judge({ tee: asked })).code).to.equal('fetcher-missing');
    expect((await judge({ tee: asked, fetcher }, { logs: false })).code).to.equal('key-log-missing');
  });

  it('reputation and validations are held against counts and means', async () => {
    const one = { class: 'validated', minCount: 3 } as const;
    const judges = { validators: [OWNER], minCount: 2 };
    const good = await judge({
      agent: {
        reputation: [
          { ...one, minMean: '4.5' },
          { class: 'task-backed', tag: 'starred', minCount: 1 },
        ],
        validations: [{ ...judges, minResponse: 80, tag: 'x' }],
      },
    });
    expect(good.code, good.message).to.equal('ok');
    expect(good.checks.slice(-3).map(({ name, facts }) => [name, facts['count']])).to.deep.equal([
      ['reputation', '3'],
      ['reputation', '1'],
      ['validation', '2'],
    ]);
    await expectReplay(good);
    for (const [agent, code] of [
      [{ reputation: [{ ...one, minCount: 4 }] }, 'reputation-too-little'],
      [{ reputation: [{ ...one, minMean: '4.500000000000000001' }] }, 'reputation-too-low'],
      [{ validations: [{ ...judges, minCount: 3 }] }, 'validation-too-little'],
      [{ validations: [{ ...judges, minResponse: 81 }] }, 'validation-too-low'],
    ] as const) {
      const verdict = await judge({ agent });
      expect(verdict.code).to.equal(code);
      await expectReplay(verdict);
    }
  });
});
