import { id } from 'ethers';
import type { Part } from '../../scripts/deploy/plan.ts';
import { WHO } from './World.ts';
import type { Mined, World } from './World.ts';

/** Has a part emit an event without its data. No contract of ours does, so it gets another code for this one transaction. */
export async function emitUnreadable(world: World, part: Part, event: string): Promise<Mined> {
  const address = world.target(part);
  const code = await world.provider.getCode(address);
  // PUSH32 topic, PUSH0, PUSH0, LOG1
  await world.provider.send('anvil_setCode', [address, `0x7f${id(event).slice(2)}5f5fa1`]);
  const mined = await world.sendRaw(WHO.stranger, address, '0x');
  await world.provider.send('anvil_setCode', [address, code]);
  return mined;
}
