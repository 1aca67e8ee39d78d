import { Wallet, id } from 'ethers';
import type { HardhatEthers, HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type {
  ERC8004IdentityRegistry,
  ERC8004ReputationRegistryV2,
  ERC8004ValidationRegistry,
  SageRegistryV3,
  SageTimelock,
  SimpleMultiSig,
  StakedValidation,
  TEEKeyRegistry,
  TaskValidationPolicy,
} from '../../typechain-types/index.js';
import type { SuiteConfig } from '../deploy/config.ts';
import { deploySuite } from '../deploy/deploySuite.ts';
import type { ReadArtifact } from '../deploy/deploySuite.ts';
import type { Part } from '../deploy/plan.ts';
import { verifyGovernance } from '../deploy/verifyGovernance.ts';
import type { Fact } from '../deploy/verifyGovernance.ts';
import type { Governance } from '../governance/types.ts';

/** The rules of Ethereum mainnet since December 2025. */
export const HARDFORK = 'osaka';

export interface Chain {
  readonly ethers: HardhatEthers;
  /** What was built just now. */
  readonly readArtifact: ReadArtifact;
  /** Moves the clock of the chain forward. */
  readonly wait: (seconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Registries {
  readonly identity: ERC8004IdentityRegistry;
  readonly reputation: ERC8004ReputationRegistryV2;
  readonly validation: ERC8004ValidationRegistry;
  readonly sage: SageRegistryV3;
  readonly teeKeys: TEEKeyRegistry;
  readonly staked: StakedValidation;
  readonly policy: TaskValidationPolicy;
  readonly governance: Governance;
  /** What was found out about rights after the deployment. */
  readonly facts: readonly Fact[];
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
  /** Stake and judge the result of a task. */
  readonly judges: readonly HardhatEthersSigner[];
  /** Vote about TEE keys. */
  readonly voters: readonly HardhatEthersSigner[];
  /** Runs the TEE: proposes its key, sends its answers and is paid for them. */
  readonly teeOperator: HardhatEthersSigner;
}

/** The network's part of the DIDs. */
const NETWORK = 'local';

const CLIENTS = 5;
const VALIDATORS = 2;
const JUDGES = 5;
const VOTERS = 3;

/** Own the wallet that proposes to the timelock. They only sign, so they need no ether. */
export const GOVERNORS: readonly Wallet[] = ['first', 'second', 'third'].map(
  (one) => new Wallet(id(`demo ${one} governor`)),
);
const THRESHOLD = 2;
/** Could pause and revoke at once; has nothing to do in this run. */
const GUARDIAN = new Wallet(id('demo guardian'));

/** How many accounts a chain for so many agents needs. */
export const accountCount = (agents: number): number => 3 + CLIENTS + VALIDATORS + JUDGES + VOTERS + 2 * agents;

/**
 * A new chain in this process with so many funded accounts; the same accounts every time.
 *
 * @param initialDate The time of its first block; now when left out.
 */
export async function connectChain(
  hre: HardhatRuntimeEnvironment,
  accounts: number,
  initialDate?: Date,
): Promise<Chain> {
  const connection = await hre.network.create({
    network: 'default',
    override: { hardfork: HARDFORK, accounts: { count: accounts }, ...(initialDate && { initialDate }) },
  });
  const { ethers, provider } = connection;
  const wait = async (seconds: number): Promise<void> => {
    await provider.request({ method: 'evm_increaseTime', params: [seconds] });
    await provider.request({ method: 'evm_mine', params: [] });
  };
  const readArtifact: ReadArtifact = (contract) => hre.artifacts.readArtifact(contract);
  return { ethers, readArtifact, wait, close: () => connection.close() };
}

/** Gives the accounts of a chain their parts. */
export async function assignAccounts({ ethers }: Chain, agents: number): Promise<Accounts> {
  const signers = await ethers.getSigners();
  let next = 0;
  const take = (count: number): HardhatEthersSigner[] => signers.slice(next, (next += count));
  const [deployer, buyer, teeOperator] = take(3);
  if (!deployer || !buyer || !teeOperator || signers.length < accountCount(agents)) {
    throw new Error(`the chain has ${signers.length} accounts, ${accountCount(agents)} are needed`);
  }
  return {
    deployer,
    buyer,
    teeOperator,
    clients: take(CLIENTS),
    validators: take(VALIDATORS),
    judges: take(JUDGES),
    voters: take(VOTERS),
    owners: take(agents),
    wallets: take(agents),
  };
}

/**
 * Deploys the suite as for any other chain, and proves that only the timelock has rights. The contracts are connected to the
 * deployer, who has none.
 */
export async function deployRegistries(
  { ethers, readArtifact }: Chain,
  deployer: HardhatEthersSigner,
): Promise<Registries> {
  const owners = GOVERNORS.map(({ address }) => address);
  const config: SuiteConfig = {
    network: NETWORK,
    governance: { owners, threshold: THRESHOLD, guardian: GUARDIAN.address },
  };
  const deployment = await deploySuite(config, deployer, readArtifact);
  const facts = await verifyGovernance(config, deployment, ethers.provider, readArtifact);
  // What was built just now is deployed; the type is that of its generated binding.
  const at = async <T>(part: Part): Promise<T> => {
    const found = deployment.contracts.find((contract) => contract.part === part);
    if (!found) throw new Error(`the suite has no ${part}`);
    return (await ethers.getContractAt(found.contract, found.address, deployer)) as unknown as T;
  };
  return {
    identity: await at<ERC8004IdentityRegistry>('identityRegistry'),
    reputation: await at<ERC8004ReputationRegistryV2>('reputationRegistry'),
    validation: await at<ERC8004ValidationRegistry>('validationRegistry'),
    sage: await at<SageRegistryV3>('sageRegistry'),
    teeKeys: await at<TEEKeyRegistry>('teeKeyRegistry'),
    staked: await at<StakedValidation>('stakedValidation'),
    policy: await at<TaskValidationPolicy>('taskValidationPolicy'),
    governance: {
      multisig: await at<SimpleMultiSig>('multisig'),
      timelock: await at<SageTimelock>('timelock'),
    },
    facts,
    chainId: deployment.chainId,
  };
}
