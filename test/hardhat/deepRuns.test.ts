// The depths of the tests: what is run next, what counts, and that a stopped run goes on.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { invariantTests, runCampaign } from '../../scripts/deep/campaign.ts';
import { addToLedger, openLedger } from '../../scripts/deep/ledger.ts';
import { estimateSeconds, nextSlice, seedOf } from '../../scripts/deep/slices.ts';
import type { NextSlice, Slice } from '../../scripts/deep/slices.ts';
import { readUnits } from '../../scripts/deep/units.ts';
import { findUnreached, leastReached, summarizeReach } from '../../scripts/lib/reach.ts';

const LIST = {
  'test/foundry/A.t.sol': { ATest: ['test_one', 'testFuzz_two', 'testFuzz_three'] },
  'test/foundry/B.t.sol': { BTest: ['invariant_P1_b', 'invariant_P2_c'], CTest: ['test_four'] },
};
const UNITS = readUnits(`Compiling\n${JSON.stringify(LIST)}\n`);
const [FUZZ, FIRST, SECOND] = [UNITS[0], UNITS[1], UNITS[2]];
const GOAL = { fuzzRuns: 2_000, invariantCalls: 10_000 };

function slice(unit: string, amount: number, seconds: number, failures: string[] = []): Slice {
  return { unit, number: 0, seed: '0x1', amount, seconds, failures, reach: { 'Handler.act': amount } };
}

/** Takes a second for a thousand, whatever is asked. */
function quickly({ unit, number, amount }: NextSlice): Promise<Slice> {
  return Promise.resolve({ ...slice(unit.name, amount, amount / 1_000), number });
}

describe('units of deep runs', () => {
  it('are each invariant, and the fuzz tests of each contract', () => {
    expect(UNITS.map(({ kind, name, tests }) => [kind, name, tests])).to.deep.equal([
      ['fuzz', 'ATest', '^testFuzz'],
      ['invariant', 'BTest invariant_P1_b', '^invariant_P1_b\\('],
      ['invariant', 'BTest invariant_P2_c', '^invariant_P2_c\\('],
    ]);
  });

  it('need the list', () => {
    expect(() => readUnits('Error')).to.throw('forge test --list printed no JSON');
  });
});

describe('slices of deep runs', () => {
  it('are fuzz tests first, then the invariant that had the least time', () => {
    expect(nextSlice(UNITS, [], GOAL, new Set())).to.deep.equal({ unit: FUZZ, number: 0, amount: 500 });
    const fuzzed = [slice('ATest', 2_000, 10)];
    expect(nextSlice(UNITS, fuzzed, GOAL, new Set())?.unit).to.equal(FIRST);
    const timed = [...fuzzed, slice(FIRST?.name ?? '', 1_200, 3), slice(SECOND?.name ?? '', 1_200, 2)];
    expect(nextSlice(UNITS, timed, GOAL, new Set())?.unit).to.equal(SECOND);
    expect(nextSlice(UNITS, timed, GOAL, new Set([SECOND?.name ?? '']))?.unit).to.equal(FIRST);
  });

  it('grow to two minutes, and end with the goal', () => {
    expect(nextSlice(UNITS, [slice('ATest', 500, 100)], GOAL, new Set())?.amount).to.equal(600);
    expect(nextSlice(UNITS, [slice('ATest', 1_900, 1)], GOAL, new Set())?.amount).to.equal(100);
    const all = [slice('ATest', 2_000, 1), slice(FIRST?.name ?? '', 10_000, 1)];
    expect(nextSlice(UNITS, all, GOAL, new Set())?.unit, 'an invariant that had no call').to.equal(SECOND);
    expect(nextSlice(UNITS, [...all, slice(SECOND?.name ?? '', 1_200, 1)], GOAL, new Set())).to.equal(undefined);
  });

  it('that failed count for nothing', () => {
    expect(nextSlice(UNITS, [slice('ATest', 2_000, 1, ['wrong'])], GOAL, new Set())).to.deep.equal({
      unit: FUZZ,
      number: 0,
      amount: 500,
    });
  });

  it('have seeds that follow from one', () => {
    expect(seedOf('0x1', 'A', 0)).to.equal(seedOf('0x1', 'A', 0));
    const others = [seedOf('0x2', 'A', 0), seedOf('0x1', 'B', 0), seedOf('0x1', 'A', 1)];
    expect(new Set([seedOf('0x1', 'A', 0), ...others]).size).to.equal(4);
    expect(seedOf('0x1', 'A', 0)).to.match(/^0x[0-9a-f]{64}$/);
  });

  it('tell how long the rest takes once all speeds are known', () => {
    expect(estimateSeconds(UNITS, [slice('ATest', 1_000, 10)], GOAL)).to.equal(undefined);
    const timed = [slice('ATest', 1_000, 10), slice(FIRST?.name ?? '', 1_000, 1), slice(SECOND?.name ?? '', 1_000, 3)];
    expect(estimateSeconds(UNITS, timed, GOAL)).to.equal(10 + 16);
  });
});

