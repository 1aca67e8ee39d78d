import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ChainError } from '../../src/chain/ChainError.ts';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import { createHttpRpc } from '../../src/chain/createHttpRpc.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import { findRevert } from '../../src/chain/findRevert.ts';
import { findRpcFault } from '../../src/chain/findRpcFault.ts';
import { readHex } from '../../src/chain/readHex.ts';
import { readQuantity } from '../../src/chain/readQuantity.ts';
import { replay } from '../../src/verdict/index.ts';
import { DID, KEY_ID, SAGE } from './FakeNode.ts';

const RUNS = 20_000;

/** Whatever comes in, it is read or refused with an error of this library. */
async function expectOnlyChainErrors(step: () => unknown): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
  }
}

describe('answers of endpoints', () => {
  it('a revert is told from a failure, in the shapes of common nodes and libraries', () => {
    const data = '0xAbCd';
    const reverts: [unknown, string][] = [
      [{ code: 3, message: 'execution reverted', data }, '0xabcd'],
      [{ code: -32_000, message: 'execution reverted' }, '0x'],
      [{ code: -32_015, message: 'VM execution error.', data: { data } }, '0xabcd'],
      [{ code: 3, message: 'x' }, '0x'],
      [{ code: 3, message: 'execution reverted', data: '0x' }, '0x'],
      [new Error('outer', { cause: { code: 3, message: 'reverted', data } }), '0xabcd'],
      [{ code: 'CALL_EXCEPTION', message: 'x', info: { error: { code: 3, message: 'reverted', data } } }, '0xabcd'],
      [{ error: { code: -32_603, message: 'wrapper', data: { code: 3, message: 'reverted', data } } }, '0xabcd'],
    ];
    for (const [thrown, revert] of reverts) expect(findRevert(thrown), JSON.stringify(thrown)).to.equal(revert);
    for (const failure of [
      undefined,
      null,
      'revert',
      new Error('execution reverted'),
      { code: -32_000, message: 'header not found' },
      { code: -32_000, message: 'out of gas' },
      { code: '3', message: 'reverted' },
      { code: 3 },
      { code: -32_000, message: 'irreverted' },
    ]) {
      expect(findRevert(failure), JSON.stringify(failure)).to.equal(undefined);
    }
  });

  it('an error that contains itself ends the search', () => {
    const error: { cause?: unknown } = {};
    error.cause = error;
    expect(findRpcFault(error)).to.equal(undefined);
  });

  it('quantities and data have one form each', () => {
    for (const [text, number] of [
      ['0x0', 0],
      ['0xFf', 255],
      ['0x1fffffffffffff', Number.MAX_SAFE_INTEGER],
    ] as const) {
      expect(readQuantity(text, 'x')).to.equal(number);
    }
    for (const wrong of ['', '0x', '0x01', '1', 1, null, undefined, '0x20000000000000', '0xg', '-0x1']) {
      expect(() => readQuantity(wrong, 'height'))
        .to.throw(ChainError, 'height is no quantity')
        .with.property('code', 'rpc-malformed');
    }
    expect(readHex('0xAB', 'x')).to.equal('0xab');
    expect(readHex('0xab', 'x', 1)).to.equal('0xab');
    for (const wrong of ['0xa', 'ab', 1, null, '0xgg', '0xab\n']) {
      expect(() => readHex(wrong, 'data'))
        .to.throw(ChainError, 'data is not the hex')
        .with.property('code', 'rpc-malformed');
    }
    expect(() => readHex('0xabcd', 'hash', 1)).to.throw(ChainError, 'hash is not the hex');
  });

  it('any HTTP body is read or refused', async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          { id: fc.constantFrom(1, 2, '1', null), result: fc.jsonValue(), error: fc.jsonValue() },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 204, 400, 503), async (body, status) => {
        const text = status === 204 ? null : body;
        const fetch = (() => Promise.resolve(new Response(text, { status }))) as unknown as typeof globalThis.fetch;
        await expectOnlyChainErrors(() =>
          createHttpRpc('https://x.example', { fetch }).request({ method: 'm', params: [] }),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('any answer of a contract is read or refused', async () => {
    const words = fc.array(
      fc.oneof(fc.bigInt({ min: 0n, max: 400n }), fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })),
      { maxLength: 20 },
    );
    const data = fc.oneof(
      words.map((all) => `0x${all.map((word) => word.toString(16).padStart(64, '0')).join('')}`),
      fc
        .uint8Array({ maxLength: 200 })
        .map((bytes) => `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`),
    );
    const block = { chainId: 1, number: 1, hash: KEY_ID, timestamp: 1, finality: 'latest' } as const;
    await fc.assert(
      fc.asyncProperty(data, fc.nat(11), async (result, which) => {
        const log = { address: SAGE, topics: [KEY_ID], data: result as `0x${string}`, blockNumber: 1 };
        const pinned = {
          block,
          call: () => Promise.resolve({ result: result as `0x${string}` }),
          code: () => Promise.resolve(result as `0x${string}`),
          logs: () => Promise.resolve([log]),
        };
        const contracts = {
          sageRegistry: SAGE,
          reputationRegistry: SAGE,
          validationRegistry: SAGE,
          teeKeyRegistry: SAGE,
        };
        const facts = new ChainFacts({ pinned, contracts, logsFrom: 0, cache: new FactCache(9) });
        const questions = [
          () => facts.agentByDid(DID),
          () => facts.agent(1n),
          () => facts.key(1n, KEY_ID),
          () => facts.keyBytes(1n, KEY_ID),
          () => facts.card(1n),
          () => facts.ownerOfEpoch(1n, 0),
          () => facts.ownerOfEpoch(1n, 1),
          () => facts.trust(1n, 'validated'),
          () => facts.validations(1n, [SAGE]),
          () => facts.teeKey(KEY_ID).then(() => facts.teeEvidenceUri(1n)),
          () => facts.accountSignature(SAGE, KEY_ID, result as `0x${string}`),
          () => facts.accountSignature(SAGE, KEY_ID, `${result}${'6492'.repeat(16)}` as `0x${string}`),
        ];
        await expectOnlyChainErrors(() => questions[which]?.());
      }),
      { numRuns: RUNS },
    );
  });

  it('any JSON is a bundle that holds up or doesn’t, and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect((await replay(value)).code).to.equal('bundle-malformed');
      }),
      { numRuns: RUNS },
    );
  });
});
