import type { PlanModule } from '../planTypes.ts';
import { existingOr } from './existingOr.ts';

/** The ERC-8004 registries that know no owner. */
export const registries: PlanModule = {
  id: 'Sage01Registries',
  steps: ({ existing }) => [
    existingOr(existing.identityRegistry, {
      part: 'identityRegistry',
      contract: 'ERC8004IdentityRegistry',
      args: () => [],
    }),
    existingOr(existing.validationRegistry, {
      part: 'validationRegistry',
      contract: 'ERC8004ValidationRegistry',
      args: (addressOf) => [addressOf('identityRegistry')],
    }),
  ],
};
