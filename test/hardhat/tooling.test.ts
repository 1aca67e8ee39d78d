// The pure parts of the commands: what counts as passed, what as failed.
import { join } from 'node:path';
import { expect } from 'chai';
import { makeRow, meanGas } from '../../scripts/gas/rows.ts';
import { compareBytecode } from '../../scripts/lib/bytecodeSnapshot.ts';
import { compareBuilds } from '../../scripts/lib/cleanBuilds.ts';
import { findUnfinishedTests } from '../../scripts/lib/expectedCreations.ts';
import { readForgeReport } from '../../scripts/lib/forgeReport.ts';
import { formatRanges, formatShare, readLcov } from '../../scripts/lib/lcov.ts';
import { readFileTimes, readMochaReport } from '../../scripts/lib/mochaReport.ts';
import { findUndocumented } from '../../scripts/lib/natspec.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { findReleaseProblems, repositoryField } from '../../scripts/lib/release.ts';
import { compareSnapshot } from '../../scripts/lib/snapshots.ts';
import { runSteps, total } from '../../scripts/lib/steps.ts';
import type { Step, Surroundings, Verdict } from '../../scripts/lib/steps.ts';
import { formatInteger, formatTable } from '../../scripts/lib/table.ts';
import { UsageError } from '../../scripts/lib/usage.ts';
import { findWorkflowProblems } from '../../scripts/lib/workflows.ts';
import { CELLS, nameOf, selectCells } from '../../scripts/matrix/cells.ts';

function forgeJson(tests: Record<string, unknown>): string {
  return JSON.stringify({ 'test/A.t.sol:ATest': { duration: '1ms', test_results: tests, warnings: [] } });
}

const SUCCESS = { status: 'Success', reason: null, kind: { Unit: { gas: 1 } } };
const FAILURE = { status: 'Failure', reason: 'assertion failed: 1 != 2', kind: { Unit: { gas: 1 } } };

describe('forge report', () => {
  it('counts by kind and tells the fewest fuzz runs', () => {
    const tests = {
      'test_a()': SUCCESS,
      'testFuzz_b(uint256)': { status: 'Success', kind: { Fuzz: { runs: 10_000 } } },
      'testFuzz_c(uint256)': { status: 'Success', kind: { Fuzz: { runs: 256 } } },
      'invariant_d()': { status: 'Success', kind: { Invariant: { runs: 50, calls: 10_000 } } },
    };
    const verdict = readForgeReport(`Warning: something\n${forgeJson(tests)}\n`, 0);
    expect(verdict.passed).to.equal(4);
    expect(verdict.failed).to.equal(0);
    expect(verdict.note).to.equal('1 unit, 2 fuzz with 256 runs or more each, 1 invariant with 10,000 calls in all');
  });

  it('counts a function of a handler that never succeeded as failed, and tells the least reached', () => {
    const metrics = (calls: number, reverts: number, discards: number): unknown => ({ calls, reverts, discards });
    const invariant = (one: unknown, two: unknown): unknown => {
      const targets = { 'test/A.sol:Handler.one': one, 'test/A.sol:Handler.two': two };
      return { status: 'Success', kind: { Invariant: { runs: 1, calls: 9, metrics: targets } } };
    };
    const good = readForgeReport(forgeJson({ 'invariant_a()': invariant(metrics(6, 1, 2), metrics(3, 0, 0)) }), 0);
    expect(good.failed).to.equal(0);
    expect(good.note).to.equal('0 unit, 0 fuzz, 1 invariant with 9 calls in all; least reached: Handler.one, 3 times');
    const bad = readForgeReport(forgeJson({ 'invariant_a()': invariant(metrics(6, 4, 2), metrics(3, 0, 0)) }), 0);
    expect(bad.failed).to.equal(1);
    expect(bad.problems).to.deep.equal(['Handler.one never succeeded: the invariants say nothing of what it does']);
  });

  it('counts a failing test as failed, with its reason', () => {
    const verdict = readForgeReport(forgeJson({ 'test_a()': SUCCESS, 'test_b()': FAILURE }), 1);
    expect(verdict.passed).to.equal(1);
    expect(verdict.failed).to.equal(1);
    expect(verdict.problems).to.deep.equal(['test/A.t.sol:ATest test_b(): Failure: assertion failed: 1 != 2']);
    expect(verdict.tests).to.deep.equal([
      { file: 'test/A.t.sol', name: 'test_a', passed: true },
      { file: 'test/A.t.sol', name: 'test_b', passed: false },
    ]);
  });

  it('counts a failing test as failed also when forge exits with 0', () => {
    expect(readForgeReport(forgeJson({ 'test_b()': FAILURE }), 0).failed).to.equal(1);
  });

  it('counts a skipped test as failed', () => {
    expect(readForgeReport(forgeJson({ 'test_a()': { status: 'Skipped' } }), 0).failed).to.equal(1);
  });

  for (const [name, output, code] of [
    ['no output', '', 0],
    ['a crash', 'Error: Compiler run failed', 1],
    ['broken JSON', '{"test/A.t.sol:ATest":', 0],
    ['JSON of another shape', '{"errors":[]}', 0],
    ['no suites', '{}', 0],
    ['no tests', forgeJson({}), 0],
    ['an exit code that the tests do not explain', forgeJson({ 'test_a()': SUCCESS }), 1],
    ['an end by a signal', forgeJson({ 'test_a()': SUCCESS }), null],
  ] as const) {
    it(`counts ${name} as one failure`, () => {
      expect(readForgeReport(output, code).failed).to.equal(1);
    });
  }
});

