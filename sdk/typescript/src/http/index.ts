export { HttpSignatureError } from './HttpSignatureError.ts';
export { SIGNATURE_ALGORITHMS } from './algorithms.ts';
export { answerSignatureRequest } from './acceptSignature/answerSignatureRequest.ts';
export type { AnswerOptions } from './acceptSignature/answerSignatureRequest.ts';
export { createAcceptSignature } from './acceptSignature/createAcceptSignature.ts';
export { parseAcceptSignature } from './acceptSignature/parseAcceptSignature.ts';
export type { RequestedParameters, RequestedSignature } from './acceptSignature/types.ts';
export { createContentDigest } from './createContentDigest.ts';
export { checkContentDigest } from './checkContentDigest.ts';
export { createMemoryNonceStore } from './createMemoryNonceStore.ts';
export type { MemoryNonceStore, MemoryNonceStoreOptions } from './createMemoryNonceStore.ts';
export { createMessageVerifier } from './createMessageVerifier.ts';
export type { MessageVerifier } from './createMessageVerifier.ts';
export { createSignatureBase } from './createSignatureBase.ts';
export type { DigestAlgorithm } from './hashBytes.ts';
export { fromFetchRequest } from './fetch/fromFetchRequest.ts';
export { fromFetchResponse } from './fetch/fromFetchResponse.ts';
export type { FetchBodyOptions } from './fetch/readFetchBody.ts';
export { signFetchRequest } from './fetch/signFetchRequest.ts';
export { signFetchResponse } from './fetch/signFetchResponse.ts';
export { verifyFetchRequest } from './fetch/verifyFetchRequest.ts';
export { verifyFetchResponse } from './fetch/verifyFetchResponse.ts';
export type { FetchSigningOptions } from './fetch/addSignature.ts';
export { createSigningKey } from './keys/createSigningKey.ts';
export { createVerificationKey } from './keys/createVerificationKey.ts';
export type { Jwk, KeyMaterial, VerificationKeyOptions } from './keys/types.ts';
export { listSignatures } from './listSignatures.ts';
export type { ListedSignature } from './listSignatures.ts';
export { SIGNATURE_MISUSES } from './misuseTable.ts';
export type { SignatureMisuse } from './misuseTable.ts';
export { signMessage } from './signMessage.ts';
export type { MessageSignature, SigningOptions } from './signMessage.ts';
export { SIGNATURE_REASONS } from './signatureReasons.ts';
export type { ReasonFamily, SignatureReason } from './signatureReasons.ts';
export { verifyMessage } from './verifyMessage.ts';
export type {
  FieldLine,
  FieldTypes,
  HttpMessage,
  HttpRequestMessage,
  HttpResponseMessage,
  KeyResolver,
  NonceStore,
  ParameterName,
  RefusedSignature,
  SignatureAlgorithm,
  SignatureParameters,
  SignatureVerdict,
  SigningKey,
  ValidSignature,
  VerificationKey,
  VerificationPolicy,
} from './types.ts';
