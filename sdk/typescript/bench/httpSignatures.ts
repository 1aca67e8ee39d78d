import { createPrivateKey, createPublicKey, sign as signRaw, verify as verifyRaw } from 'node:crypto';
import { createSignature, verifySignature } from 'http-message-sig';
import { httpbis } from 'http-message-signatures';
import {
  createMessageVerifier,
  createSignatureBase,
  createSigningKey,
  createVerificationKey,
  signMessage,
} from '../src/index.ts';
import type { HttpRequestMessage } from '../src/index.ts';
import { createNodeSigningKey, createNodeVerificationKey } from '../src/http/node/index.ts';
import type { BenchCase } from './measure.ts';

const PRIVATE = createPrivateKey({
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU',
    x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  },
  format: 'jwk',
});
const PUBLIC = createPublicKey(PRIVATE);
const COMPONENTS = ['@method', '@authority', '@path', '@query', 'content-digest', 'content-type'];

const request: HttpRequestMessage = {
  kind: 'request',
  method: 'POST',
  requestTarget: '/foo?param=Value&Pet=dog',
  targetUri: 'https://example.com/foo?param=Value&Pet=dog',
  fields: [
    ['host', 'example.com'],
    ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['content-type', 'application/json'],
    ['content-digest', 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'],
    ['content-length', '18'],
    ['user-agent', 'bench'],
  ],
};

/** What a signed request costs, beside node:crypto alone and two other libraries. */
export async function httpCases(): Promise<readonly BenchCase[]> {
  const created = Math.floor(Date.now() / 1000);
  const parameters = { created, keyid: 'bench', alg: 'ed25519', nonce: 'bm9uY2U' };
  const signer = createNodeSigningKey('ed25519', PRIVATE);
  const key = createNodeVerificationKey('ed25519', PUBLIC);
  const jwk = PRIVATE.export({ format: 'jwk' });
  const portableKey = await createVerificationKey('ed25519', { kty: 'OKP', crv: 'Ed25519', x: jwk.x });
  const portableSigner = await createSigningKey('ed25519', { kty: 'OKP', crv: 'Ed25519', d: jwk.d });
  const options = { key: signer, components: COMPONENTS, parameters };
  const signed = await signMessage(request, options);
  const fields = [
    ...request.fields,
    ['signature-input', signed.signatureInput] as const,
    ['signature', signed.signature] as const,
  ];
  const message: HttpRequestMessage = { ...request, fields };
  const base = new TextEncoder().encode(signed.signatureBase);
  const raw = signRaw(null, base, PRIVATE);

  const policy = { requiredComponents: COMPONENTS, maxAge: 86_400 };
  const verify = createMessageVerifier({ ...policy, resolveKey: () => key });
  const portable = createMessageVerifier({ ...policy, resolveKey: () => portableKey });
  const theirMessage = {
    kind: 'request',
    method: request.method,
    targetUri: request.targetUri ?? '',
    requestTarget: request.requestTarget,
    fields: fields.map(([name, value]) => ({ name, value })),
  } as const;
  const theirRequest = { ...theirMessage, fields: theirMessage.fields.slice(0, -2) };
  const theirPolicy = {
    policy: {
      algorithms: ['ed25519'],
      requiredComponents: COMPONENTS,
      requiredParameters: ['created'],
      maxAge: 86_400,
    },
    resolveVerifier: () => key,
  };
  const headers = Object.fromEntries(fields);
  const url = request.targetUri ?? '';

  return [
    { name: 'verify: node:crypto alone', run: () => verifyRaw(null, base, PUBLIC, raw) },
    { name: 'verify: this library', base: 'verify: node:crypto alone', run: () => verify(message) },
    {
      name: 'verify: http-message-sig',
      base: 'verify: node:crypto alone',
      run: () => verifySignature(theirMessage, theirPolicy),
    },
    {
      name: 'verify: http-message-signatures',
      base: 'verify: node:crypto alone',
      run: () =>
        httpbis.verifyMessage(
          { keyLookup: () => Promise.resolve({ verify: async (data, signature) => key.verify(data, signature) }) },
          { method: request.method, url, headers },
        ),
    },
    {
      name: 'verify: this library without node:crypto',
      base: 'verify: node:crypto alone',
      run: () => portable(message),
    },
    { name: 'sign: node:crypto alone', run: () => signRaw(null, base, PRIVATE) },
    { name: 'sign: this library', base: 'sign: node:crypto alone', run: () => signMessage(request, options) },
    {
      name: 'sign: http-message-sig',
      base: 'sign: node:crypto alone',
      run: () => createSignature(theirRequest, { components: COMPONENTS, parameters, signer }),
    },
    {
      name: 'sign: http-message-signatures',
      base: 'sign: node:crypto alone',
      run: () =>
        httpbis.signMessage(
          {
            key: { id: 'bench', alg: 'ed25519', sign: async (data) => Buffer.from(await signer.sign(data)) },
            fields: [...COMPONENTS],
            params: ['created', 'keyid', 'alg', 'nonce'],
            paramValues: { created: new Date(created * 1000), nonce: parameters.nonce },
          },
          { method: request.method, url, headers: Object.fromEntries(request.fields) },
        ),
    },
    {
      name: 'sign: this library without node:crypto',
      base: 'sign: node:crypto alone',
      run: () => signMessage(request, { ...options, key: portableSigner }),
    },
    {
      name: 'signature base',
      base: 'verify: node:crypto alone',
      run: () => createSignatureBase(request, COMPONENTS, parameters),
    },
  ];
}

/** What a million verifications leave behind. */
export interface MemoryRow {
  readonly verifications: number;
  /** Bytes of the heap after garbage collection. */
  readonly before: number;
  readonly after: number;
  readonly grown: number;
}

/**
 * Verifies one request again and again, and measures the heap before and after.
 *
 * @param verifications How often.
 * @param collect Collects garbage.
 */
export async function measureMemory(verifications: number, collect: () => void): Promise<MemoryRow> {
  const cases = await httpCases();
  const verify = cases.find(({ name }) => name === 'verify: this library')?.run;
  if (verify === undefined) throw new Error('there is no case that verifies');
  // What is compiled and cached once belongs to the beginning.
  for (let count = 0; count < Math.min(10_000, verifications); count++) await verify();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < verifications; count++) await verify();
  collect();
  const after = process.memoryUsage().heapUsed;
  return { verifications, before, after, grown: after - before };
}
