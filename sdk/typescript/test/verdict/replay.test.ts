// Replays of bundles that never were, or are not any more, what a verdict made; and how a judgement ends where the chain or the program
// fails, over a scripted chain.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { getSelector } from 'ox/AbiFunction';
import { ABI } from '../../src/chain/abi.ts';
import { ChainError } from '../../src/chain/ChainError.ts';
import type { ChainErrorCode } from '../../src/chain/ChainError.ts';
import type { OpenedBlock } from '../../src/chain/openBlock.ts';
import type { BlockReference } from '../../src/chain/types.ts';
import { FetchError, createSigningKey, replay, signMessage, verifyAgent, verifyRequest } from '../../src/index.ts';
import type { AgentPolicy, ChainReader, RequestPolicy, Verdict } from '../../src/index.ts';
import { checkKey } from '../../src/verdict/checkKey.ts';
import { Fault } from '../../src/verdict/Fault.ts';
import { Judgement } from '../../src/verdict/Judgement.ts';
import { DID, OWNER } from '../chain/FakeNode.ts';
import { AGENT_ID, MEASUREMENT, NOW, createPinned, createReader, idOf } from './scriptedReader.ts';
import type { Script, ScriptedKey } from './scriptedReader.ts';

interface Bundle {
  block: { chainId: number; finality: string } | null;
  chainId: number;
  contracts: Record<string, string>;
  contents: object[];
  message: { body?: string; fields: string[][] } | null;
  policy: Record<string, unknown>;
  answers: { kind: string; topics?: string[]; data?: string }[];
  kind: string;
  did: string | null;
  verdict: { checks: { facts: Record<string, unknown> }[] };
}

const failing = (code: ChainErrorCode): ChainReader => ({
  ...createReader(),
  open: () => Promise.reject(new ChainError(code, 'by the test')),
});

const judge = (change: Partial<AgentPolicy> = {}, script: Script = {}): Promise<Verdict> =>
  verifyAgent(DID, { reader: createReader(script), now: () => NOW, ...change });

async function change(
  verdict: Verdict,
  alter: (bundle: Bundle) => unknown,
): Promise<Awaited<ReturnType<typeof replay>>> {
  const bundle = JSON.parse(JSON.stringify(verdict.bundle())) as Bundle;
  alter(bundle);
  return replay(bundle);
}

