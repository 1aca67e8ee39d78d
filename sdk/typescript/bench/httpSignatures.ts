// node sdk/typescript/bench/httpSignatures.ts (Node 24): what a signed request costs, as ratios to node:crypto alone.
// One process, medians of interleaved rounds. It only prints; machines differ too much for assertions.
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

const ROUNDS = Number(process.argv[2] ?? 15);
const MILLISECONDS = Number(process.argv[3] ?? 200);

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

/** Operations a second of processor time over one round: what else the machine does must not count. */
async function measure(run: () => unknown): Promise<number> {
  const begin = process.cpuUsage();
  let count = 0;
  let milliseconds: number;
  do {
    for (let index = 0; index < 50; index++) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    count += 50;
    const { user, system } = process.cpuUsage(begin);
    milliseconds = (user + system) / 1000;
  } while (milliseconds < MILLISECONDS);
  return (count / milliseconds) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

async function main(): Promise<void> {
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

  const cases: readonly (readonly [name: string, base: string, run: () => unknown])[] = [
    ['verify: node:crypto alone', '', () => verifyRaw(null, base, PUBLIC, raw)],
    ['verify: this library', 'verify: node:crypto alone', () => verify(message)],
    ['verify: http-message-sig', 'verify: node:crypto alone', () => verifySignature(theirMessage, theirPolicy)],
    [
      'verify: http-message-signatures',
      'verify: node:crypto alone',
      () =>
        httpbis.verifyMessage(
          {
            keyLookup: () => Promise.resolve({ verify: async (data, signature) => key.verify(data, signature) }),
          },
          { method: request.method, url, headers },
        ),
    ],
    ['verify: this library without node:crypto', 'verify: node:crypto alone', () => portable(message)],
    ['sign: node:crypto alone', '', () => signRaw(null, base, PRIVATE)],
    ['sign: this library', 'sign: node:crypto alone', () => signMessage(request, options)],
    [
      'sign: http-message-sig',
      'sign: node:crypto alone',
      () => createSignature(theirRequest, { components: COMPONENTS, parameters, signer }),
    ],
    [
      'sign: this library without node:crypto',
      'sign: node:crypto alone',
      () => signMessage(request, { ...options, key: portableSigner }),
    ],
    ['signature base', 'verify: node:crypto alone', () => createSignatureBase(request, COMPONENTS, parameters)],
  ];

  const rates = new Map<string, number[]>(cases.map(([name]) => [name, []]));
  for (const [, , run] of cases) await measure(run);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, , run] of cases) rates.get(name)?.push(await measure(run));
  }
  const rateOf = (name: string): number => median(rates.get(name) ?? []);
  for (const [name, reference] of cases) {
    const ratio = reference === '' ? '' : ` ${(rateOf(name) / rateOf(reference)).toFixed(2)} × ${reference}`;
    console.log(`${name.padEnd(42)} ${Math.round(rateOf(name)).toString().padStart(9)}/s${ratio}`);
  }
}

await main();
