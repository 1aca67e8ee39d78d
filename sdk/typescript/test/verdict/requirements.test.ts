// What a policy asks of an agent beyond its keys, over a scripted chain: TEE key and evidence, reputation, validations.
import { encode as encodeEvent } from 'ox/AbiEvent';
import { encodeResult, getSelector } from 'ox/AbiFunction';
import type { AbiFunction } from 'ox/AbiFunction';
import { encode as encodeParameters } from 'ox/AbiParameters';
import { keccak256 } from 'ox/Hash';
import { fromBytes } from 'ox/Hex';
import { ed25519 } from '@noble/curves/ed25519.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ABI, EVENTS } from '../../src/chain/abi.ts';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import type { PinnedChain } from '../../src/chain/types.ts';
import { computeKeyId } from '../../src/client/computeKeyId.ts';
import type { Hex } from '../../src/client/types.ts';
import { replay, verifyAgent } from '../../src/index.ts';
import type { AgentPolicy, ChainReader, TeeEvidence, TeeResult, Verdict } from '../../src/index.ts';
import { DID, OWNER } from '../chain/FakeNode.ts';

const address = (digit: string): Hex => `0x${digit.repeat(40)}`;
const [SAGE, REPUTATION, VALIDATION, TEE, IDENTITY] = ['1', '2', '3', '4', '5'].map(address) as [
  Hex,
  Hex,
  Hex,
  Hex,
  Hex,
];
const MEASUREMENT: Hex = `0x${'ee'.repeat(32)}`;
const NOW = 1_800_000_000;
const EVIDENCE = new TextEncoder().encode('evidence');
const PUBLIC_KEY = fromBytes(ed25519.getPublicKey(new Uint8Array(32).fill(7)));
const KEY_ID = computeKeyId({ keyType: 'ed25519', publicKey: PUBLIC_KEY });

interface Script {
  readonly trustedUntil?: number;
  readonly decidedBy?: number;
  readonly evidenceHash?: Hex;
  readonly logs?: boolean;
}

/** A chain with one agent that has one key, 3 feedback of mean 4.5 and 2 validations of mean 80. */
function createReader({ trustedUntil = NOW + 1, decidedBy = 1, evidenceHash, logs = true }: Script = {}): ChainReader {
  const answers = new Map<string, Hex>();
  const set = (to: Hex, abi: AbiFunction, output: unknown): unknown =>
    answers.set(to + getSelector(abi), encodeResult(abi, output as readonly unknown[]));
  set(SAGE, ABI.agentByDID, 7n);
  set(SAGE, ABI.getAgent, {
    did: DID,
    owner: OWNER,
    isClaimed: true,
    isActive: true,
    nonce: 1,
    epoch: 0,
    activeKeys: 1,
  });
  set(SAGE, ABI.getKey, {
    ...{ keyId: KEY_ID, keyType: 2, state: 1, validFrom: 1, validUntil: 0, compromisedSince: 0, nonce: 0, epoch: 0 },
    proofHash: `0x${'00'.repeat(32)}`,
  });
  set(IDENTITY, ABI.ownerOf, OWNER);
  const summary = {
    count: 3n,
    sumAt18Decimals: 13_500_000_000_000_000_000n,
    meanAt18Decimals: 4_500_000_000_000_000_000n,
  };
  set(REPUTATION, ABI.getTrustSummary, summary);
  set(REPUTATION, ABI.getTrustSummaryByTag, { ...summary, count: 1n });
  set(VALIDATION, ABI.getIndependentSummary, [2n, 80]);
  set(TEE, ABI.getTeeKey, { openProposal: 0, decidedBy, trustedUntil, revokedAt: 0, voidUpTo: 0 });
  set(TEE, ABI.getProposal, {
    ...{
      keyId: KEY_ID,
      measurement: MEASUREMENT,
      evidenceHash: evidenceHash ?? keccak256(fromBytes(EVIDENCE)),
      proposer: OWNER,
    },
    ...{
      totalWeight: 1n,
      weightFor: 1n,
      weightAgainst: 0n,
      createdAt: 1,
      status: 2,
      kind: 4,
      keyType: 2,
      evidenceVerified: false,
    },
    terms: { stake: 1n, votingPeriod: 1, trustPeriod: 1, approvalBps: 1, participationBps: 1, slashBps: 1, feeBps: 1 },
  });
  const block = { chainId: 1, number: 9, hash: MEASUREMENT, timestamp: NOW, finality: 'finalized' } as const;
  const pinned: PinnedChain = {
    block,
    call: (to, data) => {
      const result = answers.get((to ?? '') + data.slice(0, 10));
      return Promise.resolve(result === undefined ? { revert: '0x' } : { result });
    },
    code: () => Promise.resolve('0x'),
    logs: (to) => Promise.resolve(logs ? [to === TEE ? proposed() : added()] : []),
  };
  const contracts = {
    ...{ sageRegistry: SAGE, identityRegistry: IDENTITY, reputationRegistry: REPUTATION },
    ...{ validationRegistry: VALIDATION, teeKeyRegistry: TEE },
  };
  const open = (): Promise<ChainFacts> =>
    Promise.resolve(new ChainFacts({ pinned, contracts, logsFrom: 0, cache: new FactCache(99) }));
  return { chainId: 1, contracts, logsFrom: 0, open };
}

function added() {
  const { topics } = encodeEvent(EVENTS.keyAdded, { agentId: 7n, keyId: KEY_ID });
  const types = [{ type: 'uint8' }, { type: 'uint8' }, { type: 'uint24' }, { type: 'bytes' }] as const;
  return {
    address: SAGE,
    topics: topics as Hex[],
    data: encodeParameters(types, [2, 1, 0, PUBLIC_KEY]),
    blockNumber: 1,
  };
}

function proposed() {
  const { topics } = encodeEvent(EVENTS.teeKeyProposed, { proposalId: 1n, keyId: KEY_ID, proposer: OWNER });
  const names = ['uint8', 'bytes', 'uint8', 'bytes32', 'string', 'bytes32', 'bool', 'uint256'];
  const values = [2, PUBLIC_KEY, 4, MEASUREMENT, 'https://tee.example/quote', MEASUREMENT, false, 1n];
  const data = encodeParameters(
    names.map((type) => ({ type })),
    values as never,
  );
  return { address: TEE, topics: topics as Hex[], data, blockNumber: 1 };
}

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
    expect(verdict.checks.at(-1)).to.deep.equal({
      ...{ name: 'tee', status: 'valid', code: 'ok' },
      facts: { keyId: KEY_ID, kind: 'tdx', measurement: MEASUREMENT, trustedUntil: NOW + 1, proposalId: '1' },
    });
    await expectReplay(verdict);
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
      ...{ kind: 'tdx', bytes: EVIDENCE, measurement: MEASUREMENT, keyId: KEY_ID, publicKey: PUBLIC_KEY, now: NOW },
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
