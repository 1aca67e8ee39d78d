import { expect } from 'chai';
import { FAULTS } from './differential/faults.ts';
import { Inquiry } from './differential/inquiry.ts';
import { Random } from './differential/random.ts';
import { Replay } from './differential/replay.ts';
import { Run, type Report } from './differential/run.ts';
import { differencesOf, tableOf } from './differential/table.ts';
import { decodeEvent } from './differential/abi.ts';
import type { Log } from './differential/chain.ts';
import { ReferenceViews } from './differential/views.ts';

function setting(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number, not ${text}`);
  return value;
}

/** 1,000 is the least at which all kinds of operations and errors are met. */
const OPERATIONS = setting('SAGE_DIFF_OPS', 100_000);
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

/** How many views of the chain differ from the state that the logs tell, some of them left out. */
async function replayDifferences(run: Run, keep: (log: Log) => boolean): Promise<{ logs: number; views: number }> {
  const { chain, cast, report } = run;
  const replay = new Replay(chain.surroundings.addresses);
  for await (const log of chain.allLogs()) if (keep(log)) replay.feed(log);
  const views = report.views;
  const inquiry = new Inquiry(new ReferenceViews(replay.state, chain.surroundings), cast, new Random(report.seed + 1));
  await run.compareEverything(inquiry);
  return { logs: replay.logs, views: report.views - views };
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
    const before = run.report.differences.length;
    const started = performance.now();
    const { logs, views } = await replayDifferences(run, () => true);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const found = run.report.differences.length - before;
    console.log(`      ${logs} logs replayed, ${views} views compared, ${found} differences, ${seconds} s`);
    expect(found, differencesOf(run.report)).to.equal(0);
    expect(logs).to.equal(run.report.events);
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
    for (const omitted of ['URIUpdated', 'MetadataSet', 'FeedbackRevoked', 'ResponseAppended', 'ValidationResponse']) {
      const run = await Run.start({ seed: CHECK_SEED, operations: 400 });
      const { differences } = await run.perform();
      expect(differences, 'before the replay').to.deep.equal([]);
      const { chain } = run;
      const names = new Map(Object.entries(chain.surroundings.addresses).map(([name, address]) => [address, name]));
      let last: Log | undefined;
      for await (const log of chain.allLogs()) {
        const contract = names.get(log.address) as Parameters<typeof decodeEvent>[0];
        if (decodeEvent(contract, log).name === omitted) last = log;
      }
      expect(last, omitted).to.not.equal(undefined);
      const text = JSON.stringify(last);
      await replayDifferences(run, (log) => JSON.stringify(log) !== text);
      await chain.close();
      expect(run.report.differences, omitted).to.have.lengthOf.at.least(1);
    }
  });
});
