// What is read out of a run of medusa: which tests failed, and how often each function of a handler succeeded.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { expect } from 'chai';
import { id } from 'ethers';
import { ROOT } from '../../scripts/lib/paths.ts';
import { readReach, readTests } from '../../scripts/medusa/readRun.ts';

const OUTPUT = `⇾ [NOT STARTED] Property Test: MedusaA.property_P1_x()
⇾ [FAILED] Assertion Test: MedusaA.act(uint256,bool)
Test for method "MedusaA.act(uint256,bool)" resulted in an assertion failure after the following call sequence:
⇾ [PASSED] Property Test: MedusaA.property_P1_x()
⇾ [FAILED] Assertion Test: MedusaA.act(uint256,bool)
⇾ Test summary: 1 test(s) passed, 1 test(s) failed
`;

const HARNESS = `contract MedusaA is MedusaHarness {
  constructor() { _begin(address(new A())); }
  function act(uint256, bool) external {
    if (!_passOn()) {
      return;
    }
    ++reach[0];
  }
  function property_P1_x() external returns (bool) {
    return _holds(abi.encodeCall(A.invariant_P1_x, ()));
  }
}
`;

const record = (file: string, ...lines: [number, number][]): string =>
  `SF:/somewhere/${file}\n${lines.map(([line, count]) => `DA:${line},${count}\n`).join('')}end_of_record\n`;

describe('a run of medusa', () => {
  it('tells every test once, with its end', () => {
    expect(readTests(OUTPUT)).to.deep.equal([
      { kind: 'assertion', name: 'act', passed: false },
      { kind: 'property', name: 'property_P1_x', passed: true },
    ]);
    expect(readTests('panic')).to.deep.equal([]);
  });

  it('tells how often an action succeeded, and how often it was left out', () => {
    const lcov = record('MedusaB.sol', [5, 1], [7, 1]) + record('MedusaA.sol', [4, 50], [5, 8], [7, 42]);
    expect(readReach(lcov, HARNESS, 'MedusaA.sol')).to.deep.equal([{ action: 'act', leftOut: 8, succeeded: 42 }]);
    expect(readReach(record('MedusaA.sol', [4, 3]), HARNESS, 'MedusaA.sol')).to.deep.equal([
      { action: 'act', leftOut: 0, succeeded: 0 },
    ]);
  });

  it('is refused when its coverage is of something else', () => {
    expect(() => readReach(record('MedusaB.sol', [5, 1]), HARNESS, 'MedusaA.sol')).to.throw(
      "medusa's coverage has nothing about MedusaA.sol",
    );
  });
});

describe('the cheatcodes for medusa', () => {
  it('know the public key of the one test key on P-256', () => {
    const source = readFileSync(join(ROOT, 'test/medusa/Cheats.sol'), 'utf8');
    const name = /keccak256\("(.+)"\)\) >> 1;/.exec(source)?.[1] ?? '';
    const { x, y } = p256.Point.BASE.multiply(BigInt(id(name)) >> 1n).toAffine();
    const constant = (label: string): bigint =>
      BigInt(new RegExp(`${label} = (0x[0-9a-f]{64});`).exec(source)?.[1] ?? 0);
    expect([constant('P256_X'), constant('P256_Y')]).to.deep.equal([x, y]);
    // As StakedFixture.sol has it.
    expect(readFileSync(join(ROOT, 'test/foundry/staked/StakedFixture.sol'), 'utf8')).to.include(
      `keccak256("${name}")) >> 1`,
    );
  });
});
