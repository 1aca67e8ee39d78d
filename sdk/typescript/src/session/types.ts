import type { SigningKey } from '../http/types.ts';
import type { SessionAead } from './constants.ts';

/** The id of a key as the registry gives it: `0x` and 64 digits in lower case. */
export type SessionKeyId = `0x${string}`;

/** A public key of an agent, as its registry holds it. X25519 keys agree, all others sign. */
export interface SessionKey {
  readonly id: SessionKeyId;
  readonly type: 'ed25519' | 'secp256k1' | 'p256' | 'x25519';
  /** 32 bytes for Ed25519 and X25519; a point of SEC 1, compressed or not, for the others. */
  readonly publicKey: Uint8Array;
}

/** What a registry says of an agent at one moment. */
export interface ResolvedKeys {
  /**
   * Chain and contract that the DID is registered in, as CAIP-10 in lower case: `eip155:1:0x…`. Both sides sign it, so
   * that an agent of one chain is never taken for its namesake on another.
   */
  readonly registry: string;
  /** The keys in force at that moment, proved ones only. A session trusts every key that stands here. */
  readonly keys: readonly SessionKey[];
}

/**
 * Looks the keys of an agent up on its chain. The whole authentication rests on the answer: it must come from the
 * registry, never from the peer or from a file that the peer serves.
 *
 * @param did The agent.
 * @param at Seconds since 1970.
 * @returns The keys, or undefined when the DID is unknown or its agent not active. Rejecting means that it couldn't be
 *   found out.
 */
export type KeysResolver = (did: string, at: number) => Promise<ResolvedKeys | undefined>;

/** Who opens and answers sessions here. */
export interface SessionIdentity {
  readonly did: string;
  /** As in {@link ResolvedKeys}. */
  readonly registry: string;
  readonly signing: { readonly keyId: SessionKeyId; readonly key: SigningKey };
  /** `privateKey` is the X25519 key of 32 bytes behind the key on the chain. */
  readonly agreement: { readonly keyId: SessionKeyId; readonly privateKey: Uint8Array };
}

/** Seconds and counts; {@link SESSION_DEFAULTS} where left out, at most {@link SESSION_MAXIMA}. */
export interface SessionLimits {
  readonly maxAge?: number;
  readonly maxIdle?: number;
  readonly maxMessages?: number;
  readonly handshakeTimeout?: number;
  readonly clockSkew?: number;
}

