import type { Hex } from '../rows.ts';
import { findOrFail, lower, originOf } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';
import { isAgentSide } from './identity.ts';

interface RequestArgs {
  readonly validatorAddress: Hex;
  readonly agentId: bigint;
  readonly requestURI: string;
  readonly requestHash: Hex;
}

/**
 * A request. The sender is in no event, but is of the agent's side, so that a validator that asks itself is found by what the
 * identity registry says at that moment.
 */
export async function onValidationRequest(store: Store, event: ChainEvent<RequestArgs>): Promise<void> {
  const { agentId, requestURI, requestHash } = event.args;
  const validator = lower(event.args.validatorAddress);
  await store.insert('validationRequest', {
    chainId: store.chainId,
    requestHash: lower(requestHash),
    agentId,
    validator,
    uri: requestURI,
    isSelf: await isAgentSide(store, agentId, validator),
    answers: 0,
    response: null,
    responseUri: '',
    responseHash: null,
    tag: '',
    updatedAt: event.block.timestamp,
    ...originOf(event),
  });
}

interface ResponseArgs {
  readonly requestHash: Hex;
  readonly response: number;
  readonly responseURI: string;
  readonly responseHash: Hex;
  readonly tag: string;
}

/** An answer, which replaces the one before. */
export async function onValidationResponse(store: Store, event: ChainEvent<ResponseArgs>): Promise<void> {
  const { response, responseURI, tag } = event.args;
  const [requestHash, responseHash] = [lower(event.args.requestHash), lower(event.args.responseHash)];
  const key = { chainId: store.chainId, requestHash };
  const number = (await findOrFail(store, 'validationRequest', key)).answers + 1;
  await store.update('validationRequest', key, {
    answers: number,
    response,
    responseUri: responseURI,
    responseHash,
    tag,
    updatedAt: event.block.timestamp,
  });
  const answer = { number, response, uri: responseURI, hash: responseHash, tag };
  await store.insert('validationAnswer', { ...key, ...answer, ...originOf(event) });
}
