// Agents that changed their keys very often, which costs little on some chains: what a reader has to ask stays bounded.
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { decodeData, encodeResult, getSelector } from 'ox/AbiFunction';
import { padLeft } from 'ox/Hex';
import { ABI } from '../../src/chain/abi.ts';
import { ChainError } from '../../src/chain/ChainError.ts';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import { readKeysInForce } from '../../src/chain/readKeysInForce.ts';
import type { AgentFacts } from '../../src/chain/types.ts';
import type { Hex } from '../../src/client/types.ts';
import { AGENT_ID, NOW, SAGE, createPinned } from '../verdict/scriptedReader.ts';
import { OWNER } from './FakeNode.ts';

const RUNS = 300;
const NO_HASH: Hex = `0x${'00'.repeat(32)}`;
const AGENT: AgentFacts = {
  ...{ agentId: AGENT_ID, did: 'did:sage:local:fake', boundOwner: OWNER, owner: OWNER, isClaimed: true },
  ...{ isActive: true, nonce: 1, epoch: 0, activeKeys: 1 },
};

/** A key that is a contract, so that nothing of it comes from logs. */
interface Lifetime {
  readonly epoch: number;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly compromisedSince: number;
}

const idAt = (nonce: number): Hex => padLeft(`0x${(nonce + 1).toString(16)}`, 32);

/** A chain whose agent has had some keys; the contract says of each what `inForce` says. */
function scripted(keys: readonly Lifetime[], inForce: (key: Lifetime) => boolean = () => true, nonce = keys.length) {
  const counts = { pages: 0, questions: 0 };
  const pinned = {
    ...createPinned(),
    call: (_to: Hex | null, data: Hex): Promise<{ readonly result: Hex }> => {
      const answer = (): Hex => {
        switch (data.slice(0, 10)) {
          case getSelector(ABI.getAgent):
            return encodeResult(ABI.getAgent, {
              ...{ did: AGENT.did, owner: OWNER, isClaimed: true, isActive: true, nonce, epoch: 0, activeKeys: 1 },
            });
          case getSelector(ABI.getKeys): {
            counts.pages += 1;
            const [, from, count] = decodeData(ABI.getKeys, data) as unknown as [bigint, bigint, bigint];
            const page = keys.slice(Number(from), Number(from + count)).map((key, index) => ({
              ...{ ...key, keyId: idAt(Number(from) + index), keyType: 4, state: 1 },
              ...{ nonce: Number(from) + index, proofHash: NO_HASH },
            }));
            return encodeResult(ABI.getKeys, page as never);
          }
          case getSelector(ABI.isKeyInForceAt): {
            counts.questions += 1;
            const [, keyId] = decodeData(ABI.isKeyInForceAt, data) as unknown as [bigint, Hex];
            const key = keys[Number(BigInt(keyId)) - 1];
            return encodeResult(ABI.isKeyInForceAt, key !== undefined && inForce(key));
          }
          default:
            throw new Error(`nothing is scripted for ${data}`);
        }
      };
      return Promise.resolve({ result: answer() });
    },
  };
  const cache = new FactCache(99);
  return { counts, facts: new ChainFacts({ pinned, contracts: { sageRegistry: SAGE }, logsFrom: 0, cache }) };
}

async function readIds(facts: ChainFacts, timestamp: number): Promise<readonly Hex[]> {
  return (await readKeysInForce(facts, AGENT, timestamp)).map(({ key }) => key.keyId);
}

async function expectFault(action: () => Promise<unknown>, code: string, says: string): Promise<void> {
  let fault: unknown;
  await action().catch((error: unknown) => (fault = error));
  expect(fault).to.be.instanceOf(ChainError).with.property('code', code);
  expect((fault as ChainError).message).to.contain(says);
}

describe('agents with many keys', () => {
  it('of 10,000 keys that were revoked, declared compromised or left behind, the chain is asked about none', async () => {
    const gone: readonly [Lifetime, Lifetime, Lifetime] = [
      { epoch: 1, validFrom: 5, validUntil: 6, compromisedSince: 0 },
      { epoch: 1, validFrom: 5, validUntil: 0, compromisedSince: 6 },
      { epoch: 0, validFrom: 1, validUntil: 0, compromisedSince: 0 },
    ];
    const keys = Array.from({ length: 3_333 }, () => gone).flat();
    const now = { epoch: 1, validFrom: 7, validUntil: 0, compromisedSince: 0 };
    const { counts, facts } = scripted([...keys, now]);
    expect(await readIds(facts, NOW)).to.deep.equal([idAt(9_999)]);
    expect(counts).to.deep.equal({ pages: 40, questions: 1 });
  });

  it('more keys at once than the contract allows are no answer of the contract', async () => {
    const key = { epoch: 0, validFrom: 1, validUntil: 0, compromisedSince: 0 };
    const keys = Array.from({ length: 10 }, () => key);
    expect(await readIds(scripted(keys).facts, NOW)).to.have.length(10);
    const { counts, facts } = scripted([...keys, key]);
    await expectFault(() => readIds(facts, NOW), 'chain-answer-malformed', 'is said to have 11 keys at once');
    expect(counts.questions).to.equal(0);
  });

  it('keys that changed more than 16,384 times are not listed', async () => {
    const { counts, facts } = scripted([], () => true, 16_385);
    await expectFault(() => facts.keys(AGENT_ID), 'keys-too-many', 'changed 16385 times, and 16384 are the most');
    expect(counts.pages).to.equal(0);
    const most = scripted([], () => true, 16_384);
    expect((await most.facts.keys(AGENT_ID)).value).to.deep.equal([]);
    expect(most.counts.pages).to.equal(64);
  });

  it('none is left out that the contract has in force, at any moment of any history', async () => {
    /** Owners one after the other, each with keys that begin when it claims the agent or later; few moments, so that many meet. */
    const moment = fc.nat(3);
    const life = fc.record({ after: moment, length: fc.option(moment), compromised: fc.option(moment) });
    const owner = fc.record({ gap: moment, stay: moment, first: life, more: fc.array(life, { maxLength: 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(owner, { minLength: 1, maxLength: 4 }), fc.nat(30), async (owners, timestamp) => {
        const ends: number[] = [];
        const keys: Lifetime[] = [];
        let clock = 1;
        for (const [epoch, { gap, stay, first, more }] of owners.entries()) {
          const claimed = clock + (epoch === 0 ? 0 : gap);
          const end = claimed + stay;
          for (const { after, length, compromised } of [{ ...first, after: 0 }, ...more]) {
            const validFrom = Math.min(claimed + after, end);
            const validUntil = length === null || validFrom + length > end ? 0 : validFrom + length;
            const compromisedSince = validUntil === 0 || compromised === null ? 0 : validFrom + compromised;
            keys.push({ epoch, validFrom, validUntil, compromisedSince });
          }
          ends.push(epoch === owners.length - 1 ? Infinity : end);
          clock = end;
        }
        // As `_inForceAt` of KeyLedger.sol has it.
        const inForce = ({ epoch, validFrom, validUntil, compromisedSince }: Lifetime): boolean =>
          timestamp >= validFrom &&
          (validUntil === 0 || timestamp < validUntil) &&
          (compromisedSince === 0 || timestamp < compromisedSince) &&
          timestamp < (ends[epoch] ?? 0);
        const expected = keys.flatMap((key, nonce) => (inForce(key) ? [idAt(nonce)] : []));
        expect(await readIds(scripted(keys, inForce).facts, timestamp)).to.deep.equal(expected);
      }),
      { numRuns: RUNS },
    );
  });
});
