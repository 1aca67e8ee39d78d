import { ZeroAddress } from 'ethers';
import type { AddressBook, BookEntry, DeployedEntry } from '../addressBook.ts';
import type { CheckedConfig, ExistingRegistries, GovernanceConfig } from '../config.ts';
import type { ConstructorArgument, Part } from '../plan.ts';
import type { PlacedContract } from './SuiteReader.ts';

/** Whether the suite deployed it. */
export function isDeployed(entry: BookEntry | undefined): entry is DeployedEntry {
  return entry !== undefined && !('existing' in entry);
}

/** The configuration that a book's suite was deployed with, as far as the book tells; not checked. */
export function suiteOfBook(book: AddressBook): CheckedConfig {
  const { contracts, network } = book;
  const registries = ['identityRegistry', 'validationRegistry', 'reputationRegistry'] as const;
  const existing = registries.flatMap((part) => {
    const entry = contracts[part];
    return entry === undefined || isDeployed(entry) ? [] : [[part, entry.address] as const];
  });
  return {
    network,
    governance: governanceOf(book),
    existing: Object.fromEntries(existing) as ExistingRegistries,
    ed25519Verifier: String(argument(book, 'sageRegistry', 3) ?? ZeroAddress),
    rateHook: contracts.registrationRateHook !== undefined,
  };
}

/** The book's own record; books without one have the arguments of the contracts. */
function governanceOf(book: AddressBook): Required<GovernanceConfig> {
  if (book.governance !== undefined) return book.governance;
  return {
    owners: (argument(book, 'multisig', 0) ?? []) as readonly string[],
    threshold: Number(argument(book, 'multisig', 1)),
    guardian: String(argument(book, 'teeKeyRegistry', 1)),
    delay: Number(argument(book, 'timelock', 0)),
  };
}

function argument(book: AddressBook, part: Part, index: number): ConstructorArgument | undefined {
  const entry = book.contracts[part];
  return isDeployed(entry) ? entry.constructorArguments[index] : undefined;
}

/** The contracts of a book, where it says that they are. */
export function placedContracts({ contracts }: AddressBook): PlacedContract[] {
  return (Object.entries(contracts) as [Part, BookEntry][]).map(([part, entry]) => ({
    part,
    contract: entry.contract,
    address: entry.address,
    ...(isDeployed(entry) && { deployment: { transaction: entry.transaction, block: entry.block } }),
  }));
}
