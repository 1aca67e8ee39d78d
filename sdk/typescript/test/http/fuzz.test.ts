import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { HttpSignatureError, SIGNATURE_REASONS, createSignatureBase, parseAcceptSignature } from '../../src/index.ts';
import type { FieldLine, HttpMessage, SignatureAlgorithm } from '../../src/index.ts';
import { readPrivateKey } from '../../src/http/keys/readPrivateKey.ts';
import { readPublicKey } from '../../src/http/keys/readPublicKey.ts';
import { RFC9421 } from './support.ts';

const RUNS = Number(process.env['SAGE_FUZZ_RUNS'] ?? 1000);

/** What an action returns, or the code of the error of this library that it throws; any other error is a fault. */
function attempt<Result>(action: () => Result): Result | { readonly code: string } {
  try {
    return action();
  } catch (error) {
    if (error instanceof HttpSignatureError) return { code: error.code };
    throw error;
  }
}

const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        '/',
        '?',
        '#',
        '&',
        '=',
        '%',
        '%41',
        '%FF',
        '+',
        '://',
        'https',
        'a',
        '@',
        ':',
        '[',
        ']',
        '\r\n',
        ' ',
        '"',
        ',',
        '(',
        'u=1',
      ),
      { maxLength: 10 },
    )
    .map((pieces) => pieces.join('')),
);

const name = fc.constantFrom('priority', 'x', 'content-digest', 'Signature');
const lines = fc.array(
  fc.tuple(name, wild).map((line): FieldLine => line),
  { maxLength: 4 },
);

const request = fc.record({
  kind: fc.constant('request' as const),
  method: fc.oneof(fc.constant('GET'), wild),
  requestTarget: fc.oneof(
    wild,
    wild.map((text) => `/${text}`),
    wild.map((text) => `/?a=${text}`),
  ),
  targetUri: fc.oneof(
    wild,
    wild.map((text) => `https://${text}`),
    fc.constant(undefined),
  ),
  fields: lines,
  trailers: lines,
});

const message: fc.Arbitrary<HttpMessage> = fc.oneof(
  request,
  fc.record({ kind: fc.constant('response' as const), status: fc.integer(), fields: lines, trailers: lines, request }),
);

const component = fc.oneof(
  fc.constantFrom('@method', '@target-uri', '@authority', '@scheme', '@request-target', '@path', '@query', '@status'),
  fc.constantFrom('"@query-param";name="a"', '"@method";req', '"@path";req', 'x', '"x";bs', '"x";tr', '"x";req;tr'),
  fc.constantFrom('"priority";sf', '"priority";key="u"', '"content-digest";sf', '"signature";key="a"', '"x";bs;req'),
  wild.map((text) => `"${text}`),
  wild,
);

describe('fuzzing: whatever comes in, the answer is a result or a code', () => {
  it('a signature base has one line for each component and the parameters, of ASCII, whatever the message holds', () => {
    fc.assert(
      fc.property(message, fc.array(component, { maxLength: 4 }), (made, components) => {
        const base = attempt(() => createSignatureBase(made, components, { created: 1 }));
        if (typeof base === 'string') {
          expect(base.split('\n')).to.have.length(components.length + 1);
          expect(base).to.match(/^[\t\n\x20-\x7e]*$/);
        } else {
          expect(SIGNATURE_REASONS).to.have.property(base.code);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('Accept-Signature', () => {
    fc.assert(
      fc.property(wild, (text) => {
        attempt(() => parseAcceptSignature(text));
        attempt(() => parseAcceptSignature(`a=(${text}`));
        attempt(() => parseAcceptSignature(`a=("x");${text}`));
      }),
      { numRuns: RUNS },
    );
  });

  it('keys in PEM, whose bytes are changed, removed or added', () => {
    const pems = Object.values(RFC9421.keys).flatMap(({ alg, publicKeyPem, privateKeyPem }) =>
      [publicKeyPem, privateKeyPem].flatMap((pem) => (pem === undefined ? [] : [{ alg, pem }])),
    );
    const algorithms: readonly SignatureAlgorithm[] = [...new Set(pems.map(({ alg }) => alg))];
    const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 2)), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.constantFrom(...pems), fc.constantFrom(...algorithms), edits, ({ alg, pem }, other, changes) => {
        const [, label = '', body = ''] = /BEGIN ([A-Z ]+)-----([^-]+)-----END/.exec(pem) ?? [];
        const bytes = [...Buffer.from(body, 'base64')];
        for (const [position, byte, kind] of changes) {
          // The heads of the structures are more telling than the numbers in them.
          bytes.splice(
            position % Math.min(bytes.length, 40),
            kind === 0 ? 1 : kind === 1 ? 0 : 1,
            ...(kind === 0 ? [] : [byte]),
          );
        }
        const text = `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`;
        for (const algorithm of [alg, other]) {
          for (const read of [readPublicKey, readPrivateKey]) {
            const parts = attempt(() => read(algorithm, text));
            if ('code' in parts) expect(parts.code).to.equal('key-invalid');
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
