import type { ContractRunner } from 'ethers';
import type { Part } from '../../scripts/deploy/plan.ts';
import {
  ERC8004IdentityRegistry__factory,
  ERC8004ReputationRegistryV2__factory,
  ERC8004ValidationRegistry__factory,
  P256Verifier__factory,
  RegistrationRateHook__factory,
  SageRegistryV3__factory,
  SageTimelock__factory,
  SimpleMultiSig__factory,
  StakedValidation__factory,
  TEEKeyRegistry__factory,
  TaskValidationPolicy__factory,
} from '../../typechain-types/index.ts';

/** The binding of each part of a suite. */
export const FACTORIES = {
  identityRegistry: ERC8004IdentityRegistry__factory,
  validationRegistry: ERC8004ValidationRegistry__factory,
  multisig: SimpleMultiSig__factory,
  timelock: SageTimelock__factory,
  p256Verifier: P256Verifier__factory,
  teeKeyRegistry: TEEKeyRegistry__factory,
  stakedValidation: StakedValidation__factory,
  taskValidationPolicy: TaskValidationPolicy__factory,
  reputationRegistry: ERC8004ReputationRegistryV2__factory,
  sageRegistry: SageRegistryV3__factory,
  registrationRateHook: RegistrationRateHook__factory,
} as const satisfies Record<Part, unknown>;

/** The typed contract of a part. */
export type PartContract<P extends Part> = ReturnType<(typeof FACTORIES)[P]['connect']>;

/** Connects a part's binding to an address. */
export function connectPart<P extends Part>(part: P, address: string, runner: ContractRunner): PartContract<P> {
  return FACTORIES[part].connect(address, runner) as PartContract<P>;
}
