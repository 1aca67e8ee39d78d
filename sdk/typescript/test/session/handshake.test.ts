import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  createMemorySessionStore,
  createSessionEndpoint,
  createSigningKey,
  parseSessionMessage,
} from '../../src/index.ts';
import type { ResolvedKeys, SessionKey, SessionOptions } from '../../src/index.ts';
import { ALICE, BOB, EVE, NOW, OTHER_REGISTRY, REGISTRY, agent, codeOf, flip, keyId, seed, world } from './support.ts';
import type { World } from './support.ts';

/** Replaces what the chain says of an agent. */
function change({ chain }: World, did: string, edit: (keys: ResolvedKeys) => ResolvedKeys): void {
  const keys = chain.agents.get(did);
  if (keys === undefined) throw new Error(`no agent ${did}`);
  chain.agents.set(did, edit(keys));
}

const editKeys =
  (edit: (key: SessionKey) => SessionKey) =>
  (keys: ResolvedKeys): ResolvedKeys => ({ ...keys, keys: keys.keys.map(edit) });

describe('handshake', () => {
  for (const types of [
    { alice: 'ed25519', bob: 'secp256k1' },
    { alice: 'p256', bob: 'ed25519' },
  ] as const) {
    it(`opens one session at both ends (${types.alice}, ${types.bob})`, async () => {
      const made = await world({}, types);
      const { initiator, responder } = await made.connect();
      expect(initiator).to.deep.equal({
        id: responder.id,
        role: 'initiator',
        peer: { did: BOB, registry: REGISTRY, signingKeyId: keyId(`${BOB} ${types.bob}`) },
        aead: 3,
        createdAt: NOW,
      });
      expect(responder.role).to.equal('responder');
      expect(responder.peer).to.deep.equal({
        did: ALICE,
        registry: REGISTRY,
        signingKeyId: keyId(`${ALICE} ${types.alice}`),
      });
      expect(await made.alice.endpoint.get(initiator.id)).to.deep.equal(initiator);
      expect(made.alice.store.sizes()).to.deep.equal({ pending: 0, sessions: 1 });
      expect(made.bob.store.sizes()).to.deep.equal({ pending: 0, sessions: 1 });
    });
  }

  it('gives every handshake other keys', async () => {
    const made = await world();
    const first = await made.connect();
    const second = await made.connect();
    expect(first.initiator.id).to.not.equal(second.initiator.id);
    const [one, two] = [first, second].map(({ initiator }) => made.alice.store.readSession(initiator.id));
    expect(one?.send.secret).to.not.deep.equal(two?.send.secret);
  });

  it('hides both DIDs: no message has one in the clear', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    const answer = await made.bob.endpoint.answer(hello);
    const finish = await made.alice.endpoint.finish(answer);
    const { message: done } = await made.bob.endpoint.accept(finish);
    for (const message of [hello, answer, finish, done]) {
      expect(Buffer.from(message).includes('did:')).to.equal(false);
    }
  });

  it('test_attack_A34 every byte of every message is authenticated: no change of one passes or ends the handshake', async () => {
    const made = await world();
    const refuse = async (message: Uint8Array, call: (bytes: Uint8Array) => Promise<unknown>): Promise<void> => {
      for (let index = 0; index < message.length; index++) {
        expect(await codeOf(() => call(flip(message, index))), `byte ${index}`).to.not.equal('none');
      }
    };
    const hello = await made.alice.endpoint.start(BOB);
    await refuse(hello, made.bob.endpoint.answer);
    const answer = await made.bob.endpoint.answer(hello);
    await refuse(answer, made.alice.endpoint.finish);
    const finish = await made.alice.endpoint.finish(answer);
    await refuse(finish, made.bob.endpoint.accept);
    const { message: done } = await made.bob.endpoint.accept(finish);
    await refuse(done, made.alice.endpoint.complete);
    await made.alice.endpoint.complete(done);
  }).timeout(60_000);

  it('test_attack_A34 messages of two handshakes of the same agents do not mix', async () => {
    const made = await world();
    const hellos = [await made.alice.endpoint.start(BOB), await made.alice.endpoint.start(BOB)] as const;
    const answers = [await made.bob.endpoint.answer(hellos[0]), await made.bob.endpoint.answer(hellos[1])] as const;
    const crossed = (bytes: Uint8Array, other: Uint8Array): Uint8Array => {
      const mixed = Uint8Array.from(bytes);
      mixed.set(other.subarray(4, 20), 4);
      return mixed;
    };
    expect(await codeOf(() => made.alice.endpoint.finish(crossed(answers[0], answers[1])))).to.equal(
      'decryption-failed',
    );
    const finishes = [
      await made.alice.endpoint.finish(answers[0]),
      await made.alice.endpoint.finish(answers[1]),
    ] as const;
    expect(await codeOf(() => made.bob.endpoint.accept(crossed(finishes[0], finishes[1])))).to.equal(
      'decryption-failed',
    );
    await made.bob.endpoint.accept(finishes[0]);
  });

  it('test_attack_A34 of 100 parallel copies of each message one is taken', async () => {
    const made = await world();
    const one = async (call: () => Promise<unknown>): Promise<unknown> => {
      const results = await Promise.allSettled(Array.from({ length: 100 }, call));
      const taken = results.filter((result) => result.status === 'fulfilled');
      expect(taken).to.have.length(1);
      return taken[0]?.value;
    };
    const hello = await made.alice.endpoint.start(BOB);
    const answer = (await one(() => made.bob.endpoint.answer(hello))) as Uint8Array;
    const finish = (await one(() => made.alice.endpoint.finish(answer))) as Uint8Array;
    const { message } = (await one(() => made.bob.endpoint.accept(finish))) as { message: Uint8Array };
    await one(() => made.alice.endpoint.complete(message));
    expect(made.bob.store.sizes()).to.deep.equal({ pending: 0, sessions: 1 });
  }).timeout(60_000);

  it('test_attack_A34 a context always expires, also when nobody comes back', async () => {
    const made = await world();
    const answer = await made.bob.endpoint.answer(await made.alice.endpoint.start(BOB));
    for (const { store } of [made.alice, made.bob]) expect(store.sizes().pending).to.equal(1);
    made.time += 61;
    expect(await codeOf(() => made.alice.endpoint.finish(answer))).to.equal('handshake-expired');
    expect(made.alice.store.sizes().pending).to.equal(0);
    expect(await codeOf(() => made.alice.endpoint.finish(answer))).to.equal('handshake-unknown');
  });

  it('test_attack_A42 the answer of somebody else is refused, also of one that has the key-agreement key', async () => {
    const made = await world();
    const bob = await agent(BOB);
    const key = await createSigningKey('ed25519', seed('a key that the chain does not know'));
    const impostor = made.side({ ...bob, identity: { ...bob.identity, signing: { ...bob.identity.signing, key } } });
    const answer = await impostor.endpoint.answer(await made.alice.endpoint.start(BOB));
    expect(await codeOf(() => made.alice.endpoint.finish(answer))).to.equal('signature-invalid');
  });

  it('test_attack_A42 the hello of somebody else is refused', async () => {
    const made = await world();
    const alice = await agent(ALICE);
    const key = await createSigningKey('ed25519', seed('a key that the chain does not know'));
    const impostor = made.side({
      ...alice,
      identity: { ...alice.identity, signing: { ...alice.identity.signing, key } },
    });
    const hello = await impostor.endpoint.start(BOB);
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('signature-invalid');
    expect(made.bob.store.sizes().pending).to.equal(0);
  });

  it('test_attack_A42 who signs as the initiator but lacks its key-agreement key gets no session', async () => {
    const made = await world();
    const alice = await agent(ALICE);
    const agreement = { ...alice.identity.agreement, privateKey: seed('another x25519 key') };
    const half = made.side({ ...alice, identity: { ...alice.identity, agreement } });
    const finish = await half.endpoint.finish(await made.bob.endpoint.answer(await half.endpoint.start(BOB)));
    expect(await codeOf(() => made.bob.endpoint.accept(finish))).to.equal('decryption-failed');
  });

  it('test_attack_A41 keys come from the chain: one that an agent only claims is not found', async () => {
    const made = await world();
    const alice = await agent(ALICE);
    const signing = { ...alice.identity.signing, keyId: keyId('claimed') };
    const liar = made.side({ ...alice, identity: { ...alice.identity, signing } });
    const hello = await liar.endpoint.start(BOB);
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('key-not-found');
    expect(made.bob.store.sizes().pending).to.equal(0);
  });

  it('a key that was revoked between hello and answer is refused', async () => {
    const made = await world();
    const answer = await made.bob.endpoint.answer(await made.alice.endpoint.start(BOB));
    change(made, BOB, (keys) => ({ ...keys, keys: keys.keys.filter(({ type }) => type === 'x25519') }));
    expect(await codeOf(() => made.alice.endpoint.finish(answer))).to.equal('key-not-found');
    change(made, BOB, (keys) => ({ ...keys, keys: [] }));
    expect(await codeOf(() => made.alice.endpoint.finish(answer))).to.equal('key-not-found');
  });

  for (const [name, publicKey] of [
    ['all-zero', new Uint8Array(32)],
    ['of small order', Uint8Array.of(1, ...new Uint8Array(31))],
    ['too short', new Uint8Array(31).fill(9)],
    ['not canonical', new Uint8Array(32).fill(255)],
  ] as const) {
    it(`test_attack_A32 a key-agreement key on the chain that is ${name} is refused by both sides`, async () => {
      const broken = editKeys((key) => (key.type === 'x25519' ? { ...key, publicKey } : key));
      const made = await world();
      const hello = await made.alice.endpoint.start(BOB);
      change(made, ALICE, broken);
      expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('agreement-key-invalid');
      change(made, BOB, broken);
      expect(await codeOf(() => made.alice.endpoint.start(BOB))).to.equal('agreement-key-invalid');
    });
  }

  it('test_attack_A32 an own key that is all zero, or missing, is refused before anything is sent', async () => {
    const { identity } = await agent(ALICE);
    for (const privateKey of [new Uint8Array(32), new Uint8Array()]) {
      const made = await world();
      const changed = { ...identity, agreement: { ...identity.agreement, privateKey } };
      expect(await codeOf(() => made.side({ identity: changed, keys: [] }))).to.equal('options-invalid');
    }
  });

  it('a signing key that is none of its type, and a key of the wrong kind, are refused', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    change(
      made,
      ALICE,
      editKeys((key) => (key.type === 'ed25519' ? { ...key, publicKey: new Uint8Array(32) } : key)),
    );
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('signing-key-invalid');
    change(
      made,
      ALICE,
      editKeys((key) => (key.type === 'ed25519' ? { ...key, type: 'x25519' } : key)),
    );
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('key-unsuitable');
  });

  it('test_attack_A35 the AEAD is the first of the initiator that the responder allows, and both sign the list', async () => {
    const made = await world({ alice: { aeads: [2, 3] } });
    expect((await made.connect()).responder.aead).to.equal(2);
    const only = await world({ alice: { aeads: [2, 3] }, bob: { aeads: [3] } });
    expect((await only.connect()).initiator.aead).to.equal(3);
    const none = await world({ alice: { aeads: [2] }, bob: { aeads: [3] } });
    expect(await codeOf(() => none.connect())).to.equal('suite-unsupported');
  });

  it('test_attack_A35 an AEAD that was not offered is refused, though the responder signs it', async () => {
    const made = await world({ alice: { aeads: [2, 3] } });
    const hello = await made.alice.endpoint.start(BOB);
    const [id] = [parseSessionMessage(hello)].map((message) => (message.kind === 'hello' ? message.contextId : ''));
    const pending = made.alice.store.readPending(id ?? '');
    if (pending?.stage !== 'hello-sent') throw new Error('no handshake');
    made.alice.store.replacePending(pending.contextId, 'hello-sent', { ...pending, aeads: [3] });
    const answer = await made.bob.endpoint.answer(hello);
    expect(await codeOf(() => made.alice.endpoint.finish(answer))).to.equal('suite-mismatch');
  });

  it('test_attack_A35 another protocol version is refused, in every message', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    for (const version of [0, 2, 23]) {
      const other = Uint8Array.from(hello);
      other[1] = version;
      expect(await codeOf(() => made.bob.endpoint.answer(other))).to.equal('version-unsupported');
    }
  });

  it('the registry is bound: an agent of another chain is not its namesake', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    change(made, ALICE, (keys) => ({ ...keys, registry: OTHER_REGISTRY }));
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('registry-mismatch');
    change(made, BOB, (keys) => ({ ...keys, registry: OTHER_REGISTRY }));
    // Sealed for a Bob of the other chain: the info of HPKE differs.
    const other = await made.alice.endpoint.start(BOB);
    expect(await codeOf(() => made.bob.endpoint.answer(other))).to.equal('decryption-failed');
    change(made, BOB, (keys) => ({ ...keys, registry: 'eip155:1:0xABC' }));
    expect(await codeOf(() => made.alice.endpoint.start(BOB))).to.equal('resolver-failed');
  });

  it('a hello for another agent that has the same key is refused', async () => {
    const made = await world();
    const bob = await agent(BOB);
    const eve = made.side({ ...bob, identity: { ...bob.identity, did: EVE } });
    const hello = await made.alice.endpoint.start(BOB);
    expect(await codeOf(() => eve.endpoint.answer(hello))).to.equal('decryption-failed');
  });

  it('an agent talks neither with itself nor with whom the application refuses', async () => {
    const refusing = { acceptPeer: (did: string) => did !== ALICE && did !== BOB };
    const made = await world({ bob: refusing });
    expect(await codeOf(() => made.alice.endpoint.start(ALICE))).to.equal('peer-self');
    const hello = await made.alice.endpoint.start(BOB);
    made.chain.lookups = [];
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('peer-refused');
    expect(made.chain.lookups).to.deep.equal([]);
    const failing = await world({ alice: { acceptPeer: () => Promise.reject(new Error('down')) } });
    expect(await codeOf(() => failing.alice.endpoint.start(BOB))).to.equal('peer-refused');
  });

  it('unknown agents, failing resolvers and agents without a fitting key', async () => {
    const made = await world();
    expect(await codeOf(() => made.alice.endpoint.start(EVE))).to.equal('peer-unknown');
    expect(await codeOf(() => made.alice.endpoint.start('bob'))).to.equal('options-invalid');
    change(made, BOB, (keys) => ({ ...keys, keys: keys.keys.filter(({ type }) => type !== 'x25519') }));
    expect(await codeOf(() => made.alice.endpoint.start(BOB))).to.equal('key-not-found');
    const failing = await world({ alice: { resolveKeys: () => Promise.reject(new Error('no node')) } });
    expect(await codeOf(() => failing.alice.endpoint.start(BOB))).to.equal('resolver-failed');
  });

  it('clocks: a hello from the future or the past is refused, one within the skew passes', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    made.time = NOW - 31;
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('created-in-future');
    made.time = NOW + 91;
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('handshake-expired');
    made.time = NOW - 30;
    await made.bob.endpoint.answer(hello);
  });

  it('a hello is remembered for as long as it would pass', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    await made.bob.endpoint.answer(hello);
    made.time = NOW + 90;
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('handshake-replayed');
    made.time = NOW + 91;
    expect(await codeOf(() => made.bob.endpoint.answer(hello))).to.equal('handshake-expired');
  });

  it('limits pending handshakes, in all and with one peer, and forgets expired ones first', async () => {
    const made = await world();
    for (let count = 0; count < 8; count++) await made.alice.endpoint.start(BOB);
    expect(await codeOf(() => made.alice.endpoint.start(BOB))).to.equal('too-many-handshakes');
    made.time += 61;
    await made.alice.endpoint.start(BOB);
    expect(made.alice.store.sizes().pending).to.equal(1);
    const store = createMemorySessionStore({ maxPending: 1, now: () => made.time });
    const small = made.side(await agent(BOB), { store });
    await small.endpoint.answer(await made.alice.endpoint.start(BOB));
    const another = await made.alice.endpoint.start(BOB);
    expect(await codeOf(() => small.endpoint.answer(another))).to.equal('too-many-handshakes');
  });

  it('limits sessions', async () => {
    const made = await world();
    const store = createMemorySessionStore({ maxSessions: 1, now: () => made.time });
    made.bob = made.side(await agent(BOB), { store });
    await made.connect();
    expect(await codeOf(() => made.connect())).to.equal('too-many-sessions');
    made.time += 3601;
    await made.connect();
  });

  it('messages go to the call of their step', async () => {
    const made = await world();
    const hello = await made.alice.endpoint.start(BOB);
    const { endpoint } = made.bob;
    for (const call of [endpoint.finish, endpoint.accept, endpoint.complete, endpoint.open]) {
      expect(await codeOf(() => call(hello))).to.equal('message-unexpected');
    }
  });

  it('a signing key that fails, or gives something else than a signature, is told', async () => {
    const { identity } = await agent(ALICE);
    for (const sign of [() => Promise.reject(new Error('locked')), () => new Uint8Array(63)]) {
      const key = { algorithm: 'ed25519', sign } as const;
      const changed = { ...identity, signing: { ...identity.signing, key } };
      const made = await world();
      const { endpoint } = made.side({ identity: changed, keys: [] });
      expect(await codeOf(() => endpoint.start(BOB))).to.equal('signing-failed');
    }
  });

  it('a store that fails is told, and so is one that repeats an id', async () => {
    const made = await world();
    const alice = await agent(ALICE);
    const failing = { ...made.alice.store, addPending: () => Promise.reject(new Error('disk')) };
    const { endpoint } = made.side(alice, { store: failing });
    expect(await codeOf(() => endpoint.start(BOB))).to.equal('store-failed');
    const repeating = {
      ...made.alice.store,
      addPending: () => 'duplicate' as const,
      addSession: () => 'duplicate' as const,
    };
    expect(await codeOf(() => made.side(alice, { store: repeating }).endpoint.start(BOB))).to.equal('store-failed');
    const bob = made.side(await agent(BOB), { store: { ...made.bob.store, addSession: repeating.addSession } });
    const finish = await made.alice.endpoint.finish(await bob.endpoint.answer(await made.alice.endpoint.start(BOB)));
    expect(await codeOf(() => bob.endpoint.accept(finish))).to.equal('store-failed');
  });
});

