// npm run slither: static analysis with every detector on. Each finding has to be judged by hand in audit/slither-triage.json.
// Slither is a Python program and belongs to the deep checks: `npm test` does without it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, forgeBinary, readJson } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import { writeResult } from './lib/results.ts';
import { joinTriage, renderTriage, summarizeTriage } from './lib/slitherTriage.ts';
import type { SlitherResult, Triage } from './lib/slitherTriage.ts';
import { runCommand } from './lib/usage.ts';

const FOLDER = join(ROOT, 'cache/slither');
const REPORT = join(FOLDER, 'report.json');
const TRIAGE = join(ROOT, 'audit/slither-triage.json');
const TARGET = join(ROOT, 'audit/slither-triage.md');
const SLITHER = 'slither-analyzer==0.11.6';
const MINUTE = 60_000;

const USAGE = `Usage: npm run slither -- [options]
  --check  write nothing, and fail when audit/slither-triage.md is stale; without it also audit/results/slither.json is written
  --json   print the findings as JSON: {check, impact, where, what, verdict, reason}; write nothing
Needs slither on PATH or in SAGE_SLITHER: pip install ${SLITHER}
Exit code 1 when a finding isn't judged in audit/slither-triage.json, or a judgement has no finding.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  stopChildrenOnSignals();
  const { rows, problems } = joinTriage(await analyze(), readJson(TRIAGE) as Triage);
  const markdown = renderTriage(rows);
  if (values.json) {
    console.log(JSON.stringify(rows, undefined, 2));
  } else {
    if (!values.check) {
      writeFileSync(TARGET, markdown);
      await writeResult('slither', {
        tool: SLITHER.replace('==', ' '),
        command: 'npm run slither',
        ...summarizeTriage(rows, problems.length),
      });
    }
    console.log(`${rows.length} findings, ${problems.length} problems`);
  }
  if (values.check && (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== markdown)) {
    problems.push('audit/slither-triage.md is stale: run `npm run slither`');
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** Every detector, over the contracts alone: what libraries do is judged where it is called. */
async function analyze(): Promise<SlitherResult[]> {
  mkdirSync(FOLDER, { recursive: true });
  rmSync(REPORT, { force: true });
  console.error('building without tests, then analysing; about two minutes …');
  const options = ['--compile-force-framework', 'foundry', '--foundry-out-directory', 'cache/slither/out'];
  const outcome = await run(
    process.env['SAGE_SLITHER'] ?? 'slither',
    ['.', ...options, '--filter-paths', 'node_modules', '--json', REPORT],
    {
      // Slither starts forge by its name; the launcher of that name would exit 0 whatever happens.
      env: { FOUNDRY_PROFILE: 'slither', PATH: [dirname(forgeBinary()), process.env['PATH'] ?? ''].join(delimiter) },
      timeoutMs: 30 * MINUTE,
    },
  );
  // Slither's exit code is not 0 when it finds anything, so the report alone tells whether it ran.
  if (!existsSync(REPORT)) {
    throw new Error(
      `slither wrote no report: ${describeFailure(outcome) ?? 'see below'}\n${outcome.output.slice(-4000)}`,
    );
  }
  const report = readJson(REPORT) as {
    success: boolean;
    error: string | null;
    results: { detectors?: SlitherResult[] };
  };
  if (!report.success) throw new Error(`slither failed: ${report.error ?? 'without a reason'}`);
  return report.results.detectors ?? [];
}

await runCommand(main);
