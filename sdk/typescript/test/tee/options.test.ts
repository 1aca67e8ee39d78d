// Options that come from JSON may have any type: each wrong one is told, and none lets everything pass.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { TeeError, verifyQuote } from '../../src/index.ts';
import type { TeePolicy } from '../../src/index.ts';
import { readOptions } from '../../src/tee/readOptions.ts';
import { INTEL_ROOTS } from '../../src/tee/roots.ts';
import { AT } from './support/pki.ts';

const read = (policy: object): unknown => readOptions({ at: AT, policy }, INTEL_ROOTS);

describe('TEE options', () => {
  const wrong: readonly (readonly [field: string, values: readonly unknown[]])[] = [
    ['productId', ['7', 1.5, -1, null, 2 ** 32]],
    ['minimumSvn', ['7a', '7', NaN, [7], -1, true, 7n]],
    ['maximumVmpl', ['zero', 4, 0.5, null]],
    ['acceptedTcbStatuses', ['OutOfDateConfigurationNeeded', [1], {}, null]],
    ['refusedAdvisories', ['INTEL-SA-00615', [null]]],
    ['minimumTcb', ['v23', [23], null, { snp: 'v23' }, { snp: null }, { snp: 256 }]],
    ['measurements', ['mrTd', ['ab'], null, { mrTd: 12 }]],
    ['allowDebug', ['false', 1, null]],
    ['allowMigration', ['true']],
    ['requireNonce', ['no']],
    ['requireRevocationList', [0, 'false']],
    ['maxAgeSeconds', ['300', [300]]],
    ['collateralGraceSeconds', ['1e3']],
  ];
  for (const [field, values] of wrong) {
    it(`${field} of a wrong type or out of range: options-invalid`, () => {
      for (const value of values) {
        expect(() => read({ [field]: value }), String(value))
          .to.throw(TeeError, field)
          .with.property('code', 'options-invalid');
      }
    });
  }

  it('of the right types pass, at their bounds', () => {
    read({ productId: 0, minimumSvn: 65_535, maximumVmpl: 0, minimumTcb: { snp: 255, fmc: undefined } });
    read({ acceptedTcbStatuses: [], refusedAdvisories: ['INTEL-SA-00615'], allowDebug: false, maximumVmpl: 3 });
  });

  it('are refused before the evidence is read', async () => {
    const policy = { minimumSvn: '7a' } as unknown as TeePolicy;
    const result = await verifyQuote(new Uint8Array(), { at: AT, policy });
    expect([result.verdict, result.code]).to.deep.equal(['unknown', 'options-invalid']);
  });
});
