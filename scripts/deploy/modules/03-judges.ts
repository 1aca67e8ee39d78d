import type { PlanModule } from '../planTypes.ts';

/** What judges work: TEE keys and staked validators. */
export const judges: PlanModule = {
  id: 'Sage03Judges',
  steps: ({ governance: { guardian } }) => [
    { part: 'p256Verifier', contract: 'P256Verifier', args: () => [] },
    {
      part: 'teeKeyRegistry',
      contract: 'TEEKeyRegistry',
      args: (addressOf) => [addressOf('timelock'), guardian],
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
        guardian,
      ],
      owner: 'timelock',
      hasGuardian: true,
    },
  ],
};
