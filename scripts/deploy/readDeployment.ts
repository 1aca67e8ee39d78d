import { listTransactions, status } from '@nomicfoundation/ignition-core';
import type { ArtifactResolver } from '@nomicfoundation/ignition-core';
import { getAddress, keccak256 } from 'ethers';
import type { Provider } from 'ethers';
import type { CheckedConfig } from './config.ts';
import type { DeployedContract, Deployment } from './deploySuite.ts';
import { DeployStoppedError } from './errors.ts';
import { partOfFuture } from './ignitionModule.ts';
import { addressLookup, suitePlan } from './plan.ts';
import type { DeployStep, Part } from './plan.ts';

/**
 * What a finished journal tells, completed from the chain: blocks and the hashes of the code.
 *
 * @param folder Of the journal.
 * @throws {DeployStoppedError} `incomplete` when a part is missing in the journal or on the chain.
 */
export async function readDeployment(
  folder: string,
  config: CheckedConfig,
  provider: Provider,
  resolver: ArtifactResolver,
): Promise<Deployment> {
  const { contracts } = await status(folder);
  const addresses = new Map<Part, string>();
  for (const [future, { address }] of Object.entries(contracts)) {
    const part = partOfFuture(future);
    if (part !== undefined) addresses.set(part, getAddress(address));
  }
  const transactions = new Map<string, string>();
  for (const { address, txHash } of await listTransactions(folder, resolver)) {
    if (address !== undefined) transactions.set(getAddress(address), txHash);
  }
  const { chainId } = await provider.getNetwork();
  const deployed: DeployedContract[] = [];
  for (const step of suitePlan(config)) deployed.push(await readOne(step, addresses, transactions, provider));
  return { chainId, contracts: deployed };
}

async function readOne(
  step: DeployStep,
  addresses: ReadonlyMap<Part, string>,
  transactions: ReadonlyMap<string, string>,
  provider: Provider,
): Promise<DeployedContract> {
  const { part, contract } = step;
  const address = addresses.get(part);
  const code = address === undefined ? '0x' : await provider.getCode(address);
  if (address === undefined || code === '0x') {
    throw new DeployStoppedError(
      'incomplete',
      `${part} isn't on the chain (${address ?? 'no address in the journal'})`,
    );
  }
  const codeHash = keccak256(code);
  if ('existing' in step) return { part, contract, address, codeHash };
  const transaction = transactions.get(address);
  const receipt = transaction === undefined ? null : await provider.getTransactionReceipt(transaction);
  if (receipt === null) {
    throw new DeployStoppedError(
      'incomplete',
      `the node doesn't know the transaction that deployed ${part} (${address})`,
    );
  }
  const args = step.args(addressLookup(addresses));
  return {
    part,
    contract,
    address,
    codeHash,
    deployment: { transaction: receipt.hash, block: receipt.blockNumber, args },
  };
}
