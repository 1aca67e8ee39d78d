// The parts of the mutation tests that need no forge: which mutants there are, what embeds what, how survivors are judged.
import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { readSource, syntaxTrees } from '../../scripts/lib/mutants/compile.ts';
import { embeddedFiles } from '../../scripts/lib/mutants/embedding.ts';
import { findTestFiles } from '../../scripts/lib/mutants/engine.ts';
import { applyChange, drawOrder, generateMutants } from '../../scripts/lib/mutants/generate.ts';
import type { ForgeCache } from '../../scripts/lib/mutants/forgeCache.ts';
import { identify } from '../../scripts/lib/mutants/identify.ts';
import type { Mutant } from '../../scripts/lib/mutants/generate.ts';
import { findProblems, renderReport, scoreOf, summarize } from '../../scripts/lib/mutants/report.ts';
import type { MutationRun, Triage } from '../../scripts/lib/mutants/report.ts';
import type { Tried } from '../../scripts/lib/mutants/runMutants.ts';
import { SUBJECTS } from '../../scripts/lib/mutants/subjects.ts';
import { withoutComments } from '../../scripts/lib/countSourceLines.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { UsageError } from '../../scripts/lib/usage.ts';
import { createRandom } from '../../scripts/simulation/createRandom.ts';

const FILE = 'contracts/Small.sol';
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;
// Ein Wörtchen vorweg: places are counted in bytes.
library Maths {
    function half(uint256 a) internal pure returns (uint256) { return a / 2; }
    function unused() internal pure returns (uint256) { return 1; }
}
contract Small {
    event Moved(uint256 from, uint256 to);
    error Bad();
    uint256 public left;
    modifier once() { if (left > 9) revert Bad(); _; }
    function move(uint256 a, uint256 b) external once {
        if (a >= b && a != 0) revert Bad();
        left += Maths.half(a);
        emit Moved(a, b);
    }
}
contract Caller {
    function call(Small small) external { small.move(1, 2); }
}
contract Factory {
    function make() external returns (address) { address made = address(new Small()); return made; }
}
`;

describe('mutants', () => {
  let mutants: Mutant[];
  let trees: Map<string, unknown>;

  before(() => {
    trees = syntaxTrees([FILE], new Map([[FILE, SOURCE]]));
    mutants = generateMutants(FILE, SOURCE, trees.get(FILE));
  });

  it('are made by every operator that fits, with ids of file, line, operator and number', () => {
    const listed = mutants.map(({ id, was, replacement }) =>
      [id.replace(`${FILE}:`, ''), was, replacement].join(' | '),
    );
    expect(listed).to.deep.equal([
      '5:return:1 | a / 2 | 0',
      '5:arithmetic:1 | / | *',
      '5:constant:1 | 2 | 1',
      '5:constant:2 | 2 | 3',
      '6:return:1 | 1 | 0',
      '6:constant:1 | 1 | 2',
      '12:condition:1 | left > 9 | false',
      '12:relational:1 | > | <=',
      '12:boundary:1 | > | >=',
      '12:constant:1 | 9 | 10',
      '12:constant:2 | 9 | 8',
      '12:remove-revert:1 | revert Bad(); | {}',
      '13:modifier:1 | once | ',
      '14:condition:1 | a >= b && a != 0 | false',
      '14:relational:1 | >= | <',
      '14:boundary:1 | >= | >',
      '14:logical:1 | && | ||',
      '14:relational:2 | != | ==',
      '14:constant:1 | 0 | 1',
      '14:remove-revert:1 | revert Bad(); | {}',
      '15:remove-statement:1 | left += Maths.half(a); | {}',
      '15:assignment:1 | += | -=',
      '16:remove-emit:1 | emit Moved(a, b); | {}',
      '16:swap-arguments:1 | a, b | b, a',
      '20:remove-statement:1 | small.move(1, 2); | {}',
      '20:constant:1 | 1 | 0',
      '20:constant:2 | 1 | 2',
      '20:constant:3 | 2 | 1',
      '20:constant:4 | 2 | 3',
      '23:return:1 | made | address(0)',
    ]);
    expect(new Set(mutants.map(({ id }) => id)).size).to.equal(mutants.length);
  });

  it('change the one place, behind letters of two bytes too', () => {
    const mutant = mutants.find(({ id }) => id === `${FILE}:15:assignment:1`);
    expect(mutant && applyChange(SOURCE, mutant)).to.equal(SOURCE.replace('left += Maths', 'left -= Maths'));
  });

  it('compile, but for those that solc sees through', () => {
    const refused = mutants.filter((mutant) => {
      try {
        syntaxTrees([FILE], new Map([[FILE, applyChange(SOURCE, mutant)]]));
        return false;
      } catch {
        return true;
      }
    });
    expect(refused.map(({ id }) => id)).to.deep.equal([]);
  });

  it('are drawn in an order that a longer run begins with too', () => {
    const order = drawOrder(mutants, createRandom(7, 0)).map(({ id }) => id);
    expect(drawOrder(mutants, createRandom(7, 0)).map(({ id }) => id)).to.deep.equal(order);
    expect(drawOrder(mutants, createRandom(8, 0)).map(({ id }) => id)).not.to.deep.equal(order);
    expect([...order].sort()).to.deep.equal(mutants.map(({ id }) => id).sort());
  });

  it('reach the bytecode of who inherits, deploys or uses a library, by the functions used; not of who calls', () => {
    const partsOf = (contract: string, embedded = embeddedFiles(trees)): string[] =>
      (embedded.get(`${FILE}:${contract}`)?.get(FILE) ?? []).map(({ begin, end }) =>
        Buffer.from(SOURCE).subarray(begin, end).toString().slice(0, 13),
      );
    expect(partsOf('Small').sort()).to.deep.equal(['contract Smal', 'function half', 'modifier once']);
    expect(partsOf('Caller').sort()).to.deep.equal(['contract Call']);
    expect(partsOf('Factory').sort()).to.deep.equal(['contract Fact', ...partsOf('Small').sort()]);
    const byName = embeddedFiles(
      trees,
      (holder, deployed) => `${holder} ${deployed}` !== `${FILE}:Factory ${FILE}:Small`,
    );
    expect(partsOf('Factory', byName)).to.deep.equal(['contract Fact']);
  });

  it('cover every source with code, each under one contract', () => {
    const withCode = ['contracts', 'contracts/base', 'contracts/libraries']
      .flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`))
      .filter((file) => file.endsWith('.sol') && /\bfunction\b|\bconstant\b/.test(readSource(file)));
    expect(SUBJECTS.flatMap(({ files }) => files).sort()).to.deep.equal(withCode.sort());
  });
});

