import { ZeroAddress, getAddress, isAddress } from 'ethers';
import { DeployConfigError } from './errors.ts';

/** What is at stake on a chain: `main` holds value, `test` is public without value, `local` is one's own. */
export type ChainClass = 'main' | 'test' | 'local';

export const CHAIN_CLASSES: readonly ChainClass[] = ['main', 'test', 'local'];

/** What a suite is deployed with. All addresses are of the same chain. */
export interface SuiteConfig {
  /** The network's part of the DIDs: 1 to 21 characters of `a-z 0-9 -`. */
  readonly network: string;
  readonly governance: GovernanceConfig;
  /** Registries that are there already; what is missing is deployed. */
  readonly existing?: ExistingRegistries;
  /** Checks Ed25519 signatures on-chain; absent to leave that to whoever relies on them. */
  readonly ed25519Verifier?: string;
  /** Whether to deploy `RegistrationRateHook` as well. Governance sets it later; it does nothing before. */
  readonly rateHook?: boolean;
}

export interface GovernanceConfig {
  /** Owners of the wallet that proposes; 2 to 50, all different. */
  readonly owners: readonly string[];
  /** How many of them have to confirm: more than half, and 2 or more. */
  readonly threshold: number;
  /** Revokes TEE keys and pauses, at once. Best a wallet of its own: it can do nothing else. */
  readonly guardian: string;
  /** Seconds that a proposal waits: 48 hours to 30 days; 48 hours by default. */
  readonly delay?: number;
}

/** ERC-8004 registries that others have deployed. */
export interface ExistingRegistries {
  readonly identityRegistry?: string;
  /** Takes the place of ours, and of `TaskValidationPolicy`, which serves only ours. */
  readonly reputationRegistry?: string;
  readonly validationRegistry?: string;
}

export const LEAST_DELAY = 48 * 3600;
export const MOST_DELAY = 30 * 24 * 3600;
const MOST_OWNERS = 50;
const NETWORK = /^[a-z0-9-]{1,21}$/;

/** The configuration with defaults and checksummed addresses. */
export interface CheckedConfig extends SuiteConfig {
  readonly governance: Required<GovernanceConfig>;
  readonly existing: ExistingRegistries;
  readonly ed25519Verifier: string;
  readonly rateHook: boolean;
}

/**
 * Checks what can be checked without a chain.
 *
 * @throws {DeployConfigError} For the first field that is wrong.
 */
export function checkConfig(config: SuiteConfig): CheckedConfig {
  if (!NETWORK.test(config.network)) {
    throw new DeployConfigError('network', config.network, 'use 1 to 21 characters of a-z 0-9 -');
  }
  return {
    network: config.network,
    governance: checkGovernance(config.governance),
    existing: checkExisting(config.existing ?? {}),
    ed25519Verifier:
      config.ed25519Verifier === undefined ? ZeroAddress : checkAddress('ed25519Verifier', config.ed25519Verifier),
    rateHook: config.rateHook ?? false,
  };
}

/**
 * Checks who is to govern.
 *
 * @returns With the default delay and checksummed addresses.
 * @throws {DeployConfigError} For the first field that is wrong, as `governance.<field>`.
 */
export function checkGovernance({
  owners,
  threshold,
  guardian,
  delay = LEAST_DELAY,
}: GovernanceConfig): Required<GovernanceConfig> {
  const checked = owners.map((owner, index) => checkAddress(`governance.owners[${index}]`, owner));
  if (checked.length < 2 || checked.length > MOST_OWNERS) {
    throw new DeployConfigError('governance.owners', checked.length, `name 2 to ${MOST_OWNERS} owners`);
  }
  const twice = checked.find((owner, index) => checked.indexOf(owner) !== index);
  if (twice !== undefined) throw new DeployConfigError('governance.owners', twice, 'name every owner once');
  if (!Number.isInteger(threshold) || threshold < 2 || threshold * 2 <= checked.length || threshold > checked.length) {
    const least = Math.max(2, Math.floor(checked.length / 2) + 1);
    throw new DeployConfigError('governance.threshold', threshold, `choose ${least} to ${checked.length}`);
  }
  if (!Number.isInteger(delay) || delay < LEAST_DELAY || delay > MOST_DELAY) {
    throw new DeployConfigError('governance.delay', delay, `choose ${LEAST_DELAY} to ${MOST_DELAY} seconds`);
  }
  return { owners: checked, threshold, guardian: checkAddress('governance.guardian', guardian), delay };
}

function checkExisting(existing: ExistingRegistries): ExistingRegistries {
  const { identityRegistry, ...others } = existing;
  const checked = Object.entries(existing).map(([name, address]) => [name, checkAddress(`existing.${name}`, address)]);
  const dependent = Object.keys(others)[0];
  if (identityRegistry === undefined && dependent !== undefined) {
    throw new DeployConfigError('existing.identityRegistry', identityRegistry, `name the one that ${dependent} serves`);
  }
  return Object.fromEntries(checked) as ExistingRegistries;
}

function checkAddress(field: string, value: unknown): string {
  if (typeof value !== 'string' || !isAddress(value) || getAddress(value) === ZeroAddress) {
    throw new DeployConfigError(
      field,
      value,
      'give an address (0x and 40 hex digits, the checksum right) that is not zero',
    );
  }
  return getAddress(value);
}
