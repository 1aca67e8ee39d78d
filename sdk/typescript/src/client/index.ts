export { ClientError } from './ClientError.ts';
export type { ClientErrorCode } from './ClientError.ts';
export { computeKeyId } from './computeKeyId.ts';
export { createAgentWalletRequest } from './createAgentWalletRequest.ts';
export type { AgentWalletOptions } from './createAgentWalletRequest.ts';
export { createAttestation } from './createAttestation.ts';
export { createBindingCommitment } from './createBindingCommitment.ts';
export type { BindingCommitmentOptions } from './createBindingCommitment.ts';
export { createBoundRequestHash } from './createBoundRequestHash.ts';
export type { BoundRequestOptions } from './createBoundRequestHash.ts';
export { createDid } from './createDid.ts';
export { createExecutionRequest } from './createExecutionRequest.ts';
export type { ExecutionOptions } from './createExecutionRequest.ts';
export { createFeedbackRequest } from './createFeedbackRequest.ts';
export { createKeyProofRequest } from './createKeyProofRequest.ts';
export type { KeyProofOptions } from './createKeyProofRequest.ts';
export { createRegistrationCommitment } from './createRegistrationCommitment.ts';
export type { RegistrationCommitmentOptions } from './createRegistrationCommitment.ts';
export { createRevocationRequest } from './createRevocationRequest.ts';
export { createSalt } from './createSalt.ts';
export { createTaskCommitment } from './createTaskCommitment.ts';
export { createTaskFeedbackRequest } from './createTaskFeedbackRequest.ts';
export { createTaskRequestHash } from './createTaskRequestHash.ts';
export type { TaskRequestOptions } from './createTaskRequestHash.ts';
export { createTeeVerdictRequest } from './createTeeVerdictRequest.ts';
export type { TeeVerdictOptions } from './createTeeVerdictRequest.ts';
export { createVerdictCommitment } from './createVerdictCommitment.ts';
export type { VerdictCommitmentOptions } from './createVerdictCommitment.ts';
export { createWalletMessageRequest } from './createWalletMessageRequest.ts';
export { prepareAddKey } from './flows/prepareAddKey.ts';
export { prepareAuthorizeTask } from './flows/prepareAuthorizeTask.ts';
export { prepareBindAgent } from './flows/prepareBindAgent.ts';
export type { BindAgentOptions } from './flows/prepareBindAgent.ts';
export { prepareClaimAgent } from './flows/prepareClaimAgent.ts';
export { prepareCommitRegistration } from './flows/prepareCommitRegistration.ts';
export { prepareCommitTask } from './flows/prepareCommitTask.ts';
export { prepareCommitVerdict } from './flows/prepareCommitVerdict.ts';
export { prepareExecution } from './flows/prepareExecution.ts';
export type { Confirmation } from './flows/prepareExecution.ts';
export { prepareFeedbackBySig } from './flows/prepareFeedbackBySig.ts';
export { prepareFinalize } from './flows/prepareFinalize.ts';
export { prepareMarkTaskValidated } from './flows/prepareMarkTaskValidated.ts';
export { prepareOpenRequest } from './flows/prepareOpenRequest.ts';
export type { OpenRequestOptions } from './flows/prepareOpenRequest.ts';
export { prepareRegisterAgent } from './flows/prepareRegisterAgent.ts';
export type { RegisterAgentOptions } from './flows/prepareRegisterAgent.ts';
export { prepareRevealVerdict } from './flows/prepareRevealVerdict.ts';
export { prepareRevokeFeedbackBySig } from './flows/prepareRevokeFeedbackBySig.ts';
export { prepareRevokeKey } from './flows/prepareRevokeKey.ts';
export { prepareRotateKey } from './flows/prepareRotateKey.ts';
export { prepareSetAgentWallet } from './flows/prepareSetAgentWallet.ts';
export type { SetAgentWalletOptions } from './flows/prepareSetAgentWallet.ts';
export { prepareTaskFeedback } from './flows/prepareTaskFeedback.ts';
export { prepareTaskFeedbackBySig } from './flows/prepareTaskFeedbackBySig.ts';
export { prepareTeeAnswer } from './flows/prepareTeeAnswer.ts';
export type { TeeAnswerOptions } from './flows/prepareTeeAnswer.ts';
export { prepareValidationRequest } from './flows/prepareValidationRequest.ts';
export type { ValidationRequestOptions } from './flows/prepareValidationRequest.ts';
export { prepareWithdraw } from './flows/prepareWithdraw.ts';
export { proveKeys } from './flows/proveKeys.ts';
export type { KeyProver, AttestedKey, ProveKeysOptions } from './flows/proveKeys.ts';
export type { PreparedCall } from './flows/types.ts';
export { hashTypedData } from './hashTypedData.ts';
export { KEY_TYPES } from './keyTypes.ts';
export { serializeTypedData } from './serializeTypedData.ts';
export type {
  Address,
  ContractRef,
  FeedbackInput,
  Hex,
  Integer,
  KeyInput,
  MultiSigCall,
  RegistryKeyType,
  RegistryPublicKey,
  SignedBy,
  SigningRequest,
  TaskAuthorization,
  TypedData,
  TypedDataField,
} from './types.ts';
