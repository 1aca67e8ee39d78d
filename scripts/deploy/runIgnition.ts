import { DeploymentResultType, ExecutionEventType, deploy } from '@nomicfoundation/ignition-core';
import type {
  ArtifactResolver,
  DeploymentResult,
  EIP1193Provider,
  ExecutionEvent,
  ExecutionEventListener,
} from '@nomicfoundation/ignition-core';
import type { CheckedConfig } from './config.ts';
import { DeployStoppedError } from './errors.ts';
import { ignitionModule } from './ignitionModule.ts';
import type { DeployStrategy } from './strategy.ts';
import { withCeiling } from './withCeiling.ts';

export interface IgnitionRun {
  readonly config: CheckedConfig;
  /** Signs for the deployer, or simulates it. */
  readonly rpc: EIP1193Provider;
  readonly resolver: ArtifactResolver;
  /** Folder of the journal. */
  readonly folder: string;
  readonly deployer: string;
  readonly strategy: DeployStrategy;
  /** Blocks after which a transaction counts as final. */
  readonly confirmations: number;
  /** Milliseconds between two looks for a new block. */
  readonly pollingInterval: number;
  /** Wei for a unit of gas; above it Ignition sends nothing. */
  readonly maxFeePerGas?: bigint;
  /** Told of everything that the journal takes up. */
  readonly onEvent: (event: ExecutionEvent) => void;
}

/**
 * Carries out the plan, or what is missing of it by the journal, through Hardhat Ignition.
 *
 * @throws {DeployStoppedError} `refused`, `timed-out`, `journal-differs`, `node-refused` or `ignition`, with what stopped it.
 */
export async function runIgnition(run: IgnitionRun): Promise<void> {
  const { config, rpc, resolver, folder, deployer, strategy, maxFeePerGas, onEvent } = run;
  const common = {
    artifactResolver: resolver,
    provider: maxFeePerGas === undefined ? rpc : withCeiling(rpc, maxFeePerGas),
    executionEventListener: listenerOf(onEvent),
    deploymentDir: folder,
    ignitionModule: ignitionModule(config),
    deploymentParameters: {},
    accounts: [deployer],
    defaultSender: deployer,
    config: { requiredConfirmations: run.confirmations, blockPollingInterval: run.pollingInterval },
    ...(maxFeePerGas !== undefined && { maxFeePerGasLimit: maxFeePerGas }),
  };
  let result: DeploymentResult;
  try {
    result =
      strategy.name === 'create2'
        ? await deploy({ ...common, strategy: 'create2', strategyConfig: { salt: strategy.salt } })
        : await deploy(common);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    throw new DeployStoppedError(code, `${error.message}; a further run goes on from here`, {}, { cause: error });
  }
  refuseFailure(result);
}

/** Ignition's own complaints come as errors of Hardhat, whose numbers from 10,000 on are its; a node's as `ProviderError`. */
function codeOf(error: unknown): 'ignition' | 'node-refused' | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ProviderError') return 'node-refused';
  const { number = 0 } = error as Error & { readonly number?: number };
  return error.name === 'HardhatError' && number >= 10_000 && number < 20_000 ? 'ignition' : undefined;
}

function refuseFailure(result: DeploymentResult): void {
  switch (result.type) {
    case DeploymentResultType.SUCCESSFUL_DEPLOYMENT:
      return;
    case DeploymentResultType.EXECUTION_ERROR: {
      const refused = result.failed.map(({ futureId, error }) => `${futureId}: ${error}`);
      const late = result.timedOut.map(({ futureId }) => `${futureId}: not in a block after several raises of the fee`);
      throw new DeployStoppedError(refused.length > 0 ? 'refused' : 'timed-out', [...refused, ...late].join('; '));
    }
    case DeploymentResultType.RECONCILIATION_ERROR:
    case DeploymentResultType.PREVIOUS_RUN_ERROR:
    case DeploymentResultType.VALIDATION_ERROR: {
      const complaints = Object.entries(result.errors).map(([future, errors]) => `${future}: ${errors.join(', ')}`);
      throw new DeployStoppedError('journal-differs', complaints.join('; '));
    }
  }
}

/** Ignition wants a method for each kind of event; all of them are one here. */
function listenerOf(onEvent: (event: ExecutionEvent) => void): ExecutionEventListener {
  const handler = (event: ExecutionEvent): Promise<void> => {
    onEvent(event);
    return Promise.resolve();
  };
  const names = Object.values(ExecutionEventType).map((type) =>
    type.toLowerCase().replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
  );
  return Object.fromEntries(names.map((name) => [name, handler])) as unknown as ExecutionEventListener;
}