describe('replays of odd bundles', () => {
  it('a verdict without a block replays to the same reason', async () => {
    for (const code of ['chain-unreachable', 'chain-wrong', 'chain-stale', 'chain-not-final'] as const) {
      const verdict = await judge({ reader: failing(code) });
      expect([verdict.status, verdict.code, verdict.block]).to.deep.equal(['unknown', code, undefined]);
      const again = await replay(JSON.parse(JSON.stringify(verdict.bundle())));
      expect([again.code, again.verdict?.code, again.chainChecked]).to.deep.equal(['ok', code, false]);
    }
  });

  it('a verdict whose chain failed in the midst can not be judged again, and the replay says why', async () => {
    const reader = createReader();
    const open = async () => {
      const facts = await reader.open();
      facts.agent = () => Promise.reject(new ChainError('chain-unreachable', 'by the test'));
      return facts;
    };
    const verdict = await judge({ reader: { ...reader, open } });
    expect([verdict.code, verdict.block?.number]).to.deep.equal(['chain-unreachable', 9]);
    const again = await change(verdict, () => undefined);
    expect([again.status, again.code]).to.deep.equal(['unknown', 'bundle-incomplete']);
    expect(again.message).to.contain('an answer that never came is in no bundle');
    // Said of no other: a bundle that says it is valid lacks what it was judged by.
    const poorer = await change(await judge(), (bundle) => (bundle.answers = []));
    expect(poorer.code).to.equal('bundle-incomplete');
    expect(poorer.message).not.to.contain('never came');
  });

  it('a bundle whose parts disagree, or that lacks one, is malformed', async () => {
    const verdict = await judge();
    for (const alter of [
      (bundle: Bundle) => (bundle.chainId = 2),
      (bundle: Bundle) => delete bundle.contracts['sageRegistry'],
      (bundle: Bundle) => (bundle.kind = 'request'),
      (bundle: Bundle) => (bundle.policy = { agent: { domains: 5 } }),
      (bundle: Bundle) => (bundle.policy = { tee: null, agent: { reputation: [{ class: 'open', minCount: 1 }] } }),
    ]) {
      expect((await change(verdict, alter)).code).to.equal('bundle-malformed');
    }
    // No DID at all is one that is misspelled.
    const nobody = await change(verdict, (bundle) => (bundle.did = null));
    expect([nobody.code, nobody.verdict?.code]).to.deep.equal(['bundle-differs', 'did-malformed']);
  });

  it('a message whose body is no base64 is malformed; one without body is judged as it is', async () => {
    const policy = { reader: createReader(), now: () => NOW };
    const request = new Request('https://x.example', { method: 'POST', body: 'x' });
    const verdict = await verifyRequest(request, policy);
    expect((await change(verdict, () => undefined)).code).to.equal('ok');
    const body = (text: string) => (bundle: Bundle) => {
      if (bundle.message !== null) bundle.message.body = text;
    };
    expect((await change(verdict, body('?'))).code).to.equal('bundle-malformed');
    expect((await change(verdict, (bundle) => delete bundle.message?.body)).code).to.equal('ok');
  });

  it('content that is not there, or no base64, was not fetched', async () => {
    const fetcher = (uri: string) =>
      Promise.resolve({ uri, bytes: new Uint8Array([1]), finalUrl: 'https://x.example/f' });
    const verdict = await judge({ agent: { file: 'linked' }, fetcher });
    expect(verdict.code).to.equal('file/file-invalid');
    expect((await change(verdict, () => undefined)).code).to.equal('ok');
    for (const contents of [[], [{ uri: 'https://agent.example/registration.json', bytes: '?' }]]) {
      const again = await change(verdict, (bundle) => (bundle.contents = contents));
      expect(again.code).to.equal('bundle-differs');
      expect(again.verdict?.code).to.equal('file/fetch-failed');
    }
    const odd = await judge({ agent: { file: 'linked' }, fetcher: () => Promise.reject(new Error('odd')) });
    expect((await change(odd, () => undefined)).code).to.equal('ok');
  });

  it('a node that fails leaves the bundle unchecked', async () => {
    const verdict = await judge();
    const broken = { ...createPinned(), call: () => Promise.reject(new Error('down')) } as OpenedBlock;
    const again = await replay(JSON.parse(JSON.stringify(verdict.bundle())), { chain: () => broken });
    expect([again.status, again.code, again.chainChecked]).to.deep.equal(['unknown', 'chain-unreachable', false]);
    const asked: BlockReference[] = [];
    const chain = (block: BlockReference): OpenedBlock => {
      asked.push(block);
      return createPinned();
    };
    expect((await replay(JSON.parse(JSON.stringify(verdict.bundle())), { chain })).chainChecked).to.equal(true);
    expect(asked).to.have.length(1);
    const reverting = { ...createPinned(), call: () => Promise.resolve({ revert: '0x' as const }) };
    const other = await replay(JSON.parse(JSON.stringify(verdict.bundle())), { chain: () => reverting });
    expect(other.code).to.equal('bundle-contradicted');
  });
});