describe('what mutants are tried against', () => {
  it('is every test of the contract, or nothing: forge builds only some when asked for some', () => {
    const folder = 'test/foundry/timelock';
    const files = readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.sol'))
      .map((file) => `${folder}/${file}`);
    const build = (some: readonly string[]): ForgeCache['files'] =>
      Object.fromEntries(some.map((file) => [file, { sourceName: file, artifacts: {}, imports: [] }]));
    const built = build(files);
    expect(findTestFiles([folder], built)).to.have.members(files);
    expect(findTestFiles([files[0] ?? ''], built)).to.deep.equal([files[0]]);
    expect(() => findTestFiles([folder], build(files.slice(1)))).to.throw(
      UsageError,
      `forge has not built ${files[0]}; run:`,
    );
    expect(() => findTestFiles(['test/foundry/none'], built)).to.throw('there is no test/foundry/none');
  });

  it('has a name that comments do not change', () => {
    const names = SUBJECTS.map(identify);
    expect(new Set(names).size).to.equal(SUBJECTS.length);
    for (const name of names) expect(name).to.match(/^[0-9a-f]{64}$/);
    expect(withoutComments('a = 1; // why\n/* two\n   lines */ b = "//";')).to.equal('a = 1;\n\n b = "//";');
  });
});

describe('survivors', () => {
  const one = (id: string, fate: Tried['fate']): Tried => ({ id, operator: 'boundary', was: '<', becomes: '<=', fate });
  const run: MutationRun = {
    seed: 7,
    subjects: [
      summarize('Small', 40, [
        one('a', 'killed'),
        one('b', 'killed'),
        one('c', 'survived'),
        one('d', 'survived'),
        one('e', 'equivalent'),
        one('f', 'invalid'),
      ]),
    ],
  };
  const judged = (verdict: 'accepted' | 'equivalent', becomes = '<='): Triage => ({
    c: { was: '<', becomes, verdict, reason: 'both sides give 0 there' },
  });

  it('lower the score unless they are judged equivalent', () => {
    const [subject] = run.subjects;
    if (subject === undefined) throw new Error('no subject');
    expect(scoreOf(subject, {})).to.include({
      generated: 40,
      mutants: 5,
      equivalent: 1,
      killed: 2,
      survived: 2,
      score: 50,
    });
    expect(scoreOf(subject, judged('equivalent'))).to.include({ equivalent: 2, survived: 1, score: 66.6 });
    expect(scoreOf(subject, judged('accepted'))).to.include({ equivalent: 1, survived: 2, score: 50 });
  });

  it('are a problem without a judgement of just this change, and so is a judgement without survivor', () => {
    expect(findProblems(run, judged('accepted'))).to.deep.equal(['not judged: d: "<" → "<="']);
    expect(findProblems(run, judged('accepted', '>'))).to.deep.equal([
      'not judged: c: "<" → "<="',
      'not judged: d: "<" → "<="',
    ]);
    expect(findProblems({ seed: 7, subjects: [] }, judged('accepted'))).to.deep.equal([
      'judged, but not alive any more: c',
    ]);
  });

  it('stand in the report with their judgement', () => {
    const text = renderReport(run, judged('equivalent'), ['Seed 7.']);
    expect(text).to.include('| `Small` | 40 | 5 | 2 | 2 | 1 | 66.6 % |');
    expect(text).to.include('| c | `<` | `<=` | equivalent: both sides give 0 there |');
    expect(text).to.include('| d | `<` | `<=` | **not judged** |');
  });
});
