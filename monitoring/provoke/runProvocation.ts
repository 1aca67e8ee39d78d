import { isDeepStrictEqual } from 'node:util';
import { definitionOf } from '../alertTable.ts';
import type { Notification } from '../types.ts';
import type { Provocation } from './Provocation.ts';
import { Session } from './Session.ts';
import type { World } from './World.ts';

/** How a provocation ended. */
export interface Outcome {
  readonly provocation: Provocation;
  /** What the watcher told of the alert. */
  readonly raised: readonly Notification[];
  /** What is not as expected; empty when all is. */
  readonly problems: readonly string[];
}

/**
 * Brings an alert about, and compares all that the watcher tells with what was expected.
 *
 * @param base State file of a watcher that has read all of the world so far.
 */
export async function runProvocation(world: World, base: string, provocation: Provocation): Promise<Outcome> {
  const { alert, also = [], thresholds, webhook = false, act } = provocation;
  const session = await Session.open(world, { state: base, webhook, ...(thresholds && { thresholds }) });
  try {
    const { fields, end } = await act(session);
    await session.step();
    const raised = session.told.filter((one) => one.kind === 'raised' && one.alert === alert);
    const problems = [
      ...compareNames(session.told, [alert, ...also]),
      ...compareFields(raised, fields),
      ...(await compareEnd(session, raised[0], end)),
    ];
    if (!isDeepStrictEqual(session.lines, session.told)) problems.push('the lines are not what was told');
    return { provocation, raised, problems };
  } finally {
    await session.close();
  }
}

function compareNames(told: readonly Notification[], expected: readonly string[]): readonly string[] {
  const names = [...new Set(told.filter(({ kind }) => kind === 'raised').map(({ alert }) => alert))].sort();
  const wanted = [...new Set(expected)].sort();
  if (isDeepStrictEqual(names, wanted)) return [];
  return [`raised ${names.join(', ') || 'nothing'}; expected ${wanted.join(', ')}`];
}

function compareFields(raised: readonly Notification[], fields: Notification['fields']): readonly string[] {
  if (raised.some((one) => isDeepStrictEqual(one.fields, fields))) return [];
  return [`fields ${raised.map((one) => JSON.stringify(one.fields)).join(' | ')}; expected ${JSON.stringify(fields)}`];
}

/** What lasts must stay raised, once, and be resolved when it ends. */
async function compareEnd(
  session: Session,
  raised: Notification | undefined,
  end: (() => Promise<void>) | undefined,
): Promise<readonly string[]> {
  if (raised === undefined) return [];
  const lasts = definitionOf(raised.alert).lasts === true;
  if (lasts !== (end !== undefined)) return [`${raised.alert} ${lasts ? 'lasts: say how it ends' : 'has no end'}`];
  const problems: string[] = [];
  const again = (await session.step()).told;
  if (again.length > 0) problems.push(`told again: ${again.map(({ id, kind }) => `${kind} ${id}`).join(', ')}`);
  if (end === undefined) return problems;
  await end();
  const { told } = await session.step();
  const resolved = told.filter(({ kind, id }) => kind === 'resolved' && id === raised.id);
  if (resolved.length !== 1) problems.push(`resolved ${resolved.length} times, expected once`);
  return problems;
}
