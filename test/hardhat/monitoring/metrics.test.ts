import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Metrics } from '../../../monitoring/Metrics.ts';
import { METRICS } from '../../../monitoring/metricTable.ts';

describe('monitoring: metrics before the first poll', () => {
  it('have no sample of any gauge: a rule would take 0 for what is so', async () => {
    const text = await new Metrics({}).text();
    const sampled = new Set([...text.matchAll(/^(sage_[a-z_]+)/gm)].map(([, name = '']) => name));
    const gauges = Object.entries(METRICS).filter(([, { kind }]) => kind === 'gauge');
    expect(gauges.map(([name]) => name).filter((name) => sampled.has(name))).to.deep.equal([]);
  });

  it('have their counters, those of alerts where the state left off', async () => {
    const text = await new Metrics({ paused: 3 }).text();
    expect(text).to.match(/^sage_alerts_raised_total\{alert="paused",severity="critical"\} 3$/m);
    expect(text).to.match(/^sage_alerts_raised_total\{alert="unpaused",severity="high"\} 0$/m);
    expect(text).to.match(/^sage_watch_steps_total\{outcome="complete"\} 0$/m);
  });

  it('show what is set', async () => {
    const metrics = new Metrics({});
    metrics.set('sage_multisig_threshold', 2);
    expect(await metrics.text()).to.match(/^sage_multisig_threshold 2$/m);
  });
});
