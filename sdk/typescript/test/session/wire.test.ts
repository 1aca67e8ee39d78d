import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hexToBytes } from '@noble/hashes/utils.js';
import { expect } from 'chai';
import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { renderSessionCodes } from '../../scripts/renderSessionCodes.ts';
import { renderSessionVectors } from '../../scripts/renderSessionVectors.ts';
import { SESSION_ERRORS, SessionError, parseSessionMessage } from '../../src/index.ts';
import { addCiphertext } from '../../src/session/wire/addCiphertext.ts';
import { isDid } from '../../src/session/wire/isDid.ts';
import { parseAnswerPayload } from '../../src/session/wire/parseAnswerPayload.ts';
import { parseHelloPayload } from '../../src/session/wire/parseHelloPayload.ts';
import { parseProofPayload } from '../../src/session/wire/parseProofPayload.ts';
import { parseSigned } from '../../src/session/wire/parseSigned.ts';
import { ROOT } from '../http/support.ts';
import { codeOf } from './support.ts';

interface Vectors {
  readonly handshakes: readonly {
    readonly messages: Readonly<Record<string, { readonly signed: string; readonly message: string }>>;
    readonly records: readonly { readonly record: string }[];
  }[];
}

const TEXT = readFileSync(join(ROOT, 'sdk', 'vectors', 'session.json'), 'utf8');
const VECTORS = JSON.parse(TEXT) as Vectors;
const MESSAGES = VECTORS.handshakes.flatMap(({ messages, records }) => [
  ...Object.values(messages).map(({ message }) => hexToBytes(message)),
  ...records.map(({ record }) => hexToBytes(record)),
]);
const SIGNED = VECTORS.handshakes.flatMap(({ messages }) =>
  Object.values(messages).map(({ signed }) => hexToBytes(signed)),
);

const RUNS = 25_000;

/** What a parser gives, or its code; anything else that is thrown fails the test. */
function attempt<Result>(parse: (bytes: Uint8Array) => Result, bytes: Uint8Array): Result | string {
  try {
    return parse(bytes);
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    expect(SESSION_ERRORS).to.have.property(error.code);
    return error.code;
  }
}

/** Bytes changed, removed or added, mostly near the beginning, where the structure is. */
function mutated(originals: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.tuple(fc.oneof(fc.nat(40), fc.nat(500)), fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 2));
  return fc
    .tuple(fc.constantFrom(...originals), fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([original, edits]) => {
      const bytes = [...original];
      for (const [at, byte, kind] of edits) {
        const index = at % (bytes.length + 1);
        bytes.splice(index, kind === 0 ? 1 : kind === 1 ? 0 : 1, ...(kind === 0 ? [] : [byte]));
      }
      return Uint8Array.from(bytes);
    });
}

/** CBOR of many shapes, so that more than the first byte is looked at. */
const shaped = fc
  .array(
    fc.oneof(
      fc.constantFrom<unknown>(1, 2, 3, 4, 5, -1, 0.5, null, true, 'did:sage:a:b', [3], [3, 3], [], [[1]], new Map()),
      fc.nat(),
      fc.constantFrom(0, 15, 16, 17, 32, 64).map((length) => new Uint8Array(length)),
      fc.string(),
    ),
    { maxLength: 9 },
  )
  .map((fields) => encode(fields));