describe('campaigns of deep runs', () => {
  it('reach their goal', async () => {
    const slices: Slice[] = [];
    const far: string[] = [];
    const standing = await runCampaign({
      units: UNITS,
      goal: GOAL,
      slices,
      atOnce: 2,
      run: quickly,
      keep: (done) => slices.push(done),
      say: (_line, text) => far.push(text),
    });
    expect(far.at(-1)).to.match(/^fuzz 1\/1 contracts, [\d,]+ calls, about 0 min left$/);
    expect(standing).to.include({ complete: true, fewestFuzzRuns: 2_000, fuzzContractsDone: 1 });
    expect(standing.calls).to.be.at.least(10_000);
  });

  it('begin nothing when the time is up, and are not complete then', async () => {
    const standing = await runCampaign({
      units: UNITS,
      goal: GOAL,
      slices: [],
      atOnce: 2,
      until: Date.now() - 1,
      run: quickly,
      keep: () => expect.fail('ran a slice'),
      say: () => undefined,
    });
    expect(standing).to.include({ complete: false, calls: 0, fewestFuzzRuns: 0 });
  });

  it('go on with the others when a unit fails, and tell it', async () => {
    const slices: Slice[] = [];
    const standing = await runCampaign({
      units: UNITS,
      goal: GOAL,
      slices,
      atOnce: 1,
      run: (next) =>
        next.unit === FIRST ? Promise.resolve(slice(next.unit.name, 5, 1, ['P1 is broken'])) : quickly(next),
      keep: (done) => slices.push(done),
      say: () => undefined,
    });
    expect(standing.complete).to.equal(false);
    expect(standing.failures).to.deep.equal(['P1 is broken']);
    expect(slices.filter(({ unit }) => unit === FIRST?.name)).to.have.length(1);
    expect(standing.calls, 'all by the other').to.be.at.least(10_000);
  });

  it('name the invariants that ran as forge does, for the table of properties', () => {
    const [first, second] = [FIRST?.name ?? '', SECOND?.name ?? ''];
    expect(invariantTests(UNITS, [slice('ATest', 500, 1), slice(second, 5, 1)])).to.deep.equal([
      { file: 'test/foundry/B.t.sol', name: 'invariant_P2_c', passed: true },
    ]);
    const slices = [slice(first, 5, 1), slice(first, 5, 1, ['P1 is broken']), slice(first, 5, 1), slice(second, 5, 1)];
    expect(invariantTests(UNITS, slices).map(({ name, passed }) => [name, passed])).to.deep.equal([
      ['invariant_P1_b', false],
      ['invariant_P2_c', true],
    ]);
  });
});

describe('the ledger of deep runs', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sage-ledger-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps seed and slices for the next run', () => {
    const path = join(folder, 'new', 'a.jsonl');
    addToLedger(openLedger('0xaa', path), slice('ATest', 500, 1));
    const again = openLedger('0xbb', path);
    expect(again.seed).to.equal('0xaa');
    expect(again.slices).to.deep.equal([slice('ATest', 500, 1)]);
  });

  it('loses no more than the line that a stop cut off', () => {
    const path = join(folder, 'a.jsonl');
    addToLedger(openLedger('0xaa', path), slice('ATest', 500, 1));
    appendFileSync(path, '{"unit":"ATest","numb');
    const again = openLedger('0xbb', path);
    expect(again.slices).to.deep.equal([slice('ATest', 500, 1)]);
    addToLedger(again, slice('ATest', 300, 1));
    expect(openLedger('0xbb', path).slices).to.deep.equal([slice('ATest', 500, 1), slice('ATest', 300, 1)]);
    expect(readFileSync(path, 'utf8').endsWith('\n')).to.equal(true);
  });

  it('refuses a file that is no ledger', () => {
    const path = join(folder, 'a.jsonl');
    appendFileSync(path, '{"unit":"ATest"}\n');
    expect(() => openLedger('0xaa', path)).to.throw(`${path} has no first line with a seed: delete it`);
  });
});

describe('reach of invariants', () => {
  const reach = { 'A.one': 5, 'A.two': 1_200, 'B.three': 7 };

  it('names the least reached function', () => {
    expect(leastReached({ 'A.two': 1_200, 'B.three': 1_007 })).to.equal('least reached: B.three, 1,007 times');
    expect(summarizeReach(reach)).to.deep.equal([
      { handler: 'A', functions: 2, calls: 1_205, least: 'one 5' },
      { handler: 'B', functions: 1, calls: 7, least: 'three 7' },
    ]);
  });

  it('names functions that never succeeded', () => {
    expect(findUnreached(reach)).to.deep.equal([]);
    expect(findUnreached({ ...reach, 'B.four': 0 })).to.deep.equal([
      'B.four never succeeded: the invariants say nothing of what it does',
    ]);
  });
});
