import { getAddress } from 'ethers';
import type { ChainClass, ExistingRegistries } from './config.ts';
import { DeployConfigError } from './errors.ts';

export type PublicPart = 'identityRegistry' | 'reputationRegistry';

/** Classes of chains that have public registries. */
export type PublicClass = Exclude<ChainClass, 'local'>;

/**
 * The ERC-8004 registries that are announced for everybody, at the same address on every chain of a class. Source: the list of
 * deployed contracts of https://github.com/erc-8004/erc-8004-contracts. No validation registry is announced.
 */
export const PUBLIC_REGISTRIES: Readonly<Record<PublicClass, Readonly<Record<PublicPart, string>>>> = {
  main: {
    identityRegistry: '0x8004A169FB4a3325136EB29fA0ceB6D2e539a432',
    reputationRegistry: '0x8004BAa17C55a88189AE136b182e5fdA19dE9b63',
  },
  test: {
    identityRegistry: '0x8004A818BFB912233c491871b3d84c89A494BD9e',
    reputationRegistry: '0x8004B663056A597Dffe9eCcC1965A193B7388713',
  },
};

/**
 * The public registries of a class of chains.
 *
 * @throws {DeployConfigError} For local chains, which have none.
 */
export function publicRegistries(chainClass: ChainClass): ExistingRegistries {
  if (chainClass !== 'local') return PUBLIC_REGISTRIES[chainClass];
  const wayOut = 'local chains have no public registries; leave the option out, or name addresses';
  throw new DeployConfigError('existing', 'public', wayOut);
}

/**
 * Checks that no public registry of the other class of chains is named. There may be code at its address all the same: the
 * addresses of the test networks carry some on main networks, so that asking for code doesn't tell.
 *
 * @throws {DeployConfigError} With the address and the one of the chain's own class.
 */
export function checkChainClass(existing: ExistingRegistries, chainClass: ChainClass): void {
  for (const other of ['main', 'test'] as const) {
    if (other === chainClass) continue;
    const foreign = Object.values(PUBLIC_REGISTRIES[other]);
    for (const [part, address] of Object.entries(existing) as [keyof ExistingRegistries, string][]) {
      if (!foreign.includes(getAddress(address))) continue;
      const wayOut = `it is the public registry of ${other} networks, and this is a ${chainClass} network; ${ownOf(part, chainClass)}`;
      throw new DeployConfigError(`existing.${part}`, address, wayOut);
    }
  }
}

function ownOf(part: keyof ExistingRegistries, chainClass: ChainClass): string {
  const own = chainClass === 'local' || part === 'validationRegistry' ? undefined : PUBLIC_REGISTRIES[chainClass][part];
  return own === undefined ? 'leave it out' : `use ${own}`;
}

/** A registry that is announced for everybody. */
export interface PublicRegistry {
  readonly part: PublicPart;
  readonly chainClass: PublicClass;
  /** With checksum. */
  readonly address: string;
}

/**
 * Which public registry has this address; undefined for any other address.
 *
 * @param address 0x and 40 hex digits.
 */
export function findPublicRegistry(address: string): PublicRegistry | undefined {
  const wanted = getAddress(address);
  for (const chainClass of ['main', 'test'] as const) {
    for (const part of ['identityRegistry', 'reputationRegistry'] as const) {
      if (PUBLIC_REGISTRIES[chainClass][part] === wanted) return { part, chainClass, address: wanted };
    }
  }
  return undefined;
}
