import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { DemoKey } from '../lib/demoKeys.ts';
import { proveKeys, signingKey } from './agentKeys.ts';
import type { Accounts, Chain, Registries } from './chain.ts';
import { setWallet } from './registerAgents.ts';
import type { KeyChange, KeyValidity, RegisteredAgent } from './types.ts';

/** A key with what it is for people. */
interface NamedKey {
  readonly key: DemoKey;
  readonly name: string;
}

/**
 * Rotates the key of the first agent, and has the second (of a single one, the first) sold and claimed by its new owner;
 * tells what each step does to the keys.
 */
export async function changeKeys(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  agents: readonly RegisteredAgent[],
): Promise<KeyChange[]> {
  const [first, second = first] = agents;
  if (!first || !second) return [];
  const rotated = await rotate(chain, registries, accounts, first);
  const seller = ownerOf(accounts, second);
  const generation = second === first ? 1 : 0;
  const sold: NamedKey = { key: signingKey(second.did, generation), name: "the first owner's key" };
  const fresh: NamedKey = { key: signingKey(second.did, generation + 1), name: "the new owner's key" };
  return [
    rotated,
    await transfer(chain, registries, second, seller, accounts.buyer, sold),
    await claim(chain, registries, accounts, second, sold, fresh),
  ];
}

async function rotate(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  agent: RegisteredAgent,
): Promise<KeyChange> {
  const owner = ownerOf(accounts, agent);
  const old: NamedKey = { key: signingKey(agent.did), name: 'the old key' };
  const fresh: NamedKey = { key: signingKey(agent.did, 1), name: 'the new key' };
  return observe(chain, registries, agent, 'rotateKey', [old, fresh], async () => {
    const sage = registries.sage.connect(owner);
    const { nonce } = await sage.getAgent(agent.agentId);
    const [input] = await proveKeys(registries, [fresh.key], agent.did, owner.address, Number(nonce));
    if (!input) throw new Error('one key gives one proof');
    await (await sage.rotateKey(agent.agentId, await keyIdOf(registries, old), input)).wait();
  });
}

async function transfer(
  chain: Chain,
  registries: Registries,
  agent: RegisteredAgent,
  seller: HardhatEthersSigner,
  buyer: HardhatEthersSigner,
  sold: NamedKey,
): Promise<KeyChange> {
  return observe(chain, registries, agent, 'transfer', [sold], async () => {
    const identity = registries.identity.connect(seller);
    await (await identity.transferFrom(seller.address, buyer.address, agent.agentId)).wait();
  });
}

/** A transfer clears the agent wallet, so the new owner names one too. */
async function claim(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  agent: RegisteredAgent,
  sold: NamedKey,
  fresh: NamedKey,
): Promise<KeyChange> {
  const { buyer, wallets } = accounts;
  return observe(chain, registries, agent, 'claimAgent', [sold, fresh], async () => {
    const sage = registries.sage.connect(buyer);
    const { nonce } = await sage.getAgent(agent.agentId);
    const inputs = await proveKeys(registries, [fresh.key], agent.did, buyer.address, Number(nonce));
    await (await sage.claimAgent(agent.agentId, inputs)).wait();
    const wallet = agent.from.file.x402Support === true ? wallets[agent.account] : buyer;
    if (!wallet) throw new Error(`no wallet for agent ${agent.agentId}`);
    await setWallet(registries, agent.agentId, buyer, wallet);
  });
}

/** Asks about keys, makes the change a minute later, and asks again, also about the moment before. */
async function observe(
  chain: Chain,
  registries: Registries,
  { agentId, did }: RegisteredAgent,
  change: KeyChange['change'],
  keys: readonly NamedKey[],
  act: () => Promise<void>,
): Promise<KeyChange> {
  const { sage } = registries;
  const keyIds: string[] = [];
  for (const key of keys) keyIds.push(await keyIdOf(registries, key));
  const moment = await timestamp(chain);
  const before: boolean[] = [];
  for (const keyId of keyIds) before.push(await sage.isKeyValid(agentId, keyId));
  await chain.wait(60);
  await act();
  const validities: KeyValidity[] = [];
  for (const [index, { name }] of keys.entries()) {
    const keyId = keyIds[index] ?? '';
    validities.push({
      keyId,
      key: name,
      before: before[index] ?? false,
      after: await sage.isKeyValid(agentId, keyId),
      afterForBefore: await sage.isKeyValidAt(agentId, keyId, moment),
    });
  }
  return { agentId: Number(agentId), did, change, keys: validities };
}

async function timestamp({ ethers }: Chain): Promise<number> {
  const block = await ethers.provider.getBlock('latest');
  if (!block) throw new Error('the chain has no block');
  return block.timestamp;
}

async function keyIdOf({ sage }: Registries, { key }: NamedKey): Promise<string> {
  return sage.keyIdOf(key.keyType, key.publicKey);
}

function ownerOf(accounts: Accounts, agent: RegisteredAgent): HardhatEthersSigner {
  const owner = accounts.owners[agent.account];
  if (!owner) throw new Error(`no owner for agent ${agent.agentId}`);
  return owner;
}