describe('mocha report', () => {
  const report = (passes: number, failures: unknown[], pending: unknown[]): string =>
    JSON.stringify({ stats: { passes, failures: failures.length, pending: pending.length }, failures, pending });

  it('sums up the time of each file', () => {
    const tests = [
      { file: 'a.ts', duration: 500 },
      { file: 'b.ts', duration: 2000 },
      { file: 'a.ts', duration: 250 },
    ];
    const text = JSON.stringify({ stats: { passes: 3 }, pending: [], failures: [], tests });
    expect(readFileTimes(text)).to.deep.equal([
      { file: 'b.ts', seconds: 2 },
      { file: 'a.ts', seconds: 0.75 },
    ]);
    expect(readFileTimes('no report')).to.deep.equal([]);
  });

  it('counts passed tests', () => {
    expect(readMochaReport(report(3, [], []), 0)).to.deep.equal({ passed: 3, failed: 0, problems: [], tests: [] });
  });

  it('counts failed and skipped tests as failed', () => {
    const failure = { fullTitle: 'a b', err: { message: 'no' } };
    const verdict = readMochaReport(report(3, [failure], [{ fullTitle: 'c d' }]), 1);
    expect(verdict).to.deep.equal({ passed: 3, failed: 2, problems: ['a b\n  no', 'c d: skipped'], tests: [] });
  });

  it('names the tests', () => {
    const file = join(ROOT, 'test', 'a.test.ts');
    const tests = ['a b', 'c d', 'e f'].map((fullTitle) => ({ file, fullTitle, duration: 1 }));
    const failures = [{ fullTitle: 'a b', err: {} }];
    const stats = { passes: 1, pending: 1, failures: 1 };
    const text = JSON.stringify({ stats, tests, failures, pending: [{ fullTitle: 'c d' }] });
    expect(readMochaReport(text, 1).tests).to.deep.equal([
      { file: 'test/a.test.ts', name: 'a b', passed: false },
      { file: 'test/a.test.ts', name: 'c d', passed: false },
      { file: 'test/a.test.ts', name: 'e f', passed: true },
    ]);
  });

  for (const [name, text, code] of [
    ['no report', undefined, 0],
    ['a broken report', '{"stats":', 0],
    ['a report of another shape', '{"stats":{}}', 0],
    ['no tests', report(0, [], []), 0],
    ['an exit code that the tests do not explain', report(1, [], []), 1],
  ] as const) {
    it(`counts ${name} as one failure`, () => {
      expect(readMochaReport(text, code).failed).to.equal(1);
    });
  }
});

