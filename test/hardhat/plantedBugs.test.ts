// The catalogue of planted bugs against today's sources. The bugs themselves are planted by `npm run test:planted`.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { PLANTED_BUGS, findCatalogueFaults, isMeant, plant } from '../../scripts/lib/planted/catalogue.ts';
import { renderPlanted } from '../../scripts/lib/planted/renderPlanted.ts';
import type { PlantedBug } from '../planted/types.ts';

/** The first of the catalogue, which is sound. */
function sound(): PlantedBug {
  const [bug] = PLANTED_BUGS;
  if (bug === undefined) throw new Error('the catalogue is empty');
  return bug;
}

/** What is wrong with one bug; that the others are missing is left out. */
function faultsOf(changes: Partial<PlantedBug>): string[] {
  return findCatalogueFaults([{ ...sound(), ...changes }]).filter((fault) => !fault.endsWith('has no planted bug'));
}

describe('planted bugs', () => {
  it('are at least sixty, one or more for every number; each fits its file once and names a test that carries its numbers', () => {
    expect(findCatalogueFaults()).to.deep.equal([]);
    expect(PLANTED_BUGS).to.have.length.at.least(60);
  });

  it('are told from the sources by what they replace', () => {
    const bug = { ...sound(), id: 'x', file: 'a.sol', find: 'a < b', replace: 'a <= b' };
    expect(plant(bug, 'if (a < b) c();')).to.equal('if (a <= b) c();');
    expect(() => plant(bug, 'if (a > b) c();')).to.throw('x: its text stands 0 times in a.sol');
    expect(() => plant(bug, 'a < b && a < b')).to.throw('x: its text stands 2 times in a.sol');
    expect(() => plant({ ...bug, replace: bug.find }, 'a < b')).to.throw('x changes nothing');
  });

  it('keep dollar signs as they are', () => {
    expect(plant({ ...sound(), find: 'a', replace: '$& $1' }, 'b a c')).to.equal('b $& $1 c');
  });

  it('are refused without a file, a test or a number', () => {
    const { id, test, numbers } = sound();
    const [number = ''] = numbers;
    expect(faultsOf({})).to.deep.equal([]);
    expect(faultsOf({ file: 'contracts/None.sol' })).to.deep.equal([`${id}: there is no contracts/None.sol`]);
    expect(faultsOf({ find: 'no such text' })).to.have.length(1);
    expect(faultsOf({ numbers: [number, 'P99'] })).to.deep.equal([`${id}: there is no P99`]);
    expect(faultsOf({ numbers: [number, 'A47'] })).to.deep.equal([`${id}: its test does not carry A47`]);
    expect(faultsOf({ numbers: ['A47'] })).to.include(`${id} does not begin with its first number`);
    const name = 'testFuzz_P1_noSuchTest';
    expect(faultsOf({ test: { ...test, name } })).to.deep.equal([`${id}: ${test.path} has no test ${name}`]);
    expect(findCatalogueFaults([sound(), sound()])).to.include(`${id} is there twice`);
    expect(findCatalogueFaults([])).to.include('P1 has no planted bug');
  });

  it("name a function of Solidity whole, and Mocha's tests by a regular expression", () => {
    const path = 'test';
    expect(isMeant({ runner: 'forge', path, name: 'test_P1_a' }, 'test_P1_ab')).to.equal(false);
    expect(isMeant({ runner: 'forge', path, name: 'test_P1_a' }, 'test_P1_a')).to.equal(true);
    expect(isMeant({ runner: 'mocha', path, name: 'A1: .* none' }, 'A1: a is none by b')).to.equal(true);
  });

  it('are told as a table', () => {
    const row = {
      id: 'P1-a',
      numbers: 'P1',
      bug: 'It is wrong.',
      file: 'contracts/A.sol',
      path: 'test/A.t.sol',
      name: 'test_P1_a',
      found: false,
      seconds: 1.5,
      compiled: 2,
      detail: 'the test passes',
    };
    const markdown = renderPlanted({
      tool: 'forge and Mocha',
      command: 'npm run test:planted -- --write',
      figures: { bugs: 1, found: 0, numbers: 1, 'slowest seconds': 1.5, 'slowest compilation': 2 },
      rows: [row],
      date: '2026-01-31',
      commit: 'abc',
      contracts: '0123456789abcdef0123',
    });
    expect(markdown).to.include('0 of 1 bugs');
    const [last] = markdown.trimEnd().split('\n').slice(-1);
    const test = '`test_P1_a` of [test/A.t.sol](../test/A.t.sol)';
    expect(last).to.equal(`| P1 | It is wrong. | [contracts/A.sol](../contracts/A.sol) | ${test} | NO | 1.5 |`);
  });
});
