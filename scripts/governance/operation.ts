// The way of every change of the suite: the wallet's owners confirm, the timelock waits, anybody executes.
import { ZeroHash, hexlify, randomBytes } from 'ethers';
import type { ContractTransactionReceipt, Signer } from 'ethers';
import type { SageTimelock } from '../../typechain-types/index.js';
import { confirmExecution, prepareExecution, sendExecution } from './execution.ts';
import { GovernanceError } from './types.ts';
import type { Call, Confirmation, Governance, Operation } from './types.ts';

/** What there is to know of an operation. */
export interface OperationStatus {
  readonly state: 'unknown' | 'waiting' | 'ready' | 'done';
  /** First Unix second in which it can be executed; 0 for one that is unknown or done. */
  readonly readyAt: bigint;
}

const STATES = ['unknown', 'waiting', 'ready', 'done'] as const;

/**
 * An operation for a call, with the shortest delay that the timelock grants it: 24 hours for an emergency call, else the minimum
 * delay.
 *
 * @param salt 32 bytes; random by default, so that a call can be made again.
 * @param predecessor Id of an operation that has to be done first.
 */
export async function prepareOperation(
  timelock: SageTimelock,
  call: Call,
  salt: string = hexlify(randomBytes(32)),
  predecessor: string = ZeroHash,
): Promise<Operation> {
  const { target, value, data } = call;
  const isEmergency = await timelock.isEmergencyCall(value, data);
  return {
    ...call,
    predecessor,
    salt,
    id: await timelock.hashOperation(target, value, data, predecessor, salt),
    delay: isEmergency ? await timelock.EMERGENCY_DELAY() : await timelock.getMinDelay(),
  };
}

/** The wallet's call that schedules an operation, for its owners to confirm. */
export async function scheduleCall(
  timelock: SageTimelock,
  { target, value, data, predecessor, salt, delay }: Operation,
): Promise<Call> {
  const args: [string, bigint, string, string, string, bigint] = [target, value, data, predecessor, salt, delay];
  return callOf(timelock, timelock.interface.encodeFunctionData('schedule', args));
}

/** The wallet's call that takes back an operation that isn't done, for its owners to confirm. */
export async function cancelCall(timelock: SageTimelock, { id }: Operation): Promise<Call> {
  return callOf(timelock, timelock.interface.encodeFunctionData('cancel', [id]));
}

/** Has the owners confirm a call of the wallet by signatures, and sends it in one transaction. */
export async function callThroughMultisig(
  { multisig }: Governance,
  owners: readonly Signer[],
  call: Call,
): Promise<ContractTransactionReceipt> {
  const execution = await prepareExecution(multisig, [call]);
  const confirmations: Confirmation[] = [];
  for (const owner of owners) confirmations.push(await confirmExecution(multisig, execution, owner));
  return sendExecution(multisig, execution, confirmations);
}

/**
 * Proposes a call: the owners confirm that the timelock schedules it.
 *
 * @param owners At least as many owners of the wallet as its threshold.
 */
export async function proposeCall(
  governance: Governance,
  owners: readonly Signer[],
  call: Call,
): Promise<{ operation: Operation; receipt: ContractTransactionReceipt }> {
  const operation = await prepareOperation(governance.timelock, call);
  const receipt = await callThroughMultisig(governance, owners, await scheduleCall(governance.timelock, operation));
  return { operation, receipt };
}

/** Where an operation stands in the latest block. */
export async function operationStatus(timelock: SageTimelock, { id }: Operation): Promise<OperationStatus> {
  const state = STATES[Number(await timelock.getOperationState(id))];
  if (state === undefined) throw new Error(`the timelock knows a state of ${id} that we don't`);
  const isPending = state === 'waiting' || state === 'ready';
  return { state, readyAt: isPending ? await timelock.getTimestamp(id) : 0n };
}

/**
 * Executes an operation that has waited, from whatever account the timelock is connected to.
 *
 * @throws {GovernanceError} When it is not ready in the latest block; it then says why.
 */
export async function executeOperation(
  timelock: SageTimelock,
  operation: Operation,
): Promise<ContractTransactionReceipt> {
  const { state, readyAt } = await operationStatus(timelock, operation);
  if (state !== 'ready') {
    const why = { unknown: 'schedule it first', waiting: `wait until Unix second ${readyAt}`, done: 'it is done' }[
      state
    ];
    throw new GovernanceError(`operation ${operation.id}: ${state}, not ready; ${why}`);
  }
  const { target, value, data, predecessor, salt } = operation;
  const transaction = await timelock.execute(target, value, data, predecessor, salt);
  const receipt = await transaction.wait();
  if (receipt === null) throw new Error('the execution has no receipt');
  return receipt;
}

async function callOf(timelock: SageTimelock, data: string): Promise<Call> {
  return { target: await timelock.getAddress(), value: 0n, data };
}
