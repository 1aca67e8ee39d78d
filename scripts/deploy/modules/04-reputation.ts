import type { DeployStep, Part, PlanModule } from '../planTypes.ts';
import { existingOr } from './existingOr.ts';

/** Validators that the policy lists from its first block on; they are deployed before it. */
const LISTED: readonly Part[] = ['stakedValidation'];

/** Feedback and the policy that its trust classes follow. A reputation registry of others has no use for our policy. */
export const reputation: PlanModule = {
  id: 'Sage04Reputation',
  steps: ({ existing: { reputationRegistry } }) => {
    const registry = existingOr(reputationRegistry, {
      part: 'reputationRegistry',
      contract: 'ERC8004ReputationRegistryV2',
      args: (addressOf) => [addressOf('identityRegistry'), addressOf('taskValidationPolicy')],
    });
    return reputationRegistry === undefined ? [policy(), registry] : [registry];
  },
};

function policy(): DeployStep {
  return {
    part: 'taskValidationPolicy',
    contract: 'TaskValidationPolicy',
    args: (addressOf) => [
      addressOf('validationRegistry'),
      addressOf('timelock'),
      LISTED.map((part) => addressOf(part)),
    ],
    owner: 'timelock',
    listedValidators: LISTED,
  };
}
