interface ErrorText {
  readonly meaning: string;
  readonly wayOut: string;
}

/** Everything that can go wrong with a session. `docs/session-codes.md` is generated from this table. */
export const SESSION_ERRORS = {
  'options-invalid': {
    meaning: 'an option, an argument or the clock has an unusable value',
    wayOut: 'correct the value that is named',
  },
  'message-too-large': {
    meaning: 'a message is longer than its kind can be',
    wayOut: 'pass one message alone',
  },
  'message-malformed': {
    meaning: 'a message or what is sealed in it is not the deterministic CBOR array that the protocol defines',
    wayOut: 'pass the bytes as the peer sent them',
  },
  'message-unexpected': {
    meaning: 'the message is one of another step',
    wayOut: 'hand each message to the call of its step; parseSessionMessage tells the kind',
  },
  'version-unsupported': {
    meaning: 'the message names a protocol version that this library does not speak',
    wayOut: 'use a version of the library that both sides have',
  },
  'suite-unsupported': {
    meaning: 'the initiator offers no AEAD that the responder allows',
    wayOut: 'allow an AEAD that both sides have',
  },
  'suite-mismatch': {
    meaning: 'the responder chose an AEAD that was not offered',
    wayOut: 'none: the responder breaks the protocol',
  },
  'recipient-mismatch': {
    meaning: 'the message is meant for another DID, registry or key-agreement key',
    wayOut: "resolve the recipient's DID again and start a new handshake",
  },
  'peer-self': {
    meaning: 'both sides have the same DID',
    wayOut: 'open sessions between different agents',
  },
  'peer-refused': {
    meaning: "the application's acceptPeer did not say yes",
    wayOut: "none, unless the application's rule changes",
  },
  'peer-unknown': {
    meaning: 'the resolver knows no such DID, or none that is active',
    wayOut: 'register the agent, or ask the resolver of its network',
  },
  'resolver-failed': {
    meaning: 'the resolver failed, or answered something unusable; the cause is told',
    wayOut: 'try again when the chain can be read',
  },
  'registry-mismatch': {
    meaning: 'the peer names another registry than the one that its DID resolves in',
    wayOut: 'agree on the chain and the registry of the DID',
  },
  'key-not-found': {
    meaning: 'the chain has no such key of the peer in force',
    wayOut: 'let the peer use a key that is in force, or register one',
  },
  'key-unsuitable': {
    meaning: 'the key is of a type that can not do this: X25519 agrees, the other types sign',
    wayOut: 'name a key of the right type',
  },
  'signing-key-invalid': {
    meaning: 'a public key for signatures is no key of its type; the cause is told',
    wayOut: 'register a valid key',
  },
  'agreement-key-invalid': {
    meaning: 'an X25519 public key is no canonical coordinate, or of small order, all-zero included',
    wayOut: 'register a valid key',
  },
  'created-in-future': {
    meaning: 'a message was made later than now, by more than the clock skew',
    wayOut: 'correct the clocks',
  },
  'handshake-expired': {
    meaning: 'the handshake took longer than it may',
    wayOut: 'start a new one',
  },
  'handshake-unknown': {
    meaning: 'no handshake waits for this message: it ended, or never was',
    wayOut: 'start a new one',
  },
  'handshake-replayed': {
    meaning: 'this first message was answered before',
    wayOut: 'start a new handshake',
  },
  'too-many-handshakes': {
    meaning: 'as many handshakes are pending as may be, in all or with this peer',
    wayOut: 'wait until they end or expire',
  },
  'too-many-sessions': {
    meaning: 'as many sessions are open as may be',
    wayOut: 'close sessions, or raise maxSessions',
  },
  'decryption-failed': {
    meaning: 'a ciphertext is not authentic: changed, for another key, sequence number, session or context',
    wayOut: 'none for this message',
  },
  'signature-invalid': {
    meaning: "the transcript is not signed by the peer's key",
    wayOut: 'none: whoever sent this is not the peer, or something was changed on the way',
  },
  'signing-failed': {
    meaning: 'the own signing key failed; the cause is told',
    wayOut: 'see the cause',
  },
  'store-failed': {
    meaning: 'the store failed, so that a replay could not be excluded; the cause is told',
    wayOut: 'see the cause',
  },
  'session-unknown': {
    meaning: 'there is no such session: it was closed, or never was',
    wayOut: 'open a new session',
  },
  'session-expired': {
    meaning: 'the session is older than it may be',
    wayOut: 'open a new session',
  },
  'session-idle': {
    meaning: 'the session was unused for longer than it may be',
    wayOut: 'open a new session',
  },
  'session-exhausted': {
    meaning: 'the session has carried as many records as it may',
    wayOut: 'open a new session',
  },
  'plaintext-too-large': {
    meaning: 'a record can not hold so many bytes',
    wayOut: 'split the content over several records',
  },
  'record-replayed': {
    meaning: 'the sequence number was accepted before',
    wayOut: 'none: this is a copy',
  },
  'record-too-old': {
    meaning: 'the sequence number lies behind the replay window, so that a replay could not be excluded',
    wayOut: 'send the content again in a new record',
  },
  'epoch-invalid': {
    meaning: "the record's keys are gone, or further ahead than a peer can be",
    wayOut: 'open a new session',
  },
  'rekey-too-soon': {
    meaning: 'no record was sent since the last change of keys',
    wayOut: 'send a record first',
  },
} as const satisfies Record<string, ErrorText>;

export type SessionErrorCode = keyof typeof SESSION_ERRORS;
