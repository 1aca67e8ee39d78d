// npm run monitoring:check: Prometheus' own promtool over the rules, their unit tests and the metrics.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { Metrics } from '../monitoring/Metrics.ts';
import { ROOT } from './lib/paths.ts';
import { describeFailure, run } from './lib/process.ts';
import { writeResult } from './lib/results.ts';
import { runCommand } from './lib/usage.ts';

const FOLDER = join(ROOT, 'monitoring', 'prometheus');

const USAGE = `Usage: npm run monitoring:check -- [options]
  --promtool PATH  the program; "promtool" of the PATH when left out
  --write          keep the result in audit/results/promtool.json
  --json           print {check, passed} for each check
  --help
Runs promtool check rules, test rules and check metrics. Debian and Ubuntu have promtool in the package "prometheus"; releases of
Prometheus for other systems contain it. Exit code 1 when a check fails, or when promtool is missing.`;

interface Check {
  readonly check: string;
  readonly passed: boolean;
  readonly output: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      promtool: { type: 'string', default: 'promtool' },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { promtool, json, write } = values;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const version = await run(promtool, ['--version']);
  if (describeFailure(version) !== undefined) {
    console.error(`${promtool} is missing (${describeFailure(version) ?? ''}).`);
    console.error('Install it (Debian, Ubuntu: apt-get install prometheus), or name it with --promtool PATH.');
    process.exitCode = 1;
    return;
  }
  const checks = [
    await promtoolCheck(promtool, ['check', 'rules', 'alerts.yml']),
    await promtoolCheck(promtool, ['test', 'rules', 'alerts.test.yml']),
    await metricsCheck(promtool),
  ];
  if (json)
    console.log(
      JSON.stringify(
        checks.map(({ check, passed }) => ({ check, passed })),
        undefined,
        2,
      ),
    );
  else for (const one of checks) console.log(`${one.passed ? 'ok  ' : 'FAIL'}  ${one.check}\n${indent(one.output)}`);
  if (write) await keep(version.output, checks);
  process.exitCode = checks.every(({ passed }) => passed) ? 0 : 1;
}

async function keep(version: string, checks: readonly Check[]): Promise<void> {
  await writeResult('promtool', {
    // "promtool, version 3.5.0 (branch: …)"
    tool: `promtool ${/version (\S+)/.exec(version)?.[1] ?? 'of an unknown version'}`,
    command: 'npm run monitoring:check -- --write',
    figures: { checks: checks.length, failed: checks.filter(({ passed }) => !passed).length },
    rows: checks.map(({ check, passed }) => ({ check, passed })),
  });
}

async function promtoolCheck(promtool: string, args: readonly string[]): Promise<Check> {
  const outcome = await run(promtool, args, { cwd: FOLDER });
  return {
    check: `promtool ${args.join(' ')}`,
    passed: describeFailure(outcome) === undefined,
    output: outcome.output,
  };
}

/** The metrics of a watcher that has just begun, as Prometheus would scrape them. */
async function metricsCheck(promtool: string): Promise<Check> {
  const text = await new Metrics({}).text();
  const child = spawn(promtool, ['check', 'metrics'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.stderr.on('data', (part: Buffer) => parts.push(part));
  child.stdin.end(text);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { check: 'promtool check metrics', passed: code === 0, output: Buffer.concat(parts).toString('utf8') };
}

function indent(text: string): string {
  const lines = text.trim().split('\n').filter(Boolean);
  return lines.map((line) => `      ${line}`).join('\n');
}

await runCommand(main);
