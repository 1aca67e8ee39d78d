import { x25519 } from '@noble/curves/ed25519.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createMemorySessionStore, createSessionEndpoint, createSigningKey } from '../../src/index.ts';
import type {
  MemorySessionStore,
  ResolvedKeys,
  SessionEndpoint,
  SessionIdentity,
  SessionInfo,
  SessionKey,
  SessionKeyId,
  SessionOptions,
  SigningKey,
} from '../../src/index.ts';

export const NOW = 1_800_000_000;
export const REGISTRY = 'eip155:31337:0x5fbdb2315678afecb367f032d93f642f64180aa3';
export const OTHER_REGISTRY = 'eip155:1:0x5fbdb2315678afecb367f032d93f642f64180aa3';
export const ALICE = 'did:sage:local:alice';
export const BOB = 'did:sage:local:bob';
export const EVE = 'did:sage:local:eve';

export const utf8 = (text: string): Uint8Array => utf8ToBytes(text);
/** 32 bytes that follow from a name. Keys of tests only. */
export const seed = (name: string): Uint8Array => sha256(utf8(name));
export const keyId = (name: string): SessionKeyId => `0x${bytesToHex(seed(`id of ${name}`))}`;

type SigningType = 'ed25519' | 'secp256k1' | 'p256';

const SIGNING = {
  ed25519: { algorithm: 'ed25519', publicKey: (secret: Uint8Array) => ed25519.getPublicKey(secret) },
  secp256k1: { algorithm: 'es256k', publicKey: (secret: Uint8Array) => secp256k1.getPublicKey(secret) },
  p256: { algorithm: 'ecdsa-p256-sha256', publicKey: (secret: Uint8Array) => p256.getPublicKey(secret) },
} as const;

export interface Agent {
  readonly identity: SessionIdentity;
  readonly keys: readonly SessionKey[];
}

/** An agent whose keys follow from its DID. */
export async function agent(did: string, type: SigningType = 'ed25519', registry = REGISTRY): Promise<Agent> {
  const { algorithm, publicKey } = SIGNING[type];
  const signingSecret = seed(`${did} ${type}`);
  const agreementSecret = seed(`${did} x25519`);
  const signingId = keyId(`${did} ${type}`);
  const agreementId = keyId(`${did} x25519`);
  const key: SigningKey = await createSigningKey(algorithm, signingSecret);
  return {
    identity: {
      did,
      registry,
      signing: { keyId: signingId, key },
      agreement: { keyId: agreementId, privateKey: agreementSecret },
    },
    keys: [
      { id: signingId, type, publicKey: publicKey(signingSecret) },
      { id: agreementId, type: 'x25519', publicKey: x25519.getPublicKey(agreementSecret) },
    ],
  };
}

/** What the chain says; tests change it. */
export class Chain {
  readonly agents = new Map<string, ResolvedKeys>();
  lookups: string[] = [];

  register({ identity, keys }: Agent): void {
    this.agents.set(identity.did, { registry: identity.registry, keys });
  }

  readonly resolve = async (did: string): Promise<ResolvedKeys | undefined> => {
    this.lookups.push(did);
    return Promise.resolve(this.agents.get(did));
  };
}

export interface Side {
  readonly endpoint: SessionEndpoint;
  readonly store: MemorySessionStore;
}

/** Alice and Bob, their chain and their clock. */
export class World {
  readonly chain = new Chain();
  time = NOW;
  alice!: Side;
  bob!: Side;

  side({ identity }: Agent, changes: Partial<SessionOptions> = {}): Side {
    const now = (): number => this.time;
    const store = createMemorySessionStore({ now });
    const options = { identity, resolveKeys: this.chain.resolve, store, now, ...changes };
    return { endpoint: createSessionEndpoint(options), store };
  }

  /** The endpoints after all four messages. */
  async connect(): Promise<{ readonly initiator: SessionInfo; readonly responder: SessionInfo }> {
    const hello = await this.alice.endpoint.start(BOB);
    const answer = await this.bob.endpoint.answer(hello);
    const finish = await this.alice.endpoint.finish(answer);
    const { message, session: responder } = await this.bob.endpoint.accept(finish);
    return { initiator: await this.alice.endpoint.complete(message), responder };
  }
}

export async function world(
  changes: { readonly alice?: Partial<SessionOptions>; readonly bob?: Partial<SessionOptions> } = {},
  types: { readonly alice?: SigningType; readonly bob?: SigningType } = {},
): Promise<World> {
  const made = new World();
  const alice = await agent(ALICE, types.alice);
  const bob = await agent(BOB, types.bob);
  made.chain.register(alice);
  made.chain.register(bob);
  made.alice = made.side(alice, changes.alice);
  made.bob = made.side(bob, changes.bob);
  return made;
}

/** A copy with one bit flipped. */
export function flip(bytes: Uint8Array, index: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = index < 0 ? copy.length + index : index;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** The code of what is thrown, or `none`. */
export async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
    return 'none';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}
