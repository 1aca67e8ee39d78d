import {
  SIGNATURE_REASONS,
  createSignatureBase,
  createSigningKey,
  createVerificationKey,
  signMessage,
  verifyMessage,
} from '../src/index.ts';
import type {
  FieldLine,
  FieldTypes,
  HttpMessage,
  HttpRequestMessage,
  KeyMaterial,
  ParameterName,
  SignatureAlgorithm,
  SignatureParameters,
  SignatureReason,
  SignatureVerdict,
  VerificationKey,
  VerificationPolicy,
} from '../src/index.ts';
import { createNonceKey } from '../src/http/createNonceKey.ts';
import { createNodeVerificationKey } from '../src/http/node/index.ts';
import { FormatError, judge, readCases } from './types.ts';
import type { CaseResult } from './types.ts';

interface VectorMessage {
  readonly type: 'request' | 'response';
  readonly method?: string;
  readonly requestTarget?: string;
  readonly targetUri?: string;
  readonly status?: number;
  readonly headers: readonly FieldLine[];
  readonly trailers?: readonly FieldLine[];
  readonly body?: string;
  readonly sfTypes?: FieldTypes;
}

interface VectorKey {
  readonly alg: SignatureAlgorithm;
  readonly jwk?: Exclude<KeyMaterial, string | Uint8Array>;
  readonly secretBase64?: string;
}

interface SignatureCase {
  readonly id: string;
  readonly label: string;
  readonly keyId?: string;
  /** The name of `keyId` in sdk/vectors/rfc9421.json. */
  readonly key?: string;
  readonly deterministic?: boolean;
  readonly message: VectorMessage;
  readonly request?: VectorMessage;
  readonly coveredComponents?: readonly string[];
  readonly components?: readonly string[];
  readonly params?: SignatureParameters;
  readonly parameters?: SignatureParameters;
  readonly signatureBase?: string;
  readonly signature?: string;
  readonly policy?: {
    readonly now?: number;
    readonly maxAge?: number;
    readonly clockSkew?: number;
    readonly requiredComponents?: readonly string[];
    readonly requiredParams?: readonly ParameterName[];
    readonly seenNonces?: readonly string[];
  };
  readonly expect?: { readonly signature: string; readonly error?: string };
}

interface ComponentCase {
  readonly id: string;
  readonly component: string;
  readonly message: VectorMessage;
  readonly expect: { readonly line?: string; readonly error?: string };
}

/** The time at which the examples of the RFC were signed, a little later. */
const NOW = 1_618_884_480;

/** Where RFC 9421 leaves a choice and the vectors name both answers. */
const CHOICES: Readonly<Record<string, readonly [wanted: string, note: string]>> = {
  'ext.es256k.high-s': ['signature_invalid', 'es256k with a high s: both answers are right; this library refuses it'],
};

/** Judges vectors for HTTP message signatures: `verify`, `negative` and `components`, or `signatures`, with `keys`. */
export async function rfc9421(vectors: Readonly<Record<string, unknown>>): Promise<readonly CaseResult[]> {
  const { keys } = vectors;
  if (typeof keys !== 'object' || keys === null) throw new FormatError('"keys" is missing: key material by key id');
  const known = keys as Readonly<Record<string, VectorKey>>;
  const results: CaseResult[] = [];
  for (const field of ['verify', 'signatures', 'negative']) {
    for (const vector of readCases(vectors, field) as readonly SignatureCase[])
      results.push(...(await judgeSignature(vector, known)));
  }
  for (const { id, component, message, expect } of readCases(vectors, 'components') as readonly ComponentCase[]) {
    const wanted = expect.line ?? expect.error ?? '';
    results.push(await judge(`component ${id} ${component}`, wanted, () => readComponent(component, message)));
  }
  return results;
}

