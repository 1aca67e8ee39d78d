import type { Unit } from '../../../tasks/lib/errors/types.ts';

const TIMES =
  'deadline latest earliest until from end endsAt endedAt expiresAt committedAt unpausedAt validUntil compromisedSince timestamp lastAccepted timepoint current';
const DURATIONS = 'wait late secondsLeft secondsLate delay minDelay';
const WEI = 'stake sent amount treasury sum baseStake';

/** By name: the contracts call the same thing the same everywhere, with the exceptions below. */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...TIMES.split(' ').map((name) => [name, 'time'] as const),
  ...DURATIONS.split(' ').map((name) => [name, 'duration'] as const),
  ...WEI.split(' ').map((name) => [name, 'wei'] as const),
  ['neededRole', 'role'],
  ['role', 'role'],
  ['expectedStates', 'states'],
  ['reason', 'reason'],
]);

const EXCEPTIONS: ReadonlyMap<string, Unit | undefined> = new Map<string, Unit | undefined>([
  ['SageTimelockDelayOutOfBounds.minimum', 'duration'],
  ['SageTimelockDelayOutOfBounds.maximum', 'duration'],
  ['StakedFundsTooLarge.maximum', 'wei'],
  // The number of a version of parameters, and of a round.
  ['StakedUnknownParameters.latest', undefined],
  ['StakedWrongRound.latest', undefined],
]);

/**
 * What an argument stands for where its type doesn't tell.
 *
 * @param error Name of the error.
 * @param input Name of the argument.
 */
export function unitOf(error: string, input: string): Unit | undefined {
  const key = `${error}.${input}`;
  return EXCEPTIONS.has(key) ? EXCEPTIONS.get(key) : UNITS.get(input);
}
