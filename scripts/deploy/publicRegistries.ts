// The ERC-8004 registries that are announced for the public chains: one address on every chain of a class.
import { getAddress } from 'ethers';

/** What kind of money and trust a chain carries. */
export type ChainClass = 'main' | 'test' | 'local';

export type PublicPart = 'identityRegistry' | 'reputationRegistry';

export interface PublicRegistry {
  readonly part: PublicPart;
  readonly chainClass: Exclude<ChainClass, 'local'>;
  /** With checksum. */
  readonly address: string;
}

/** A validation registry is not announced. */
export const PUBLIC_REGISTRIES = {
  main: {
    identityRegistry: '0x8004A169FB4a3325136EB29fA0ceB6D2e539a432',
    reputationRegistry: '0x8004BAa17C55a88189AE136b182e5fdA19dE9b63',
  },
  test: {
    identityRegistry: '0x8004A818BFB912233c491871b3d84c89A494BD9e',
    reputationRegistry: '0x8004B663056A597Dffe9eCcC1965A193B7388713',
  },
} as const satisfies Record<Exclude<ChainClass, 'local'>, Record<PublicPart, string>>;

/** Classes of chains that are well known, by chain id. */
const CLASSES: Readonly<Record<ChainClass, readonly bigint[]>> = {
  // Ethereum, OP, BNB, Gnosis, Polygon, Base, Arbitrum One, Celo, Avalanche, Linea, Scroll
  main: [1n, 10n, 56n, 100n, 137n, 8453n, 42161n, 42220n, 43114n, 59144n, 534352n],
  // BNB testnet, Chiado, Holesky, Fuji, Linea Sepolia, Amoy, Base Sepolia, Arbitrum Sepolia, Scroll Sepolia, Hoodi, Sepolia, OP Sepolia
  test: [97n, 10200n, 17000n, 43113n, 59141n, 80002n, 84532n, 421614n, 534351n, 560048n, 11155111n, 11155420n],
  local: [1337n, 31337n],
};

/**
 * The class of a well-known chain; undefined for one that isn't in the list.
 *
 * @param chainId EIP-155.
 */
export function chainClassOf(chainId: bigint): ChainClass | undefined {
  const classes = Object.keys(CLASSES) as ChainClass[];
  return classes.find((chainClass) => CLASSES[chainClass].includes(chainId));
}

/**
 * Which announced registry has this address; undefined for any other address. That it has code doesn't tell the class: those of
 * the test networks stand on some main networks too.
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
