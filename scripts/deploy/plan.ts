import type { CheckedConfig } from './config.ts';
import { DeployConfigError } from './errors.ts';
import { registries } from './modules/01-registries.ts';
import { governance } from './modules/02-governance.ts';
import { judges } from './modules/03-judges.ts';
import { reputation } from './modules/04-reputation.ts';
import { sage } from './modules/05-sage.ts';
import type { AddressOf, DeployStep, Part, PlanModule } from './planTypes.ts';

export type {
  AddressOf,
  ConstructorArgument,
  DeployStep,
  ExistingContract,
  NewContract,
  Part,
  PlanModule,
} from './planTypes.ts';

/** The suite's modules, in their order. */
export const MODULES: readonly PlanModule[] = [registries, governance, judges, reputation, sage];

/**
 * The whole suite as data, in the order of deployment. Every owner is the timelock from the constructor on, so that no account
 * holds a right in between and no ownership has to be accepted; hence the policy comes after the validators that it lists.
 */
export function suitePlan(config: CheckedConfig): DeployStep[] {
  return MODULES.flatMap(({ steps }) => steps(config));
}

/** Looks up parts among those that are there; asking for one that isn't is a mistake in the order of the plan. */
export function addressLookup<A>(addresses: ReadonlyMap<Part, A>): AddressOf<A> {
  return (part) => {
    const address = addresses.get(part);
    if (address === undefined) throw new DeployConfigError('plan', part, 'put its step before those that need it');
    return address;
  };
}