describe('gas rows', () => {
  it('holds a bound in gas, not in a rounded ratio', () => {
    const deployed = 'register(uri 46), new owner';
    const most = Math.floor(0.62 * 177_768);
    expect(makeRow('a', most, { deployed, bound: 0.62 }).ok).to.equal(true);
    expect(makeRow('a', most + 1, { deployed, bound: 0.62 }).ok).to.equal(false);
  });

  it('tells the deployed figure and the ratio', () => {
    const row = makeRow('a', 88_884, { deployed: 'register(uri 46), new owner' });
    expect(row).to.deep.equal({
      call: 'a',
      gas: 88_884,
      baseline: 177_768,
      ratio: 0.5,
      bound: null,
      most: null,
      ok: true,
    });
  });

  it('takes the mean of several deployed calls', () => {
    const row = makeRow('a', 1, { deployed: ['revokeFeedback', 'appendResponse, first'] });
    expect(row.baseline).to.equal(Math.round((36_244 + 124_867) / 2));
  });

  it('holds an absolute bound', () => {
    expect(makeRow('a', 26_000, { most: 26_000 }).ok).to.equal(true);
    expect(makeRow('a', 26_001, { most: 26_000 }).ok).to.equal(false);
  });

  it('refuses a ratio without anything to compare with', () => {
    expect(() => makeRow('a', 1, { bound: 1 })).to.throw('"a" has a bound but nothing to compare with');
  });

  it('rounds a mean up', () => {
    expect(meanGas([1, 2])).to.equal(2);
    expect(meanGas([3, 3])).to.equal(3);
  });
});

describe('snapshots', () => {
  it('agree when equal', () => {
    expect(compareSnapshot({ a: 1 }, { a: 1 })).to.deep.equal([]);
  });

  it('name every difference', () => {
    expect(compareSnapshot({ a: 10, b: 2 }, { a: 13, c: 3 })).to.deep.equal([
      'a: 10 in the snapshot, 13 now (+3)',
      'b: in the snapshot only',
      'c: 3 is not in the snapshot',
    ]);
  });
});

describe('coverage report', () => {
  const text =
    'TN:\nSF:contracts/A.sol\nDA:3,5\nDA:4,0\nBRDA:4,0,0,-\nBRDA:4,0,1,2\nFN:3,A.f\nFNDA:0,A.f\nFN:4,A.g\nFNDA:3,A.g\nend_of_record\n';

  it('counts lines, branches and functions and names what is missed', () => {
    expect(readLcov(text)).to.deep.equal([
      {
        file: 'contracts/A.sol',
        lines: { hit: 1, total: 2 },
        branches: { hit: 1, total: 2 },
        functions: { hit: 1, total: 2 },
        missedLines: [4],
        missedBranches: ['4:0'],
        missedFunctions: ['A.f'],
      },
    ]);
  });

  it('groups missed lines', () => {
    expect(formatRanges([9, 3, 4, 5, 11])).to.equal('3-5, 9, 11');
    expect(formatRanges([])).to.equal('');
  });

  it('never rounds up to 100', () => {
    expect(formatShare({ hit: 9999, total: 10_000 })).to.equal('99.9 % (9999/10000)');
    expect(formatShare({ hit: 7, total: 7 })).to.equal('100.0 % (7/7)');
  });
});

describe('documentation check', () => {
  it('finds functions, events and errors without a word', () => {
    const abi = [
      {
        type: 'function',
        name: 'a',
        inputs: [{ type: 'tuple[]', components: [{ type: 'uint256' }, { type: 'bytes' }] }],
      },
      { type: 'function', name: 'b', inputs: [] },
      { type: 'event', name: 'C', inputs: [{ type: 'address' }] },
      { type: 'error', name: 'D', inputs: [] },
      { type: 'constructor', inputs: [] },
    ];
    expect(findUndocumented({ abi, userdoc: {}, devdoc: {} })).to.deep.equal([
      'a((uint256,bytes)[])',
      'b()',
      'C(address)',
      'D()',
    ]);
    const userdoc = {
      methods: { 'a((uint256,bytes)[])': { notice: 'does a' } },
      errors: { 'D()': [{ notice: 'no' }] },
    };
    const devdoc = { methods: { 'b()': { details: 'does b' } } };
    expect(findUndocumented({ abi, userdoc, devdoc })).to.deep.equal(['C(address)']);
  });
});

describe('tests that end too early', () => {
  it('are those with statements after a creation that is expected to revert', () => {
    const test = (...lines: string[]): number[] =>
      findUnfinishedTests(['function test_a() {', ...lines, '}'].join('\n'));
    expect(
      test('vm.expectRevert(', '  abi.encode(1)', ');', 'new A{value: 1}(', '  1', ');', 'this.go();'),
    ).to.deep.equal([5]);
    expect(test('vm.expectRevert(wrong);', 'new A();')).to.deep.equal([]);
    expect(test('vm.expectRevert(wrong);', 'A a = new A();', 'vm.expectRevert(wrong);', 'new A();')).to.deep.equal([3]);
    expect(test('vm.expectRevert(wrong);', 'a.go(new address[](0));', 'a.stop();')).to.deep.equal([]);
  });
});

