import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { ALERT_NAMES } from '../../../monitoring/alertTable.ts';
import { METRICS } from '../../../monitoring/metricTable.ts';
import { fillSections } from '../../../monitoring/renderTables.ts';
import { ROOT, readJson } from '../../../scripts/lib/paths.ts';

const FOLDER = join(ROOT, 'monitoring');
const METRIC = /\bsage_[a-z_]+\b/g;

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

interface TestFile {
  readonly rule_files: readonly string[];
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { alertname: string; exp_alerts: readonly unknown[] }[];
  }[];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
}

const rules = (parse(readFileSync(join(FOLDER, 'prometheus', 'alerts.yml'), 'utf8')) as RuleFile).groups.flatMap(
  (group) => group.rules,
);
const dashboard = readJson(join(FOLDER, 'grafana', 'sage.json')) as Dashboard;
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
];

describe('monitoring: rules, dashboard and page', () => {
  it('name metrics of the watcher only', () => {
    const named = new Set(expressions.flatMap((expr) => expr.match(METRIC) ?? []));
    expect([...named].filter((name) => !(name in METRICS))).to.deep.equal([]);
  });

  it('leave no metric out of the dashboard', () => {
    const shown = dashboard.panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => expr.match(METRIC) ?? []),
    );
    expect(Object.keys(METRICS).filter((name) => !shown.includes(name))).to.deep.equal([]);
  });

  it('name labels that the metrics have', () => {
    for (const expr of expressions) {
      for (const [, name = '', labels = ''] of expr.matchAll(/\b(sage_[a-z_]+)\{([^}]*)\}/g)) {
        const known: readonly string[] = METRICS[name as keyof typeof METRICS].labels;
        for (const [, label] of labels.matchAll(/(\w+)=/g)) expect(known, `${name} in ${expr}`).to.include(label);
      }
    }
  });

  it('have a test with a firing alert for each rule', () => {
    const tests = parse(readFileSync(join(FOLDER, 'prometheus', 'alerts.test.yml'), 'utf8')) as TestFile;
    expect(tests.rule_files).to.deep.equal(['alerts.yml']);
    const fired = tests.tests
      .flatMap(({ alert_rule_test: cases = [] }) => cases)
      .filter(({ exp_alerts: alerts }) => alerts.length > 0)
      .map(({ alertname }) => alertname);
    expect([...new Set(fired)].sort()).to.deep.equal(rules.map(({ alert }) => alert).sort());
  });

  it('say with each rule how bad it is and what to do', () => {
    for (const { alert, labels, annotations } of rules) {
      expect(['critical', 'high', 'warning'], alert).to.include(labels.severity);
      expect(annotations.summary, alert).to.not.equal('');
      expect(annotations.description, alert).to.not.equal('');
    }
  });

  it('have panels with ids of their own that do not overlap', () => {
    const { panels } = dashboard;
    expect(dashboard).to.include({ uid: 'sage-watch', schemaVersion: 39 });
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    const taken = new Set<string>();
    for (const { title, type, description, gridPos, targets = [] } of panels) {
      const { x, y, w, h } = gridPos;
      expect(x + w, title).to.be.at.most(24);
      for (let column = x; column < x + w; column++) {
        for (let line = y; line < y + h; line++) {
          expect(taken.has(`${column},${line}`), `${title} at ${column},${line}`).to.equal(false);
          taken.add(`${column},${line}`);
        }
      }
      if (type === 'row') continue;
      expect(description, title).to.be.a('string');
      expect(targets.length, title).to.be.greaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size, title).to.equal(targets.length);
    }
  });

  it('page: holds the tables that the code gives, and links that lead somewhere', () => {
    const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    expect(page).to.equal(fillSections(page));
    for (const name of ALERT_NAMES) expect(page).to.include(`| \`${name}\` |`);
    for (const [, target = ''] of page.matchAll(/\]\(([^)#]+)\)/g)) {
      if (!target.includes('://')) expect(existsSync(join(FOLDER, target)), target).to.equal(true);
    }
  });

  it('incident runbook: leads each alert to one table, and the rules that name it', () => {
    const page = readFileSync(join(ROOT, 'audit', 'INCIDENT-RUNBOOK.md'), 'utf8');
    const section = page.split('## From an alert to its table\n')[1]?.split('\n## ')[0] ?? '';
    const alerts = section.split('\n').flatMap((line) => /^\|([^|]*)\|/.exec(line)?.[1] ?? []);
    const named = alerts.flatMap((cell) => [...cell.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]));
    expect(named.sort()).to.deep.equal([...ALERT_NAMES].sort());
    const leading = rules.filter(({ annotations }) => annotations.description.includes('INCIDENT-RUNBOOK'));
    expect(leading).to.have.length.greaterThan(0);
    for (const { alert } of leading) expect(alerts.join(' ')).to.include(`\`${alert}\``);
  });
});
