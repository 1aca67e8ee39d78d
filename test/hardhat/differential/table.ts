import { OPERATION_KINDS } from './operations.ts';
import type { Report } from './run.ts';

/** What a run did, for people. */
export function tableOf(report: Report): string {
  const lines = ['      operation                      ok   failed'];
  let [ok, failed] = [0, 0];
  for (const kind of OPERATION_KINDS) {
    const tally = report.kinds[kind];
    ok += tally.ok;
    failed += tally.failed;
    lines.push(`      ${kind.padEnd(25)}${String(tally.ok).padStart(8)}${String(tally.failed).padStart(9)}`);
  }
  lines.push(`      ${'all'.padEnd(25)}${String(ok).padStart(8)}${String(failed).padStart(9)}`, '');
  lines.push('      error                                    times');
  for (const [name, count] of [...report.errors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`      ${name.padEnd(38)}${String(count).padStart(8)}`);
  }
  lines.push(
    '',
    `      seed ${report.seed}: ${report.operations} operations in ${report.blocks} blocks, ${report.seconds.toFixed(0)} s`,
    `      ${report.agents} agents, ${report.feedback} feedback entries, ${report.requests} validation requests`,
    `      compared: ${report.events} events, ${report.views} views, ${failed} errors, ${report.results} results of calls`,
    `      ${report.encodingsCompared} encodings compared with those of ethers`,
    `      dearest transaction: ${report.dearestTransaction} gas`,
    `      differences: ${report.differences.length}`,
  );
  return lines.join('\n');
}

/** The first differences, for people who have to find the fault. */
export function differencesOf(report: Report): string {
  const shown = report.differences.slice(0, 5).map(({ at, what, expected, actual }) => {
    return `after ${at} operations: ${what}\n  model: ${expected}\n  chain: ${actual}`;
  });
  return `seed ${report.seed}: ${report.differences.length} differences\n${shown.join('\n')}`;
}
