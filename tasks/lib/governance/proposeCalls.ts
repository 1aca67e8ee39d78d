import { resolve } from 'node:path';
import { prepareExecution } from '../../../scripts/governance/execution.ts';
import { prepareOperation, scheduleCall } from '../../../scripts/governance/operation.ts';
import type { Call, Operation } from '../../../scripts/governance/types.ts';
import type { TaskContext } from '../TaskContext.ts';
import { sentResult } from '../sentResult.ts';
import { TaskError } from '../TaskError.ts';
import { formatTime } from '../formatTime.ts';
import type { TaskResult } from '../types.ts';
import { callLines, describeCall } from './describeCall.ts';
import { createExecutionFile } from './executionFile.ts';
import type { ExecutionFile } from './executionFile.ts';
import { judgeExecution } from './judgeExecution.ts';
import type { ProposalArguments } from './proposalOptions.ts';
import { tryCall } from './tryCall.ts';

const HOUR = 3600n;
const MOST_HOURS = 8760;

/** What else is told of a proposal. */
interface ProposalFacts {
  readonly operation: (Operation & { readonly isEmergency: boolean }) | null;
}

/**
 * Proposes that the wallet makes a call: as a file for the owners to sign, or on the chain with `--on-chain`.
 *
 * @throws {TaskError} `would-fail` unless `--untried`; `nonce-used`, `bad-hours`, `file-exists`.
 */
export async function proposeDirectly(
  context: TaskContext,
  call: Call,
  options: ProposalArguments,
): Promise<TaskResult> {
  return propose(context, call, options, { operation: null });
}

/**
 * Proposes that the wallet has the timelock schedule a call, with the shortest delay that is allowed. The call itself is
 * tried as the timelock would make it.
 *
 * @throws {TaskError} as `proposeDirectly`.
 */
export async function proposeThroughTimelock(
  context: TaskContext,
  call: Call,
  options: ProposalArguments,
): Promise<TaskResult> {
  const timelock = await context.contract('timelock');
  if (!options.untried) await tryCall(context, await timelock.getAddress(), call);
  const operation = await prepareOperation(timelock, call);
  const isEmergency = await timelock.isEmergencyCall(call.value, call.data);
  return propose(context, await scheduleCall(timelock, operation), options, {
    operation: { ...operation, isEmergency },
  });
}

async function propose(
  context: TaskContext,
  call: Call,
  options: ProposalArguments,
  facts: ProposalFacts,
): Promise<TaskResult> {
  if (!options.untried) await tryCall(context, await context.addressOf('multisig'), call);
  return options.onChain ? proposeOnChain(context, call, facts) : writeProposal(context, call, options, facts);
}

async function writeProposal(
  context: TaskContext,
  call: Call,
  options: ProposalArguments,
  facts: ProposalFacts,
): Promise<TaskResult> {
  const file = await toFile(context, call, options);
  const { digest, threshold, owners } = await judgeExecution(context, file);
  const path = resolve(options.out || `execution-${file.chainId}-${file.nonce}.json`);
  createExecutionFile(path, file);
  const described = describeCall(await context.book(), call);
  const { chainId, multisig, nonce, deadline } = file;
  return {
    data: { file: path, chainId, multisig, nonce, deadline, digest, threshold, owners, calls: [described], ...facts },
    text: [
      `Wrote ${path}: nonce ${nonce}, digest ${digest}`,
      ...callLines(described, '  '),
      ...operationLines(facts),
      `${threshold} of ${owners.length} owners sign it until ${formatTime(deadline)}: sage multisig sign ${path} --from <owner>`,
      `Then anybody sends it: sage multisig execute ${path}`,
    ],
  };
}

async function toFile(context: TaskContext, call: Call, options: ProposalArguments): Promise<ExecutionFile> {
  const { hours, nonce } = options;
  if (hours < 1 || hours > MOST_HOURS) {
    throw new TaskError('bad-hours', `give 1 to ${MOST_HOURS}`, { field: '--hours', value: hours });
  }
  const multisig = await context.contract('multisig');
  const deadline = BigInt(await context.chainTime()) + BigInt(hours) * HOUR;
  const execution = await prepareExecution(multisig, [call], { deadline });
  if (nonce !== 0n && (await multisig.isNonceUsed(nonce))) {
    throw new TaskError('nonce-used', `choose another; the lowest free one is ${execution.nonce}`, {
      field: '--nonce',
      value: nonce,
    });
  }
  return {
    ...execution,
    ...(nonce !== 0n && { nonce }),
    chainId: await context.chainId(),
    multisig: await multisig.getAddress(),
    ownersVersion: await multisig.ownersVersion(),
    confirmations: [],
  };
}

async function proposeOnChain(context: TaskContext, call: Call, facts: ProposalFacts): Promise<TaskResult> {
  const multisig = await context.contract('multisig');
  const described = describeCall(await context.book(), call);
  for (const line of [...callLines(described), ...operationLines(facts)]) context.progress(line);
  const { target, value, data } = call;
  const transaction = await multisig.propose.populateTransaction(target, value, data);
  const receipt = await context.send(transaction, 'Proposes this call on the chain, and confirms it.');
  const threshold = await multisig.threshold();
  const shared = { calls: [described], threshold, ...facts };
  if (receipt === undefined) return sentResult(receipt, shared, []);
  const [event] = await multisig
    .queryFilter(multisig.filters.TransactionProposed(), receipt.blockNumber, receipt.blockNumber)
    .then((events) => events.filter(({ transactionHash }) => transactionHash === receipt.hash));
  if (event === undefined) throw new Error(`${receipt.hash} has no TransactionProposed`);
  const { transactionId } = event.args;
  return sentResult(receipt, { transactionId, ...shared }, [
    `Proposed as transaction ${transactionId} of the wallet, with one of ${threshold} confirmations`,
    ...callLines(described, '  '),
    ...operationLines(facts),
    `Further owners confirm it: sage multisig confirm ${transactionId} --from <owner>`,
    `Then an owner executes it: sage multisig execute ${transactionId}`,
  ]);
}

function operationLines({ operation }: ProposalFacts): string[] {
  if (operation === null) return [];
  const { id, delay, isEmergency } = operation;
  const kind = isEmergency ? 'an emergency call' : 'no emergency call';
  return [`Operation ${id}: ${kind}, ready ${delay / HOUR} hours after it is scheduled`];
}