describe('replays of honest bundles', () => {
  it('hold up whatever order a store gives the members of objects', async () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
      return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
    };
    const verdict = await judge();
    const bundle: unknown = JSON.parse(JSON.stringify(verdict.bundle()));
    const stored = sorted(bundle);
    expect(JSON.stringify(stored)).to.not.equal(JSON.stringify(bundle));
    expect((await replay(stored)).code).to.equal('ok');
    const other = JSON.parse(JSON.stringify(stored).replace('"number":9', '"number":8')) as object;
    expect((await replay(other)).code).to.equal('bundle-differs');
  });

  it('hold up where facts have no canonical form', async () => {
    const fetcher = (uri: string) => Promise.resolve({ uri, bytes: new Uint8Array([1]) });
    const verdict = await judge({ agent: { domains: ['x\ud800'] }, fetcher });
    expect(verdict.code).to.equal('domain/domain-malformed');
    expect((await change(verdict, () => undefined)).code).to.equal('ok');
    const whole = await change(verdict, (bundle) => {
      const [check] = bundle.verdict.checks.slice(-1);
      if (check !== undefined) check.facts['domain'] = 'x';
    });
    expect(whole.code).to.equal('bundle-differs');
  });

  it('hold up where what was fetched twice came once', async () => {
    const registry = `eip155:1:0x${'5'.repeat(40)}`;
    const file = JSON.stringify({ registrations: [{ agentId: Number(AGENT_ID), agentRegistry: registry }] });
    let asked = 0;
    const fetcher = (uri: string) => {
      if (++asked > 1) return Promise.reject(new FetchError('timeout', 'late'));
      return Promise.resolve({ uri, bytes: new TextEncoder().encode(file) });
    };
    const verdict = await judge({ agent: { domains: ['agent.example', 'AGENT.example'] }, fetcher });
    expect(verdict.checks.slice(-2).map(({ code }) => code)).to.deep.equal(['ok', 'domain/fetch-failed']);
    expect((await change(verdict, () => undefined)).code).to.equal('ok');
    asked = 0;
    const repeated = await judge({ agent: { domains: ['agent.example'] }, fetcher });
    expect(repeated.code, repeated.message).to.equal('ok');
    expect((await change(repeated, () => undefined)).code).to.equal('ok');
  });

  it('nothing is thrown for values that are nested too deep, go round or throw', async () => {
    const verdict = await judge();
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    for (const [levels, code] of [
      [90, 'ok'],
      [110, 'bundle-malformed'],
      [3_000, 'bundle-malformed'],
      [100_000, 'bundle-malformed'],
    ] as const) {
      const again = await replay({ ...verdict.bundle(), policy: { x: nested(levels) } });
      expect(again.code, String(levels)).to.equal(code);
    }
    const round: unknown[] = [];
    round.push(round, round);
    const throwing = {
      get format(): string {
        throw new Error('by the test');
      },
    };
    for (const value of [round, { ...verdict.bundle(), policy: { round } }, throwing]) {
      expect((await replay(value)).code).to.equal('bundle-malformed');
    }
  });
});

