import type { ContractName } from './abi.ts';
import type { Value } from './codec.ts';

/** What a wallet signature says, and who made it; the model judges it without any cryptography. */
export interface WalletConsent {
  readonly signer: string;
  readonly agentId: bigint;
  readonly newWallet: string;
  readonly owner: string;
  readonly deadline: bigint;
  /** Made for this chain and this registry, and in the one form that is accepted: 65 bytes, low s. */
  readonly wellFormed: boolean;
}

export interface FeedbackInput {
  readonly agentId: bigint;
  readonly value: bigint;
  readonly decimals: bigint;
  readonly tag1: string;
  readonly tag2: string;
  readonly endpoint: string;
  readonly feedbackURI: string;
  readonly feedbackHash: string;
}

interface Kinds {
  register: object;
  registerWithURI: { readonly uri: string };
  registerWithMetadata: { readonly uri: string; readonly metadata: readonly (readonly [key: string, value: string])[] };
  registerBatch: { readonly uris: readonly string[] };
  registerFor: { readonly owner: string; readonly uri: string };
  setAgentURI: { readonly agentId: bigint; readonly uri: string };
  setMetadata: { readonly agentId: bigint; readonly key: string; readonly value: string };
  setAgentWallet: {
    readonly agentId: bigint;
    readonly newWallet: string;
    readonly deadline: bigint;
    readonly signature: string;
    readonly consent: WalletConsent;
  };
  unsetAgentWallet: { readonly agentId: bigint };
  approve: { readonly to: string; readonly agentId: bigint };
  setApprovalForAll: { readonly operator: string; readonly approved: boolean };
  transferFrom: { readonly from: string; readonly to: string; readonly agentId: bigint };
  safeTransferFrom: { readonly from: string; readonly to: string; readonly agentId: bigint };
  safeTransferFromWithData: {
    readonly from: string;
    readonly to: string;
    readonly agentId: bigint;
    readonly data: string;
  };
  giveFeedback: FeedbackInput;
  giveFeedbackBatch: { readonly inputs: readonly FeedbackInput[] };
  revokeFeedback: { readonly agentId: bigint; readonly index: bigint };
  appendResponse: {
    readonly agentId: bigint;
    readonly client: string;
    readonly index: bigint;
    readonly responseURI: string;
    readonly responseHash: string;
  };
  validationRequest: {
    readonly validator: string;
    readonly agentId: bigint;
    readonly requestURI: string;
    readonly requestHash: string;
  };
  validationResponse: {
    readonly requestHash: string;
    readonly response: bigint;
    readonly responseURI: string;
    readonly responseHash: string;
    readonly tag: string;
  };
}

export type OperationKind = keyof Kinds;

/** One call by one account. */
export type OperationOf<K extends OperationKind> = { readonly kind: K; readonly sender: string } & Kinds[K];
export type Operation = { [K in OperationKind]: OperationOf<K> }[OperationKind];

export const OPERATION_KINDS: readonly OperationKind[] = [
  'register',
  'registerWithURI',
  'registerWithMetadata',
  'registerBatch',
  'registerFor',
  'setAgentURI',
  'setMetadata',
  'setAgentWallet',
  'unsetAgentWallet',
  'approve',
  'setApprovalForAll',
  'transferFrom',
  'safeTransferFrom',
  'safeTransferFromWithData',
  'giveFeedback',
  'giveFeedbackBatch',
  'revokeFeedback',
  'appendResponse',
  'validationRequest',
  'validationResponse',
];

/** The function that an operation calls, and with what. */
export interface Call {
  readonly contract: ContractName;
  readonly signature: string;
  readonly args: readonly Value[];
}

const REGISTER_WITH_METADATA = 'register(string,(string,bytes)[])';
const SAFE_TRANSFER = 'safeTransferFrom(address,address,uint256)';
const SAFE_TRANSFER_WITH_DATA = 'safeTransferFrom(address,address,uint256,bytes)';

function feedbackArgs(input: FeedbackInput): Value[] {
  const { agentId, value, decimals, tag1, tag2, endpoint, feedbackURI, feedbackHash } = input;
  return [agentId, value, decimals, tag1, tag2, endpoint, feedbackURI, feedbackHash];
}

export function callOf(op: Operation): Call {
  const identity = (signature: string, ...args: readonly Value[]): Call => ({ contract: 'identity', signature, args });
  const reputation = (signature: string, ...args: readonly Value[]): Call => ({
    contract: 'reputation',
    signature,
    args,
  });
  const validation = (signature: string, ...args: readonly Value[]): Call => ({
    contract: 'validation',
    signature,
    args,
  });
  switch (op.kind) {
    case 'register':
      return identity('register()');
    case 'registerWithURI':
      return identity('register(string)', op.uri);
    case 'registerWithMetadata':
      return identity(REGISTER_WITH_METADATA, op.uri, op.metadata);
    case 'registerBatch':
      return identity('registerBatch', op.uris);
    case 'registerFor':
      return identity('registerFor', op.owner, op.uri);
    case 'setAgentURI':
      return identity('setAgentURI', op.agentId, op.uri);
    case 'setMetadata':
      return identity('setMetadata', op.agentId, op.key, op.value);
    case 'setAgentWallet':
      return identity('setAgentWallet', op.agentId, op.newWallet, op.deadline, op.signature);
    case 'unsetAgentWallet':
      return identity('unsetAgentWallet', op.agentId);
    case 'approve':
      return identity('approve', op.to, op.agentId);
    case 'setApprovalForAll':
      return identity('setApprovalForAll', op.operator, op.approved);
    case 'transferFrom':
      return identity('transferFrom', op.from, op.to, op.agentId);
    case 'safeTransferFrom':
      return identity(SAFE_TRANSFER, op.from, op.to, op.agentId);
    case 'safeTransferFromWithData':
      return identity(SAFE_TRANSFER_WITH_DATA, op.from, op.to, op.agentId, op.data);
    case 'giveFeedback':
      return reputation('giveFeedback', ...feedbackArgs(op));
    case 'giveFeedbackBatch':
      return reputation('giveFeedbackBatch', op.inputs.map(feedbackArgs));
    case 'revokeFeedback':
      return reputation('revokeFeedback', op.agentId, op.index);
    case 'appendResponse':
      return reputation('appendResponse', op.agentId, op.client, op.index, op.responseURI, op.responseHash);
    case 'validationRequest':
      return validation('validationRequest', op.validator, op.agentId, op.requestURI, op.requestHash);
    case 'validationResponse':
      return validation('validationResponse', op.requestHash, op.response, op.responseURI, op.responseHash, op.tag);
  }
}
