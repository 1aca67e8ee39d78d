import { x25519 } from '@noble/curves/ed25519.js';
import { ALICE, BOB, agent, world } from '../test/session/support.ts';
import type { BenchCase } from './measure.ts';

const BASE = 'session: one X25519 in JavaScript';

/** A handshake, and a record, beside one key agreement. The clock stands still, so that the session doesn't end. */
export async function sessionCases(): Promise<readonly BenchCase[]> {
  const limits = { maxMessages: 1_000_000 };
  const made = await world({ alice: { limits }, bob: { limits } });
  const { privateKey } = (await agent(ALICE)).identity.agreement;
  const publicKey = x25519.getPublicKey((await agent(BOB)).identity.agreement.privateKey);
  let { id } = (await made.connect()).initiator;
  let count = 0;
  const content = new Uint8Array(1024);
  return [
    { name: BASE, run: () => x25519.getSharedSecret(privateKey, publicKey) },
    {
      name: 'session: handshake, both sides',
      base: BASE,
      run: async () => {
        const { initiator } = await made.connect();
        await made.alice.endpoint.close(initiator.id);
        await made.bob.endpoint.close(initiator.id);
      },
    },
    {
      name: 'session: record of 1 KiB, sealed and opened',
      base: BASE,
      run: async () => {
        if (++count % 900_000 === 0) id = (await made.connect()).initiator.id;
        await made.bob.endpoint.open(await made.alice.endpoint.seal(id, content));
      },
    },
  ];
}