describe('workflow check', () => {
  const pinned = `actions/checkout@${'0a'.repeat(20)}`;
  const good = [
    'on: push',
    'permissions: {}',
    'jobs:',
    '  # The first.',
    '  one:',
    '    timeout-minutes: 5',
    '    permissions:',
    '      contents: read',
    '    steps:',
    `      - uses: ${pinned} # v5.0.0`,
    '      - uses: ./local',
    '      - run: npm run --silent build -- --json',
  ];
  const problemsOf = (lines: readonly string[]): { line: number; message: string }[] =>
    findWorkflowProblems(lines.join('\n'), ['build', 'test:ci']);
  const replaced = (line: string, by: string): string[] => good.map((text) => (text === line ? by : text));

  it('takes a workflow that is as it should be', () => {
    expect(problemsOf(good)).to.deep.equal([]);
  });

  it('finds actions that are not pinned by a commit, or without their version', () => {
    const lines = [...good, '      - uses: actions/checkout@v5', '        uses: "a/b@main"', `      - uses: ${pinned}`];
    expect(problemsOf(lines)).to.deep.equal([
      { line: 13, message: 'actions/checkout@v5 is not pinned by a commit hash' },
      { line: 14, message: 'a/b@main is not pinned by a commit hash' },
      { line: 15, message: `${pinned} has no comment with its version, as # v1.2.3` },
    ]);
  });

  it('finds rights of a whole workflow, and jobs without rights or limit of their own', () => {
    const message = 'the workflow does not begin with "permissions: {}"';
    expect(problemsOf(replaced('permissions: {}', 'permissions: read-all'))).to.deep.equal([{ line: 1, message }]);
    const lines = [...good, '  two:', '    steps:', '      - run: npm run test:ci'];
    expect(problemsOf(lines)).to.deep.equal([
      { line: 13, message: 'the job "two" has no permissions' },
      { line: 13, message: 'the job "two" has no timeout-minutes' },
    ]);
    expect(problemsOf(good.slice(0, 2))).to.deep.equal([{ line: 1, message: 'no job was found' }]);
  });

  it('finds scripts that package.json does not have', () => {
    const lines = [...good, '      - run: npm run test:deep -- --minutes 5 && npm run test:ci'];
    expect(problemsOf(lines)).to.deep.equal([{ line: 13, message: 'package.json has no script "test:deep"' }]);
  });
});

describe('release', () => {
  const packages = [
    { name: 'a', version: '1.2.3' },
    { name: 'b', version: '1.2.3' },
  ];

  it('wants the version of the tag in every package, and a section of the changelog', () => {
    expect(findReleaseProblems('v1.2.3', packages, '# Changelog\n\n## 1.2.3 (2026-01-31)\n')).to.deep.equal([]);
    expect(findReleaseProblems('v1.2.4', packages.slice(1), '## 1.2.40\n')).to.deep.equal([
      'b has the version 1.2.3, the tag is v1.2.4: set it in its package.json',
      'CHANGELOG.md has no section "## 1.2.4"',
    ]);
    expect(findReleaseProblems('1.2.3', packages, '## 1.2.3')).to.deep.equal([
      'the tag 1.2.3 is not of the form v1.2.3',
    ]);
  });

  it('names the repository and the folder in it', () => {
    const url = 'git+https://example.com/o/n.git';
    expect(repositoryField('https://example.com/o/n', '')).to.deep.equal({ type: 'git', url });
    expect(repositoryField('https://example.com/o/n', 'sdk')).to.deep.equal({ type: 'git', url, directory: 'sdk' });
  });
});

describe('bytecode snapshot', () => {
  const code = { creation: '0x01', runtime: '0x02' };

  it('tells every contract whose code differs, and those on one side only', () => {
    expect(compareBytecode({ A: code, B: code }, { A: code, B: code })).to.deep.equal([]);
    expect(compareBytecode({ A: code, B: code }, { A: { ...code, runtime: '0x03' }, C: code })).to.deep.equal([
      'A: runtime code 0x03, in the snapshot 0x02',
      'B: in snapshots/bytecode.json only',
      'C: not in snapshots/bytecode.json',
    ]);
  });

  it('tells which of several builds differs', () => {
    const builds = [
      { name: 'Hardhat in a', seconds: 1, hashes: { A: code } },
      { name: 'forge in b', seconds: 1, hashes: { A: { ...code, creation: '0x04' } } },
    ];
    expect(compareBuilds({ A: code }, builds)).to.deep.equal([
      'forge in b: A: creation code 0x04, in the snapshot 0x01',
    ]);
  });
});

