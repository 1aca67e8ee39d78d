import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { EXIT } from '../lib/types.ts';
import { MODES, STATUSES, nameOf } from './staked.ts';
import type { Mode, Status } from './staked.ts';

/** The latest round of a request to the staked judges. Times in Unix seconds, amounts in wei. */
export interface StakedRequest {
  readonly requestHash: Hex;
  readonly agentId: bigint;
  readonly round: bigint;
  readonly status: Status;
  readonly mode: Mode;
  readonly requester: string;
  readonly deposit: bigint;
  readonly commitEnd: bigint;
  readonly revealEnd: bigint;
  readonly minValidators: bigint;
  readonly committed: bigint;
  readonly revealed: bigint;
  /** The decision; null unless decided. */
  readonly response: bigint | null;
  /** Zero for any trusted key. */
  readonly measurement: string;
  /** What the TEE answered; null before, and in an open round while the key of its answer is revoked: another key can answer. */
  readonly teeResponse: bigint | null;
  readonly parametersVersion: bigint;
  /** 0 before. */
  readonly finalizedAt: bigint;
}

/** Reads a request; undefined for one that was never opened. */
export async function findRequest(context: TaskContext, requestHash: Hex): Promise<StakedRequest | undefined> {
  const staked = await context.contract('stakedValidation');
  const { latest, requester, deposit, revealEnd, measurement, tee } = await staked.getRequest(requestHash);
  const status = nameOf(STATUSES, latest.status);
  if (status === 'none') return undefined;
  const { agentId, round, commitEnd, minValidators, committed, revealed, parametersVersion, finalizedAt } = latest;
  const answered = tee.answeredAt !== 0n && (status !== 'open' || !(await isRevokedSince(context, tee)));
  return {
    requestHash,
    agentId,
    round,
    status,
    mode: nameOf(MODES, latest.mode),
    requester,
    deposit,
    commitEnd,
    revealEnd,
    minValidators,
    committed,
    revealed,
    response: status === 'decided' ? latest.response : null,
    measurement,
    teeResponse: answered ? latest.teeResponse : null,
    parametersVersion,
    finalizedAt,
  };
}

/** As the contract's `finalize` looks at it: revoked in the second of the answer or later, and not approved anew. */
async function isRevokedSince(context: TaskContext, tee: { keyId: string; answeredAt: bigint }): Promise<boolean> {
  const keys = await context.contract('teeKeyRegistry');
  const { revokedAt } = await keys.getKey(tee.keyId);
  return revokedAt >= tee.answeredAt;
}

/**
 * Reads a request that must have been opened.
 *
 * @throws {TaskError} `not-opened`
 */
export async function readRequest(context: TaskContext, requestHash: Hex): Promise<StakedRequest> {
  const request = await findRequest(context, requestHash);
  if (request !== undefined) return request;
  throw new TaskError('not-opened', 'the staked judges know no such request; see `sage validation open`', {
    field: 'request',
    value: requestHash,
    exitCode: EXIT.refused,
  });
}
