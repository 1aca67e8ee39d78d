import * as demoKeys from '../lib/demoKeys.ts';
import { KEY_TYPE } from '../lib/demoKeys.ts';
import type { DemoKey, KeyOptions } from '../lib/demoKeys.ts';
import type { GasChain, GasContract } from './chain.ts';
import { hashOf } from './chain.ts';
import { HASH, URI46 } from './inputs.ts';
import { measureGetters } from './module.ts';
import type { GasModule } from './module.ts';
import type { Rows } from './rows.ts';

const NO_ONE = `0x${'00'.repeat(20)}`;
/** With an identifier of 13 characters a DID of 30. */
const NETWORK = 'testnet';
const SALT = hashOf('salt');
const MINUTE = 60;

type KeyInput = readonly [keyType: number, publicKey: string, proof: string];

/** A SAGE registry over an identity registry, with what registering takes. */
class Scene {
  readonly chain: GasChain;
  readonly registry: GasContract;
  /** Of the registry, not of agents. */
  readonly owner: string;

  constructor(chain: GasChain, registry: GasContract, owner: string) {
    this.chain = chain;
    this.registry = registry;
    this.owner = owner;
  }

  static async over(chain: GasChain, identity: string): Promise<Scene> {
    const p256 = await chain.deploy('P256Verifier');
    const owner = await chain.person();
    const registry = await chain.deploy('SageRegistryV3', identity, NETWORK, p256.address, NO_ONE, owner, owner);
    return new Scene(chain, registry, owner);
  }

  /** Commits to a registration and waits; the returned function reveals it. */
  async commit(
    owner: string,
    name: string,
    keys: readonly DemoKey[],
  ): Promise<{ gas: number; reveal: () => Promise<number> }> {
    const identifier = identifierOf(name);
    const did = await this.did(name);
    const inputs: KeyInput[] = [];
    for (const key of keys) inputs.push(await this.input(did, owner, key, inputs.length));
    const [commitment] = await this.registry.read('registrationCommitment', owner, identifier, inputs, URI46, SALT);
    const gas = await this.registry.gas(owner, 'commitRegistration', commitment);
    this.chain.wait(MINUTE);
    const reveal = (): Promise<number> =>
      this.registry.gas(owner, 'registerAgentWithReveal', identifier, inputs, URI46, SALT);
    return { gas, reveal };
  }

  async register(owner: string, name: string, keys: readonly DemoKey[]): Promise<Agent> {
    await (await this.commit(owner, name, keys)).reveal();
    const did = await this.did(name);
    const [id] = await this.registry.read('agentByDID', did);
    return new Agent(this, owner, BigInt(String(id)), did, keys.length);
  }

  /** A key as the contract takes it, proved for an owner and a nonce. */
  async input(did: string, owner: string, key: DemoKey, nonce: number): Promise<KeyInput> {
    const [digest] = await this.registry.read('keyProofDigest', did, owner, await this.keyId(key), nonce);
    return [key.keyType, key.publicKey, key.prove(String(digest))];
  }

  async did(name: string): Promise<string> {
    return String((await this.registry.read('didFor', identifierOf(name)))[0]);
  }

  async keyId(key: DemoKey): Promise<string> {
    return String((await this.registry.read('keyIdOf', key.keyType, key.publicKey))[0]);
  }
}

/** A registered agent and the nonce that the next key has to be proved for. */
class Agent {
  readonly scene: Scene;
  readonly id: bigint;
  readonly did: string;
  owner: string;
  nonce: number;

  constructor(scene: Scene, owner: string, id: bigint, did: string, nonce: number) {
    this.scene = scene;
    this.owner = owner;
    this.id = id;
    this.did = did;
    this.nonce = nonce;
  }

  next(key: DemoKey): Promise<KeyInput> {
    return this.scene.input(this.did, this.owner, key, this.nonce++);
  }

  async add(key: DemoKey): Promise<number> {
    return this.scene.registry.gas(this.owner, 'addKey', this.id, await this.next(key));
  }

  async revoke(key: DemoKey): Promise<number> {
    this.nonce++;
    return this.scene.registry.gas(this.owner, 'revokeKey', this.id, await this.scene.keyId(key), 0);
  }
}

export const sage: GasModule = {
  name: 'sage',
  measure: async (chain, rows) => {
    const identity = await chain.deploy('ERC8004IdentityRegistry');
    const scene = await Scene.over(chain, identity.address);
    await measureRegistration(scene, rows);
    await measureDeployedIdentity(chain, rows);
    await measureBinding(scene, identity, rows);
    await measureKeys(scene, rows);
    await measureRevocation(scene, rows);
    await measureOwnership(scene, identity, rows);
    await measureSignatures(scene, rows);
    await measureViews(scene, rows);
    await measureAdministration(scene, identity, rows);
    await measureGetters('sage', scene.registry, await chain.person(), rows);
    return scene.registry;
  },
};

