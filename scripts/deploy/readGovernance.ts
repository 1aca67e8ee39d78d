import type { ResolvedConfigurationVariable } from 'hardhat/types/config';
import { checkGovernance } from './config.ts';
import type { GovernanceConfig } from './config.ts';
import { DeployConfigError } from './errors.ts';

/** The configuration variables that say who governs the suite of a network; empty where they aren't set. */
export interface GovernanceVariables {
  /** What the variables' names begin with. */
  readonly prefix: string;
  readonly owners: ResolvedConfigurationVariable;
  readonly threshold: ResolvedConfigurationVariable;
  readonly guardian: ResolvedConfigurationVariable;
  readonly delay: ResolvedConfigurationVariable;
}

/**
 * Reads who is to govern: `_OWNERS` (addresses, separated by commas), `_THRESHOLD`, `_GUARDIAN` and `_DELAY` (seconds; 48 hours
 * when not set).
 *
 * @throws {DeployConfigError} With the variable that is missing or wrong. Nobody governs by default.
 */
export async function readGovernance(variables: GovernanceVariables): Promise<Required<GovernanceConfig>> {
  const { prefix } = variables;
  const owners = await required(
    variables.owners,
    `${prefix}_OWNERS`,
    'the addresses of its owners, separated by commas',
  );
  const threshold = await required(variables.threshold, `${prefix}_THRESHOLD`, 'how many owners have to confirm');
  const guardian = await required(variables.guardian, `${prefix}_GUARDIAN`, 'the address that may pause and revoke');
  const delay = (await variables.delay.get()).trim();
  return checkGovernance({
    owners: owners.split(',').map((owner) => owner.trim()),
    threshold: toInteger(threshold, `${prefix}_THRESHOLD`),
    guardian,
    ...(delay !== '' && { delay: toInteger(delay, `${prefix}_DELAY`) }),
  });
}

async function required(variable: ResolvedConfigurationVariable, name: string, what: string): Promise<string> {
  const value = (await variable.get()).trim();
  if (value !== '') return value;
  const wayOut = `set it to ${what}: npx hardhat keystore set ${name}, or an environment variable`;
  throw new DeployConfigError(name, undefined, wayOut);
}

function toInteger(text: string, name: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new DeployConfigError(name, text, 'give a whole number');
  return Number(text);
}
