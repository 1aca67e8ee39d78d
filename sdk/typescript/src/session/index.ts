export type { SessionEndpoint } from './bindSessionEndpoint.ts';
export { MAX_PLAINTEXT_BYTES, REPLAY_WINDOW, SESSION_AEADS, SESSION_DEFAULTS, SESSION_MAXIMA } from './constants.ts';
export type { SessionAead } from './constants.ts';
export { createKeysResolver } from './createKeysResolver.ts';
export { createMemorySessionStore } from './createMemorySessionStore.ts';
export type { MemorySessionStore, MemorySessionStoreOptions } from './createMemorySessionStore.ts';
export { createSessionEndpoint } from './createSessionEndpoint.ts';
export type { AcceptedFinish } from './handshake/acceptFinish.ts';
export { checkX25519PublicKey } from './hpke/checkX25519PublicKey.ts';
export { createHpkeRecipient } from './hpke/createHpkeRecipient.ts';
export { createHpkeSender } from './hpke/createHpkeSender.ts';
export type {
  HpkeIds,
  HpkePsk,
  HpkeRecipient,
  HpkeRecipientOptions,
  HpkeSender,
  HpkeSenderOptions,
} from './hpke/types.ts';
export { SESSION_ERRORS } from './sessionErrorTable.ts';
export type { SessionErrorCode } from './sessionErrorTable.ts';
export { SessionError } from './SessionError.ts';
export { parseSessionMessage } from './wire/parseSessionMessage.ts';
export type {
  AnswerMessage,
  HelloMessage,
  MessageKind,
  ProofMessage,
  RecordMessage,
  SessionMessage,
} from './wire/types.ts';
export type {
  AwaitingProof,
  HelloSent,
  KeysResolver,
  OpenedRecord,
  PendingHandshake,
  PendingStage,
  ReceiveState,
  ReplayWindow,
  ResolvedKeys,
  SendState,
  SessionIdentity,
  SessionInfo,
  SessionKey,
  SessionKeyId,
  SessionLimits,
  SessionOptions,
  SessionPeer,
  SessionState,
  SessionStore,
  StoreAnswer,
} from './types.ts';
