import { expect } from 'chai';
import { describe, it } from 'mocha';
import { countRuns, namedTests, numbersIn, render } from '../../scripts/lib/propertyTable.ts';
import type { NamedTest } from '../../scripts/lib/propertyTable.ts';
import type { KeptResult } from '../../scripts/lib/results.ts';

const UNIT: NamedTest = { file: 'test/foundry/A.t.sol', name: 'test_P1_a', tool: 'forge unit' };
const TITLE: NamedTest = { file: 'test/hardhat/a.test.ts', name: 'P2: … of (them)', tool: 'Mocha' };
const PROOF: NamedTest = { file: 'test/halmos/A.t.sol', name: 'check_P3_b', tool: 'halmos' };
const HASH = 'ab'.repeat(32);

function kept(rows: KeptResult['rows'], contracts = HASH): KeptResult {
  const commit = 'c'.repeat(40);
  return { tool: 'x 1', command: 'npm run x', figures: {}, rows, date: '2026-01-31', commit, contracts };
}

describe('the table of properties', () => {
  it('finds the tests of Solidity files, with the tool that runs them', () => {
    const source =
      'function test_P1_a() public {}\nfunction helper_P2() public {}\nfunction invariant_P3_b() public {}\nfunction testFuzz_P4(\n  uint256 a\n) public {}';
    expect(namedTests('test/foundry/a.t.sol', source).map(({ name, tool }) => [name, tool])).to.deep.equal([
      ['test_P1_a', 'forge unit'],
      ['invariant_P3_b', 'forge invariant'],
      ['testFuzz_P4', 'forge fuzz'],
    ]);
    const [proof] = namedTests('test/halmos/a.t.sol', 'function check_P3_b(uint256 a) public {}');
    expect(proof).to.deep.equal({ file: 'test/halmos/a.t.sol', name: 'check_P3_b', tool: 'halmos' });
  });

  it('finds the titles of Mocha tests', () => {
    // Put together here, because the real table is made from this file, too.
    const source = "GROUP('P4: x', () => { TEST(`P5: ${count} of them`, f); TEST(\"it's P6\", f); });";
    const tests = namedTests('a.test.ts', source.replaceAll('TEST', 'it').replaceAll('GROUP', 'describe'));
    expect(tests.map(({ name }) => name)).to.deep.equal(['P4: x', 'P5: … of them', "it's P6"]);
    expect(new Set(tests.map(({ tool }) => tool))).to.deep.equal(new Set(['Mocha']));
    expect(namedTests('test/hardhat/smt.test.ts', source.replace('TEST', 'it'))[0]?.tool).to.equal(
      'SMTChecker, by Mocha',
    );
  });

  it('reads numbers only where they stand as words', () => {
    expect(numbersIn('testFuzz_P19b_everything')).to.deep.equal(['P19b']);
    expect(numbersIn('test_attack_A29_x_P48_y')).to.deep.equal(['A29', 'P48']);
    expect(numbersIn('testP256 AP18 P1901')).to.deep.equal([]);
  });

  it('names a property without a test', () => {
    const evidence = { results: new Map<string, KeptResult>(), contracts: HASH };
    const { markdown, missing } = render({ P1: 'One.', P12: 'Twelve.' }, [UNIT], evidence);
    expect(missing).to.deep.equal(['P12']);
    expect(markdown).to.contain('| P1 | One. | [test_P1_a](../test/foundry/A.t.sol) — forge unit: never run |');
  });

  it('counts the runs of each test that has a number', () => {
    const { figures, rows } = countRuns(
      [UNIT, TITLE, PROOF, { ...UNIT, name: 'test_P9_new' }, { ...UNIT, name: 'test_without' }],
      [
        { file: UNIT.file, name: 'test_P1_a', passed: true },
        { file: UNIT.file, name: 'test_P1_ab', passed: false },
        { file: 'test/foundry/B.t.sol', name: 'test_P1_a', passed: false },
        { file: TITLE.file, name: 'group P2: 10 of (them) each', passed: true },
        { file: TITLE.file, name: 'group P2: 20 of (them) each', passed: false },
      ],
    );
    expect(rows).to.deep.equal([
      { file: UNIT.file, test: 'test_P1_a', passed: 1, failed: 0 },
      { file: TITLE.file, test: TITLE.name, passed: 1, failed: 1 },
      { file: UNIT.file, test: 'test_P9_new', passed: 0, failed: 0 },
    ]);
    expect(figures).to.deep.equal({ 'tests with a number': 3, 'not run': 1, failed: 1 });
  });

  describe('tells the last result', () => {
    const runs = [
      { file: UNIT.file, test: UNIT.name, passed: 1, failed: 0 },
      { file: TITLE.file, test: TITLE.name, passed: 1, failed: 1 },
      { file: UNIT.file, test: 'test_P4_new', passed: 0, failed: 0 },
    ];
    const statements = { P1: 'One.', P2: 'Two.', P3: 'Three.', P4: 'Four.' };
    const tests = [UNIT, TITLE, PROOF, { ...UNIT, name: 'test_P4_new' }];
    const table = (results: Record<string, KeptResult>): string =>
      render(statements, tests, { results: new Map(Object.entries(results)), contracts: HASH }).markdown;

    it('of forge and Mocha', () => {
      const markdown = table({ 'property-tests': kept(runs) });
      expect(markdown).to.contain('— forge unit: passed |');
      expect(markdown).to.contain('— Mocha: **FAILED** |');
      expect(markdown).to.contain('[test_P4_new](../test/foundry/A.t.sol) — forge unit: not run yet |');
      expect(markdown).to.contain('| forge and Mocha | `npm run x` | 2026-01-31 | `cccccccccc` | of these contracts |');
    });

    it('of other contracts as such', () => {
      const markdown = table({ 'property-tests': kept(runs, 'ef'.repeat(32)) });
      expect(markdown).to.contain('— forge unit: passed, on other contracts |');
      expect(markdown).to.contain('of OTHER contracts (hash efefefefefef)');
    });

    it('of halmos', () => {
      const row = { check: `A.${PROOF.name}`, result: 'proved' };
      expect(table({ halmos: kept([row]) })).to.contain('— halmos: proved |');
      expect(table({ halmos: kept([{ ...row, result: 'NOT PROVED' }]) })).to.contain('— halmos: **NOT PROVED** |');
    });

    it('of planted bugs, as a count', () => {
      const row = { bug: 'the fee is lost', property: 'P3', found: true };
      const other = { bug: 'A1', property: 'P10', found: false };
      expect(table({ planted: kept([row, row, other]) })).to.contain('never run<br>planted bugs: found 2 of 2 |');
      expect(table({ planted: kept([row, { ...row, found: false }]) })).to.contain('planted bugs: found **1 of 2** |');
    });

    it('and refuses rows that have no verdict', () => {
      expect(() => table({ planted: kept([{ bug: 'P3' }]) })).to.throw(
        'audit/results/planted.json: neither result nor found in the row {"bug":"P3"}',
      );
    });
  });
});
