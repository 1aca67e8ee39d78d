import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ChainError } from '../../src/chain/ChainError.ts';
import { createChainReader } from '../../src/chain/createChainReader.ts';
import type { ChainReader, ChainReaderOptions } from '../../src/chain/createChainReader.ts';
import { createHttpRpc } from '../../src/chain/createHttpRpc.ts';
import type { EndpointFailure } from '../../src/chain/Endpoints.ts';
import { fromEthersProvider } from '../../src/chain/fromEthersProvider.ts';
import { fromViemClient } from '../../src/chain/fromViemClient.ts';
import { openBlock } from '../../src/chain/openBlock.ts';
import { replayChain } from '../../src/chain/replayChain.ts';
import type { Rpc } from '../../src/chain/types.ts';
import { verifyAgent } from '../../src/verdict/index.ts';
import { AGENT_ID, CHAIN_ID, DID, FakeNode, IDENTITY, KEY_ID, OWNER, SAGE } from './FakeNode.ts';
import type { Fault } from './FakeNode.ts';

const TIMEOUT_MS = 30;

function httpRpc(node: FakeNode) {
  return createHttpRpc('https://node.example/v1/secret-key', {
    fetch: node.fetch,
    timeoutMs: TIMEOUT_MS,
    maxBytes: 1_000_000,
  });
}

function read(nodes: readonly FakeNode[], options: Partial<ChainReaderOptions> = {}): ChainReader {
  return createChainReader({
    chainId: CHAIN_ID,
    rpcs: nodes.map(httpRpc),
    contracts: { sageRegistry: SAGE },
    now: () => (nodes[0] ?? new FakeNode()).now + 1,
    maxAge: 0,
    ...options,
  });
}

async function expectCode(promise: Promise<unknown>, code: string): Promise<ChainError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(ChainError);
  expect((error as ChainError).code, (error as ChainError).message).to.equal(code);
  return error as ChainError;
}

const FAULTS: readonly (readonly [Fault, string])[] = [
  ['silent', 'rpc-timeout'],
  ['refused', 'rpc-http'],
  [429, 'rpc-rate-limited'],
  [500, 'rpc-http'],
  ['garbage', 'rpc-malformed'],
  ['html', 'rpc-malformed'],
  ['no-json-rpc', 'rpc-malformed'],
  ['huge', 'rpc-malformed'],
  ['other-id', 'rpc-malformed'],
];

