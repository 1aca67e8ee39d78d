import type { ChainClass } from './config.ts';

/** Classes of chains that are well known, by chain id. */
const CLASSES: readonly (readonly [ChainClass, readonly bigint[]])[] = [
  // Ethereum, OP, BNB, Gnosis, Polygon, Base, Arbitrum One, Celo, Avalanche, Linea, Scroll
  ['main', [1n, 10n, 56n, 100n, 137n, 8453n, 42161n, 42220n, 43114n, 59144n, 534352n]],
  // BNB testnet, Chiado, Holesky, Fuji, Linea Sepolia, Amoy
  ['test', [97n, 10200n, 17000n, 43113n, 59141n, 80002n]],
  // Base Sepolia, Arbitrum Sepolia, Scroll Sepolia, Hoodi, Sepolia, OP Sepolia
  ['test', [84532n, 421614n, 534351n, 560048n, 11155111n, 11155420n]],
  ['local', [1337n, 31337n]],
];

/**
 * The class of a well-known chain; undefined for one that isn't in the list.
 *
 * @param chainId EIP-155.
 */
export function chainClassOf(chainId: bigint): ChainClass | undefined {
  return CLASSES.find(([, chainIds]) => chainIds.includes(chainId))?.[0];
}
