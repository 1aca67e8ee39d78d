import type { NewContract, PlanModule } from '../planTypes.ts';

const HOOK: NewContract = {
  part: 'registrationRateHook',
  contract: 'RegistrationRateHook',
  args: (addressOf) => [addressOf('sageRegistry'), addressOf('timelock')],
  owner: 'timelock',
};

/** DIDs and keys. The hook does nothing until governance sets it. */
export const sage: PlanModule = {
  id: 'Sage05Sage',
  steps: ({ network, governance: { guardian }, ed25519Verifier, rateHook }) => [
    {
      part: 'sageRegistry',
      contract: 'SageRegistryV3',
      args: (addressOf) => [
        addressOf('identityRegistry'),
        network,
        addressOf('p256Verifier'),
        ed25519Verifier,
        addressOf('timelock'),
        guardian,
      ],
      owner: 'timelock',
      hasGuardian: true,
    },
    ...(rateHook ? [HOOK] : []),
  ],
};
