import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'A32-small-order',
    numbers: ['A32'],
    title: 'A key-agreement key of small order is taken, so that the shared secret is zero.',
    file: 'sdk/typescript/src/session/hpke/checkX25519PublicKey.ts',
    find: `    x25519.getSharedSecret(SCALAR, bytes);
`,
    replace: `    if (bytes.length !== 32) x25519.getSharedSecret(SCALAR, bytes);
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A32 a key-agreement key on the chain that is',
    },
  },
  {
    id: 'A32-zero-key-read',
    numbers: ['A32'],
    title: 'An own key that was never set, all zero, is used.',
    file: 'sdk/typescript/src/session/createSessionContext.ts',
    find: `  if (privateKey.every((byte) => byte === 0)) throw fault('identity.agreement.privateKey', 'the key is all zero');
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A32 an own key that is all zero, or missing',
    },
  },
  {
    id: 'A33-check-then-store',
    numbers: ['A33'],
    title: 'A record is looked up before it is opened, and not again when it is stored.',
    file: 'sdk/typescript/src/session/record/acceptSequence.ts',
    find: `  checkSequence(window, sequence);
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/records.test.ts',
      name: 'test_attack_A33 of 100 parallel copies exactly one is accepted',
    },
  },
  {
    id: 'A34-hello-not-remembered',
    numbers: ['A34'],
    title: 'A copy of a first message is answered as often as it comes.',
    file: 'sdk/typescript/src/session/handshake/answerHello.ts',
    find: `  await rememberHello(context, hello, opened.payload.created);
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A34 of 100 parallel copies of each message one is taken',
    },
  },
  {
    id: 'A34-never-expires',
    numbers: ['A34'],
    title: 'A handshake that was begun waits for ever.',
    file: 'sdk/typescript/src/session/handshake/readPending.ts',
    find: 'if (pending.expiresAt < now()) {',
    replace: 'if (pending.expiresAt < now() - 86_400) {',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A34 a context always expires, also when nobody comes back',
    },
  },
  {
    id: 'A34-only-the-payload-signed',
    numbers: ['A34'],
    title: 'A handshake message signs its payload, and nothing of what came before.',
    file: 'sdk/typescript/src/session/handshake/toBeSigned.ts',
    find: 'encodeCbor([LABEL, MESSAGE_TYPES[kind], transcript, header, payload])',
    replace: 'encodeCbor([LABEL, MESSAGE_TYPES[kind], payload])',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/toBeSigned.test.ts',
      name: 'test_attack_A34 is the kind of the message',
    },
  },
  {
    id: 'A35-suite-not-offered',
    numbers: ['A35'],
    title: 'The initiator takes whatever AEAD the responder names.',
    file: 'sdk/typescript/src/session/handshake/finishHandshake.ts',
    find: 'pending.aeads.find((offered) => offered === payload.aead)',
    replace: 'pending.aeads.length > 0 ? (payload.aead as SessionAead) : undefined',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A35 an AEAD that was not offered is refused, though the responder signs it',
    },
  },
  {
    id: 'A35-wrong-aead',
    numbers: ['A35'],
    title: 'The suite with AES-128 encrypts with AES-256.',
    file: 'sdk/typescript/src/session/hpke/createHpkeSuite.ts',
    find: '[0x0001, () => new Aes128Gcm()],',
    replace: '[0x0001, () => new Aes256Gcm()],',
    test: { runner: 'mocha', path: 'sdk/typescript/test/session/hpke.test.ts', name: 'test_attack_A35 all 16 cases' },
  },
  {
    id: 'A41-claimed-keys',
    numbers: ['A41'],
    title: 'A key id that the chain does not have stands for the first key that fits.',
    file: 'sdk/typescript/src/session/handshake/findKey.ts',
    find: 'keys.find(({ id }) => id === keyId);',
    replace: '(keys.find(({ id }) => id === keyId) ?? keys.find(fits));',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A41 keys come from the chain',
    },
  },
  {
    id: 'A42-answer-not-checked',
    numbers: ['A42'],
    title: 'The signature of the responder is not checked.',
    file: 'sdk/typescript/src/session/handshake/finishHandshake.ts',
    find: `  await verifyPayload(signingKey, 'answer', { transcript: first, header, payload: payloadBytes }, signature);
`,
    replace: `  if (signature.length === 0) throw new SessionError('signature-invalid', 'there is no signature');
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A42 the answer of somebody else is refused',
    },
  },
  {
    id: 'A42-hello-not-checked',
    numbers: ['A42'],
    title: 'The signature of the initiator is not checked.',
    file: 'sdk/typescript/src/session/handshake/openHello.ts',
    find: `  await verifyPayload(signingKey, 'hello', signedParts, signed.signature);
`,
    replace: `  if (signedParts.payload.length === 0) throw mismatch('payload', 'empty');
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/handshake.test.ts',
      name: 'test_attack_A42 the hello of somebody else is refused',
    },
  },
  {
    id: 'A43-one-key',
    numbers: ['A43'],
    title: 'Both directions derive the same keys.',
    file: 'sdk/typescript/src/session/handshake/openSession.ts',
    find: "derive('responder to initiator', 32)",
    replace: "derive('initiator to responder', 32)",
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/session/records.test.ts',
      name: 'test_attack_A43 a record sent back to its sender is refused',
    },
  },
];