describe('options of a session endpoint', () => {
  const cases: readonly (readonly [string, (options: SessionOptions) => SessionOptions])[] = [
    ['a DID that is none', (options) => ({ ...options, identity: { ...options.identity, did: 'did:sage' } })],
    [
      'a registry with capitals',
      (options) => ({ ...options, identity: { ...options.identity, registry: 'eip155:1:0xAA' } }),
    ],
    [
      'a key id in capitals',
      (options) => ({
        ...options,
        identity: { ...options.identity, signing: { ...options.identity.signing, keyId: `0x${'A'.repeat(64)}` } },
      }),
    ],
    [
      'a signing key of RSA',
      (options) => ({
        ...options,
        identity: {
          ...options.identity,
          signing: { ...options.identity.signing, key: { algorithm: 'rsa-pss-sha512', sign: () => new Uint8Array() } },
        },
      }),
    ],
    ['no AEAD', (options) => ({ ...options, aeads: [] })],
    ['an AEAD twice', (options) => ({ ...options, aeads: [3, 3] })],
    ['an AEAD that is none', (options) => ({ ...options, aeads: [1 as 2] })],
    ['a limit of zero', (options) => ({ ...options, limits: { maxAge: 0 } })],
    ['a limit above the most', (options) => ({ ...options, limits: { maxMessages: 1_000_001 } })],
    ['a limit that is no integer', (options) => ({ ...options, limits: { maxIdle: 1.5 } })],
    ['a limit that there is not', (options) => ({ ...options, limits: { maxage: 5 } as object })],
  ];
  for (const [name, edit] of cases) {
    it(`${name} is refused`, async () => {
      const { identity } = await agent(ALICE);
      const { chain } = await world();
      const options = { identity, resolveKeys: chain.resolve, store: createMemorySessionStore() };
      createSessionEndpoint(options);
      expect(await codeOf(() => createSessionEndpoint(edit(options)))).to.equal('options-invalid');
    });
  }

  it('a clock that stands on its head is refused when it is asked', async () => {
    for (const time of [Number.NaN, -1, Infinity]) {
      const made = await world({ alice: { now: () => time } });
      expect(await codeOf(() => made.alice.endpoint.start(BOB))).to.equal('options-invalid');
    }
  });

  it('the private key is copied, so that wiping the original changes nothing', async () => {
    const made = await world();
    const bob = await agent(BOB);
    made.bob = made.side(bob);
    bob.identity.agreement.privateKey.fill(0);
    await made.connect();
  });

  it('sizes of a memory store that are no sizes are refused', async () => {
    for (const options of [{ maxPending: 0 }, { maxSessions: 1.5 }, { maxHellos: -1 }, { maxPendingPerPeer: 0 }]) {
      expect(await codeOf(() => createMemorySessionStore(options))).to.equal('options-invalid');
    }
  });

  it('the system clock and the system randomness are the default', async () => {
    const { identity } = await agent(ALICE);
    const { chain } = await world();
    const store = createMemorySessionStore();
    const endpoint = createSessionEndpoint({ identity, resolveKeys: chain.resolve, store });
    const hello = await endpoint.start(BOB);
    const message = parseSessionMessage(hello);
    expect(message.kind).to.equal('hello');
  });
});
