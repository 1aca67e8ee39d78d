import { id } from 'ethers';
import type { Signer } from 'ethers';
import { ed25519Key, p256Key, secp256k1Key, x25519Key } from '../../../scripts/lib/demoKeys.ts';
import type { DemoKey } from '../../../scripts/lib/demoKeys.ts';
import { planKeys, proveKeys, signingKey } from '../../../scripts/start/agentKeys.ts';
import { at, fundedGuardian, govern, sent, spareAccounts } from './world.ts';
import type { World } from './world.ts';

const HOUR = 3600;
const MINUTE = 60;

/** Revocations with and without compromise, claims, cards, service, commitments, pause and hook of SAGE's registry. */
export async function playKeys(world: World): Promise<void> {
  await revokeKeys(world);
  await sellAgent(world);
  await changeService(world);
  await bindAgent(world);
  await administer(world);
}

async function add(world: World, index: number, owner: Signer, key: DemoKey): Promise<void> {
  const { agentId, did } = at(world.agents, index);
  const sage = world.registries.sage.connect(owner);
  const { nonce } = await sage.getAgent(agentId);
  const inputs = await proveKeys(world.registries, [key], did, await owner.getAddress(), Number(nonce));
  await sent(sage.addKey(agentId, at(inputs, 0)));
}

async function keyIdOf({ registries }: World, { keyType, publicKey }: DemoKey): Promise<string> {
  return registries.sage.keyIdOf(keyType, publicKey);
}

/** An X25519 key attested by a key that only whoever relies on it can check; a revoked key whose compromise moves back. */
async function revokeKeys(world: World): Promise<void> {
  const { chain, registries, agents, accounts } = world;
  const agent = at(agents, 2);
  const owner = at(accounts.owners, agent.account);
  const sage = registries.sage.connect(owner);
  const key = ed25519Key(id(`demo Ed25519 ${agent.did}`));
  const keyId = await keyIdOf(world, key);
  await add(world, 2, owner, x25519Key(id('indexer X25519'), { keyId, key }));
  const lost = p256Key(id('indexer P-256'), { compressed: true });
  await add(world, 2, owner, lost);
  const lostId = await keyIdOf(world, lost);
  await chain.wait(HOUR);
  await sent(sage.revokeKey(agent.agentId, lostId, 0));
  const now = (await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0;
  await sent(sage.revokeKey(agent.agentId, lostId, now - MINUTE));
  await sent(sage.revokeKey(agent.agentId, lostId, now - HOUR));
  await sent(sage.revokeKey(agent.agentId, keyId, now - 2 * HOUR));
}

/** Sold, seen as sold, bought back and claimed again; another sold and left alone, another sold without anybody looking. */
async function sellAgent(world: World): Promise<void> {
  const { chain, registries, accounts, agents } = world;
  const { buyer, owners } = accounts;
  const { agentId, did, account } = at(agents, 4);
  const owner = at(owners, account);
  const identity = registries.identity.connect(owner);
  await sent(identity.transferFrom(owner.address, buyer.address, agentId));
  await chain.wait(MINUTE);
  await sent(registries.sage.recordOwnership(agentId));
  await sent(registries.identity.connect(buyer).transferFrom(buyer.address, owner.address, agentId));
  const sage = registries.sage.connect(owner);
  const { nonce } = await sage.getAgent(agentId);
  const keys = [secp256k1Key(id('indexer first'), { compressed: true }), signingKey(did, 7)];
  await sent(sage.claimAgent(agentId, await proveKeys(registries, keys, did, owner.address, Number(nonce))));
  await sent(sage.revokeKey(agentId, await keyIdOf(world, at(keys, 1)), 0));
  const left = at(agents, 5);
  const seller = at(owners, left.account);
  await sent(registries.identity.connect(seller).transferFrom(seller.address, buyer.address, left.agentId));
  await sent(registries.identity.connect(buyer).transferFrom(buyer.address, seller.address, left.agentId));
}

async function changeService(world: World): Promise<void> {
  const { chain, registries, accounts, agents } = world;
  const [resting, back] = [at(agents, 6), at(agents, 0)];
  const rest = registries.sage.connect(at(accounts.owners, resting.account));
  await sent(rest.deactivateAgent(resting.agentId));
  const again = registries.sage.connect(at(accounts.owners, back.account));
  await sent(again.deactivateAgent(back.agentId));
  await chain.wait(MINUTE);
  await sent(again.reactivateAgent(back.agentId));
  await sent(again.setCard(back.agentId, '', id('first content')));
  await sent(again.setCard(back.agentId, 'https://agent.example/card.json', id('second content')));
}

/** Binds an agent that is there already, with a hook that fails; leaves one commitment open and makes another one again. */
async function bindAgent(world: World): Promise<void> {
  const { chain, registries } = world;
  const [owner] = await spareAccounts(world);
  if (!owner) throw new Error('a spare account is needed');
  const { identity } = registries;
  const sage = registries.sage.connect(owner);
  const hook = await identity.getAddress();
  const target = await sage.getAddress();
  await govern(world, [{ target, data: sage.interface.encodeFunctionData('setHook', [hook, false, true]) }]);
  const agentId = await identity.agentCount();
  await sent(identity.connect(owner)['register()']());
  const did = await sage.didFor('bound');
  const keys = await proveKeys(registries, await planKeys(registries, did, 1), did, owner.address, 0);
  const salt = id('indexer salt');
  await sent(sage.commitRegistration(await sage.bindingCommitment(owner.address, agentId, 'bound', keys, salt)));
  await sent(sage.commitRegistration(id('never revealed')));
  await chain.wait(MINUTE);
  await sent(sage.bindAgentWithReveal(agentId, 'bound', keys, salt));
  await chain.wait(2 * HOUR);
  await sent(sage.commitRegistration(id('never revealed')));
}

/** A pause that ends, another guardian, an ownership that is offered. */
async function administer(world: World): Promise<void> {
  const { sage } = world.registries;
  const guardian = await fundedGuardian(world);
  const target = await sage.getAddress();
  const [spare] = await spareAccounts(world);
  if (!spare) throw new Error('a spare account is needed');
  await sent(sage.connect(guardian).pause());
  await govern(world, [
    { target, data: sage.interface.encodeFunctionData('unpause') },
    { target, data: sage.interface.encodeFunctionData('setHook', [`0x${'0'.repeat(40)}`, false, false]) },
    { target, data: sage.interface.encodeFunctionData('transferOwnership', [spare.address]) },
    { target, data: sage.interface.encodeFunctionData('setGuardian', [spare.address]) },
  ]);
}