async function measureRegistration(scene: Scene, rows: Rows): Promise<void> {
  const first = await scene.commit(await scene.chain.person(), 'first', [secp256k1Key('first')]);
  rows.add('commitRegistration', first.gas, { most: 46_500 });
  rows.add('registerAgentWithReveal, first agent of all', await first.reveal());
  const owner = await scene.chain.person();
  const second = await scene.commit(owner, 'second', [secp256k1Key('second')]);
  rows.add('registerAgentWithReveal, 1 secp256k1 key, new owner', await second.reveal(), { most: 285_000 });
  const third = await scene.commit(owner, 'third', [secp256k1Key('third')]);
  rows.add('registerAgentWithReveal, 1 secp256k1 key, same owner', await third.reveal());
  const many = Array.from({ length: 10 }, (_, i) => secp256k1Key(`many ${i}`));
  rows.add(
    'registerAgentWithReveal, 10 secp256k1 keys, same owner',
    await (await scene.commit(owner, 'ten', many)).reveal(),
  );
}

async function measureDeployedIdentity(chain: GasChain, rows: Rows): Promise<void> {
  const logic = await chain.deployTestContract('DeployedIdentityRegistry');
  const proxy = await chain.deployTestContract('DeployedIdentityRegistry:DeployedIdentityProxy', logic.address);
  const scene = await Scene.over(chain, proxy.address);
  await scene.register(await chain.person(), 'first', [secp256k1Key('first')]);
  const { reveal } = await scene.commit(await chain.person(), 'second', [secp256k1Key('second')]);
  rows.add('registerAgentWithReveal over a registry like the deployed', await reveal(), { most: 400_000 });
}

async function measureBinding(scene: Scene, identity: GasContract, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const owner = await chain.person();
  const [id] = await identity.read('agentCount');
  await identity.send(owner, 'register(string)', URI46);
  const input = await scene.input(await scene.did('bound'), owner, secp256k1Key('bound'), 0);
  const args = [id, identifierOf('bound'), [input], SALT];
  const [commitment] = await registry.read('bindingCommitment', owner, ...args);
  await registry.send(owner, 'commitRegistration', commitment);
  chain.wait(MINUTE);
  rows.add('bindAgentWithReveal, 1 secp256k1 key', await registry.gas(owner, 'bindAgentWithReveal', ...args));
}

async function measureKeys(scene: Scene, rows: Rows): Promise<void> {
  const agent = await scene.register(await scene.chain.person(), 'keys', [secp256k1Key('keys')]);
  rows.add('addKey, secp256k1', await agent.add(secp256k1Key('added')), { most: 98_000 });
  rows.add('addKey, secp256k1 compressed', await agent.add(secp256k1Key('compressed', { compressed: true })));
  const p256 = p256Key('added');
  const p256Id = await scene.keyId(p256);
  rows.add('addKey, P-256 by the precompile', await agent.add(p256), { most: 110_000 });
  rows.add('addKey, P-256 compressed', await agent.add(p256Key('compressed', { compressed: true })));
  rows.add('addKey, Ed25519, proof emitted', await agent.add(ed25519Key('added')));
  rows.add('addKey, X25519, attested by P-256', await agent.add(x25519Key('added', { keyId: p256Id, key: p256 })));
  const input = await agent.next(secp256k1Key('rotated'));
  rows.add('rotateKey, to secp256k1', await scene.registry.gas(agent.owner, 'rotateKey', agent.id, p256Id, input));
}

/** The same whatever the number of keys of the agent or of agents of the owner. */
async function measureRevocation(scene: Scene, rows: Rows): Promise<void> {
  const owner = await scene.chain.person();
  const keys = Array.from({ length: 10 }, (_, i) => secp256k1Key(`revoked ${i}`));
  const few = await scene.register(owner, 'few', keys.slice(0, 2));
  rows.add('revokeKey, of 2 keys, 1 agent', await few.revoke(secp256k1Key('revoked 0')), { most: 46_000 });
  const many = await scene.register(owner, 'many', keys);
  rows.add('revokeKey, of 10 keys, 2 agents', await many.revoke(secp256k1Key('revoked 9')), { most: 46_000 });
}

async function measureOwnership(scene: Scene, identity: GasContract, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const agent = await scene.register(await chain.person(), 'sold', [secp256k1Key('sold')]);
  rows.add('setCard, URI of the agent', await registry.gas(agent.owner, 'setCard', agent.id, '', HASH));
  rows.add('setCard, 46 characters', await registry.gas(agent.owner, 'setCard', agent.id, URI46, HASH));
  rows.add('getCard', await registry.gas(agent.owner, 'getCard', agent.id));
  rows.add('deactivateAgent, first', await registry.gas(agent.owner, 'deactivateAgent', agent.id));
  rows.add('reactivateAgent', await registry.gas(agent.owner, 'reactivateAgent', agent.id));
  rows.add('recordOwnership, not transferred', await registry.gas(agent.owner, 'recordOwnership', agent.id));
  const buyer = await chain.person();
  await identity.send(agent.owner, 'transferFrom', agent.owner, buyer, agent.id);
  agent.owner = buyer;
  const inputs = [await agent.next(secp256k1Key('bought'))];
  rows.add('claimAgent, 1 secp256k1 key', await registry.gas(buyer, 'claimAgent', agent.id, inputs));
}

