import { createConfig } from 'ponder';
import { join } from 'node:path';
import { parseAbi } from 'viem';
import {
  IDENTITY_EVENTS,
  POLICY_EVENTS,
  REPUTATION_EVENTS,
  SAGE_EVENTS,
  STAKED_EVENTS,
  TEE_KEY_EVENTS,
  VALIDATION_EVENTS,
} from './core/abis.ts';
import { readChains } from './core/addressBook.ts';
import type { ContractName, Place } from './core/addressBook.ts';

// Ponder runs in this folder.
const chains = readChains(process.env, join('..', '..', 'deployments'));
const pollingInterval = Number(process.env['SAGE_POLLING_MS'] ?? 1000);
const directory = process.env['SAGE_DATABASE'];

/** The one constant of a registry that is in no event. */
const PARAMETERS_ABI = parseAbi([
  'function getParameters() view returns ((address p256Verifier, address ed25519Verifier, bool tracksTransfers, uint256 minCommitmentAge, uint256 maxCommitmentAge, uint256 maxAgentsPerOwner, uint256 maxActiveKeys, uint256 maxCardUriLength, uint256 hookGas, uint256 erc1271Gas))',
]);

function placesOf(name: ContractName): Record<string, Place> {
  return Object.fromEntries(
    chains.flatMap(({ chainId, places }) => {
      const place = places[name];
      return place === undefined ? [] : [[String(chainId), place]];
    }),
  );
}

export default createConfig({
  // Events of one chain in its order; rows name their chain, so that the order between chains doesn't matter.
  ordering: 'multichain',
  // Embedded. With DATABASE_URL set and no folder named, Ponder takes Postgres instead.
  ...(directory !== undefined && { database: { kind: 'pglite' as const, directory } }),
  chains: Object.fromEntries(
    chains.map(({ chainId, rpcs }) => [String(chainId), { id: chainId, rpc: [...rpcs], pollingInterval }]),
  ),
  contracts: {
    Identity: { abi: parseAbi(IDENTITY_EVENTS), chain: placesOf('Identity') },
    Sage: { abi: [...parseAbi(SAGE_EVENTS), ...PARAMETERS_ABI] as const, chain: placesOf('Sage') },
    Reputation: { abi: parseAbi(REPUTATION_EVENTS), chain: placesOf('Reputation') },
    Validation: { abi: parseAbi(VALIDATION_EVENTS), chain: placesOf('Validation') },
    Staked: { abi: parseAbi(STAKED_EVENTS), chain: placesOf('Staked') },
    TeeKeys: { abi: parseAbi(TEE_KEY_EVENTS), chain: placesOf('TeeKeys') },
    Policy: { abi: parseAbi(POLICY_EVENTS), chain: placesOf('Policy') },
  },
});