describe('cells of the compiler matrix', () => {
  it('are chosen by name or by version, in the order of the matrix', () => {
    expect(selectCells(undefined).map(nameOf)).to.deep.equal(CELLS.map(nameOf));
    expect(selectCells(['0.8.36:no-ir,0.8.35']).map(nameOf)).to.deep.equal([
      '0.8.35:ir',
      '0.8.35:no-ir',
      '0.8.36:no-ir',
    ]);
    expect(() => selectCells(['0.8.36:off'])).to.throw(
      UsageError,
      /^--only takes cells \(0\.8\.35:ir, .*got "0\.8\.36:off"$/,
    );
  });
});

describe('table', () => {
  it('aligns columns', () => {
    const text = formatTable(
      ['call', 'gas'],
      [
        ['register', '12,345'],
        ['a', '7'],
      ],
      ['left', 'right'],
    );
    expect(text).to.equal('call         gas\n--------  ------\nregister  12,345\na              7');
  });

  it('groups thousands', () => {
    expect(formatInteger(1_234_567)).to.equal('1,234,567');
  });
});

describe('steps', () => {
  const verdict = (failed: number): Verdict => ({ passed: 1 - failed, failed, problems: [] });
  const step = (name: string, run: Step['run'], more: Partial<Step> = {}): Step => ({
    name,
    group: 'test',
    title: name,
    run,
    ...more,
  });
  const quiet = (): void => undefined;
  const surroundings = (atOnce: number): Surroundings => ({ atOnce, say: quiet, keep: quiet });

  it('runs the rest after a failure, but not what needs the failed one', async () => {
    const ran: string[] = [];
    const track = (name: string, failed: number) => (): Promise<Verdict> => {
      ran.push(name);
      return Promise.resolve(verdict(failed));
    };
    const results = await runSteps(
      [
        step('a', track('a', 1)),
        step('b', track('b', 0), { needs: ['a'] }),
        step('c', track('c', 0), { after: ['a'] }),
        step('d', track('d', 0)),
      ],
      surroundings(1),
    );
    expect(ran).to.deep.equal(['a', 'c', 'd']);
    expect(total(results)).to.deep.equal({ passed: 2, failed: 2 });
    expect(results[1]?.problems).to.deep.equal(['not run, because a failed']);
  });

  it('counts a step that throws as failed', async () => {
    const results = await runSteps([step('thrown', () => Promise.reject(new Error('broken')))], surroundings(2));
    expect(total(results)).to.deep.equal({ passed: 0, failed: 1 });
    expect(results[0]?.problems[0]).to.contain('Error: broken');
  });

  it('says how far the steps are that tell it', async () => {
    const said: string[] = [];
    const beat = async (count: number): Promise<void> => {
      while (said.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    const run: Step['run'] = async (tell) => {
      await beat(1);
      tell('2 of 3');
      await beat(3);
      return verdict(0);
    };
    await runSteps([step('long', run)], { ...surroundings(1), heartbeat: 5, say: (line) => said.push(line) });
    expect(said[0]).to.match(/^ {6}… long \d+ s$/);
    expect(said[2]).to.match(/^ {6}… long \d+ s \(2 of 3\)$/);
  });

  it('runs no more at once than allowed, and everything in the end', async () => {
    let running = 0;
    let most = 0;
    const work = async (): Promise<Verdict> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return verdict(0);
    };
    const steps = Array.from({ length: 5 }, (_, i) => step(`work-${i}`, work));
    expect(total(await runSteps(steps, surroundings(2)))).to.deep.equal({ passed: 5, failed: 0 });
    expect(most).to.equal(2);
  });

  it('refuses steps that wait for each other', async () => {
    const steps = [
      step('x', () => Promise.resolve(verdict(0)), { after: ['y'] }),
      step('y', () => Promise.resolve(verdict(0)), { after: ['x'] }),
    ];
    const error = await runSteps(steps, surroundings(2)).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error);
    expect((error as Error).message).to.equal('steps wait for each other: x, y');
  });
});
