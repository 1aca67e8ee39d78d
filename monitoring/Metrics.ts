import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Gauge, Registry } from 'prom-client';
import type { GaugeConfiguration } from 'prom-client';
import { ALERT_NAMES, definitionOf } from './alertTable.ts';
import { METRICS } from './metricTable.ts';
import type { MetricDefinition, MetricName } from './metricTable.ts';
import { readGauges } from './readGauges.ts';
import type { GaugeContext } from './readGauges.ts';
import type { Position, StepResult } from './Watcher.ts';
import type { WatchState } from './WatchState.ts';

type Labels = Readonly<Record<string, string>>;

/** A server that tells the metrics. */
export interface MetricsServer {
  /** `http://host:port/metrics`. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The metrics of a watcher, in Prometheus' text format by prom-client. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<MetricName, Counter>();
  readonly #gauges = new Map<MetricName, Gauge>();

  /** @param counts How often each alert was raised before, by the state. */
  constructor(counts: WatchState['counts']) {
    for (const [name, { kind, help, labels }] of Object.entries(METRICS) as [MetricName, MetricDefinition][]) {
      const options = { name, help, labelNames: [...labels], registers: [this.#registry] };
      if (kind === 'counter') this.#counters.set(name, new Counter(options));
      else this.#gauges.set(name, createGauge(options));
    }
    // Every counter from the start on: Prometheus sees no increase in one that begins with 1.
    for (const alert of ALERT_NAMES) {
      const { severity } = definitionOf(alert);
      this.count('sage_alerts_raised_total', { alert, severity }, counts[alert] ?? 0);
      this.count('sage_alerts_retracted_total', { alert }, 0);
    }
    for (const outcome of ['complete', 'incomplete']) this.count('sage_watch_steps_total', { outcome }, 0);
    for (const outcome of ['delivered', 'failed']) this.count('sage_watch_webhook_deliveries_total', { outcome }, 0);
  }

  /** Adds to a counter. */
  count(name: MetricName, labels: Labels, by = 1): void {
    const counter = this.#counters.get(name);
    if (counter === undefined) throw new Error(`${name} is no counter`);
    counter.inc(labels, by);
  }

  /** Sets a gauge. */
  set(name: MetricName, value: number, labels: Labels = {}): void {
    const gauge = this.#gauges.get(name);
    if (gauge === undefined) throw new Error(`${name} is no gauge`);
    gauge.set(labels, value);
  }

  /** Takes up what a step told, and what it left behind. */
  take({ noticed, isComplete }: Pick<StepResult, 'noticed' | 'isComplete'>, state: WatchState): void {
    for (const { kind, alert, severity } of noticed) {
      if (kind === 'raised') this.count('sage_alerts_raised_total', { alert, severity });
      if (kind === 'retracted') this.count('sage_alerts_retracted_total', { alert });
    }
    for (const alert of ALERT_NAMES) {
      const { severity, lasts } = definitionOf(alert);
      if (lasts !== true) continue;
      this.set('sage_alerts_active', state.active.filter((one) => one.alert === alert).length, { alert, severity });
    }
    this.count('sage_watch_steps_total', { outcome: isComplete ? 'complete' : 'incomplete' });
    this.set('sage_watch_outbox', state.outbox.length);
  }

  /** Reads the gauges of the contracts, at the last block that was read. */
  async measure(position: Position, context: GaugeContext): Promise<void> {
    for (const { name, value, labels } of await readGauges(position, context)) this.set(name, value, labels);
  }

  /** All metrics as text. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /**
   * Serves the metrics at `/metrics`.
   *
   * @throws The system's error, such as `EADDRINUSE`.
   */
  async serve(host: string, port: number): Promise<MetricsServer> {
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      void this.text().then(
        (text) => response.writeHead(200, { 'content-type': this.#registry.contentType }).end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve());
    });
    const { port: bound } = server.address() as AddressInfo;
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
      close: () => new Promise((resolve) => server.close(() => resolve())),
    };
  }
}

/** A gauge without a value: prom-client has those without labels begin at 0, which is a threshold of 0 to a rule. */
function createGauge(options: GaugeConfiguration<string>): Gauge {
  const gauge = new Gauge(options);
  if (options.labelNames?.length === 0) gauge.remove();
  return gauge;
}
