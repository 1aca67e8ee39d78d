import baseline from './baseline.json' with { type: 'json' };

export type DeployedCall = keyof typeof baseline.calls;

/** One measured call as `npm run gas -- --json` prints it. */
export interface Row {
  call: string;
  gas: number;
  /** What the deployed registry takes for the same call. */
  baseline: number | null;
  /** gas / baseline */
  ratio: number | null;
  /** The most that `ratio` may be. */
  bound: number | null;
  /** The most that `gas` may be, where no ratio is asked for. */
  most: number | null;
  ok: boolean;
}

export interface RowOptions {
  /** The same call of the deployed registry; several calls stand for their mean. */
  deployed?: DeployedCall | readonly DeployedCall[];
  bound?: number;
  most?: number;
}

/** The rows of one run, each call once. */
export class Rows {
  readonly #rows = new Map<string, Row>();

  add(call: string, gas: number, options: RowOptions = {}): void {
    if (this.#rows.has(call)) throw new Error(`"${call}" is measured twice`);
    this.#rows.set(call, makeRow(call, gas, options));
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }
}

export function makeRow(call: string, gas: number, { deployed, bound, most }: RowOptions): Row {
  const figures = deployed === undefined ? [] : [deployed].flat().map((name) => baseline.calls[name]);
  const deployedGas = figures.length === 0 ? null : Math.round(mean(figures));
  if (bound !== undefined && deployedGas === null) throw new Error(`"${call}" has a bound but nothing to compare with`);
  // The bound is compared as a sum of gas, never as a rounded ratio.
  const withinBound = bound === undefined || deployedGas === null || gas <= Math.floor(bound * deployedGas);
  return {
    call,
    gas,
    baseline: deployedGas,
    ratio: deployedGas === null ? null : gas / deployedGas,
    bound: bound ?? null,
    most: most ?? null,
    ok: withinBound && (most === undefined || gas <= most),
  };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What one of several equal calls takes; a fraction of a unit counts as one. */
export function meanGas(values: readonly number[]): number {
  return Math.ceil(mean(values));
}
