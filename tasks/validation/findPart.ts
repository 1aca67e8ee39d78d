import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { VERDICT_STATES, nameOf } from './staked.ts';
import type { VerdictState } from './staked.ts';
import { readRequest } from './readRequest.ts';
import type { StakedRequest } from './readRequest.ts';
import type { VerdictFlow } from './verdictFlow.ts';

/** A validator's part in the latest round of a request. */
export interface Part {
  readonly flow: VerdictFlow;
  readonly request: StakedRequest;
  /** How far the chain says it is. */
  readonly state: VerdictState;
}

/** Finds the sender's part in the latest round of a request. */
export async function findPart(context: TaskContext, requestHash: Hex): Promise<Part> {
  const request = await readRequest(context, requestHash);
  const validator = (await context.signer()).address as Address;
  const contract = (await context.addressOf('stakedValidation')) as Address;
  const staked = await context.contract('stakedValidation');
  const { state } = await staked.getVerdictOf(requestHash, request.round, validator);
  return {
    flow: { contract, requestHash, round: request.round, validator },
    request,
    state: nameOf(VERDICT_STATES, state),
  };
}
