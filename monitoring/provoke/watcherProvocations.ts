import { emitUnreadable } from './emitUnreadable.ts';
import type { Provocation } from './Provocation.ts';
import type { Session } from './Session.ts';
import { WHO } from './World.ts';

/** A host and port of this machine, as it stands in messages. */
function hostOf({ node }: Session): string {
  return new URL(node.url).host;
}

const PROVOCATIONS: readonly Provocation[] = [
  {
    alert: 'watcher-node-down',
    by: 'a node that hangs up',
    act: (session) => {
      session.node.fault = 'down';
      const end = (): Promise<void> => {
        session.node.fault = 'none';
        return Promise.resolve();
      };
      const message = `no endpoint gave eth_getBlockByNumber; endpoint 0: ${hostOf(session)} could not be reached for eth_chainId`;
      return Promise.resolve({ fields: { code: 'chain-unreachable', message }, end });
    },
  },
  {
    alert: 'watcher-node-garbage',
    by: 'a node that answers with HTML',
    act: async (session) => {
      await session.step();
      session.node.fault = 'no-json';
      const end = (): Promise<void> => {
        session.node.fault = 'none';
        return Promise.resolve();
      };
      const message = `no endpoint gave eth_getBlockByNumber; endpoint 0: ${hostOf(session)} answered eth_getBlockByNumber with something that is no JSON`;
      return { fields: { code: 'rpc-malformed', message }, end };
    },
  },
  {
    alert: 'watcher-head-stuck',
    by: 'a newest block that is 301 seconds old',
    act: async (session) => {
      session.clockAhead = 301;
      const head = await session.world.provider.getBlockNumber();
      const end = (): Promise<void> => {
        session.clockAhead = 0;
        return Promise.resolve();
      };
      return { fields: { head, ageSeconds: 301 }, end };
    },
  },
  {
    alert: 'watcher-log-unreadable',
    by: 'code of another contract in the place of the SAGE registry for one transaction: an event without its data',
    act: async ({ world }) => {
      await emitUnreadable(world, 'sageRegistry', 'GuardianSet(address)');
      return { fields: { event: 'GuardianSet', problem: 'data out-of-bounds' } };
    },
  },
  {
    alert: 'watcher-reorganisation',
    by: 'a block with a pause that was read, and is replaced by others',
    also: ['paused'],
    act: async (session) => {
      const { world } = session;
      await session.step();
      const ancestor = await world.provider.getBlockNumber();
      const before = await world.snapshot();
      await world.send(WHO.guardian, 'sageRegistry', 'pause');
      await session.step();
      await world.revert(before);
      await world.wait(30);
      await world.mine();
      return { fields: { ancestor, replacedBlocks: 1, retracted: 1 } };
    },
  },
  {
    alert: 'watcher-webhook-failing',
    by: 'a receiver that answers with status 500, and a pause to deliver',
    also: ['paused'],
    webhook: true,
    act: async (session) => {
      session.receiver.status = 500;
      await session.world.send(WHO.guardian, 'sageRegistry', 'pause');
      const end = (): Promise<void> => {
        session.receiver.status = 204;
        return Promise.resolve();
      };
      return { fields: { message: `${new URL(session.receiver.url).host} answered with HTTP status 500` }, end };
    },
  },
];

/** The watcher's own health. */
export function watcherProvocations(): readonly Provocation[] {
  return PROVOCATIONS;
}