describe('the chain reader', () => {
  it('reads an agent and a key at one block', async () => {
    const node = new FakeNode();
    node.register();
    const facts = await read([node]).open();
    const { hash, number, timestamp } = node.head;
    expect(facts.block).to.deep.equal({ chainId: CHAIN_ID, hash, number, timestamp, finality: 'latest' });
    expect((await facts.agentByDid(DID)).value).to.equal(AGENT_ID);
    expect((await facts.agent(AGENT_ID)).value).to.deep.equal({
      ...{ agentId: AGENT_ID, did: DID, owner: OWNER, boundOwner: OWNER, isClaimed: true, isActive: true },
      ...{ nonce: 1, epoch: 0, activeKeys: 1 },
    });
    expect((await facts.key(AGENT_ID, KEY_ID)).value).to.include({
      keyType: 'secp256k1',
      state: 'proved',
      validUntil: 0,
    });
    for (const { method, params } of node.requests) {
      if (method === 'eth_call') expect(params[1]).to.deep.equal({ blockHash: hash, requireCanonical: true });
    }
  });

  it('takes the block of the finality asked for', async () => {
    const node = new FakeNode();
    expect((await read([node]).open('safe')).block).to.include({ number: node.head.number - 8, finality: 'safe' });
    expect((await read([node]).open('finalized')).block).to.include({
      number: node.head.number - 16,
      finality: 'finalized',
    });
    node.knowsFinality = false;
    await expectCode(read([node]).open('finalized'), 'chain-not-final');
  });

  for (const [fault, code] of FAULTS) {
    it(`goes on to the next endpoint when one is ${fault}`, async () => {
      const [bad, good] = [new FakeNode(), new FakeNode()];
      bad.register();
      good.register();
      bad.fault = fault;
      const facts = await read([bad, good]).open();
      expect((await facts.agentByDid(DID)).value).to.equal(AGENT_ID);
    });

    it(`tells why, without the URL, when all are ${fault}`, async () => {
      const node = new FakeNode();
      node.fault = fault;
      const error = await expectCode(read([node, node]).open(), 'chain-unreachable');
      const failures = error.details['failures'] as readonly EndpointFailure[];
      expect(failures.map(({ endpoint }) => endpoint)).to.deep.equal([0, 1]);
      for (const failure of failures) expect((failure.error as ChainError).code).to.equal(code);
      expect(error.message).to.not.contain('secret-key');
      const verdict = await verifyAgent(DID, { reader: read([node]) });
      expect([verdict.status, verdict.code]).to.deep.equal(['unknown', 'chain-unreachable']);
    });

    it(`reads a block to its end when the first endpoint becomes ${fault}`, async () => {
      const [bad, good] = [new FakeNode(), new FakeNode()];
      bad.register();
      good.register();
      const facts = await read([bad, good]).open();
      bad.fault = fault;
      bad.faultyMethods = ['eth_call'];
      expect((await facts.agentByDid(DID)).value).to.equal(AGENT_ID);
    });
  }

  it('refuses an endpoint of another chain, and never asks it for anything else', async () => {
    const [wrong, right] = [new FakeNode(), new FakeNode()];
    wrong.chainId = 1;
    await read([wrong, right]).open();
    expect(wrong.requests.map(({ method }) => method)).to.deep.equal(['eth_chainId']);
    await expectCode(read([wrong]).open(), 'chain-wrong');
  });

  it('refuses a head that is stuck, and takes an endpoint that follows', async () => {
    const [stuck, alive] = [new FakeNode(), new FakeNode()];
    alive.mine(20);
    const now = (): number => alive.now + 1;
    const facts = await read([stuck, alive], { now }).open();
    expect(facts.block.hash).to.equal(alive.head.hash);
    const error = await expectCode(read([stuck], { now }).open(), 'chain-stale');
    expect(error.message).to.contain('241 s old');
  });

  for (const depth of [1, 12, 64]) {
    it(`serves nothing of a reorganisation of ${depth} that undoes a registration`, async () => {
      const node = new FakeNode();
      node.register();
      node.mine(depth - 1);
      const reader = read([node]);
      const before = await reader.open();
      expect((await before.agentByDid(DID)).value).to.equal(AGENT_ID);
      node.reorganise(depth);
      await expectCode(before.key(AGENT_ID, KEY_ID), 'chain-reorganised');
      const after = await reader.open();
      expect((await after.agentByDid(DID)).value).to.equal(undefined);
      expect((await verifyAgent(DID, { reader })).code).to.equal('did-not-found');
    });

    it(`serves nothing of a reorganisation of ${depth} that undoes a revocation`, async () => {
      const node = new FakeNode();
      node.register();
      node.revoke();
      node.mine(depth - 1);
      const reader = read([node]);
      expect((await (await reader.open()).key(AGENT_ID, KEY_ID)).value.validUntil).to.be.greaterThan(0);
      node.reorganise(depth);
      expect((await (await reader.open()).key(AGENT_ID, KEY_ID)).value.validUntil).to.equal(0);
    });
  }

  it('takes facts over from block to block until an event names their subject', async () => {
    const node = new FakeNode();
    node.register();
    const reader = read([node]);
    const readKey = async () => (await (await reader.open()).key(AGENT_ID, KEY_ID)).value.validUntil;
    const readClaim = async () => (await (await reader.open()).agent(AGENT_ID)).value?.isClaimed;
    expect([await readKey(), await readClaim()]).to.deep.equal([0, true]);
    const calls = node.count('eth_call');
    for (let index = 0; index < 5; index++) {
      node.disturb();
      expect([await readKey(), await readClaim()]).to.deep.equal([0, true]);
    }
    // The address of the identity registry is known by now, so nothing at all is asked.
    expect(node.count('eth_call')).to.equal(calls + 1);
    node.revoke();
    expect(await readKey()).to.be.greaterThan(0);
    node.transfer();
    expect(await readClaim()).to.equal(false);
  });

  /** A node and one that follows it, whose logs are told by the follower: another endpoint, or another backend of the same. */
  function readWithFollower(way: 'endpoint' | 'backend') {
    const [node, follower] = [new FakeNode(), new FakeNode()];
    node.register();
    follower.follow(node);
    const reader = createChainReader({
      chainId: CHAIN_ID,
      rpcs: [
        {
          request: (question) => {
            if (question.method !== 'eth_getLogs') return node.rpc.request(question);
            if (way === 'backend') return follower.rpc.request(question);
            return Promise.reject(new Error('too many requests'));
          },
        },
        ...(way === 'endpoint' ? [follower.rpc] : []),
      ],
      contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY },
      now: () => node.now,
      maxAge: 0,
    });
    const readValidUntil = async () => (await (await reader.open()).key(AGENT_ID, KEY_ID)).value.validUntil;
    return { node, follower, readValidUntil };
  }

  for (const way of ['endpoint', 'backend'] as const) {
    for (const refuses of [true, false]) {
      const how = `${refuses ? 'refuses to tell' : 'has no'} logs of blocks that it lacks`;
      it(`P12: test_attack_A28 a revocation is seen though the ${way} that tells logs lags behind and ${how}`, async () => {
        const { node, follower, readValidUntil } = readWithFollower(way);
        follower.refusesUnknownBlocks = refuses;
        expect(await readValidUntil()).to.equal(0);
        node.mine();
        follower.follow(node);
        expect(await readValidUntil()).to.equal(0);
        node.revoke();
        follower.follow(node, 1);
        expect(await readValidUntil()).to.be.greaterThan(0);
        node.mine(5);
        follower.follow(node);
        expect(await readValidUntil()).to.be.greaterThan(0);
      });
    }
  }

  it('takes nothing over where a revocation may hide: far behind, or in logs of another block', async () => {
    for (const [blocks, isTaken] of [
      [63, true],
      [64, false],
    ] as const) {
      const node = new FakeNode();
      node.register();
      const reader = read([node], { contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY } });
      await (await reader.open()).key(AGENT_ID, KEY_ID);
      node.disturb();
      node.mine(blocks);
      await (await reader.open()).key(AGENT_ID, KEY_ID);
      expect(node.count('eth_call'), String(blocks)).to.equal(isTaken ? 1 : 2);
    }
    const log = { topics: [KEY_ID], blockHash: KEY_ID };
    for (const logs of [null, [null], [log], [{ ...log, blockHash: undefined }], 'own block, no topics']) {
      const node = new FakeNode();
      node.register();
      const rpc: Rpc = {
        request: async (question) => {
          const answer = await node.rpc.request(question);
          if (question.method !== 'eth_getLogs') return answer;
          return typeof logs === 'string' ? [{ blockHash: node.head.hash }] : logs;
        },
      };
      const reader = read([node], { rpcs: [rpc], contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY } });
      await (await reader.open()).key(AGENT_ID, KEY_ID);
      node.mine();
      await (await reader.open()).key(AGENT_ID, KEY_ID);
      expect(node.count('eth_call'), JSON.stringify(logs)).to.equal(2);
    }
  });

  it('takes nothing over from an endpoint that sends another block than asked for', async () => {
    const node = new FakeNode();
    node.register();
    const rpc: Rpc = {
      request: async (question) => {
        const answer = await node.rpc.request(question);
        return question.method === 'eth_getBlockByHash' ? { ...(answer as object), hash: KEY_ID } : answer;
      },
    };
    const reader = read([node], { rpcs: [rpc], contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY } });
    await (await reader.open()).key(AGENT_ID, KEY_ID);
    node.mine();
    await (await reader.open()).key(AGENT_ID, KEY_ID);
    expect(node.count('eth_call')).to.equal(2);
  });

  it('asks an endpoint again how it tells logs, when its limit was exceeded', async () => {
    const node = new FakeNode();
    node.register();
    let isLimited = true;
    const rpc: Rpc = {
      request: (question) => {
        const isProbe = JSON.stringify(question.params).includes('ff'.repeat(32));
        if (!isProbe || !isLimited) return node.rpc.request(question);
        return Promise.reject(Object.assign(new Error('limit exceeded'), { code: -32_005 }));
      },
    };
    const reader = read([node], { rpcs: [rpc], contracts: { sageRegistry: SAGE, identityRegistry: IDENTITY } });
    const readAndCount = async (): Promise<number> => {
      await (await reader.open()).key(AGENT_ID, KEY_ID);
      node.mine();
      return node.count('eth_call');
    };
    expect([await readAndCount(), await readAndCount()]).to.deep.equal([1, 2]);
    isLimited = false;
    expect([await readAndCount(), await readAndCount()]).to.deep.equal([2, 2]);
  });

  it('asks nothing within maxAge, and looks for a new block after it', async () => {
    const node = new FakeNode();
    let now = node.now;
    const reader = read([node], { maxAge: 12, now: () => now });
    const first = await reader.open();
    const asked = node.requests.length;
    node.register();
    now += 11;
    expect(await reader.open()).to.equal(first);
    expect(node.requests).to.have.length(asked);
    now += 1;
    expect((await reader.open()).block.hash).to.equal(node.head.hash);
    expect((await (await reader.open()).agentByDid(DID)).value).to.equal(AGENT_ID);
  });

  it('shares one look for the head, and one reading of a fact, between concurrent callers', async () => {
    const node = new FakeNode();
    node.register();
    const reader = read([node]);
    const all = await Promise.all(Array.from({ length: 100 }, () => reader.open()));
    expect(new Set(all).size).to.equal(1);
    expect(node.count('eth_getBlockByNumber')).to.equal(1);
    await Promise.all(all.map((facts) => facts.agentByDid(DID)));
    expect(node.count('eth_call')).to.equal(1);
  });

  it('reads again after a failure', async () => {
    const node = new FakeNode();
    node.register();
    const facts = await read([node]).open();
    node.fault = 500;
    await expectCode(facts.agentByDid(DID), 'chain-unreachable');
    node.fault = undefined;
    expect((await facts.agentByDid(DID)).value).to.equal(AGENT_ID);
  });

  it('keeps no more facts than it may', async () => {
    const node = new FakeNode();
    const facts = await read([node], { maxEntries: 2 }).open();
    for (const did of ['a', 'b', 'c', 'c', 'a']) await facts.agentByDid(`did:sage:local:${did}`);
    expect(node.count('eth_call')).to.equal(4);
  });

  it('tells a contract that isn’t there', async () => {
    const node = new FakeNode();
    const facts = await read([node], { contracts: { sageRegistry: OWNER } }).open();
    const error = await expectCode(facts.agentByDid(DID), 'chain-answer-malformed');
    expect(error.message).to.contain('agentByDID of 0xaaaa');
    await expectCode(facts.keyBytes(AGENT_ID, KEY_ID), 'chain-answer-malformed');
    for (const missing of [
      () => facts.trust(1n, 'validated'),
      () => facts.validations(1n, []),
      () => facts.teeEvidenceUri(1n),
    ]) {
      expect(missing).to.throw(ChainError).with.property('code', 'contract-missing');
    }
  });

  it('tells a key whose event is not in the logs', async () => {
    const node = new FakeNode();
    await expectCode((await read([node]).open()).keyBytes(AGENT_ID, KEY_ID), 'logs-missing');
  });

  it('records every answer, and replays from the recording alone', async () => {
    const node = new FakeNode();
    node.register();
    const facts = await read([node]).open();
    const { answers } = await facts.agent(AGENT_ID);
    expect(answers.map((answer) => (answer.kind === 'call' ? answer.to : answer.address))).to.deep.equal([
      SAGE,
      SAGE,
      IDENTITY,
    ]);
    const replayed = replayChain(facts.block, answers);
    const [first] = answers;
    if (first?.kind !== 'call' || !('result' in first)) throw new Error('a call was recorded');
    expect(await replayed.call(SAGE, first.data)).to.deep.equal({ result: first.result });
    await expectCode(replayed.call(IDENTITY, '0x00'), 'recording-incomplete');
    await expectCode(replayed.logs(SAGE, [], 0), 'recording-incomplete');
  });

  it('works over ethers, viem and a known block', async () => {
    const node = new FakeNode();
    node.register();
    const { rpc } = node;
    const sent = fromEthersProvider({ send: (method, params) => rpc.request({ method, params }) });
    const asked = fromViemClient({ request: (args: { method: string; params: unknown[] }) => rpc.request(args) });
    for (const one of [sent, asked]) {
      const facts = await read([node], { rpcs: [one] }).open();
      expect((await facts.agentByDid(DID)).value).to.equal(AGENT_ID);
      node.reorganise(0);
      expect((await (await read([node], { rpcs: [one] }).open()).agentByDid('did:sage:local:x')).value).to.equal(
        AGENT_ID,
      );
    }
    const facts = await read([node]).open();
    const { answers } = await facts.agentByDid(DID);
    const [answer] = answers;
    if (answer?.kind !== 'call') throw new Error('a call was recorded');
    expect(await openBlock([rpc], facts.block).call(SAGE, answer.data)).to.have.property('result');
  });

  it('refuses options that can’t work', () => {
    const node = new FakeNode();
    for (const [options, field] of [
      [{ rpcs: [] }, 'rpcs'],
      [{ maxAge: -1 }, 'maxAge'],
      [{ maxHeadAge: 0 }, 'maxHeadAge'],
      [{ timeoutMs: NaN }, 'timeoutMs'],
      [{ maxEntries: 0 }, 'maxEntries'],
      [{ chainId: 0 }, 'chainId'],
      [{ logsFrom: -1 }, 'logsFrom'],
    ] as const) {
      expect(() => read([node], options))
        .to.throw(ChainError, `${field} can't be`)
        .with.property('code', 'options-invalid');
    }
    expect(() => createHttpRpc('nonsense')).to.throw(ChainError, 'url is no URL');
    expect(() => createHttpRpc('ftp://x.example')).to.throw(ChainError, "url can't be ftp:");
    expect(() => createHttpRpc('https://x.example', { timeoutMs: 0 })).to.throw(ChainError, "timeoutMs can't be 0");
    expect(() => createHttpRpc('https://x.example', { maxBytes: 0 })).to.throw(ChainError, "maxBytes can't be 0");
  });

  it('refuses a finality that there isn’t', async () => {
    await expectCode(read([new FakeNode()]).open('earliest' as never), 'options-invalid');
  });
});
