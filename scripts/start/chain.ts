import { ZeroAddress } from 'ethers';
import type { HardhatEthers, HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type {
  ERC8004IdentityRegistry,
  ERC8004ReputationRegistryV2,
  ERC8004ValidationRegistry,
  P256Verifier,
  SageRegistryV3,
  TaskValidationPolicy,
} from '../../typechain-types/index.js';

/** The rules of Ethereum mainnet since December 2025. */
export const HARDFORK = 'osaka';

export interface Chain {
  readonly ethers: HardhatEthers;
  /** Moves the clock of the chain forward. */
  readonly wait: (seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Registries {
  readonly identity: ERC8004IdentityRegistry;
  readonly reputation: ERC8004ReputationRegistryV2;
  readonly validation: ERC8004ValidationRegistry;
  readonly sage: SageRegistryV3;
  readonly chainId: bigint;
}

/** Who acts. Owners and wallets have one account for each agent. */
export interface Accounts {
  readonly deployer: HardhatEthersSigner;
  readonly clients: readonly HardhatEthersSigner[];
  readonly validators: readonly HardhatEthersSigner[];
  readonly owners: readonly HardhatEthersSigner[];
  readonly wallets: readonly HardhatEthersSigner[];
  /** Takes over the agent that changes hands. */
  readonly buyer: HardhatEthersSigner;
}

/** The network's part of the DIDs. */
const NETWORK = 'local';

const CLIENTS = 5;
const VALIDATORS = 2;

/** How many accounts a chain for so many agents needs. */
export const accountCount = (agents: number): number => 2 + CLIENTS + VALIDATORS + 2 * agents;

/** A new chain in this process with so many funded accounts; the same accounts every time. */
export async function connectChain(hre: HardhatRuntimeEnvironment, accounts: number): Promise<Chain> {
  const connection = await hre.network.create({
    network: 'default',
    override: { hardfork: HARDFORK, accounts: { count: accounts } },
  });
  const { ethers, provider } = connection;
  const wait = async (seconds: number): Promise<void> => {
    await provider.request({ method: 'evm_increaseTime', params: [seconds] });
    await provider.request({ method: 'evm_mine', params: [] });
  };
  return { ethers, wait, close: () => connection.close() };
}

/** Gives the accounts of a chain their parts. */
export async function assignAccounts({ ethers }: Chain, agents: number): Promise<Accounts> {
  const signers = await ethers.getSigners();
  let next = 0;
  const take = (count: number): HardhatEthersSigner[] => signers.slice(next, (next += count));
  const [deployer, buyer] = take(2);
  if (!deployer || !buyer || signers.length < accountCount(agents)) {
    throw new Error(`the chain has ${signers.length} accounts, ${accountCount(agents)} are needed`);
  }
  return {
    deployer,
    buyer,
    clients: take(CLIENTS),
    validators: take(VALIDATORS),
    owners: take(agents),
    wallets: take(agents),
  };
}

/** Deploys the registries, and what they ask; all serve the agents of the identity registry. */
export async function deployRegistries({ ethers }: Chain, deployer: HardhatEthersSigner): Promise<Registries> {
  // What was built just now is deployed; the type is that of its generated binding.
  const deploy = async <T>(name: string, ...args: readonly (string | readonly string[])[]): Promise<T> => {
    const contract = await ethers.deployContract(name, [...args], deployer);
    return (await contract.waitForDeployment()) as unknown as T;
  };
  const identity = await deploy<ERC8004IdentityRegistry>('ERC8004IdentityRegistry');
  const address = await identity.getAddress();
  const validation = await deploy<ERC8004ValidationRegistry>('ERC8004ValidationRegistry', address);
  const policy = await deploy<TaskValidationPolicy>(
    'TaskValidationPolicy',
    await validation.getAddress(),
    deployer.address,
    [],
  );
  const reputation = await deploy<ERC8004ReputationRegistryV2>(
    'ERC8004ReputationRegistryV2',
    address,
    await policy.getAddress(),
  );
  const p256 = await (await deploy<P256Verifier>('P256Verifier')).getAddress();
  const sage = await deploy<SageRegistryV3>(
    'SageRegistryV3',
    address,
    NETWORK,
    p256,
    ZeroAddress,
    deployer.address,
    ZeroAddress,
  );
  const { chainId } = await ethers.provider.getNetwork();
  return { identity, reputation, validation, sage, chainId };
}
