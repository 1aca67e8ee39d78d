// Endpoints that answer, but not with what was asked for; and facts over blocks whose logs can't be had.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ChainError } from '../../src/chain/ChainError.ts';
import type { ChainErrorCode } from '../../src/chain/ChainError.ts';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import { createChainReader } from '../../src/chain/createChainReader.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import { openBlock } from '../../src/chain/openBlock.ts';
import type { PinnedChain, Rpc } from '../../src/chain/types.ts';
import { AGENT_ID as SCRIPTED_AGENT, SAGE as SCRIPTED_SAGE, createPinned, idOf } from '../verdict/scriptedReader.ts';
import { AGENT_ID, CHAIN_ID, DID, FakeNode, IDENTITY, KEY_ID, SAGE } from './FakeNode.ts';

const BLOCK = { chainId: CHAIN_ID, number: 5, hash: KEY_ID, timestamp: 1, finality: 'latest' } as const;

async function expectFault(action: () => Promise<unknown>, code: ChainErrorCode, says: string | RegExp): Promise<void> {
  let fault: unknown;
  await action().catch((error: unknown) => (fault = error));
  expect(fault).to.be.instanceOf(ChainError).with.property('code', code);
  expect((fault as ChainError).message).to.match(new RegExp(says));
}

/** An endpoint of the right chain that says the same to everything else. */
const saying = (answer: unknown): Rpc => ({
  request: ({ method }) => Promise.resolve(method === 'eth_chainId' ? `0x${CHAIN_ID.toString(16)}` : answer),
});

describe('odd answers', () => {
  it('logs that are none, or not in their form, are refused; removed ones are passed over', async () => {
    const ask = (answer: unknown) => openBlock([saying(answer)], BLOCK).logs(SAGE, [], 0);
    const log = { address: SAGE, topics: [KEY_ID], data: '0x', blockNumber: '0x1' };
    expect(await ask([log, { ...log, removed: true }])).to.deep.equal([{ ...log, blockNumber: 1 }]);
    for (const [answer, says] of [
      ['0x', 'no list of logs'],
      [[null], 'a log that is no object'],
      [['0x'], 'a log that is no object'],
      [[{ ...log, topics: undefined }], 'a log without topics'],
      [[{ ...log, topics: ['0x12'] }], 'topics'],
      [[{ ...log, address: '0x12' }], 'address'],
    ] as const) {
      await expectFault(() => ask(answer), 'chain-unreachable', says);
    }
  });

  it('what an endpoint throws that is no error is told as it is', async () => {
    for (const [thrown, says] of [
      ['plain text', 'endpoint 0: plain text'],
      [null, 'endpoint 0: null'],
      [{ shortMessage: 'short', message: 'https://key@x.example' }, 'endpoint 0: short'],
      [{ message: 'refused', code: -32_000, data: '0x' }, 'endpoint 0: refused'],
      [{ message: 'outer', error: { code: -32_005, message: 'limit' } }, /outer \(-32005: limit\)/],
      [{ message: 'outer', error: { code: -32_005, message: 'see https://x.example/key' } }, /outer$/],
      // As node-fetch says it.
      [
        new Error('request to https://eth.example/v3/secret-key failed, reason: cable'),
        /0: request to \[URL\] failed, reason: cable/,
      ],
      [{ shortMessage: 'lost', details: 'wss://eth.example/v3/secret-key closed' }, /0: lost \[URL\] closed/],
    ] as const) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- libraries may reject with anything
      const rpc: Rpc = { request: () => Promise.reject(thrown) };
      const message = typeof says === 'string' ? says : says.source;
      await expectFault(() => openBlock([rpc], BLOCK).code(SAGE), 'chain-unreachable', message);
    }
  });

  it('a finality that ends in a fault of the transport is no missing finality', async () => {
    const node = new FakeNode();
    const rpc: Rpc = {
      request: (question) =>
        question.params[0] === 'finalized' ? Promise.reject(new Error('cable')) : node.rpc.request(question),
    };
    const contracts = { sageRegistry: SAGE };
    const reader = createChainReader({ chainId: CHAIN_ID, rpcs: [rpc], contracts, now: () => node.now });
    await expectFault(() => reader.open('finalized'), 'chain-unreachable', 'cable');
    const empty = createChainReader({ chainId: CHAIN_ID, rpcs: [saying(null)], contracts, now: () => node.now });
    await expectFault(() => empty.open(), 'chain-unreachable', 'no block');
  });

  it('facts are read anew when the logs since the last block can not be had', async () => {
    const node = new FakeNode();
    node.register();
    const contracts = { sageRegistry: SAGE, identityRegistry: IDENTITY };
    const reader = createChainReader({
      chainId: CHAIN_ID,
      rpcs: [node.rpc],
      contracts,
      now: () => node.now,
      maxAge: 0,
    });
    const first = await reader.open();
    expect((await first.agent(AGENT_ID)).value?.isClaimed).to.equal(true);
    const asked = node.count('eth_call');
    node.mine();
    node.fault = 'refused';
    node.faultyMethods = ['eth_getLogs'];
    const second = await reader.open();
    expect(second.block.number).to.equal(first.block.number + 1);
    expect((await second.agent(AGENT_ID)).value?.isClaimed).to.equal(true);
    expect(node.count('eth_call')).to.equal(asked + 2);
    node.fault = undefined;
    node.mine();
    const third = await reader.open();
    expect((await third.agent(AGENT_ID)).value?.isClaimed).to.equal(true);
    // Taken over: nothing was asked again.
    expect(node.count('eth_call')).to.equal(asked + 2);
  });

  it('events and reverts that no interface knows are malformed', async () => {
    const contracts = { sageRegistry: SCRIPTED_SAGE };
    const pinned = createPinned();
    const facts = (chain: PinnedChain) =>
      new ChainFacts({ pinned: chain, contracts, logsFrom: 0, cache: new FactCache(9) });
    const garbled: PinnedChain = {
      ...pinned,
      logs: async (...question) => (await pinned.logs(...question)).map((log) => ({ ...log, data: '0x1234' })),
    };
    const malformed = 'chain-answer-malformed';
    await expectFault(() => facts(garbled).keyBytes(SCRIPTED_AGENT, idOf({})), malformed, 'KeyAdded .* was logged');
    const reverting: PinnedChain = { ...pinned, call: () => Promise.resolve({ revert: '0xdeadbeef' }) };
    await expectFault(() => facts(reverting).agentByDid(DID), malformed, 'agentByDID .* reverted with 0xdeadbeef');
    await expectFault(() => facts(reverting).key(1n, KEY_ID), malformed, 'getKey .* reverted');
  });
});
