/** Where the suite stands, by chain. */
export { UnknownDeploymentError } from './UnknownDeploymentError.ts';
export { addressesOf } from './addressesOf.ts';
export type { Address, Addresses } from './addressesOf.ts';
export { getAddress } from './getAddress.ts';
export { getAddressBook } from './getAddressBook.ts';
export { listChainIds } from './listChainIds.ts';
export type {
  AddressBook,
  BookEntry,
  Compiler,
  DeployedEntry,
  ExistingEntry,
} from '../../scripts/deploy/addressBook.ts';
export type { Part } from '../../scripts/deploy/plan.ts';
