import { expect } from 'chai';
import { numbersIn, render, testNames } from '../../scripts/lib/propertyTable.ts';

describe('the table of properties', () => {
  it('finds the tests of Solidity and TypeScript files', () => {
    const solidity =
      'function test_P1_a() public {}\nfunction helper_P2() public {}\nfunction invariant_P3_b() public {}';
    expect(testNames('a.t.sol', solidity)).to.deep.equal(['test_P1_a', 'invariant_P3_b']);
    const mocha = "describe('P4: x', () => { it(`P5: ${count} of them`, f); it(\"it's P6\", f); });";
    expect(testNames('a.test.ts', mocha)).to.deep.equal(['P4: x', 'P5: … of them', "it's P6"]);
  });

  it('reads numbers only where they stand as words', () => {
    expect(numbersIn('testFuzz_P19b_everything')).to.deep.equal(['P19b']);
    expect(numbersIn('test_attack_A29_x_P48_y')).to.deep.equal(['A29', 'P48']);
    expect(numbersIn('testP256 AP18 P1901')).to.deep.equal([]);
  });

  it('names a property without a test', () => {
    const tests = [{ file: 'test/a.t.sol', name: 'test_P1_a' }];
    const { markdown, missing } = render({ P1: 'One.', P12: 'Twelve.' }, tests);
    expect(missing).to.deep.equal(['P12']);
    expect(markdown).to.contain('| P1 | One. | [test_P1_a](../test/a.t.sol) |');
  });
});
