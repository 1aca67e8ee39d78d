import type { CheckedConfig } from './config.ts';

/** A contract of the suite by its part in it. */
export type Part =
  | 'identityRegistry'
  | 'validationRegistry'
  | 'multisig'
  | 'timelock'
  | 'p256Verifier'
  | 'teeKeyRegistry'
  | 'stakedValidation'
  | 'taskValidationPolicy'
  | 'reputationRegistry'
  | 'sageRegistry'
  | 'registrationRateHook';

/** What stands for the address of a part that an earlier step brought: the address itself, or a future of Ignition's. */
export type AddressOf<A = string> = (part: Part) => A;

export type ConstructorArgument<A = string> = A | string | number | readonly (A | string)[];

/** One contract of the plan: deployed by its constructor, or there already. Nothing is called afterwards. */
export type DeployStep = NewContract | ExistingContract;

export interface NewContract {
  readonly part: Part;
  /** Name of the artifact. */
  readonly contract: string;
  readonly args: <A = string>(addressOf: AddressOf<A>) => readonly ConstructorArgument<A>[];
  /** Who owns it from its first block on (Ownable2Step); absent for a contract without owner. */
  readonly owner?: 'timelock';
  /** Whether it has a guardian, who is that of the configuration. */
  readonly hasGuardian?: true;
  /** Parts that the policy lists from the start. */
  readonly listedValidators?: readonly Part[];
}

export interface ExistingContract {
  readonly part: Part;
  readonly contract: string;
  readonly existing: string;
}

/** Some steps that belong together. Modules are carried out in the order of their numbers. */
export interface PlanModule {
  /** Names the module in Ignition's journal: never changed once something was deployed by it. */
  readonly id: string;
  readonly steps: (config: CheckedConfig) => readonly DeployStep[];
}
