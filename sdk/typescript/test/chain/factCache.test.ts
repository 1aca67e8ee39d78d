import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import { createChainReader } from '../../src/chain/createChainReader.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import type { Rpc } from '../../src/chain/types.ts';
import type { Hex } from '../../src/client/types.ts';
import { NOW, SAGE as SCRIPTED_SAGE, createPinned, idOf } from '../verdict/scriptedReader.ts';
import { AGENT_ID, CHAIN_ID, FakeNode, IDENTITY, KEY_ID, SAGE } from './FakeNode.ts';

const TEE: Hex = `0x${'4'.repeat(40)}`;
const upper = (id: Hex): Hex => `0x${id.slice(2).toUpperCase()}`;

describe('facts over several blocks', () => {
  it('P12: test_attack_A28 the revocation of a TEE key is seen, however its id is spelled', async () => {
    const contracts = { sageRegistry: SCRIPTED_SAGE, teeKeyRegistry: TEE };
    const keyId = idOf({});
    const before = new FactCache(9);
    const first = new ChainFacts({ pinned: createPinned(), contracts, logsFrom: 0, cache: before });
    expect((await first.teeKey(upper(keyId))).value.isTrusted).to.equal(true);
    const cache = before.without(new Set([keyId]));
    const second = new ChainFacts({ pinned: createPinned({ trustedUntil: NOW }), contracts, logsFrom: 0, cache });
    expect((await second.teeKey(upper(keyId))).value.isTrusted).to.equal(false);
  });

  it('one key is one fact, however its id is spelled', async () => {
    const pinned = createPinned();
    const facts = new ChainFacts({
      pinned,
      contracts: { sageRegistry: SCRIPTED_SAGE },
      logsFrom: 0,
      cache: new FactCache(9),
    });
    const keyId = idOf({});
    expect(await facts.key(7n, upper(keyId))).to.equal(await facts.key(7n, keyId));
    expect(await facts.keyBytes(7n, upper(keyId))).to.equal(await facts.keyBytes(7n, keyId));
    expect(await facts.isKeyInForceAt(7n, upper(keyId), 5)).to.equal(await facts.isKeyInForceAt(7n, keyId, 5));
  });

  it('a reading that fails after the next block was opened is no answer of that block', async () => {
    const node = new FakeNode();
    node.register();
    let fail: (() => void) | undefined;
    let isHanging = false;
    const rpc: Rpc = {
      request: (question) =>
        isHanging && question.method === 'eth_call'
          ? new Promise((_, reject) => {
              fail = () => reject(new Error('connection reset'));
            })
          : node.rpc.request(question),
    };
    const reader = createChainReader({
      chainId: CHAIN_ID,
      rpcs: [rpc],
      contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY },
      now: () => node.now,
      maxAge: 0,
    });
    const first = await reader.open();
    isHanging = true;
    const failing = first.key(AGENT_ID, KEY_ID).then(
      () => 'read',
      () => 'failed',
    );
    await new Promise((resolve) => setImmediate(resolve));
    node.mine();
    const second = await reader.open();
    isHanging = false;
    fail?.();
    expect(await failing).to.equal('failed');
    for (const facts of [second, await reader.open()]) {
      expect((await facts.key(AGENT_ID, KEY_ID)).value.state).to.equal('proved');
    }
  });
});
