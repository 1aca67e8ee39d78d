import { expect } from 'chai';
import fc from 'fast-check';
import { component, createSignature, verifySignature } from 'http-message-sig';
import type { SignatureComponent, Signer, Verifier } from 'http-message-sig';
import { httpbis } from 'http-message-signatures';
import { describe, it } from 'mocha';
import { createSignatureBase, signMessage, verifyMessage } from '../../src/index.ts';
import type { HttpRequestMessage, SignatureAlgorithm } from '../../src/index.ts';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import { CREATED, materialOf, outcome, policy, request, resolver, withSignature } from './support.ts';

/** Two libraries that others wrote, as oracles: what one signs the other must verify. */
const ALGORITHMS: readonly (readonly [SignatureAlgorithm, string])[] = [
  ['ed25519', 'test-key-ed25519'],
  ['rsa-pss-sha512', 'test-key-rsa-pss'],
  ['ecdsa-p256-sha256', 'test-key-ecc-p256'],
];

const COMPONENTS = ['@method', '@target-uri', '@authority', '@scheme', '@path', '@query', 'date', 'example'];
const PARAMETERS = { created: CREATED, keyid: 'k', nonce: 'n', tag: 't' };

function descriptor(message: HttpRequestMessage): Parameters<typeof createSignature>[0] {
  const { kind, method, targetUri = '', requestTarget } = message;
  return { kind, method, targetUri, requestTarget, fields: message.fields.map(([name, value]) => ({ name, value })) };
}

function flatHeaders(message: HttpRequestMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of message.fields) {
    const known = headers[name];
    headers[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return headers;
}

describe('interoperation with http-message-sig', () => {
  for (const [algorithm, keyName] of ALGORITHMS) {
    const signer = createNodeSigningKey(algorithm, materialOf(keyName));
    const key = createNodeVerificationKey(algorithm, materialOf(keyName));

    it(`${algorithm}: it verifies what we sign`, async () => {
      const signed = withSignature(
        request(),
        await signMessage(request(), { key: signer, components: COMPONENTS, parameters: PARAMETERS }),
      );
      const verified = await verifySignature(descriptor(signed), {
        policy: { algorithms: [algorithm], requiredComponents: COMPONENTS, requiredParameters: [], now: CREATED },
        resolveVerifier: (): Verifier => key,
      });
      expect(verified.components.map(({ name }) => name)).to.deep.equal(COMPONENTS);
    });

    it(`${algorithm}: we verify what it signs`, async () => {
      const fields = await createSignature(descriptor(request()), {
        components: COMPONENTS,
        parameters: { ...PARAMETERS, alg: algorithm },
        signer: { algorithm, sign: async (data) => signer.sign(data) },
      });
      const verdict = await verifyMessage(withSignature(request(), fields), policy({ resolveKey: resolver(key) }));
      expect(outcome(verdict)).to.equal('valid');
    });
  }

  it('builds the same base for any message and components that it can do', async () => {
    const value = fc.stringMatching(/^[!-~]([ -~]{0,12}[!-~])?$/);
    const segment = fc.stringMatching(/^[A-Za-z0-9._~%-]{0,8}$/);
    const cases = fc.record({
      path: segment,
      query: fc.option(segment, { nil: undefined }),
      fields: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'C'), value), { minLength: 1, maxLength: 5 }),
      derived: fc.shuffledSubarray(['@method', '@target-uri', '@authority', '@scheme', '@path', '@query']),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ path, query, fields, derived }) => {
        const requestTarget = `/${path}${query === undefined ? '' : `?${query}`}`;
        const message = request({ requestTarget, targetUri: `https://Example.com:443${requestTarget}`, fields });
        const components = [...derived, ...new Set(fields.map(([name]) => name.toLowerCase()))];
        let theirs = '';
        const sign: Signer['sign'] = (data) => {
          theirs = new TextDecoder().decode(data);
          return new Uint8Array(1);
        };
        await createSignature(descriptor(message), {
          components,
          parameters: PARAMETERS,
          signer: { algorithm: 'ed25519', sign },
        });
        expect(createSignatureBase(message, components, PARAMETERS)).to.equal(theirs);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees about a response that covers its request, by key', async () => {
    const answer = { kind: 'response', status: 201, request: request(), fields: [['Age', '1']] } as const;
    let theirs = '';
    const components: SignatureComponent[] = ['@status', 'age', component('priority', { key: 'u', req: true })];
    await createSignature(
      { kind: 'response', status: 201, fields: [{ name: 'Age', value: '1' }], request: descriptor(request()) as never },
      {
        components,
        parameters: PARAMETERS,
        signer: {
          algorithm: 'ed25519',
          sign: (data) => {
            theirs = new TextDecoder().decode(data);
            return data;
          },
        },
      },
    );
    expect(createSignatureBase(answer, ['@status', 'age', '"priority";key="u";req'], PARAMETERS)).to.equal(theirs);
  });
});

describe('interoperation with http-message-signatures', () => {
  const signer = createNodeSigningKey('ed25519', materialOf('test-key-ed25519'));
  const key = createNodeVerificationKey('ed25519', materialOf('test-key-ed25519'));
  const fields = ['@method', '@target-uri', '@authority', '@path', '@query', '@query-param;name="Pet"', 'date'];
  const ours = fields.map((field) => (field.includes(';') ? '"@query-param";name="Pet"' : field));
  const url = request().targetUri ?? '';

  it('it verifies what we sign', async () => {
    const parameters = { ...PARAMETERS, created: Math.floor(Date.now() / 1000) };
    const signed = withSignature(
      request(),
      await signMessage(request(), { key: signer, components: ours, parameters }),
    );
    const result = await httpbis.verifyMessage(
      {
        keyLookup: () =>
          Promise.resolve({ verify: async (data: Buffer, signature: Buffer) => key.verify(data, signature) }),
      },
      { method: signed.method, url, headers: flatHeaders(signed) },
    );
    expect(result).to.equal(true);
  });

  it('we verify what it signs', async () => {
    const { method } = request();
    const signed = await httpbis.signMessage(
      {
        fields,
        paramValues: { created: new Date(CREATED * 1000) },
        params: ['created', 'keyid'],
        key: { id: 'k', sign: async (data) => Buffer.from(await signer.sign(data)) },
      },
      { method, url, headers: flatHeaders(request()) },
    );
    const lines = Object.entries(signed.headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((line) => [name, line] as const),
    );
    const verdict = await verifyMessage(request({ fields: lines }), policy({ resolveKey: resolver(key) }));
    expect(outcome(verdict)).to.equal('valid');
  });
});
