import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { VerdictError, createChainReader, verifyAgent, verifyRequest } from '../../src/index.ts';
import type { AgentPolicy, AgentRequirements, Verdict } from '../../src/index.ts';
import { formatDecimal, parseDecimal } from '../../src/verdict/decimals.ts';
import { CHAIN_ID, DID, FakeNode, KEY_ID, SAGE } from '../chain/FakeNode.ts';

const RUNS = 10_000;

function policyOf(change: Partial<AgentPolicy>): AgentPolicy {
  const node = new FakeNode();
  node.register();
  const reader = createChainReader({
    chainId: CHAIN_ID,
    rpcs: [node.rpc],
    contracts: { sageRegistry: SAGE },
    now: () => node.now,
  });
  return { reader, ...change };
}

async function expectInvalid(verdict: Promise<Verdict>, field: string): Promise<void> {
  const error: unknown = await verdict.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error, field).to.be.instanceOf(VerdictError);
  expect((error as VerdictError).code).to.equal('policy-invalid');
  expect((error as VerdictError).message).to.contain(`policy: ${field}`);
}

describe('policies', () => {
  it('that pass everything or nothing by mistake are refused, with the field and the way out', async () => {
    const cases: [AgentRequirements, string][] = [
      [{ file: 'signed' as 'linked' }, "agent.file can't be signed; use linked or committed"],
      [{ reputation: [{ class: 'open' as 'validated', minCount: 1 }] }, "agent.reputation.class can't be open"],
      [{ reputation: [{ class: 'validated', minCount: 0 }] }, "agent.reputation.minCount can't be 0"],
      [{ reputation: [{ class: 'validated', minCount: 1.5 }] }, "agent.reputation.minCount can't be 1.5"],
      [{ reputation: [{ class: 'validated', minCount: 1, minMean: '4,5' }] }, "agent.reputation.minMean can't be 4,5"],
      [{ validations: [{ validators: [], minCount: 1 }] }, "agent.validations.validators can't be []"],
      [{ validations: [{ validators: ['0x12'], minCount: 1 }] }, "agent.validations.validators can't be 0x12"],
      [{ validations: [{ validators: [SAGE], minCount: NaN }] }, "agent.validations.minCount can't be NaN"],
      [
        { validations: [{ validators: [SAGE], minCount: 1, minResponse: 101 }] },
        "agent.validations.minResponse can't be 101",
      ],
    ];
    for (const [agent, field] of cases) await expectInvalid(verifyAgent(DID, policyOf({ agent })), field);
    const tee = { keyId: KEY_ID, measurements: [] };
    await expectInvalid(verifyAgent(DID, policyOf({ tee })), "tee.measurements can't be []");
    const short = { keyId: KEY_ID, measurements: ['0x12' as const] };
    await expectInvalid(verifyAgent(DID, policyOf({ tee: short })), "tee.measurements can't be 0x12");
    for (const keyId of ['0x12', KEY_ID.slice(2), `${KEY_ID}00`, `0x${'zz'.repeat(32)}`, undefined] as '0x12'[]) {
      const spelled = verifyAgent(DID, policyOf({ tee: { keyId, measurements: [KEY_ID] } }));
      await expectInvalid(spelled, `tee.keyId can't be ${keyId}; give 32 bytes as hex`);
    }
    await expectInvalid(verifyAgent(DID, policyOf({ now: () => NaN })), 'now gave NaN');
    await expectInvalid(verifyRequest(new Request('https://x.example'), policyOf({ tee: short })), 'tee.measurements');
  });

  it('a request without signature is invalid before the chain is asked', async () => {
    const verdict = await verifyRequest(new Request('https://x.example'), policyOf({}));
    expect([verdict.status, verdict.code, verdict.block]).to.deep.equal([
      'invalid',
      'signature/signature-absent',
      undefined,
    ]);
  });

  it('decimals are exact', () => {
    expect(parseDecimal('4.5')).to.equal(4_500_000_000_000_000_000n);
    expect(parseDecimal('-0.000000000000000001')).to.equal(-1n);
    for (const wrong of ['', '.5', '5.', '1e3', '1.0000000000000000001', ' 1', '0x1', '--1', '1'.repeat(40)]) {
      expect(parseDecimal(wrong), wrong).to.equal(undefined);
    }
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), (value) => {
        expect(parseDecimal(formatDecimal(value))).to.equal(value);
      }),
      { numRuns: RUNS },
    );
  });
});