/** In execution, for a contract that calls: with all storage cold, and again in the same transaction. */
async function measureSignatures(scene: Scene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const [secp, p256] = [secp256k1Key('signer'), p256Key('signer')];
  const agent = await scene.register(await chain.person(), 'signer', [secp, p256]);
  const meter = await chain.deployTestContract('GasMeter');
  registry.measuredElsewhere('verifySignature');
  for (const [name, key, most] of [
    ['secp256k1', secp, 10_000],
    ['P-256 by the precompile', p256, 16_000],
  ] as const) {
    const call = registry.encode('verifySignature', agent.id, await scene.keyId(key), HASH, key.sign(HASH));
    const [cold, warm] = await meter.read('measure', registry.address, call);
    rows.add(`verifySignature, ${name}, in execution, cold`, Number(cold));
    rows.add(`verifySignature, ${name}, in execution, warm`, Number(warm), { most });
  }
}

async function measureViews(scene: Scene, rows: Rows): Promise<void> {
  const { registry } = scene;
  const key = secp256k1Key('viewed');
  const agent = await scene.register(await scene.chain.person(), 'viewed', [key, p256Key('viewed')]);
  const keyId = await scene.keyId(key);
  const view = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(`sage.${call}`, await registry.gas(agent.owner, signature, ...args));
  };
  const now = scene.chain.nextTimestamp;
  const input = await scene.input(agent.did, agent.owner, key, 0);
  const identifier = identifierOf('viewed');
  await view('isKeyValid', 'isKeyValid', agent.id, keyId);
  await view('isKeyValidAt', 'isKeyValidAt', agent.id, keyId, now);
  await view('isKeyInForceAt', 'isKeyInForceAt', agent.id, keyId, now);
  await view('getKey', 'getKey', agent.id, keyId);
  await view('getKeys, 2 keys', 'getKeys', agent.id, 0, 10);
  await view('getAgent', 'getAgent', agent.id);
  await view('agentByDID', 'agentByDID', agent.did);
  await view('didOf', 'didOf', agent.id);
  await view('didFor', 'didFor', identifier);
  await view('agentCountOf', 'agentCountOf', agent.owner);
  await view('committedAt', 'committedAt', agent.owner, HASH);
  await view('keyIdOf, secp256k1', 'keyIdOf', key.keyType, key.publicKey);
  await view('keyIdOf, Ed25519', 'keyIdOf', KEY_TYPE.ed25519, ed25519Key('viewed').publicKey);
  await view('keyProofDigest', 'keyProofDigest', agent.did, agent.owner, keyId, 0);
  await view('registrationCommitment', 'registrationCommitment', agent.owner, identifier, [input], URI46, SALT);
  await view('bindingCommitment', 'bindingCommitment', agent.owner, agent.id, identifier, [input], SALT);
}

async function measureAdministration(scene: Scene, identity: GasContract, rows: Rows): Promise<void> {
  const { chain, registry, owner } = scene;
  const administer = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    rows.add(`sage.${call}`, await registry.gas(owner, signature, ...args));
  };
  await administer('pause', 'pause');
  await administer('unpause', 'unpause');
  await administer('setGuardian', 'setGuardian', await chain.person());
  const hook = await chain.deploy('RegistrationRateHook', registry.address, owner);
  await administer('setHook', 'setHook', hook.address, true, true);
  const { reveal } = await scene.commit(await chain.person(), 'hooked', [secp256k1Key('hooked')]);
  rows.add('registerAgentWithReveal, with RegistrationRateHook, new owner', await reveal());
  const successor = await chain.person();
  await administer('transferOwnership', 'transferOwnership', successor);
  rows.add('sage.acceptOwnership', await registry.gas(successor, 'acceptOwnership'));
  registry.measuredElsewhere('renounceOwnership');
  await chain.fund(identity.address);
  const received = await registry.gas(identity.address, 'onERC721Received', registry.address, NO_ONE, 0, '0x');
  rows.add('sage.onERC721Received', received);
  rows.add('sage.supportsInterface', await registry.gas(owner, 'supportsInterface', '0x01ffc9a7'));
}

const secp256k1Key = (text: string, options: KeyOptions = {}): DemoKey =>
  demoKeys.secp256k1Key(hashOf(`secp256k1 ${text}`), options);

const p256Key = (text: string, options: KeyOptions = {}): DemoKey => demoKeys.p256Key(hashOf(`p256 ${text}`), options);

const ed25519Key = (text: string): DemoKey => demoKeys.ed25519Key(hashOf(`ed25519 ${text}`));

const x25519Key = (text: string, attester: { keyId: string; key: DemoKey }): DemoKey =>
  demoKeys.x25519Key(hashOf(`x25519 ${text}`), attester);

function identifierOf(name: string): string {
  return name.padEnd(13, 'x');
}
