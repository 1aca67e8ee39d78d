import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { createMemorySessionStore, createSigningKey } from '../src/index.ts';
import type { ResolvedKeys, SessionAead, SessionKey, SessionKeyId } from '../src/index.ts';
import { bindSessionEndpoint } from '../src/session/bindSessionEndpoint.ts';
import type { SessionEndpoint } from '../src/session/bindSessionEndpoint.ts';
import { createSessionContext } from '../src/session/createSessionContext.ts';
import { recordKeys } from '../src/session/record/recordKeys.ts';

const NOW = 1_800_000_000;
const REGISTRY = 'eip155:31337:0x5fbdb2315678afecb367f032d93f642f64180aa3';

/** 32 bytes that follow from a name. */
const seed = (name: string): Uint8Array => sha256(utf8ToBytes(`sage session vectors: ${name}`));

const SIGNING = {
  ed25519: { algorithm: 'ed25519', publicKey: (secret: Uint8Array) => ed25519.getPublicKey(secret) },
  secp256k1: { algorithm: 'es256k', publicKey: (secret: Uint8Array) => secp256k1.getPublicKey(secret) },
  p256: { algorithm: 'ecdsa-p256-sha256', publicKey: (secret: Uint8Array) => p256.getPublicKey(secret) },
} as const;

type SigningType = keyof typeof SIGNING;

interface Party {
  readonly did: string;
  readonly type: SigningType;
  readonly signingSecret: Uint8Array;
  readonly agreementSecret: Uint8Array;
  readonly keys: readonly [signing: SessionKey, agreement: SessionKey];
}

function party(role: string, type: SigningType): Party {
  const signingSecret = seed(`${role} ${type}`);
  const agreementSecret = seed(`${role} x25519`);
  const id = (name: string): SessionKeyId => `0x${bytesToHex(seed(`${role} ${name} id`))}`;
  return {
    did: `did:sage:local:${role}`,
    type,
    signingSecret,
    agreementSecret,
    keys: [
      { id: id(type), type, publicKey: SIGNING[type].publicKey(signingSecret) },
      { id: id('x25519'), type: 'x25519', publicKey: x25519.getPublicKey(agreementSecret) },
    ],
  };
}

function describeParty({ did, signingSecret, agreementSecret, keys }: Party): object {
  const [signing, agreement] = keys;
  const key = ({ id, type, publicKey }: SessionKey, secret: Uint8Array): object => ({
    id,
    type,
    privateKey: bytesToHex(secret),
    publicKey: bytesToHex(publicKey),
  });
  return { did, registry: REGISTRY, signing: key(signing, signingSecret), agreement: key(agreement, agreementSecret) };
}

interface Side {
  readonly endpoint: SessionEndpoint;
  readonly store: ReturnType<typeof createMemorySessionStore>;
  /** What was signed, in order. */
  readonly signed: Uint8Array[];
  readonly entropy: Record<string, string>;
}

/** What each side draws, in the order in which it does. */
const DRAWS = {
  initiator: ['contextId', 'ephemeralPrivateKey', 'helloIkm'],
  responder: ['answerIkm', 'proofIkm', 'contextId'],
} as const;

async function side(
  role: 'initiator' | 'responder',
  self: Party,
  resolve: (did: string) => ResolvedKeys | undefined,
  aead: SessionAead,
): Promise<Side> {
  const signed: Uint8Array[] = [];
  const entropy: Record<string, string> = {};
  const names = [...DRAWS[role]];
  const draw = (length: number): Uint8Array => {
    const name = names.shift();
    if (name === undefined) throw new Error('more randomness is drawn than the vectors describe');
    const bytes = seed(`${role} ${name} ${aead}`).slice(0, length);
    entropy[name] = bytesToHex(bytes);
    return bytes;
  };
  const key = await createSigningKey(SIGNING[self.type].algorithm, self.signingSecret);
  const store = createMemorySessionStore({ now: () => NOW });
  const identity = {
    did: self.did,
    registry: REGISTRY,
    signing: {
      keyId: self.keys[0].id,
      key: {
        algorithm: key.algorithm,
        sign: (data: Uint8Array) => {
          signed.push(data);
          return key.sign(data);
        },
      },
    },
    agreement: { keyId: self.keys[1].id, privateKey: self.agreementSecret },
  };
  const context = createSessionContext(
    { identity, resolveKeys: async (did) => Promise.resolve(resolve(did)), store, aeads: [aead], now: () => NOW },
    { random: draw, ephemeralIkm: () => draw(32) },
  );
  return { endpoint: bindSessionEndpoint(context), store, signed, entropy };
}

