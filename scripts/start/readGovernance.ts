import type { Registries } from './chain.ts';
import type { GovernanceReport, RuleChange } from './types.ts';

const HOUR = 3600n;

/** Who has rights over the contracts, as the deployment found it on the chain. */
export async function readGovernance(
  { governance, facts, staked }: Registries,
  changes: readonly RuleChange[],
): Promise<GovernanceReport> {
  const { multisig, timelock } = governance;
  const address = await timelock.getAddress();
  return {
    multisig: await multisig.getAddress(),
    owners: (await multisig.getOwners()).length,
    threshold: Number(await multisig.threshold()),
    timelock: address,
    delayHours: Number((await timelock.getMinDelay()) / HOUR),
    emergencyHours: Number((await timelock.EMERGENCY_DELAY()) / HOUR),
    guardian: await staked.guardian(),
    owned: facts.filter(({ field, value }) => field === 'owner' && value === address).map(({ contract }) => contract),
    facts: facts.length,
    changes,
  };
}
