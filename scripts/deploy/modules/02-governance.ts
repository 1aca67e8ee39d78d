import type { PlanModule } from '../planTypes.ts';

/** The wallet that proposes, and the timelock that owns everything after it. */
export const governance: PlanModule = {
  id: 'Sage02Governance',
  steps: ({ governance: { owners, threshold, delay } }) => [
    { part: 'multisig', contract: 'SimpleMultiSig', args: () => [owners, threshold] },
    { part: 'timelock', contract: 'SageTimelock', args: (addressOf) => [delay, addressOf('multisig')] },
  ],
};