async function judgeSignature(
  vector: SignatureCase,
  keys: Readonly<Record<string, VectorKey>>,
): Promise<readonly CaseResult[]> {
  const { id, keyId = vector.key ?? '', deterministic, signature, signatureBase } = vector;
  const key = keys[keyId];
  if (key === undefined) throw new FormatError(`case ${id}: there is no key "${keyId}" in "keys"`);
  const [choice, note] = CHOICES[id] ?? [];
  const wanted = choice ?? vector.expect?.error ?? vector.expect?.signature ?? 'valid';
  const message = toMessage(vector.message, vector.request);
  // Two examples of the RFC have a high s.
  const options = { acceptsHighS: key.alg.startsWith('ecdsa-') };
  const material = materialOf(key);
  const verify = async (made: VerificationKey): Promise<SignatureVerdict> =>
    verifyMessage(message, policyOf(vector, made));
  const results = [
    await judge(
      id,
      wanted,
      async () => familyOf(await verify(createNodeVerificationKey(key.alg, material, options))),
      note,
    ),
    await judge(
      `${id} without node:crypto`,
      wanted,
      async () => familyOf(await verify(await createVerificationKey(key.alg, material, options))),
      note,
    ),
  ];
  const components = vector.coveredComponents ?? vector.components;
  const parameters = vector.params ?? vector.parameters;
  if (wanted !== 'valid' || components === undefined || parameters === undefined) return results;
  if (signatureBase !== undefined) {
    const base = (): string => createSignatureBase(message, components, parameters);
    results.push(await judge(`${id} signature base`, signatureBase, base));
  }
  if (deterministic === true && signature !== undefined) {
    results.push(
      await judge(`${id} signed again`, `again=:${signature}:`, async () => {
        const signer = await createSigningKey(key.alg, material);
        return (await signMessage(message, { key: signer, components, parameters, label: 'again' })).signature;
      }),
    );
  }
  return results;
}

function policyOf({ label, policy = {} }: SignatureCase, key: VerificationKey): VerificationPolicy {
  const { seenNonces } = policy;
  let keyid = '';
  const nonceStore = {
    checkAndStore: (entry: string) => seenNonces?.some((nonce) => createNonceKey(keyid, nonce) === entry) !== true,
  };
  return {
    resolveKey: (asked = '') => {
      keyid = asked;
      return key;
    },
    label,
    requiredComponents: policy.requiredComponents ?? [],
    requiredParameters: policy.requiredParams ?? [],
    maxAge: policy.maxAge ?? Infinity,
    clockSkew: policy.clockSkew ?? 30,
    now: () => policy.now ?? NOW,
    ...(seenNonces === undefined ? {} : { nonceStore }),
  };
}

function familyOf(verdict: SignatureVerdict): string {
  return verdict.status === 'valid' ? 'valid' : SIGNATURE_REASONS[verdict.code].family;
}

/** The component's line of a signature base, or the family of what was refused. */
function readComponent(component: string, message: VectorMessage): string {
  let base: string;
  try {
    base = createSignatureBase(toMessage(message), [component], {}, message.sfTypes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (Object.hasOwn(SIGNATURE_REASONS, code)) return SIGNATURE_REASONS[code as SignatureReason].family;
    throw error;
  }
  return base.slice(0, base.lastIndexOf('\n"@signature-params"'));
}

function materialOf({ jwk, secretBase64 = '' }: VectorKey): KeyMaterial {
  return jwk ?? new Uint8Array(Buffer.from(secretBase64, 'base64'));
}

function toMessage(vector: VectorMessage, request?: VectorMessage): HttpMessage {
  const body = vector.body === undefined ? undefined : new TextEncoder().encode(vector.body);
  const { headers: fields, trailers } = vector;
  if (vector.type === 'response') {
    const related = request === undefined ? undefined : (toMessage(request) as HttpRequestMessage);
    return { kind: 'response', status: vector.status ?? 0, fields, trailers, body, request: related };
  }
  const { method = '', requestTarget = '', targetUri } = vector;
  return { kind: 'request', method, requestTarget, targetUri, fields, trailers, body };
}
