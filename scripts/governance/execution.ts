// The off-chain half of SimpleMultiSig: one transaction carries the signatures of enough owners, who need no ether and never
// meet. Whoever has the signatures can send them.
import type { ContractTransactionReceipt, Signer, TypedDataDomain, TypedDataField } from 'ethers';
import type { SimpleMultiSig } from '../../typechain-types/index.js';
import { GovernanceError } from './types.ts';
import type { Call, Confirmation, Execution } from './types.ts';

/** How long owners have to sign and send, in seconds. */
const TIME_TO_SIGN = 24n * 3600n;

/** What a wallet signs with `eth_signTypedData_v4`. */
export interface ExecutionTypedData {
  readonly domain: TypedDataDomain;
  readonly types: Record<string, TypedDataField[]>;
  readonly message: Record<string, unknown>;
}

/**
 * An execution for the owners to sign, with the lowest nonce that is free now.
 *
 * @param calls 1 to 50 calls, made in this order or not at all.
 * @param options.deadline Last Unix second; by default a day after the latest block.
 * @param options.minGas Gas that must be left before the calls; 0 by default, which is right wherever a call that lacks gas fails
 * as a whole, as calls of the timelock do.
 */
export async function prepareExecution(
  multisig: SimpleMultiSig,
  calls: readonly Call[],
  options: { readonly deadline?: bigint; readonly minGas?: bigint } = {},
): Promise<Execution> {
  let nonce = 1n;
  while (await multisig.isNonceUsed(nonce)) nonce++;
  const latest = await multisig.runner?.provider?.getBlock('latest');
  if (!latest) throw new GovernanceError('multisig: has no provider to read the time from; connect it to one');
  const { deadline = BigInt(latest.timestamp) + TIME_TO_SIGN, minGas = 0n } = options;
  return { calls, nonce, minGas, deadline };
}

/** The EIP-712 data of an execution, for owners who sign elsewhere. Void as soon as any owner leaves the wallet. */
export async function executionTypedData(
  multisig: SimpleMultiSig,
  { calls, nonce, minGas, deadline }: Execution,
): Promise<ExecutionTypedData> {
  const [, name, version, chainId, verifyingContract] = await multisig.eip712Domain();
  return {
    domain: { name, version, chainId, verifyingContract },
    types: {
      Execution: [
        { name: 'calls', type: 'Call[]' },
        { name: 'nonce', type: 'uint256' },
        { name: 'minGas', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
        { name: 'ownersVersion', type: 'uint256' },
      ],
      Call: [
        { name: 'target', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'data', type: 'bytes' },
      ],
    },
    message: { calls, nonce, minGas, deadline, ownersVersion: await multisig.ownersVersion() },
  };
}

/** An owner's confirmation. */
export async function confirmExecution(
  multisig: SimpleMultiSig,
  execution: Execution,
  owner: Signer,
): Promise<Confirmation> {
  const { domain, types, message } = await executionTypedData(multisig, execution);
  return { owner: await owner.getAddress(), signature: await owner.signTypedData(domain, types, message) };
}

/**
 * Sends a confirmed execution, from whatever account the wallet is connected to.
 *
 * @param confirmations At least as many as the wallet's threshold, in any order, no owner twice.
 * @throws {GovernanceError} With too few confirmations; the wallet's own errors for anything else.
 */
export async function sendExecution(
  multisig: SimpleMultiSig,
  { calls, nonce, minGas, deadline }: Execution,
  confirmations: readonly Confirmation[],
): Promise<ContractTransactionReceipt> {
  const threshold = await multisig.threshold();
  if (BigInt(confirmations.length) < threshold) {
    throw new GovernanceError(`confirmations: ${confirmations.length} given, ${threshold} are needed; ask more owners`);
  }
  // The wallet sees by the order that no owner counts twice.
  const sorted = [...confirmations].sort((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
  const transaction = await multisig.executeWithSignatures([...calls], nonce, minGas, deadline, sorted);
  const receipt = await transaction.wait();
  if (receipt === null) throw new Error('the execution has no receipt');
  return receipt;
}
