import { formatEther, formatUnits } from 'ethers';
import { TaskError } from '../lib/TaskError.ts';
import type { DeploymentPlan } from './planDeployment.ts';
import type { Prepared } from './types.ts';

/**
 * On main networks the book has to name a commit that anybody can build the code from.
 *
 * @throws {TaskError} `modified-sources`.
 */
export function refuseUncommitted({ manifest, network }: Prepared): void {
  const { commit, modified } = manifest.source;
  if (network.chainClass !== 'main' || !modified) return;
  const wayOut = 'the contracts differ from this commit, and could not be built from it again; commit them first';
  throw new TaskError('modified-sources', wayOut, { field: 'commit', value: commit });
}

/**
 * Better not to begin than to stop half way.
 *
 * @throws {TaskError} `gas-price-too-high` or `insufficient-funds`.
 */
export function refuseUnpayable({ manifest, network }: Prepared, { cost, balance }: DeploymentPlan): void {
  if (cost.maxFeePerGas > network.maxFeePerGas) {
    const wayOut = `the network asks up to ${formatUnits(cost.maxFeePerGas, 'gwei')} gwei; wait, or raise maxGwei in scripts/deploy/networks`;
    throw new TaskError('gas-price-too-high', wayOut, { field: 'maxGwei', value: network.maxGwei });
  }
  if (balance >= cost.offered) return;
  const wayOut = `it has ${formatEther(balance)} ETH, and up to ${formatEther(cost.offered)} ETH are needed; nothing was sent`;
  const details = { balance, needed: cost.offered };
  throw new TaskError('insufficient-funds', wayOut, { field: 'deployer', value: manifest.deployer, details });
}
