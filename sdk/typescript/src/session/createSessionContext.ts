import { randomBytes } from '@noble/hashes/utils.js';
import { SESSION_AEADS, SESSION_DEFAULTS, SESSION_MAXIMA } from './constants.ts';
import type { SessionAead } from './constants.ts';
import { SessionError } from './SessionError.ts';
import { REGISTRY_ALGORITHMS } from '../http/keys/registryAlgorithms.ts';
import type { KeysResolver, SessionIdentity, SessionOptions, SessionStore } from './types.ts';
import { isDid } from './wire/isDid.ts';
import { isKeyId } from './wire/isKeyId.ts';
import { isRegistry } from './wire/isRegistry.ts';

/** Where randomness comes from. Only test vectors have another source than the system's. */
export interface Entropy {
  random(length: number): Uint8Array;
  /** What an ephemeral key of HPKE is derived from; undefined leaves it to the HPKE library. */
  ephemeralIkm(): Uint8Array | undefined;
}

const SYSTEM: Entropy = { random: (length) => randomBytes(length), ephemeralIkm: () => undefined };

/** Checked options. */
export interface SessionContext {
  readonly identity: SessionIdentity;
  readonly resolveKeys: KeysResolver;
  readonly store: SessionStore;
  readonly limits: Readonly<Record<keyof typeof SESSION_DEFAULTS, number>>;
  readonly aeads: readonly SessionAead[];
  readonly acceptPeer: (did: string) => boolean | Promise<boolean>;
  /** Seconds since 1970, finite. */
  readonly now: () => number;
  readonly entropy: Entropy;
}

/** @throws SessionError `options-invalid` */
export function createSessionContext(options: SessionOptions, entropy: Entropy = SYSTEM): SessionContext {
  const { identity, resolveKeys, store, aeads = SESSION_AEADS, acceptPeer = () => true } = options;
  const { now = () => Date.now() / 1000 } = options;
  checkIdentity(identity);
  if (aeads.length === 0 || new Set(aeads).size < aeads.length || aeads.some((aead) => !SESSION_AEADS.includes(aead))) {
    throw fault('aeads', `expected different ones of ${SESSION_AEADS.join(', ')}, at least one`);
  }
  return {
    identity: {
      ...identity,
      agreement: { ...identity.agreement, privateKey: Uint8Array.from(identity.agreement.privateKey) },
    },
    resolveKeys,
    store,
    limits: readLimits({ ...options.limits }),
    aeads: [...aeads],
    acceptPeer,
    now: () => {
      const time = now();
      if (!Number.isFinite(time) || time < 0) throw fault('now', `got ${time}; give seconds since 1970`);
      return time;
    },
    entropy,
  };
}

function checkIdentity({ did, registry, signing, agreement }: SessionIdentity): void {
  if (!isDid(did)) throw fault('identity.did', 'expected a DID');
  if (!isRegistry(registry)) {
    throw fault('identity.registry', 'expected eip155:{chain id}:{address of the registry in lower case}');
  }
  for (const [name, keyId] of [
    ['signing', signing.keyId],
    ['agreement', agreement.keyId],
  ] as const) {
    if (!isKeyId(keyId)) throw fault(`identity.${name}.keyId`, 'expected 0x and 64 hexadecimal digits in lower case');
  }
  const algorithms: readonly string[] = Object.values(REGISTRY_ALGORITHMS);
  if (!algorithms.includes(signing.key.algorithm)) {
    throw fault('identity.signing.key', `expected a key for one of ${algorithms.join(', ')}`);
  }
  const { privateKey } = agreement;
  if (privateKey.length !== 32) throw fault('identity.agreement.privateKey', 'expected the 32 bytes of an X25519 key');
  if (privateKey.every((byte) => byte === 0)) throw fault('identity.agreement.privateKey', 'the key is all zero');
}

function readLimits(given: Readonly<Record<string, unknown>>): SessionContext['limits'] {
  const limits: Record<string, number> = { ...SESSION_DEFAULTS };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(SESSION_MAXIMA, name)) throw fault(`limits.${name}`, 'there is no such limit');
    const maximum = SESSION_MAXIMA[name as keyof typeof SESSION_MAXIMA];
    const minimum = name === 'clockSkew' ? 0 : 1;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw fault(`limits.${name}`, `expected an integer from ${minimum} to ${maximum}`);
    }
    limits[name] = value;
  }
  return limits as SessionContext['limits'];
}

function fault(field: string, reason: string): SessionError {
  return new SessionError('options-invalid', `${field}: ${reason}`, { details: { field } });
}
