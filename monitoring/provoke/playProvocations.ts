import type { Provocation } from './Provocation.ts';
import { runProvocation } from './runProvocation.ts';
import type { Outcome } from './runProvocation.ts';
import { Session } from './Session.ts';
import { World } from './World.ts';

/**
 * Plays provocations, each on the same chain brought back to where it was.
 *
 * @param onOutcome Told of each one when it has ended.
 */
export async function playProvocations(
  provocations: readonly Provocation[],
  onOutcome: (outcome: Outcome) => void = () => undefined,
): Promise<readonly Outcome[]> {
  const world = await World.open();
  try {
    const base = await readBase(world);
    const outcomes: Outcome[] = [];
    for (const provocation of provocations) {
      const before = await world.snapshot();
      const outcome = await runProvocation(world, base, provocation);
      await world.revert(before);
      onOutcome(outcome);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    await world.close();
  }
}

/** The state file of a watcher that has read all of a world. */
export async function readBase(world: World): Promise<string> {
  const session = await Session.open(world);
  try {
    const { told, isComplete } = await session.step();
    if (told.length > 0 || !isComplete) throw new Error(`a quiet chain was told of: ${JSON.stringify(told)}`);
    return session.stateFile;
  } finally {
    await session.close();
  }
}
