import { buildModule } from '@nomicfoundation/ignition-core';
import type {
  ArgumentType,
  IgnitionModule,
  IgnitionModuleBuilder,
  NamedArtifactContractAtFuture,
  NamedArtifactContractDeploymentFuture,
} from '@nomicfoundation/ignition-core';
import type { CheckedConfig } from './config.ts';
import { MODULES, addressLookup } from './plan.ts';
import type { DeployStep, Part, PlanModule } from './plan.ts';

export type SuiteFuture = NamedArtifactContractDeploymentFuture<string> | NamedArtifactContractAtFuture<string>;
export type SuiteModule = IgnitionModule<string, string, Record<string, SuiteFuture>>;

/**
 * The plan as a module of Hardhat Ignition: one module for each numbered file, one future for each part, named
 * `<module>#<part>`. It holds nothing that the plan doesn't.
 */
export function ignitionModule(config: CheckedConfig): SuiteModule {
  const earlier: SuiteModule[] = [];
  for (const module of MODULES) earlier.push(buildOne(module, config, [...earlier]));
  return buildModule('Sage', (builder) => Object.fromEntries(useAll(builder, earlier)));
}

/** Part of a future by its id; undefined for ids that aren't the suite's. */
export function partOfFuture(futureId: string): Part | undefined {
  return futureId.split('#')[1] as Part | undefined;
}

function buildOne({ id, steps }: PlanModule, config: CheckedConfig, earlier: readonly SuiteModule[]): SuiteModule {
  return buildModule(id, (builder) => {
    const futures = useAll(builder, earlier);
    const own = steps(config).map((step): [Part, SuiteFuture] => {
      const future = addStep(builder, step, futures);
      futures.set(step.part, future);
      return [step.part, future];
    });
    return Object.fromEntries(own);
  });
}

function addStep(
  builder: IgnitionModuleBuilder,
  step: DeployStep,
  futures: ReadonlyMap<Part, SuiteFuture>,
): SuiteFuture {
  const { part, contract } = step;
  if ('existing' in step) return builder.contractAt(contract, step.existing, { id: part });
  const args = step.args<SuiteFuture>(addressLookup(futures));
  return builder.contract(contract, args as ArgumentType[], { id: part });
}

function useAll(builder: IgnitionModuleBuilder, modules: readonly SuiteModule[]): Map<Part, SuiteFuture> {
  return new Map(modules.flatMap((module) => Object.entries(builder.useModule(module)) as [Part, SuiteFuture][]));
}
