import { ZeroAddress } from 'ethers';
import type { AddressBook, BookEntry } from './addressBook.ts';
import type { SuiteConfig } from './config.ts';
import type { DeployedContract, Deployment } from './deploySuite.ts';
import type { Part } from './plan.ts';

/** Where the constructor of `SageRegistryV3` takes the verifier of Ed25519 signatures. */
const ED25519_VERIFIER = 3;

/**
 * The configuration that the suite of a book was deployed with.
 *
 * @param book As `readAddressBook` gives it.
 */
export function suiteConfigOf({ network, governance, contracts }: AddressBook): SuiteConfig {
  const existing = Object.entries(contracts).filter(([, entry]) => 'existing' in entry);
  const verifier = ed25519VerifierOf(contracts.sageRegistry);
  return {
    network,
    governance,
    existing: Object.fromEntries(existing.map(([part, { address }]) => [part, address])),
    ...(verifier !== undefined && { ed25519Verifier: verifier }),
    rateHook: contracts.registrationRateHook !== undefined,
  };
}

/**
 * The deployment that a book tells of, for `verifyGovernance`.
 *
 * @param book As `readAddressBook` gives it.
 */
export function deploymentOf({ chainId, contracts }: AddressBook): Deployment {
  const entries = Object.entries(contracts) as [Part, BookEntry][];
  return { chainId: BigInt(chainId), contracts: entries.map(([part, entry]) => toDeployed(part, entry)) };
}

function toDeployed(part: Part, entry: BookEntry): DeployedContract {
  const { contract, address, codeHash } = entry;
  if ('existing' in entry) return { part, contract, address, codeHash };
  const { constructorArguments: args, transaction, block } = entry;
  return { part, contract, address, codeHash, deployment: { args, transaction, block } };
}

function ed25519VerifierOf(entry: BookEntry | undefined): string | undefined {
  if (entry === undefined || 'existing' in entry) return undefined;
  const verifier = entry.constructorArguments[ED25519_VERIFIER];
  return typeof verifier === 'string' && verifier !== ZeroAddress ? verifier : undefined;
}