describe('fuzzing the parsers of sessions: 100,000 inputs', () => {
  const inputs = fc.oneof(fc.uint8Array({ maxLength: 200 }), shaped, mutated(MESSAGES));

  for (const [name, arbitrary] of [
    ['any bytes', fc.uint8Array({ maxLength: 300 })],
    ['changed messages', mutated(MESSAGES)],
    ['CBOR of many shapes', fc.oneof(shaped, inputs)],
  ] as const) {
    it(`messages: ${name} give a message that encodes to the same bytes, or a code`, () => {
      let parsed = 0;
      fc.assert(
        fc.property(arbitrary, (bytes) => {
          const message = attempt(parseSessionMessage, bytes);
          if (typeof message === 'string') return;
          parsed++;
          expect(addCiphertext(message.header, message.ciphertext)).to.deep.equal(bytes);
        }),
        { numRuns: RUNS },
      );
      if (name === 'changed messages') expect(parsed).to.be.greaterThan(RUNS / 10);
    }).timeout(120_000);
  }

  it('what is sealed: changed payloads, CBOR of many shapes, any bytes', () => {
    const payloads = SIGNED.map((signed) => payloadOf(signed));
    const parsers = [parseHelloPayload, parseAnswerPayload, parseProofPayload, parseSigned];
    const parsed = parsers.map(() => 0);
    fc.assert(
      fc.property(fc.oneof(mutated(payloads), shaped, fc.uint8Array({ maxLength: 100 })), (bytes) => {
        for (const [index, parse] of parsers.entries()) {
          const result = attempt<unknown>(parse, bytes);
          if (typeof result !== 'string') parsed[index] = (parsed[index] ?? 0) + 1;
          else expect(result).to.equal('message-malformed');
        }
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(...parsed.slice(0, 3)), String(parsed)).to.be.greaterThan(20);
  }).timeout(120_000);
});

/** The last field of what is signed. */
function payloadOf(signed: Uint8Array): Uint8Array {
  const tail = [...signed.keys()].find((at) => {
    const length = signed.length - at;
    return (
      (signed[at] === 0x40 + length - 1 && length - 1 < 24) ||
      (signed[at] === 0x58 && signed[at + 1] === length - 2) ||
      (signed[at] === 0x59 && ((signed[at + 1] ?? 0) << 8) + (signed[at + 2] ?? 0) === length - 3)
    );
  });
  if (tail === undefined) throw new Error('no payload');
  const head = signed[tail];
  return signed.subarray(tail + (head === 0x58 ? 2 : head === 0x59 ? 3 : 1));
}

describe('encoding of session messages', () => {
  const hello = MESSAGES[0] ?? new Uint8Array();
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['nothing', new Uint8Array(), 'message-malformed'],
    ['a map', encode(new Map([[1, 2]])), 'message-malformed'],
    ['a negative number', encode([-1]), 'message-malformed'],
    ['a fraction', encode([1.5]), 'message-malformed'],
    ['arrays in arrays in arrays', encode([1, [[[1]]]]), 'message-malformed'],
    ['an unknown type', encode([1, 0, new Uint8Array(16), new Uint8Array(16)]), 'message-malformed'],
    ['a type above all', encode([1, 6]), 'message-malformed'],
    ['an integer beyond 2^53', Uint8Array.of(0x81, 0x1b, 0xff, 0, 0, 0, 0, 0, 0, 0), 'message-malformed'],
    ['a handshake message of 4097 bytes', encode([1, 1, new Uint8Array(4091)]), 'message-too-large'],
    ['a ciphertext below a tag', encode([1, 3, new Uint8Array(16), new Uint8Array(15)]), 'message-malformed'],
    ['a field too many', addCiphertext(hello, new Uint8Array()), 'message-malformed'],
  ];
  for (const [name, bytes, code] of cases) {
    it(`${name} is refused`, async () => {
      expect(await codeOf(() => parseSessionMessage(bytes))).to.equal(code);
    });
  }

  it('a header is an array of at most 22 fields', async () => {
    for (const header of [new Uint8Array(), Uint8Array.of(0x97), encode('x')]) {
      expect(await codeOf(() => addCiphertext(header, new Uint8Array()))).to.equal('options-invalid');
    }
  });

  it('DIDs', () => {
    for (const did of ['did:sage:local:alice', 'did:web:example.com%3A3000', 'did:a:b'])
      expect(isDid(did)).to.equal(true);
    for (const did of ['did:sage:', 'did:SAGE:a', 'did:sage:a b', 'did:sage:a#key', 'did:sage:a/b', 'did:web:%3', '']) {
      expect(isDid(did)).to.equal(false);
    }
    expect(isDid(`did:sage:${'a'.repeat(246)}`)).to.equal(true);
    expect(isDid(`did:sage:${'a'.repeat(247)}`)).to.equal(false);
  });
});

describe('generated files of sessions', () => {
  it('sdk/vectors/session.json is what the script writes: every message, secret and refusal follows from the keys', async () => {
    expect(await renderSessionVectors()).to.equal(TEXT);
  });

  it('docs/session-codes.md is what the table of codes gives, with one meaning a code', () => {
    expect(readFileSync(join(ROOT, 'docs', 'session-codes.md'), 'utf8')).to.equal(renderSessionCodes());
    const meanings = Object.values(SESSION_ERRORS).map(({ meaning }) => meaning);
    expect(new Set(meanings).size).to.equal(meanings.length);
  });
});
