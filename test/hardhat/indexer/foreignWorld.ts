import { ContractFactory, Interface, ZeroAddress, id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { secp256k1Key } from '../../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../../scripts/start/agentKeys.ts';
import type { Chain, Registries } from '../../../scripts/start/chain.ts';
import type { ERC8004IdentityRegistry, SageRegistryV3 } from '../../../typechain-types/index.js';
import { at, sent } from './world.ts';

/** SAGE's registry over an identity registry that keeps no times of transfers, as those are that others have deployed. */
export interface ForeignWorld {
  readonly chain: Chain;
  readonly identity: ERC8004IdentityRegistry;
  readonly sage: SageRegistryV3;
  readonly owner: HardhatEthersSigner;
  readonly buyer: HardhatEthersSigner;
}

/** The functions whose selectors make the id by which a registry says that it keeps the times. */
const OWN_FUNCTIONS = [
  'registerBatch',
  'registerFor',
  'ownershipOf',
  'transferredAt',
  'exists',
  'agentCount',
  'contractURI',
];
const MINUTE = 60;

/** Deploys our own identity registry with that id taken out of its code, which makes it one of the others. */
export async function makeForeignWorld(chain: Chain): Promise<ForeignWorld> {
  const [owner, buyer] = await chain.ethers.getSigners();
  if (!owner || !buyer) throw new Error('two accounts are needed');
  const deploy = async (
    name: string,
    args: readonly unknown[],
    change = (code: string): string => code,
  ): Promise<string> => {
    const { abi, bytecode } = await chain.readArtifact(name);
    const contract = await new ContractFactory(abi, change(bytecode), owner).deploy(...args);
    return (await contract.waitForDeployment()).getAddress();
  };
  const { abi } = await chain.readArtifact('ERC8004IdentityRegistry');
  const selectors = OWN_FUNCTIONS.map((name) => BigInt(new Interface(abi).getFunction(name)?.selector ?? 0));
  const ownId = selectors
    .reduce((sum, selector) => sum ^ selector, 0n)
    .toString(16)
    .padStart(8, '0');
  const identity = await deploy('ERC8004IdentityRegistry', [], (code) => code.replaceAll(ownId, 'deadbeef'));
  const verifier = await deploy('P256Verifier', []);
  const { address } = owner;
  const sage = await deploy('SageRegistryV3', [identity, 'local', verifier, ZeroAddress, address, address]);
  return {
    chain,
    identity: (await chain.ethers.getContractAt(
      'ERC8004IdentityRegistry',
      identity,
      owner,
    )) as unknown as ERC8004IdentityRegistry,
    sage: (await chain.ethers.getContractAt('SageRegistryV3', sage, owner)) as unknown as SageRegistryV3,
    owner,
    buyer,
  };
}

/**
 * Agents that leave their owner and come back, seen and unseen, and are claimed.
 *
 * @param look Called at every moment that is worth a comparison.
 */
export async function playForeign(world: ForeignWorld, look: (moment: string) => Promise<void>): Promise<void> {
  const { chain, sage, owner, buyer } = world;
  const agents = [await register(world, 'first'), await register(world, 'second')];
  const [first, second] = [at(agents, 0), at(agents, 1)];
  await look('registered');
  await chain.wait(MINUTE);
  await sent(sage.recordOwnership(first));
  await chain.wait(MINUTE);
  await give(world, owner, buyer, first);
  await look('gone, and not seen');
  await give(world, buyer, owner, first);
  await look('back before anybody looked');
  await chain.wait(MINUTE);
  await give(world, owner, buyer, first);
  await sent(sage.recordOwnership(first));
  await give(world, buyer, owner, first);
  await look('seen as gone');
  await claim(world, owner, first);
  await chain.wait(MINUTE);
  await give(world, owner, buyer, second);
  await claim(world, buyer, second);
  await look('claimed');
}

async function register(world: ForeignWorld, name: string): Promise<bigint> {
  const { chain, sage, owner } = world;
  const keys = await prove(world, owner, await sage.didFor(name), 0);
  const salt = id(name);
  await sent(sage.commitRegistration(await sage.registrationCommitment(owner.address, name, keys, '', salt)));
  await chain.wait(MINUTE);
  await sent(sage.registerAgentWithReveal(name, keys, '', salt));
  return sage.agentByDID(await sage.didFor(name));
}

async function give(
  { identity }: ForeignWorld,
  from: HardhatEthersSigner,
  to: HardhatEthersSigner,
  agentId: bigint,
): Promise<void> {
  await sent(identity.connect(from).transferFrom(from.address, to.address, agentId));
}

async function claim(world: ForeignWorld, owner: HardhatEthersSigner, agentId: bigint): Promise<void> {
  const sage = world.sage.connect(owner);
  const { did, nonce } = await sage.getAgent(agentId);
  await sent(sage.claimAgent(agentId, await prove(world, owner, did, Number(nonce))));
}

async function prove(
  { sage }: ForeignWorld,
  owner: HardhatEthersSigner,
  did: string,
  nonce: number,
): Promise<Awaited<ReturnType<typeof proveKeys>>> {
  const key = secp256k1Key(id(`${did} ${nonce}`));
  return proveKeys({ sage } as Registries, [key], did, owner.address, nonce);
}
