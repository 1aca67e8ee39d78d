import { getAddress, isAddress } from 'ethers';
import type { Provider } from 'ethers';
import packageJson from '../../package.json' with { type: 'json' };
import { checkConfig } from '../../scripts/deploy/config.ts';
import type { CheckedConfig, ExistingRegistries } from '../../scripts/deploy/config.ts';
import { checkExistingContracts } from '../../scripts/deploy/existingContracts.ts';
import { journalFolder } from '../../scripts/deploy/manifest.ts';
import { NETWORKS } from '../../scripts/deploy/networks/index.ts';
import type { NetworkDefinition } from '../../scripts/deploy/networks/defineNetwork.ts';
import { suitePlan } from '../../scripts/deploy/plan.ts';
import { checkChainClass, publicRegistries } from '../../scripts/deploy/publicRegistries.ts';
import { readCode } from '../../scripts/deploy/readCode.ts';
import { readGovernance } from '../../scripts/deploy/readGovernance.ts';
import { readSource } from '../../scripts/deploy/readSource.ts';
import { STRATEGIES, chooseStrategy } from '../../scripts/deploy/strategy.ts';
import type { StrategyChoice } from '../../scripts/deploy/strategy.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { EXIT } from '../lib/types.ts';
import type { ChosenSuite, Prepared } from './types.ts';

/**
 * Reads everything that a deployment is begun with, and checks it: options, configuration variables, the network, registries of
 * others on the chain, and the code that was built.
 *
 * @param deployer Address of the account that sends, or would.
 * @throws {TaskError} | {DeployConfigError} For the first thing that is wrong.
 */
export async function prepareDeployment(
  context: TaskContext,
  options: ChosenSuite,
  deployer: string,
): Promise<Prepared> {
  const network = await findNetwork(context);
  const { provider } = await context.ethers();
  const config = await readConfig(context, options, network);
  const plan = suitePlan(config);
  await checkExistingContracts(plan, provider);
  const strategy = await chooseStrategy(
    provider,
    readStrategy(options.strategy),
    deployer,
    options.salt === '' ? `sage ${packageJson.version}` : options.salt,
  );
  const isWhole = network.chainClass === 'main';
  if (!options.noCompile) await build(context, isWhole);
  const { paths, solidity } = context.hre.config;
  const compilers = Object.values(solidity.profiles).flatMap((profile) => profile.compilers);
  const project = { root: paths.root, compilers, isWhole };
  const created = plan.flatMap((step) => ('existing' in step ? [] : [step.contract]));
  const manifest = {
    format: 1 as const,
    chainId: network.chainId.toString(),
    genesis: await genesisOf(provider),
    chainClass: network.chainClass,
    deployer,
    strategy,
    config,
    ...(await readCode(context.hre.artifacts, created, project)),
    source: await readSource(paths.root),
  };
  const folder = journalFolder(context.deployments, BigInt(network.chainId));
  return { network, manifest, folder, connection: await context.connection(), provider };
}

/** The address of `--from`, or else of the network's first account. */
export async function readDeployer(context: TaskContext, from: string): Promise<string> {
  if (from === '') return (await context.signer()).address;
  if (isAddress(from)) return getAddress(from);
  throw new TaskError('bad-address', 'give 0x and 40 hex digits', { field: '--from', value: from });
}

/** The definition of the network that is connected to, by its chain id. */
export async function findNetwork(context: TaskContext): Promise<NetworkDefinition> {
  const { networkConfig, networkName } = await context.connection();
  if (networkConfig.type !== 'http') {
    const wayOut = 'its chain ends with this command; choose a node by --network, for example localhost';
    throw new TaskError('no-node', wayOut, { field: '--network', value: networkName });
  }
  const chainId = await context.chainId();
  if (networkConfig.chainId !== undefined && BigInt(networkConfig.chainId) !== chainId) {
    const wayOut = `it is chain ${networkConfig.chainId}, but its node is of chain ${chainId}; check the URL of the node`;
    throw new TaskError('wrong-chain', wayOut, { field: '--network', value: networkName });
  }
  const network = NETWORKS.find((one) => BigInt(one.chainId) === chainId);
  if (network !== undefined) return network;
  const wayOut = `chain ${chainId} is none that suites are deployed to; add it to scripts/deploy/networks`;
  throw new TaskError('unknown-network', wayOut, { field: '--network', value: networkName });
}

async function readConfig(
  context: TaskContext,
  options: ChosenSuite,
  { name, chainClass, didNetwork, rateHook }: NetworkDefinition,
): Promise<CheckedConfig> {
  const variables = context.hre.config.sage.governance[name];
  if (variables === undefined) throw new Error(`no configuration variables are known for ${name}`);
  const existing = readExisting(options, chainClass);
  const config = checkConfig({ network: didNetwork, governance: await readGovernance(variables), existing, rateHook });
  checkChainClass(config.existing, chainClass);
  return config;
}

function readExisting(options: ChosenSuite, chainClass: NetworkDefinition['chainClass']): ExistingRegistries {
  const { publicRegistries: isPublic, identityRegistry, reputationRegistry } = options;
  const named = {
    ...(identityRegistry !== '' && { identityRegistry }),
    ...(reputationRegistry !== '' && { reputationRegistry }),
  };
  if (!isPublic) return named;
  const [first] = Object.keys(named);
  if (first === undefined) return publicRegistries(chainClass);
  const wayOut = 'name registries, or take the public ones; not both';
  throw new TaskError('contradicting-options', wayOut, { field: '--public-registries', value: true });
}

function readStrategy(text: string): StrategyChoice {
  const strategy = STRATEGIES.find((one) => one === text);
  if (strategy !== undefined) return strategy;
  throw new TaskError('bad-strategy', `use one of ${STRATEGIES.join(', ')}`, { field: '--strategy', value: text });
}

/** A whole build leaves no sources of earlier ones in the build infos. */
async function build(context: TaskContext, isWhole: boolean): Promise<void> {
  context.progress('building the contracts');
  await context.hre.tasks.getTask('build').run({ quiet: true, noTests: true, force: isWhole });
}

async function genesisOf(provider: Provider): Promise<string> {
  const hash = (await provider.getBlock(0))?.hash;
  if (typeof hash === 'string') return hash;
  throw new TaskError('no-block', "the node doesn't have block 0; use another", { exitCode: EXIT.unknown });
}
