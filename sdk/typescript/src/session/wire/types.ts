/** The number of each kind of message, its second field. */
export const MESSAGE_TYPES = { hello: 1, answer: 2, finish: 3, done: 4, record: 5 } as const;

export type MessageKind = keyof typeof MESSAGE_TYPES;

interface MessageParts {
  /** All fields but the ciphertext, as a CBOR array of their own: what the ciphertext is bound to. */
  readonly header: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** The initiator's first message. */
export interface HelloMessage extends MessageParts {
  readonly kind: 'hello';
  /** Where the answer goes. */
  readonly contextId: string;
  /** The responder's key that it is sealed to. */
  readonly agreementKeyId: string;
  readonly enc: Uint8Array;
}

/** The responder's answer. */
export interface AnswerMessage extends MessageParts {
  readonly kind: 'answer';
  readonly contextId: string;
  readonly enc: Uint8Array;
}

/** The initiator's, then the responder's last message. */
export interface ProofMessage extends MessageParts {
  readonly kind: 'finish' | 'done';
  readonly contextId: string;
}

/** Application data. */
export interface RecordMessage extends MessageParts {
  readonly kind: 'record';
  readonly sessionId: string;
  readonly epoch: number;
  readonly sequence: number;
}

export type SessionMessage = HelloMessage | AnswerMessage | ProofMessage | RecordMessage;