const last = <Item>(items: readonly Item[]): Item => {
  const item = items.at(-1);
  if (item === undefined) throw new Error('nothing was signed');
  return item;
};

async function handshake(types: readonly [SigningType, SigningType], aead: SessionAead): Promise<object> {
  const initiator = party('initiator', types[0]);
  const responder = party('responder', types[1]);
  const resolve = (did: string): ResolvedKeys | undefined => {
    const found = [initiator, responder].find((one) => one.did === did);
    return found && { registry: REGISTRY, keys: found.keys };
  };
  const from = await side('initiator', initiator, resolve, aead);
  const to = await side('responder', responder, resolve, aead);

  const hello = await from.endpoint.start(responder.did);
  const initiatorContext = from.entropy['contextId'] ?? '';
  const helloSent = from.store.readPending(initiatorContext);
  const answer = await to.endpoint.answer(hello);
  const answered = to.store.readPending(to.entropy['contextId'] ?? '');
  const finish = await from.endpoint.finish(answer);
  const finishSent = from.store.readPending(initiatorContext);
  const { message: done, session } = await to.endpoint.accept(finish);
  await from.endpoint.complete(done);
  if (helloSent?.stage !== 'hello-sent' || answered?.stage !== 'hello-answered' || finishSent?.stage !== 'finish-sent')
    throw new Error('the handshake took another way than the vectors describe');
  const state = from.store.readSession(session.id);
  if (state === undefined) throw new Error('there is no session');
  return {
    id: `${types.join('-')}-aead-${aead}`,
    now: NOW,
    aead,
    initiator: { ...describeParty(initiator), entropy: from.entropy },
    responder: { ...describeParty(responder), entropy: to.entropy },
    messages: {
      hello: { signed: bytesToHex(from.signed[0] ?? hello), message: bytesToHex(hello) },
      answer: { signed: bytesToHex(to.signed[0] ?? hello), message: bytesToHex(answer) },
      finish: { signed: bytesToHex(last(from.signed)), message: bytesToHex(finish) },
      done: { signed: bytesToHex(last(to.signed)), message: bytesToHex(done) },
    },
    secrets: {
      hello: bytesToHex(helloSent.helloSecret),
      transcriptAfterHello: bytesToHex(helloSent.transcript),
      transcriptAfterAnswer: bytesToHex(answered.transcript),
      handshake: bytesToHex(answered.handshakeSecret),
      transcriptAfterFinish: bytesToHex(finishSent.transcript),
      sessionId: session.id,
      initiatorToResponder: bytesToHex(state.send.secret),
      responderToInitiator: bytesToHex(state.receive.secret),
    },
    records: await records(from, to, session.id),
    refused: await refusals({ from, to, sessionId: session.id, hello, answer, finish, done }),
  };
}

async function records(from: Side, to: Side, id: string): Promise<object[]> {
  const rows: object[] = [];
  const send = async (sender: Side, role: string, text: string, aad: string): Promise<void> => {
    const record = await sender.endpoint.seal(id, utf8ToBytes(text), utf8ToBytes(aad));
    const sent = sender.store.readSession(id)?.send;
    if (sent === undefined) throw new Error('there is no session');
    const { key, nonce } = recordKeys(sent.secret, sent.next - 1);
    rows.push({
      from: role,
      epoch: sent.epoch,
      sequence: sent.next - 1,
      plaintext: text,
      aad,
      secret: bytesToHex(sent.secret),
      key: bytesToHex(key),
      nonce: bytesToHex(nonce),
      record: bytesToHex(record),
    });
  };
  await send(from, 'initiator', 'hello, responder', '');
  await send(from, 'initiator', '', 'only bound');
  await send(to, 'responder', 'hello, initiator', '');
  await from.endpoint.rekey(id);
  await send(from, 'initiator', 'under the next keys', '');
  await to.endpoint.rekey(id);
  await send(to, 'responder', 'and so here', 'aad');
  return rows;
}

