import { DeployConfigError } from './errors.ts';
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

/** The address of a part that an earlier step brought. */
export type AddressOf = (part: Part) => string;

export type ConstructorArgument = string | number | readonly string[];

/** One contract of the plan: deployed by its constructor, or there already. Nothing is called afterwards. */
export type DeployStep = NewContract | ExistingContract;

export interface NewContract {
  readonly part: Part;
  /** Name of the artifact. */
  readonly contract: string;
  readonly args: (addressOf: AddressOf) => readonly ConstructorArgument[];
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

/**
 * The whole suite as data, in the order of deployment. Every owner is the timelock from the constructor on, so that no account
 * holds a right in between and no ownership has to be accepted; hence the policy comes after the validators that it lists.
 */
export function suitePlan(config: CheckedConfig): DeployStep[] {
  const { existing } = config;
  const steps: DeployStep[] = [
    registry('identityRegistry', 'ERC8004IdentityRegistry', existing.identityRegistry, () => []),
    registry('validationRegistry', 'ERC8004ValidationRegistry', existing.validationRegistry, (addressOf) => [
      addressOf('identityRegistry'),
    ]),
    ...governanceSteps(config),
    { part: 'p256Verifier', contract: 'P256Verifier', args: () => [] },
    ...judgeSteps(config),
    ...reputationSteps(config),
    ...sageSteps(config),
  ];
  return steps;
}

function governanceSteps({ governance }: CheckedConfig): DeployStep[] {
  return [
    { part: 'multisig', contract: 'SimpleMultiSig', args: () => [governance.owners, governance.threshold] },
    { part: 'timelock', contract: 'SageTimelock', args: (addressOf) => [governance.delay, addressOf('multisig')] },
  ];
}

function judgeSteps({ governance }: CheckedConfig): DeployStep[] {
  return [
    {
      part: 'teeKeyRegistry',
      contract: 'TEEKeyRegistry',
      args: (addressOf) => [addressOf('timelock'), governance.guardian],
      owner: 'timelock',
      hasGuardian: true,
    },
    {
      part: 'stakedValidation',
      contract: 'StakedValidation',
      args: (addressOf) => [
        addressOf('validationRegistry'),
        addressOf('teeKeyRegistry'),
        addressOf('p256Verifier'),
        addressOf('timelock'),
        governance.guardian,
      ],
      owner: 'timelock',
      hasGuardian: true,
    },
  ];
}

function reputationSteps({ existing }: CheckedConfig): DeployStep[] {
  const { reputationRegistry } = existing;
  if (reputationRegistry !== undefined) {
    return [registry('reputationRegistry', 'ERC8004ReputationRegistryV2', reputationRegistry, () => [])];
  }
  const listedValidators: Part[] = ['stakedValidation'];
  return [
    {
      part: 'taskValidationPolicy',
      contract: 'TaskValidationPolicy',
      args: (addressOf) => [
        addressOf('validationRegistry'),
        addressOf('timelock'),
        listedValidators.map((part) => addressOf(part)),
      ],
      owner: 'timelock',
      listedValidators,
    },
    {
      part: 'reputationRegistry',
      contract: 'ERC8004ReputationRegistryV2',
      args: (addressOf) => [addressOf('identityRegistry'), addressOf('taskValidationPolicy')],
    },
  ];
}

function sageSteps({ network, governance, ed25519Verifier, rateHook }: CheckedConfig): DeployStep[] {
  const steps: DeployStep[] = [
    {
      part: 'sageRegistry',
      contract: 'SageRegistryV3',
      args: (addressOf) => [
        addressOf('identityRegistry'),
        network,
        addressOf('p256Verifier'),
        ed25519Verifier,
        addressOf('timelock'),
        governance.guardian,
      ],
      owner: 'timelock',
      hasGuardian: true,
    },
  ];
  if (rateHook) {
    steps.push({
      part: 'registrationRateHook',
      contract: 'RegistrationRateHook',
      args: (addressOf) => [addressOf('sageRegistry'), addressOf('timelock')],
      owner: 'timelock',
    });
  }
  return steps;
}

function registry(
  part: Part,
  contract: string,
  existing: string | undefined,
  args: (addressOf: AddressOf) => readonly ConstructorArgument[],
): DeployStep {
  return existing === undefined ? { part, contract, args } : { part, contract, existing };
}

/** Looks up parts among those that are there; asking for one that isn't is a mistake in the order of the plan. */
export function addressLookup(addresses: ReadonlyMap<Part, string>): AddressOf {
  return (part) => {
    const address = addresses.get(part);
    if (address === undefined) throw new DeployConfigError('plan', part, 'put its step before those that need it');
    return address;
  };
}
