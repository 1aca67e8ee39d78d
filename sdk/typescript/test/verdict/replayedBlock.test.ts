// The block of a bundle in a replay: its age, its finality, and what a node says of it.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ChainError } from '../../src/chain/ChainError.ts';
import { openBlock } from '../../src/chain/openBlock.ts';
import type { OpenedBlock } from '../../src/chain/openBlock.ts';
import type { BlockReference, Finality } from '../../src/chain/types.ts';
import {
  createChainReader,
  createSigningKey,
  replay,
  signMessage,
  verifyAgent,
  verifyRequest,
} from '../../src/index.ts';
import type { EvidenceBundle, HttpRequestMessage, ReplayOptions, Verdict } from '../../src/index.ts';
import { CHAIN_ID, DID, FakeNode, IDENTITY, SAGE } from '../chain/FakeNode.ts';
import { NOW, createReader, idOf } from './scriptedReader.ts';

type Replay = Awaited<ReturnType<typeof replay>>;

const DAY = 86_400;
/** What a live judgement comes to, see `ReplayOptions.maxBlockAge`. */
const LIVE_AGES = { latest: 162, safe: 930, finalized: 1_314 } as const;

interface Mutable {
  block: { -readonly [K in keyof BlockReference]: BlockReference[K] };
  policy: Record<string, unknown>;
  verdict: EvidenceBundle['verdict'];
}

function copy(verdict: Verdict): Mutable {
  return JSON.parse(JSON.stringify(verdict.bundle())) as Mutable;
}

function replayWith(
  verdict: Verdict,
  alter: (bundle: Mutable) => unknown,
  options: ReplayOptions = {},
): Promise<Replay> {
  const bundle = copy(verdict);
  alter(bundle);
  return replay(bundle, options);
}

/** Signed by the scripted agent's key, whenever it says. */
async function sign(created: number): Promise<HttpRequestMessage> {
  const key = await createSigningKey('ed25519', new Uint8Array(32).fill(7));
  const message = { kind: 'request', method: 'GET', requestTarget: '/', targetUri: 'https://x.example/' } as const;
  const { signatureInput, signature } = await signMessage(
    { ...message, fields: [] },
    {
      ...{ key, label: 'sig1', components: ['@method', '@target-uri'] },
      parameters: { created, keyid: `${DID}#${idOf({})}` },
    },
  );
  return {
    ...message,
    fields: [
      ['signature-input', signatureInput],
      ['signature', signature],
    ],
  };
}

/** Over the block of time `NOW`, which the scripted reader says is the newest. */
const judgeAt = async (now: number, created = now, clockSkew = 30): Promise<Verdict> =>
  verifyRequest(await sign(created), { reader: createReader(), now: () => now, clockSkew });

describe('the block of a bundle', () => {
  it('P12: a bundle at a block from before a revocation, judged later, is not endorsed', async () => {
    const late = NOW + 60 * DAY;
    const verdict = await judgeAt(late);
    expect(verdict.code).to.equal('ok');
    const outdated = await replayWith(verdict, () => undefined);
    expect([outdated.status, outdated.code]).to.deep.equal(['unknown', 'bundle-outdated']);
    expect(outdated.verdict?.code).to.equal('ok');
    const accepted = await replayWith(verdict, () => undefined, { maxBlockAge: 60 * DAY });
    expect(accepted.code).to.equal('ok');
    const missed = await replayWith(verdict, () => undefined, { maxBlockAge: NaN });
    expect(missed.code).to.equal('bundle-outdated');
  });

  it('P12: nor is one whose moment is that of the block, for a signature of later', async () => {
    const verdict = await judgeAt(NOW, NOW + 60 * DAY, 90 * DAY);
    expect(verdict.code).to.equal('ok');
    expect((await replayWith(verdict, () => undefined)).code).to.equal('bundle-outdated');
  });

  it('may be as old as a live judgement lets it become, by its finality', async () => {
    for (const finality of ['latest', 'safe', 'finalized'] as const satisfies readonly Finality[]) {
      const age = LIVE_AGES[finality];
      const setFinality = (bundle: Mutable): void => {
        bundle.block.finality = finality;
        const text = JSON.stringify(bundle.verdict).replaceAll('"finality":"finalized"', `"finality":"${finality}"`);
        bundle.verdict = JSON.parse(text) as EvidenceBundle['verdict'];
      };
      expect((await replayWith(await judgeAt(NOW + age), setFinality)).code, finality).to.equal('ok');
      expect((await replayWith(await judgeAt(NOW + age + 1), setFinality)).code).to.equal('bundle-outdated');
    }
  });

  it('that is less sure than the policy asks for is refused, live and in a replay', async () => {
    const verdict = await verifyAgent(DID, { reader: createReader(), now: () => NOW, finality: 'finalized' });
    expect(verdict.code).to.equal('ok');
    for (const finality of ['latest', 'safe'] as const) {
      const again = await replayWith(verdict, (bundle) => {
        bundle.block.finality = finality;
        const text = JSON.stringify(bundle.verdict).replaceAll('"finality":"finalized"', `"finality":"${finality}"`);
        bundle.verdict = JSON.parse(text) as EvidenceBundle['verdict'];
      });
      expect([again.code, again.verdict?.code]).to.deep.equal(['bundle-differs', 'chain-not-final']);
    }
    const odd = await replayWith(verdict, (bundle) => (bundle.policy['finality'] = 'sure'));
    expect(odd.verdict?.code).to.equal('chain-not-final');
    const node = new FakeNode();
    node.register();
    const reader = readerOf(node);
    const lax = { ...reader, open: () => reader.open('latest') };
    const live = await verifyAgent(DID, { reader: lax, now: () => node.now, finality: 'safe' });
    expect([live.status, live.code, live.isFinal]).to.deep.equal(['unknown', 'chain-not-final', false]);
    expect((await replay(copy(live))).code).to.equal('ok');
  });
});