interface Run {
  readonly from: Side;
  readonly to: Side;
  readonly sessionId: string;
  readonly hello: Uint8Array;
  readonly answer: Uint8Array;
  readonly finish: Uint8Array;
  readonly done: Uint8Array;
}

/** Messages that a fresh responder, or the peer of the session above, must refuse, and why. */
async function refusals({ from, to, sessionId, hello, answer, finish, done }: Run): Promise<object[]> {
  const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
    bytes.map((byte, index) => (index === (at + bytes.length) % bytes.length ? byte ^ 1 : byte));
  const own = await from.endpoint.seal(sessionId, utf8ToBytes('to the responder'));
  const rows: [to: 'initiator' | 'responder', what: string, message: Uint8Array][] = [
    ['responder', 'hello: last byte of the tag changed', flipped(hello, -1)],
    ['responder', 'hello: context id changed, which the ciphertext is bound to', flipped(hello, 5)],
    ['responder', 'hello: for another key-agreement key', flipped(hello, 25)],
    ['responder', 'hello: encapsulated key changed', flipped(hello, 60)],
    ['responder', 'hello: version 2', Uint8Array.of(hello[0] ?? 0, 2, ...hello.subarray(2))],
    ['responder', 'hello: version 1 in two bytes', Uint8Array.of(hello[0] ?? 0, 0x18, 1, ...hello.subarray(2))],
    ['responder', 'hello: one byte after the end', concatBytes(hello, new Uint8Array(1))],
    ['responder', 'hello: as an array of indefinite length', concatBytes(Uint8Array.of(0x9f), hello.subarray(1))],
    ['responder', 'hello: encapsulated key all zero', hello.map((byte, at) => (at >= 56 && at < 88 ? 0 : byte))],
    ['responder', 'hello: the one that was answered already', hello],
    ['initiator', 'answer: the one that was taken already', answer],
    ['responder', 'finish: the one that was taken already', finish],
    ['initiator', 'done: the one that was taken already', done],
    ['initiator', 'record: sent back to who sealed it', own],
    ['responder', 'record: last byte of the tag changed', flipped(own, -1)],
    ['responder', 'record: of a later epoch', flipped(own, 20)],
    ['responder', 'record: of another session', flipped(own, 10)],
  ];
  const result: object[] = [];
  for (const [role, what, message] of rows) {
    const code = await refusalOf(role === 'initiator' ? from : to, message);
    result.push({ to: role, what, message: bytesToHex(message), code });
  }
  return result;
}

async function refusalOf({ endpoint }: Side, message: Uint8Array): Promise<string> {
  const type = message[0] === 0x9f || message[1] === 0x18 ? 1 : message[2];
  const calls = [endpoint.answer, endpoint.finish, endpoint.accept, endpoint.complete, endpoint.open] as const;
  try {
    await calls[(type ?? 1) - 1]?.(message);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  throw new Error('a message that must be refused was taken');
}

/** The text of `sdk/vectors/session.json`. Every key and every random value follows from its name. */
export async function renderSessionVectors(): Promise<string> {
  const vectors = {
    name: 'SAGE sessions, protocol version 1',
    version: 1,
    notes: [
      'docs/session-protocol.md defines the messages; byte strings are hex; plaintext and aad of records are texts',
      'entropy: what a side draws; the three Ikm are given to DeriveKeyPair of RFC 9180, section 7.1.3',
      'signed: what the signature of the message is over; it holds the transcript before it, its header and its payload',
      'refused: after the handshake and the records, to the side that is named; code is that of docs/session-codes.md',
    ],
    handshakes: [await handshake(['ed25519', 'ed25519'], 3), await handshake(['secp256k1', 'p256'], 2)],
  };
  return `${JSON.stringify(vectors, null, 2)}\n`;
}
