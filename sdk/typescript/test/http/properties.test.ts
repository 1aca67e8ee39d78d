import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import {
  createContentDigest,
  createMessageVerifier,
  createSigningKey,
  createVerificationKey,
  signMessage,
} from '../../src/index.ts';
import type {
  FieldLine,
  HttpMessage,
  HttpRequestMessage,
  KeyMaterial,
  SignatureAlgorithm,
  SigningKey,
  VerificationKey,
} from '../../src/index.ts';
import { CREATED, ED25519, ED25519_SIGNER, materialOf, outcome, policy, resolver, withSignature } from './support.ts';

const RUNS = Number(process.env['SAGE_FUZZ_RUNS'] ?? 300);

const P384: KeyMaterial = {
  kty: 'EC',
  crv: 'P-384',
  d: 'wouCtU7Nw4E8_7n5C1-xBjB4xqSb_liZhYMsy8MGgxUny6Q8NCoH9xSiviwLFfK_',
};

const KEYS: readonly (readonly [SignatureAlgorithm, KeyMaterial])[] = [
  ['ed25519', materialOf('test-key-ed25519')],
  ['ecdsa-p256-sha256', materialOf('test-key-ecc-p256')],
  ['ecdsa-p384-sha384', P384],
  ['es256k', new Uint8Array(32).fill(7)],
  ['hmac-sha256', materialOf('test-shared-secret')],
  ['rsa-pss-sha512', materialOf('test-key-rsa-pss')],
  ['rsa-v1_5-sha256', materialOf('test-key-rsa')],
];

const text = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const segment = fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@%-]{0,8}$/);

const message: fc.Arbitrary<HttpRequestMessage> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PATCH', 'get'),
    path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
    query: fc.option(fc.array(fc.tuple(token, segment), { maxLength: 3 }), { nil: undefined }),
    host: fc.constantFrom('example.com', 'Example.COM:443', 'a.example:8443', '[::1]:9000'),
    fields: fc.array(fc.tuple(token, text), { minLength: 1, maxLength: 5 }),
    body: fc.uint8Array({ maxLength: 64 }),
  })
  .map(({ method, path, query, host, fields, body }) => {
    const suffix = query === undefined ? '' : `?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;
    const requestTarget = path + suffix;
    return { kind: 'request', method, requestTarget, targetUri: `https://${host}${requestTarget}`, fields, body };
  });

const DERIVED = ['@method', '@target-uri', '@authority', '@scheme', '@request-target', '@path', '@query'];

/** Components that a message has, some plain and some in bytes. */
function coverable({ fields }: HttpRequestMessage): fc.Arbitrary<string[]> {
  const names = [...new Set(fields.map(([name]) => name))];
  return fc.shuffledSubarray([...DERIVED, ...names.flatMap((name) => [name, `"${name}";bs`])], { minLength: 1 });
}

const covered = message.chain((made) => fc.tuple(fc.constant(made), coverable(made)));

async function sign(
  made: HttpMessage,
  components: readonly string[],
  key: SigningKey = ED25519_SIGNER,
): Promise<HttpMessage> {
  const parameters = { created: CREATED, keyid: 'k', nonce: 'n', tag: 't' };
  return withSignature(made, await signMessage(made, { key, components, parameters }));
}

const check = (made: HttpMessage, key: VerificationKey = ED25519): Promise<string> =>
  createMessageVerifier(policy({ resolveKey: resolver(key) }))(made).then(outcome);

/** Flips one bit of one character; the result is another string of the same length. */
function flip(value: string, position: number, bit: number): string {
  const index = position % value.length;
  const code = value.charCodeAt(index) ^ (1 << (bit % 7));
  return value.slice(0, index) + String.fromCharCode(code) + value.slice(index + 1);
}

const bitOf = fc.tuple(fc.nat(), fc.nat());

