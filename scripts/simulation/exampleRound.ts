import type { Round } from './types.ts';

const MILLI_ETHER = 10n ** 15n;

/** The round of five that the documentation works through: one is far off, one never reveals. */
export const EXAMPLE_ROUND: Round = {
  mode: 'stake',
  deposit: 500n * MILLI_ETHER,
  minValidators: 3,
  verdicts: [
    { stake: 100n * MILLI_ETHER, response: 82 },
    { stake: 100n * MILLI_ETHER, response: 85 },
    { stake: 50n * MILLI_ETHER, response: 80 },
    { stake: 100n * MILLI_ETHER, response: 60 },
    { stake: 200n * MILLI_ETHER, response: undefined },
  ],
  tee: undefined,
};
