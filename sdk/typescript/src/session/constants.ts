/** Names the protocol and its version in everything that is signed or derived. */
export const LABEL = 'sage-session/1';

/** First field of every message. */
export const PROTOCOL_VERSION = 1;

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305 (RFC 9180, section 7): what the handshake seals with. */
export const HANDSHAKE_SUITE = { kem: 0x0020, kdf: 0x0001, aead: 0x0003 } as const;

/** The AEADs that a session can use, by their number in RFC 9180, section 7.3; the preferred one first. */
export const SESSION_AEADS = [0x0003, 0x0002] as const;

export type SessionAead = (typeof SESSION_AEADS)[number];

/** Seconds, counts and bytes. What the protocol fixes; a policy can change those that {@link SessionLimits} names. */
export const SESSION_DEFAULTS = {
  /** Seconds from the establishment of a session to its end. */
  maxAge: 3600,
  /** Seconds without a record sent or accepted after which a session has ended. */
  maxIdle: 600,
  /** Records, sent and accepted together, after which a session has ended. */
  maxMessages: 1000,
  /** Seconds that a handshake may take, from its first message on. */
  handshakeTimeout: 60,
  /** Seconds by which the peer's clock may be ahead. */
  clockSkew: 30,
} as const;

/** What a policy can raise the limits to at most. */
export const SESSION_MAXIMA = {
  maxAge: 86_400,
  maxIdle: 86_400,
  maxMessages: 1_000_000,
  handshakeTimeout: 600,
  clockSkew: 300,
} as const;

/** Sequence numbers that a receiver tells apart behind the highest one it has accepted. */
export const REPLAY_WINDOW = 1024;

/** Epochs by which a record may be ahead of the receiver: what a forged number can make it compute at most. */
export const MAX_EPOCH_SKIP = 16;

/** Bytes of a handshake message. */
export const MAX_HANDSHAKE_BYTES = 4096;

/** Bytes of a record's content. */
export const MAX_PLAINTEXT_BYTES = 65_536;

/** Bytes of a record: the content, its tag, and the fields around it. */
export const MAX_RECORD_BYTES = MAX_PLAINTEXT_BYTES + 64;

/** Bytes of the tags of all AEADs of {@link SESSION_AEADS}. */
export const TAG_BYTES = 16;
