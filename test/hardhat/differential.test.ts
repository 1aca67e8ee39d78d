import { expect } from 'chai';
import { FAULTS } from './differential/faults.ts';
import { Inquiry } from './differential/inquiry.ts';
import { Random } from './differential/random.ts';
import { Replay } from './differential/replay.ts';
import { Run, type Report } from './differential/run.ts';
import { differencesOf, tableOf } from './differential/table.ts';
import type { Log } from './differential/chain.ts';
import { ZERO_ADDRESS } from './differential/state.ts';
import { ReferenceViews } from './differential/views.ts';

function setting(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not ${text}`);
  return value;
}

/** 1,000 is the least at which all kinds of operations and errors are met; `npm run test:ci` does 100,000. */
const OPERATIONS = setting('SAGE_DIFF_OPS', 10_000);
const SEED = setting('SAGE_DIFF_SEED', 8004);
const HALF_AN_HOUR = 30 * 60_000;
/** The checks of the test itself don't depend on the settings. */
const CHECK_SEED = 48;
const CHECK_OPERATIONS = 2_000;

function expectReach(report: Report): void {
  const idle = Object.entries(report.kinds).filter(([, tally]) => tally.ok === 0);
  expect(
    idle.map(([kind]) => kind),
    'kinds of operations that never succeeded',
  ).to.deep.equal([]);
  const missed = [...report.scenarios].filter(([, count]) => count === 0);
  expect(
    missed.map(([name]) => name),
    'ways to go wrong that never ended in their error',
  ).to.deep.equal([]);
}

/** Compares all views of the chain with the state that the logs tell. */
async function compareReplay(run: Run, logs: Iterable<Log> | AsyncIterable<Log>): Promise<Replay> {
  const { chain, cast, report } = run;
  const replay = new Replay();
  for await (const log of logs) replay.feed(chain.decode(log), BigInt(log.blockTimestamp));
  const views = new ReferenceViews(replay.state, chain.surroundings);
  await run.compareEverything(new Inquiry(views, cast, new Random(report.seed + 1)));
  return replay;
}

describe('the three registries and a reference model', function () {
  this.timeout(HALF_AN_HOUR);
  let whole: Promise<Run> | undefined;

  /** The long run, made once for all tests that look at it. */
  function performed(): Promise<Run> {
    whole ??= Run.start({ seed: SEED, operations: OPERATIONS }).then(async (run) => {
      await run.perform();
      return run;
    });
    return whole;
  }

  after(async () => {
    if (whole !== undefined) await (await whole).chain.close();
  });

  it(`P19b: ${OPERATIONS.toLocaleString('en')} random operations, 0 differences`, async () => {
    const { report } = await performed();
    console.log(tableOf(report));
    expect(report.differences.length, differencesOf(report)).to.equal(0);
    expect(report.operations).to.be.at.least(OPERATIONS);
    expectReach(report);
  });

  it('P48: state rebuilt from the event log equals the views', async () => {
    const run = await performed();
    const { report, chain } = run;
    const [differences, views, started] = [report.differences.length, report.views, performance.now()];
    const { logs } = await compareReplay(run, chain.allLogs());
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const found = report.differences.length - differences;
    const compared = report.views - views;
    console.log(`      ${logs} logs replayed, ${compared} views compared, ${found} differences, ${seconds} s`);
    expect(found, differencesOf(report)).to.equal(0);
    expect(logs).to.equal(report.events);
  });

  for (const { name, options } of FAULTS) {
    it(`P19b: a planted fault in the model is found: ${name}`, async () => {
      const run = await Run.start({ seed: CHECK_SEED, operations: CHECK_OPERATIONS, mostDifferences: 1, ...options });
      const { differences } = await run.perform();
      await run.chain.close();
      expect(differences).to.have.lengthOf.at.least(1);
    });
  }

  it('P48: a log left out is found', async () => {
    const run = await Run.start({ seed: CHECK_SEED, operations: 400, mostDifferences: Infinity });
    const { differences } = await run.perform();
    const { chain } = run;
    expect(differences, 'before the replays').to.deep.equal([]);
    const names = ['Transfer', 'URIUpdated', 'Registered', 'FeedbackRevoked', 'ResponseAppended', 'ValidationResponse'];
    for (const omitted of names) {
      const logs: Log[] = [];
      for await (const log of chain.allLogs()) logs.push(log);
      const position = logs.findLastIndex((log) => {
        const { name, args } = chain.decode(log);
        // Without the log of a minting nothing could be rebuilt at all.
        return name === omitted && args[0] !== ZERO_ADDRESS;
      });
      expect(position, omitted).to.be.at.least(0);
      const before = differences.length;
      await compareReplay(run, logs.toSpliced(position, 1));
      expect(differences.length, omitted).to.be.above(before);
    }
    await chain.close();
  });
});
