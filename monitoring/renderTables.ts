import { ALERT_NAMES, definitionOf } from './alertTable.ts';
import { DEFAULT_CONFIGURATION } from './configuration.ts';
import { METRICS } from './metricTable.ts';
import type { MetricDefinition } from './metricTable.ts';

/** Sections of monitoring/README.md that are made from the code, by their names. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
  alerts: renderAlerts,
  configuration: renderConfiguration,
  metrics: renderMetrics,
};

/**
 * Puts the sections into a page, between `<!-- begin NAME -->` and `<!-- end NAME -->`.
 *
 * @throws Error When a section has no place.
 */
export function fillSections(page: string): string {
  let filled = page;
  for (const [name, render] of Object.entries(SECTIONS)) {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [from, to] = [filled.indexOf(begin), filled.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no ${begin} … ${end}`);
    filled = `${filled.slice(0, from + begin.length)}\n\n${render()}\n\n${filled.slice(to)}`;
  }
  return filled;
}

function renderAlerts(): string {
  const rows = ALERT_NAMES.map((name) => {
    const { severity, title, meaning, action, lasts } = definitionOf(name);
    const end = lasts === true ? ' Lasts, and is resolved when it ends.' : '';
    return `| \`${name}\` | ${severity} | ${title}. ${meaning}${end} | ${action} |`;
  });
  return ['| alert | severity | raised when | first |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function renderConfiguration(): string {
  return ['```json', JSON.stringify(DEFAULT_CONFIGURATION, undefined, 2), '```'].join('\n');
}

function renderMetrics(): string {
  const rows = (Object.entries(METRICS) as [string, MetricDefinition][]).map(
    ([name, { kind, labels, help }]) => `| \`${name}\` | ${kind} | ${labels.join(', ')} | ${help} |`,
  );
  return ['| metric | kind | labels | what |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
