import { ContractFactory, keccak256 } from 'ethers';
import type { InterfaceAbi, Provider, Signer } from 'ethers';
import { checkConfig } from './config.ts';
import type { SuiteConfig } from './config.ts';
import { DeployConfigError } from './errors.ts';
import { checkExistingContracts } from './existingContracts.ts';
import { addressLookup, suitePlan } from './plan.ts';
import type { ConstructorArgument, DeployStep, Part } from './plan.ts';

/** What the compiler made of a contract. */
export interface ContractArtifact {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

/** Where artifacts come from: Hardhat's `artifacts.readArtifact`, or `scripts/lib/artifacts.ts`. */
export type ReadArtifact = (contract: string) => Promise<ContractArtifact>;

/** One contract of a suite that stands. */
export interface DeployedContract {
  readonly part: Part;
  readonly contract: string;
  readonly address: string;
  /** keccak256 of the code at the address. */
  readonly codeHash: string;
  /** Absent for a contract that was there before. */
  readonly deployment?: {
    readonly transaction: string;
    readonly block: number;
    readonly args: readonly ConstructorArgument[];
  };
}

/** A suite that stands, in the order of its plan. */
export interface Deployment {
  readonly chainId: bigint;
  readonly contracts: readonly DeployedContract[];
}

/**
 * Deploys a suite: one transaction for each contract that isn't there yet, nothing else. The deployer pays and gets no right. Doesn't
 * resume: what was deployed before an error stays behind, without any right of the deployer's.
 *
 * @param deployer Connected to the chain.
 * @param onStep Told of each contract once it stands.
 * @throws {DeployConfigError} For a wrong configuration, before anything is sent.
 */
export async function deploySuite(
  config: SuiteConfig,
  deployer: Signer,
  readArtifact: ReadArtifact,
  onStep: (contract: DeployedContract) => void = () => undefined,
): Promise<Deployment> {
  const { provider } = deployer;
  if (provider === null) throw new DeployConfigError('deployer', null, 'connect the signer to a chain');
  const checked = checkConfig(config);
  const plan = suitePlan(checked);
  await checkExistingContracts(plan, provider);
  const { chainId } = await provider.getNetwork();
  const addresses = new Map<Part, string>();
  const contracts: DeployedContract[] = [];
  for (const step of plan) {
    const contract = await perform(step, deployer, provider, readArtifact, addresses);
    addresses.set(step.part, contract.address);
    contracts.push(contract);
    onStep(contract);
  }
  return { chainId, contracts };
}

async function perform(
  step: DeployStep,
  deployer: Signer,
  provider: Provider,
  readArtifact: ReadArtifact,
  addresses: ReadonlyMap<Part, string>,
): Promise<DeployedContract> {
  const { part, contract } = step;
  if ('existing' in step)
    return { part, contract, address: step.existing, codeHash: await hashCode(provider, step.existing) };
  const { abi, bytecode } = await readArtifact(contract);
  const args = step.args(addressLookup(addresses));
  const deployed = await new ContractFactory(abi, bytecode, deployer).deploy(...args);
  const receipt = await deployed.deploymentTransaction()?.wait();
  if (!receipt) throw new Error(`${contract} has no receipt`);
  const address = await deployed.getAddress();
  const deployment = { transaction: receipt.hash, block: receipt.blockNumber, args };
  return { part, contract, address, codeHash: await hashCode(provider, address), deployment };
}

async function hashCode(provider: Provider, address: string): Promise<string> {
  return keccak256(await provider.getCode(address));
}