describe('the end of a judgement', () => {
  it('the key that signed a request must be the trusted TEE key, and its agent as the policy says', async () => {
    const key = await createSigningKey('ed25519', new Uint8Array(32).fill(7));
    const message = { kind: 'request', method: 'GET', requestTarget: '/', targetUri: 'https://x.example/' } as const;
    const signed = await signMessage(
      { ...message, fields: [] },
      {
        ...{ key, label: 'sig1', components: ['@method', '@target-uri'] },
        parameters: { created: NOW, keyid: `${DID}#${idOf({})}` },
      },
    );
    const fields = [
      ['signature-input', signed.signatureInput],
      ['signature', signed.signature],
    ] as const;
    const ask = (script: Script, change: Partial<RequestPolicy> = {}): Promise<Verdict> =>
      verifyRequest({ ...message, fields }, { reader: createReader(script), now: () => NOW, ...change });
    const tee = { measurements: [MEASUREMENT] };
    const verdict = await ask({}, { tee });
    expect(verdict.code, verdict.message).to.equal('ok');
    expect(verdict.checks.at(-1)?.facts).to.include({ keyId: idOf({}), measurement: MEASUREMENT });
    expect((await change(verdict, () => undefined)).code).to.equal('ok');
    expect((await ask({ trustedUntil: NOW }, { tee })).code).to.equal('tee-not-trusted');
    const agent = { reputation: [{ class: 'validated', minCount: 4 }] } as const;
    expect((await ask({}, { agent })).code).to.equal('reputation-too-little');
    const torn = await ask({ keys: [{ state: 'proof-emitted', proof: '0x11' }] });
    expect([torn.code, torn.subject]).to.deep.equal(['key-proof-invalid', undefined]);
    // With any age accepted the bundle has to say so in JSON, which knows no infinity.
    const old = await ask({}, { maxAge: Infinity });
    expect(old.bundle().policy['maxAge']).to.equal('Infinity');
    expect((await change(old, () => undefined)).code).to.equal('ok');
  });

  it('P12b: A46: the contract is asked about messages that are newer than the block, as of the block', async () => {
    const key = await createSigningKey('ed25519', new Uint8Array(32).fill(7));
    const message = { kind: 'request', method: 'GET', requestTarget: '/', targetUri: 'https://x.example/' } as const;
    const ask = async (signedKey: ScriptedKey, keyMustBeInForce: 'now' | 'signing-time'): Promise<Verdict> => {
      const signed = await signMessage(
        { ...message, fields: [] },
        {
          ...{ key, label: 'sig1', components: ['@method', '@target-uri'] },
          parameters: { created: NOW + 1, keyid: `${DID}#${idOf({})}` },
        },
      );
      const fields = [
        ['signature-input', signed.signatureInput],
        ['signature', signed.signature],
      ] as const;
      const reader = createReader({ keys: [signedKey], epoch: 1, formerOwners: [OWNER, OWNER] });
      return verifyRequest({ ...message, fields }, { reader, now: () => NOW, keyMustBeInForce });
    };
    // Nobody revoked the seller's key: its record has no end.
    const seller = await ask({ epoch: 0, inForce: false }, 'signing-time');
    expect([seller.code, (await change(seller, () => undefined)).code]).to.deep.equal(['key-not-in-force', 'ok']);
    expect((await ask({ epoch: 1, inForce: false }, 'now')).code).to.equal('key-not-in-force');
    const owner = await ask({ epoch: 1 }, 'signing-time');
    expect([owner.code, (await change(owner, () => undefined)).code]).to.deep.equal(['ok', 'ok']);
    // A bundle of the time when the contract wasn't asked holds no answer.
    const selector = getSelector(ABI.isKeyInForceAt);
    const old = await change(owner, (bundle) => {
      bundle.answers = bundle.answers.filter(({ data }) => data?.startsWith(selector) !== true);
    });
    expect([old.status, old.code]).to.deep.equal(['unknown', 'bundle-incomplete']);
  });

  it('an agent that the identity registry doesn’t know is invalid', async () => {
    const reader = createReader();
    const open = async () => {
      const facts = await reader.open();
      facts.agent = () => Promise.resolve({ value: undefined, answers: [] });
      return facts;
    };
    const verdict = await judge({ reader: { ...reader, open } });
    expect([verdict.status, verdict.code]).to.deep.equal(['invalid', 'agent-not-found']);
  });

  it('a mistake in the program is thrown, not judged', async () => {
    const mistake = new TypeError('a mistake');
    const reader: ChainReader = { ...createReader(), open: () => Promise.reject(mistake) };
    const invalid = { ...createReader(), open: () => Promise.reject(new ChainError('options-invalid', 'odd')) };
    for (const one of [reader, invalid]) {
      let thrown: unknown;
      await judge({ reader: one }).catch((error: unknown) => (thrown = error));
      expect(thrown).to.be.instanceOf(one === reader ? TypeError : ChainError);
    }
  });

  it('evidence that fails with something that is no error is unreachable', async () => {
    const tee = { keyId: idOf({}), measurements: [`0x${'ee'.repeat(32)}` as const], verifyEvidence: () => never() };
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a fetcher may reject with anything
    const verdict = await judge({ tee, fetcher: () => Promise.reject('away') });
    expect(verdict.code).to.equal('tee-evidence-unreachable');
    expect(verdict.message).to.contain('away');
  });

  it('keys are checked at the moment of the signature, or of the block', async () => {
    const check = async (key: ScriptedKey, signedAt?: number, mustBeInForceNow = true): Promise<string> => {
      const facts = await createReader({ keys: [key] }).open();
      const agent = (await facts.agent(AGENT_ID)).value;
      if (agent === undefined) throw new Error('the script has an agent');
      try {
        await checkKey(new Judgement(NOW), facts, agent, { keyId: idOf(key), signedAt, mustBeInForceNow });
        return 'ok';
      } catch (error) {
        if (error instanceof Fault) return error.code;
        throw error;
      }
    };
    expect(await check({})).to.equal('ok');
    expect(await check({ inForce: false })).to.equal('key-not-in-force');
    expect(await check({}, NOW + 1)).to.equal('ok');
    expect(await check({ validFrom: 5 }, 4)).to.equal('key-not-in-force');
    expect(await check({ epoch: 1 })).to.equal('key-not-in-force');
    expect(await check({ epoch: 1 }, 5, false)).to.equal('ok');
    expect(await check({ validUntil: 9 }, 8)).to.equal('key-revoked');
    expect(await check({ validUntil: 9 }, 8, false)).to.equal('ok');
    expect(await check({ validUntil: 9 }, 9, false)).to.equal('key-revoked');
    expect(await check({ validUntil: 9, compromisedSince: 7 }, 8, false)).to.equal('key-compromised');
    expect(await check({ state: 'none' })).to.equal('key-not-found');
    expect(await check({ keyType: 'erc1271', publicKey: OWNER })).to.equal('key-type-unsupported');
    expect(await check({ state: 'proof-emitted', proof: '0x11' })).to.equal('key-proof-invalid');
  });
});

function never(): never {
  throw new Error('not to be asked');
}
