import { parseArgs } from 'node:util';
import { UsageError } from '../lib/usage.ts';

/** What the command was asked for. */
export interface SimulationOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly json: boolean;
  readonly updateDoc: boolean;
  readonly help: boolean;
}

/** What the documentation shows. */
export const DEFAULT_ROUNDS = 20_000;
/** What the documentation shows. */
export const DEFAULT_SEED = 8004;

const LEAST_ROUNDS = 1_000;
const MOST_ROUNDS = 10_000_000;
const MOST_SEED = 2 ** 32 - 1;

/**
 * Reads the command line.
 *
 * @throws UsageError for a value out of its range; what `parseArgs` throws for an unknown option.
 */
export function parseOptions(args: readonly string[]): SimulationOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: DEFAULT_ROUNDS.toString() },
      seed: { type: 'string', default: DEFAULT_SEED.toString() },
      json: { type: 'boolean', default: false },
      'update-doc': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const options = {
    rounds: wholeNumber('--rounds', values.rounds, LEAST_ROUNDS, MOST_ROUNDS),
    seed: wholeNumber('--seed', values.seed, 0, MOST_SEED),
    json: values.json,
    updateDoc: values['update-doc'],
    help: values.help,
  };
  if (options.updateDoc && (options.rounds !== DEFAULT_ROUNDS || options.seed !== DEFAULT_SEED)) {
    throw new UsageError('--update-doc shows the default run: leave out --rounds and --seed');
  }
  return options;
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${name} is ${JSON.stringify(text)}; give a whole number from ${least} to ${most}, for example ${name} ${Math.max(least, 42)}`,
  );
}
