import type { HardhatEthers, HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type {
  ERC8004IdentityRegistry,
  ERC8004ReputationRegistryV2,
  ERC8004ValidationRegistry,
  TaskValidationPolicy,
} from '../../typechain-types/index.js';

/** The rules of Ethereum mainnet since December 2025. */
export const HARDFORK = 'osaka';

export interface Chain {
  readonly ethers: HardhatEthers;
  readonly close: () => Promise<void>;
}

export interface Registries {
  readonly identity: ERC8004IdentityRegistry;
  readonly reputation: ERC8004ReputationRegistryV2;
  readonly validation: ERC8004ValidationRegistry;
  readonly chainId: bigint;
}

/** Who acts. Owners and wallets have one account for each agent. */
export interface Accounts {
  readonly deployer: HardhatEthersSigner;
  readonly clients: readonly HardhatEthersSigner[];
  readonly validators: readonly HardhatEthersSigner[];
  readonly owners: readonly HardhatEthersSigner[];
  readonly wallets: readonly HardhatEthersSigner[];
}

const CLIENTS = 5;
const VALIDATORS = 2;

/** How many accounts a chain for so many agents needs. */
export const accountCount = (agents: number): number => 1 + CLIENTS + VALIDATORS + 2 * agents;

/** A new chain in this process with so many funded accounts; the same accounts every time. */
export async function connectChain(hre: HardhatRuntimeEnvironment, accounts: number): Promise<Chain> {
  const connection = await hre.network.create({
    network: 'default',
    override: { hardfork: HARDFORK, accounts: { count: accounts } },
  });
  return { ethers: connection.ethers, close: () => connection.close() };
}

/** Gives the accounts of a chain their parts. */
export async function assignAccounts({ ethers }: Chain, agents: number): Promise<Accounts> {
  const signers = await ethers.getSigners();
  let next = 0;
  const take = (count: number): HardhatEthersSigner[] => signers.slice(next, (next += count));
  const [deployer] = take(1);
  if (!deployer || signers.length < accountCount(agents)) {
    throw new Error(`the chain has ${signers.length} accounts, ${accountCount(agents)} are needed`);
  }
  return {
    deployer,
    clients: take(CLIENTS),
    validators: take(VALIDATORS),
    owners: take(agents),
    wallets: take(agents),
  };
}

/** Deploys the three registries, and what the reputation registry asks about validations; two serve the agents of the first. */
export async function deployRegistries({ ethers }: Chain, deployer: HardhatEthersSigner): Promise<Registries> {
  // What was built just now is deployed; the type is that of its generated binding.
  const deploy = async <T>(name: string, ...args: readonly string[]): Promise<T> => {
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
  );
  const reputation = await deploy<ERC8004ReputationRegistryV2>(
    'ERC8004ReputationRegistryV2',
    address,
    await policy.getAddress(),
  );
  const { chainId } = await ethers.provider.getNetwork();
  return { identity, reputation, validation, chainId };
}
