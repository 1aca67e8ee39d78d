import { createHash } from 'node:crypto';
import type { Rpc } from '../sdk/typescript/src/chain/types.ts';
import { WatchedChain } from './chain/WatchedChain.ts';
import type { Configuration } from './configuration.ts';
import { Metrics } from './Metrics.ts';
import { MonitorError } from './MonitorError.ts';
import type { Suite } from './suite.ts';
import { Watcher } from './Watcher.ts';
import type { Output, StepResult } from './Watcher.ts';
import { newState, readState, writeState } from './WatchState.ts';
import type { WatchState } from './WatchState.ts';

/** From which block on alerts are raised, when there is no state yet. */
export type Start = number | 'latest' | 'deployment';

export interface OpenOptions {
  readonly rpcs: readonly Rpc[];
  readonly suite: Suite;
  readonly configuration: Configuration;
  /** Path of the state file. */
  readonly stateFile: string;
  /** Left out: as the state says, or the newest block that has its confirmations. */
  readonly start?: Start | undefined;
  /** The outputs; made when the metrics that they count in are there. */
  readonly outputs: (metrics: Metrics) => readonly Output[];
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Ends a step before its next question or delivery; what was read by then is kept. */
  readonly stop?: AbortSignal | undefined;
  readonly say: (line: string) => void;
}

/** A watcher that is ready to poll. */
export interface OpenWatcher {
  readonly metrics: Metrics;
  readonly watcher: Watcher;
  /** One poll, counted in the metrics. */
  readonly step: () => Promise<StepResult>;
}

/**
 * Opens a watcher where it stopped, or at its start.
 *
 * @throws MonitorError `state-invalid`, `state-elsewhere`, `configuration-invalid`; and the errors of `WatchedChain` when there is
 * no state and the node doesn't answer.
 */
export async function openWatcher(options: OpenOptions): Promise<OpenWatcher> {
  const { configuration, suite, stateFile, now, stop, say } = options;
  const known = readState(stateFile);
  const metrics = new Metrics(known?.counts ?? {});
  const chain = new WatchedChain({
    rpcs: options.rpcs,
    chainId: suite.chainId,
    timeoutMs: configuration.requestTimeoutMs,
    retry: { retries: configuration.retries, delayMs: configuration.retryDelayMs, sleep: options.sleep },
    now,
    onFailure: (code) => metrics.count('sage_watch_rpc_failures_total', { code }),
    stop,
  });
  const state = known === undefined ? await begin(options, chain) : checkState(known, options);
  const outputs = options.outputs(metrics);
  const watcher = new Watcher(state, {
    suite,
    chain,
    configuration,
    outputs,
    save: (changed) => writeState(stateFile, changed),
    measure: (position) => metrics.measure(position, { suite, chain, now }),
    now,
    stop,
    say,
  });
  const step = async (): Promise<StepResult> => {
    const result = await watcher.step();
    metrics.take(result, watcher.state);
    return result;
  };
  return { metrics, watcher, step };
}

async function begin(
  { suite, start = 'latest', configuration }: OpenOptions,
  chain: WatchedChain,
): Promise<WatchState> {
  const genesis = await chain.header(0);
  if (genesis === undefined) throw new MonitorError('answer-contradicts', 'the node has no block 0; take another node');
  const { number } = await chain.head();
  const confirmed = Math.max(0, number - configuration.confirmations + 1);
  const from = start === 'latest' ? confirmed : start === 'deployment' ? suite.firstBlock : start;
  if (from > number + 1) {
    const message = `--from: block ${from} is beyond the newest one, ${number}; give an earlier one`;
    throw new MonitorError('configuration-invalid', message);
  }
  return newState({
    chainId: String(suite.chainId),
    genesis: genesis.hash,
    suite: fingerprint(suite),
    from,
    // Everything from the deployment on is read, so that what is open is known.
    processed: suite.firstBlock - 1,
  });
}

function checkState(state: WatchState, { suite, stateFile, start }: OpenOptions): WatchState {
  const wayOut = 'name another state file';
  if (state.chainId !== String(suite.chainId)) {
    const message = `${stateFile} is of chain ${state.chainId}, not ${suite.chainId}; ${wayOut}`;
    throw new MonitorError('state-elsewhere', message);
  }
  if (state.suite !== fingerprint(suite)) {
    throw new MonitorError('state-elsewhere', `${stateFile} is of other addresses; ${wayOut}`);
  }
  if (start !== undefined) {
    const message = `--from: ${stateFile} says already to go on after block ${state.processed}; leave --from out, or ${wayOut}`;
    throw new MonitorError('configuration-invalid', message);
  }
  return state;
}

function fingerprint({ contracts }: Suite): string {
  const lines = contracts.map(({ part, address }) => `${part} ${address}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