describe('properties of signatures', () => {
  for (const [algorithm, material] of KEYS) {
    it(`${algorithm}: what one backend signs, both verify; a flipped bit of the signature, neither`, async function () {
      this.timeout(120_000);
      const signers = [createNodeSigningKey(algorithm, material), await createSigningKey(algorithm, material)];
      const publicPart = await publicOf(algorithm, material);
      const keys = [
        createNodeVerificationKey(algorithm, publicPart),
        await createVerificationKey(algorithm, publicPart),
      ];
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(), async (data, position) => {
          for (const signer of signers) {
            const signature = Uint8Array.from(await signer.sign(data));
            for (const key of keys) expect(await key.verify(data, signature)).to.equal(true);
            const bit = position % (signature.length * 8);
            signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
            for (const key of keys) expect(await key.verify(data, signature)).to.equal(false);
          }
        }),
        { numRuns: 25 },
      );
    });
  }

  it('what was signed is valid', async () => {
    await fc.assert(
      fc.asyncProperty(covered, async ([made, components]) => {
        expect(await check(await sign(made, components))).to.equal('valid');
      }),
      { numRuns: RUNS },
    );
  });

  it('any bit of a covered field that changes makes the signature invalid', async () => {
    await fc.assert(
      fc.asyncProperty(covered, bitOf, async ([made], [position, bit]) => {
        const index = position % made.fields.length;
        const [name, value] = made.fields[index] ?? ['', ''];
        fc.pre(value.length > 0);
        const signed = await sign(made, [name]);
        const changed: FieldLine = [name, flip(value, position, bit)];
        // White space around a value and at a comma between lines is not signed: RFC 9421 removes it.
        fc.pre(changed[1].trim() === changed[1]);
        const fields = [...made.fields.slice(0, index), changed, ...signed.fields.slice(index + 1)];
        expect(await check({ ...signed, fields })).to.match(/^invalid (signature-invalid|component-value-invalid)$/);
      }),
      { numRuns: RUNS },
    );
  });

  it('any bit of method, target, URI or status that changes makes the signature invalid', async () => {
    await fc.assert(
      fc.asyncProperty(covered, bitOf, async ([made], [position, bit]) => {
        const refused = /^invalid (signature-invalid|component-value-invalid|component-missing)$/;
        const signed = (await sign(made, ['@method', '@request-target', '@target-uri'])) as HttpRequestMessage;
        for (const part of ['method', 'requestTarget', 'targetUri'] as const) {
          expect(await check({ ...signed, [part]: flip(made[part] ?? '', position, bit) })).to.match(refused);
        }
        const answer: HttpMessage = { kind: 'response', status: 200 + (position % 300), fields: [], request: made };
        const reply = await sign(answer, ['@status', '"@method";req', '"@path";req']);
        expect(await check(reply)).to.equal('valid');
        expect(await check({ ...reply, status: answer.status ^ (1 << (bit % 7)) } as HttpMessage)).to.match(refused);
        const request = { ...made, method: flip(made.method, position, bit) };
        expect(await check({ ...reply, request } as HttpMessage)).to.match(refused);
      }),
      { numRuns: RUNS },
    );
  });

  it('any bit of the body that changes makes it invalid, once the digest is covered', async () => {
    await fc.assert(
      fc.asyncProperty(message, bitOf, async (made, [position, bit]) => {
        const digest: FieldLine = ['Content-Digest', await createContentDigest(made.body ?? new Uint8Array())];
        const signed = await sign({ ...made, fields: [...made.fields, digest] }, ['content-digest']);
        expect(await check(signed)).to.equal('valid');
        const body = Uint8Array.from(made.body ?? []);
        fc.pre(body.length > 0);
        const index = position % body.length;
        body[index] = (body[index] ?? 0) ^ (1 << (bit % 8));
        expect(await check({ ...signed, body })).to.equal('invalid digest-mismatch');
      }),
      { numRuns: RUNS },
    );
  });

  it('any bit of Signature-Input that changes makes it invalid or unknown, or changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(covered, bitOf, async ([made, components], [position, bit]) => {
        const signed = await sign(made, components);
        const [name, value] = signed.fields.at(-2) ?? ['', ''];
        const changed = flip(value, position, bit);
        const fields = [...signed.fields.slice(0, -2), [name, changed] as const, ...signed.fields.slice(-1)];
        const verdict = await createMessageVerifier(policy())({ ...signed, fields });
        // A space that becomes several, or a label that changes in both fields, is no change: neither can happen here.
        expect(verdict.status, changed).to.not.equal('valid');
      }),
      { numRuns: RUNS },
    );
  });

  it('any other order of the covered components is another signature', async () => {
    await fc.assert(
      fc.asyncProperty(covered, async ([made, components]) => {
        fc.pre(components.length > 1);
        const forward = await signMessage(made, { key: ED25519_SIGNER, components, parameters: { created: CREATED } });
        const backward = await signMessage(made, {
          key: ED25519_SIGNER,
          components: components.toReversed(),
          parameters: { created: CREATED },
        });
        const { signature } = forward;
        const mixed = withSignature(made, { signature, signatureInput: backward.signatureInput });
        expect(await check(mixed)).to.equal('invalid signature-invalid');
      }),
      { numRuns: RUNS },
    );
  });

  it('no text in the two fields makes the verifier throw', async () => {
    const piece = fc.constantFrom(
      'sig',
      '=',
      '(',
      ')',
      ';',
      ',',
      ' ',
      '"@method"',
      '"x"',
      ':AAAA:',
      'created=1',
      '"',
      '\\',
      '?1',
      '@1',
      '%"a"',
      '-',
      '1.',
    );
    const junk = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
    );
    const verify = createMessageVerifier(policy());
    await fc.assert(
      fc.asyncProperty(message, junk, junk, async (made, input, signature) => {
        const verdict = await verify(withSignature(made, { signatureInput: input, signature }));
        expect(verdict.status).to.not.equal('valid');
      }),
      { numRuns: RUNS * 10 },
    );
  });
});

/** The public part of private material, so that verification can't lean on the private one. */
async function publicOf(algorithm: SignatureAlgorithm, material: KeyMaterial): Promise<KeyMaterial> {
  if (algorithm === 'hmac-sha256') return material;
  const { readPrivateKey } = await import('../../src/http/keys/readPrivateKey.ts');
  const parts = readPrivateKey(algorithm, material);
  if (parts.kind === 'rsa') return { kty: 'RSA', n: parts.jwk.n, e: parts.jwk.e };
  if (parts.kind === 'secret') throw new Error('unexpected');
  return parts.publicKey;
}