function readerOf(node: FakeNode) {
  return createChainReader({
    chainId: CHAIN_ID,
    rpcs: [node.rpc],
    contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY },
    now: () => node.now,
    maxAge: 0,
  });
}

describe('the block of a bundle, held against a node', () => {
  const against = (node: FakeNode): ReplayOptions => ({ chain: (block) => openBlock([node.rpc], block) });

  async function judge(finality: Finality = 'latest'): Promise<{ node: FakeNode; verdict: Verdict }> {
    const node = new FakeNode();
    node.register();
    node.mine(40);
    const verdict = await verifyAgent(DID, { reader: readerOf(node), now: () => node.now, finality });
    expect(verdict.code, verdict.message).to.equal('ok');
    return { node, verdict };
  }

  it('holds with the number and the time that the node has for its hash', async () => {
    for (const finality of ['latest', 'safe', 'finalized'] as const) {
      const { node, verdict } = await judge(finality);
      const again = await replayWith(verdict, () => undefined, against(node));
      expect([again.code, again.chainChecked], again.message).to.deep.equal(['ok', true]);
    }
  });

  it('P12: a younger time, another number or another hash than the node has is a contradiction', async () => {
    const { node, verdict } = await judge();
    for (const alter of [
      (bundle: Mutable) => (bundle.block.timestamp += 1),
      (bundle: Mutable) => (bundle.block.timestamp -= 1),
      (bundle: Mutable) => (bundle.block.number -= 1),
    ]) {
      const again = await replayWith(verdict, alter, against(node));
      expect([again.status, again.code, again.chainChecked]).to.deep.equal(['invalid', 'bundle-contradicted', true]);
      expect(again.message).to.contain(`the node has block ${node.head.number} of time ${node.now}`);
    }
    const other = (block: BlockReference): OpenedBlock => {
      const opened = openBlock([node.rpc], block);
      return { ...opened, header: async () => ({ ...(await opened.header()), hash: `0x${'ab'.repeat(32)}` }) };
    };
    expect((await replayWith(verdict, () => undefined, { chain: other })).code).to.equal('bundle-contradicted');
  });

  it('a block that is no more, or never was, is told as such', async () => {
    const { node, verdict } = await judge();
    node.reorganise(3);
    const undone = await replayWith(verdict, () => undefined, against(node));
    expect([undone.status, undone.code, undone.chainChecked]).to.deep.equal(['unknown', 'chain-reorganised', false]);
    expect(undone.message).to.contain('is not part of the chain');
    // A node may still know the header.
    const { block } = verdict.bundle();
    if (block === null) throw new Error('the verdict has a block');
    const knowing = {
      request: async ({ method, params }: { method: string; params: readonly unknown[] }) =>
        method === 'eth_getBlockByHash'
          ? {
              hash: block.hash,
              number: `0x${block.number.toString(16)}`,
              timestamp: `0x${block.timestamp.toString(16)}`,
            }
          : node.rpc.request({ method, params }),
    };
    const beside = await replayWith(verdict, () => undefined, { chain: (one) => openBlock([knowing], one) });
    expect(beside.code).to.equal('chain-reorganised');
  });

  it('a block that the node has not finalized is not final', async () => {
    const { node, verdict } = await judge();
    for (const finality of ['safe', 'finalized'] as const) {
      const again = await replayWith(verdict, (bundle) => (bundle.block.finality = finality), against(node));
      expect([again.status, again.code]).to.deep.equal(['unknown', 'chain-not-final']);
      expect(again.message).to.contain(`is not ${finality}`);
    }
  });

  it('says why a bundle could not be compared', async () => {
    const { node, verdict } = await judge();
    node.chainId += 1;
    const wrong = await replayWith(verdict, () => undefined, against(node));
    expect([wrong.status, wrong.code]).to.deep.equal(['unknown', 'chain-wrong']);
    node.chainId -= 1;
    node.fault = 500;
    const down = await replayWith(verdict, () => undefined, against(node));
    expect(down.code).to.equal('chain-unreachable');
    const during = (block: BlockReference): OpenedBlock => ({
      ...openBlock([node.rpc], block),
      header: () => Promise.resolve(block),
      call: () => Promise.reject(new ChainError('chain-reorganised', 'gone meanwhile')),
    });
    const gone = await replayWith(verdict, () => undefined, { chain: during });
    expect(gone.code).to.equal('chain-reorganised');
    expect(gone.message).to.contain('gone meanwhile');
    const throwing = (): OpenedBlock => {
      throw new TypeError('no such node');
    };
    const none = await replayWith(verdict, () => undefined, { chain: throwing });
    expect(none.code).to.equal('chain-unreachable');
    expect(none.message).to.contain('no such node');
  });
});
