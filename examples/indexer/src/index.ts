import { ponder } from 'ponder:registry';
import type { Event, EventNames } from 'ponder:registry';
import { HANDLERS } from '../core/handlers/index.ts';
import { setUpSage } from '../core/handlers/sage.ts';
import type { ChainEvent, Handler, Store } from '../core/store.ts';
import { storeOf } from './storeOf.ts';

type Handlers = typeof HANDLERS;
type EventOf<Name> = Name extends EventNames ? Event<Name> : never;

/** The compiler checks here that each handler takes what Ponder makes of the event by its ABI. */
const CHECKED: {
  readonly [C in keyof Handlers]: {
    readonly [E in keyof Handlers[C]]: (store: Store, event: EventOf<`${C}:${E & string}`>) => Promise<void>;
  };
} = HANDLERS;

for (const [contract, handlers] of Object.entries(CHECKED)) {
  for (const [name, handler] of Object.entries(handlers)) {
    ponder.on(`${contract}:${name}` as 'Identity:Transfer', async ({ event, context }) => {
      await (handler as unknown as Handler<unknown>)(storeOf(context), event as ChainEvent<unknown>);
    });
  }
}

ponder.on('Sage:setup', async ({ context }) => {
  const { Sage } = context.contracts;
  const { tracksTransfers } = await context.client.readContract({
    abi: Sage.abi,
    address: Sage.address,
    functionName: 'getParameters',
    // It never changes, so that no node has to remember the state of the first block.
    cache: 'immutable',
  });
  await setUpSage(storeOf(context), tracksTransfers);
});