export interface SessionOptions {
  readonly identity: SessionIdentity;
  readonly resolveKeys: KeysResolver;
  readonly store: SessionStore;
  readonly limits?: SessionLimits;
  /** The AEADs that are offered and accepted, by their number in RFC 9180; the preferred one first. */
  readonly aeads?: readonly SessionAead[];
  /**
   * Whether to talk with a peer. Asked on both sides, by the responder before the chain is read: then the DID is only
   * claimed. All peers by default.
   */
  readonly acceptPeer?: (did: string) => boolean | Promise<boolean>;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

/** The other side. */
export interface SessionPeer {
  readonly did: string;
  readonly registry: string;
  /** The key that signed the handshake. */
  readonly signingKeyId: SessionKeyId;
}

interface PendingBase {
  /** What the message that is waited for carries: 32 hexadecimal digits. */
  readonly contextId: string;
  readonly peerDid: string;
  readonly peerRegistry: string;
  /** Second since 1970 after which it counts no more. */
  readonly expiresAt: number;
  /** The hash of all messages so far. */
  readonly transcript: Uint8Array;
}

/** The initiator waits for the answer. */
export interface HelloSent extends PendingBase {
  readonly stage: 'hello-sent';
  readonly peerAgreementKeyId: SessionKeyId;
  readonly ephemeralPrivateKey: Uint8Array;
  readonly helloSecret: Uint8Array;
  readonly aeads: readonly SessionAead[];
}

/** A side waits for the peer's last message. */
export interface AwaitingProof extends PendingBase {
  /** `hello-answered` on the responder's side, `finish-sent` on the initiator's. */
  readonly stage: 'hello-answered' | 'finish-sent';
  /** Where the responder's messages go. */
  readonly initiatorContextId: string;
  readonly peerSigningKey: SessionKey;
  readonly aead: SessionAead;
  readonly handshakeSecret: Uint8Array;
}

/**
 * A handshake that waits for a message. Plain data of bounded size, so that a store can write it down; it holds
 * secrets.
 */
export type PendingHandshake = HelloSent | AwaitingProof;

export type PendingStage = PendingHandshake['stage'];

/** The sending half of a session. */
export interface SendState {
  readonly secret: Uint8Array;
  readonly epoch: number;
  /** The sequence number of the next record; it goes on through all epochs. */
  readonly next: number;
  /** Where the epoch began. */
  readonly epochStart: number;
}

/** Which sequence numbers were accepted: one bit each, for the highest one and the 1023 before it. */
export interface ReplayWindow {
  /** -1 before the first. */
  readonly highest: number;
  /** 128 bytes; the bit of number n is bit n mod 8 of byte (n mod 1024) / 8. */
  readonly bits: Uint8Array;
}

/** The receiving half of a session. */
export interface ReceiveState {
  readonly secret: Uint8Array;
  readonly epoch: number;
  /** For records of the epoch before that arrive late. */
  readonly previousSecret: Uint8Array | undefined;
  readonly window: ReplayWindow;
}

/** A session. Plain data of constant size, so that a store can write it down; it holds secrets. */
export interface SessionState {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly role: 'initiator' | 'responder';
  readonly peer: SessionPeer;
  readonly aead: SessionAead;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** When a record was last sent or accepted. */
  readonly usedAt: number;
  /** Second after which nobody needs the state any more: of its age, or of the last record, whichever is over first. */
  readonly expiresAt: number;
  /** Records sent and accepted. */
  readonly count: number;
  readonly send: SendState;
  readonly receive: ReceiveState;
}

type Awaitable<Value> = Value | Promise<Value>;

/** What a store says to something new. */
export type StoreAnswer = 'added' | 'duplicate' | 'full';

/**
 * Keeps handshakes and sessions. Every operation must be atomic: of any number of concurrent calls that ask for the same
 * change, one makes it. A store that several processes share needs transactions for this. It holds secrets, so it should
 * drop handshakes and sessions once their `expiresAt` has passed.
 */
export interface SessionStore {
  /**
   * Remembers the hash of a first message.
   *
   * @param hash 64 hexadecimal digits.
   * @param expiresAt Second since 1970 until which it must be remembered.
   * @returns True when it was new.
   */
  rememberHello(hash: string, expiresAt: number): Awaitable<boolean>;
  /** Adds a handshake, unless its context id is taken or there are too many, in all or with its peer. */
  addPending(pending: PendingHandshake): Awaitable<StoreAnswer>;
  /** The handshake with that context id, or undefined; one that expired may be there still. */
  readPending(contextId: string): Awaitable<PendingHandshake | undefined>;
  /**
   * Puts a handshake's next state in place of the present one, or removes it when there is no next.
   *
   * @param stage The present state must be in this one, or nothing happens.
   * @returns Whether it was.
   */
  replacePending(contextId: string, stage: PendingStage, next?: PendingHandshake): Awaitable<boolean>;
  addSession(state: SessionState): Awaitable<StoreAnswer>;
  readSession(id: string): Awaitable<SessionState | undefined>;
  /**
   * Reads and changes a session in one step.
   *
   * @param change Gets the present state and returns the next one, or throws to leave it. It has no effects of its own,
   *   so that a store may call it again when somebody else was faster.
   * @returns The state that was stored, or undefined when there is no such session.
   */
  updateSession(id: string, change: (state: SessionState) => SessionState): Awaitable<SessionState | undefined>;
  removeSession(id: string): Awaitable<boolean>;
}

/** A session as the application sees it. */
export interface SessionInfo {
  readonly id: string;
  readonly role: 'initiator' | 'responder';
  readonly peer: SessionPeer;
  readonly aead: SessionAead;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** What came out of a record. */
export interface OpenedRecord {
  readonly sessionId: string;
  readonly peer: SessionPeer;
  /** From 0 on, in the order of sending; records may arrive in another order or not at all. */
  readonly sequence: number;
  readonly plaintext: Uint8Array;
}
