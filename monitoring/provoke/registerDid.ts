import { id } from 'ethers';
import { secp256k1Key } from '../../scripts/lib/demoKeys.ts';
import type { World } from './World.ts';

/**
 * Registers an agent with a DID and one key, by commitment and reveal.
 *
 * @returns The agent's id, in decimal.
 */
export async function registerDid(world: World, account: number, identifier: string): Promise<string> {
  const sage = world.contract('sageRegistry', account);
  const owner = world.address(account);
  const key = secp256k1Key(id(`key of ${identifier}`));
  const keyId = await sage.keyIdOf(key.keyType, key.publicKey);
  const digest = await sage.keyProofDigest(await sage.didFor(identifier), owner, keyId, 0);
  const keys = [{ keyType: key.keyType, publicKey: key.publicKey, proof: key.prove(digest) }];
  const salt = id('salt');
  const commitment = await sage.registrationCommitment(owner, identifier, keys, '', salt);
  await world.send(account, 'sageRegistry', 'commitRegistration', [commitment]);
  await world.wait(61);
  await world.send(account, 'sageRegistry', 'registerAgentWithReveal', [identifier, keys, '', salt]);
  return String(await sage.agentByDID(await sage.didFor(identifier)));
}
