import { after, afterEach, before, beforeEach } from 'mocha';
import { readBase } from '../../../monitoring/provoke/playProvocations.ts';
import { Session } from '../../../monitoring/provoke/Session.ts';
import type { SessionOptions } from '../../../monitoring/provoke/Session.ts';
import { World } from '../../../monitoring/provoke/World.ts';

/** What the tests of a `describe` share. */
export interface Watched {
  /** Open from the first `before` on. */
  readonly world: World;
  /** The state of a watcher that has read the deployment. */
  readonly base: string;
  /** A watcher that has read the suite's deployment; closed after the test. */
  readonly open: (options?: SessionOptions) => Promise<Session>;
  /** One that has read nothing yet. */
  readonly openNew: (options?: SessionOptions) => Promise<Session>;
}

/** A suite on a chain of its own for the tests of a `describe`; after each the chain is as it was. */
export function watchWorld(): Watched {
  let world: World;
  let base: string;
  let snapshot: string;
  const sessions: Session[] = [];

  before(async () => {
    world = await World.open();
    base = await readBase(world);
  });

  after(async () => {
    await world.close();
  });

  beforeEach(async () => {
    snapshot = await world.snapshot();
  });

  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close();
    await world.revert(snapshot);
  });

  async function openNew(options: SessionOptions = {}): Promise<Session> {
    const session = await Session.open(world, options);
    sessions.push(session);
    return session;
  }

  return {
    get world() {
      return world;
    },
    get base() {
      return base;
    },
    open: (options = {}) => openNew({ state: base, ...options }),
    openNew,
  };
}
