import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import type {
  FieldLine,
  FieldTypes,
  HttpMessage,
  HttpRequestMessage,
  Jwk,
  KeyMaterial,
  RefusedSignature,
  SignatureAlgorithm,
  SignatureVerdict,
  SigningKey,
  VerificationKey,
  VerificationPolicy,
} from '../../src/index.ts';
import { verifyMessage } from '../../src/index.ts';

const here = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(here, '..', '..', '..', '..');

/** A message as the vector files hold it. */
export interface VectorMessage {
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

export interface VectorKey {
  readonly alg: SignatureAlgorithm;
  readonly jwk?: Jwk;
  readonly publicKeyPem?: string;
  readonly privateKeyPem?: string;
  readonly secretBase64?: string;
}

interface SignatureVector {
  readonly id: string;
  readonly section: string;
  readonly label: string;
  readonly key: string;
  readonly algorithm: SignatureAlgorithm;
  readonly deterministic: boolean;
  readonly message: VectorMessage;
  readonly request?: VectorMessage;
  readonly components: readonly string[];
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly signatureBase: string;
  readonly signature: string;
}

interface ComponentVector {
  readonly section: string;
  readonly id: string;
  readonly component: string;
  readonly message: VectorMessage;
  readonly expect: { readonly line?: string; readonly error?: string };
}

export interface Rfc9421Vectors {
  readonly keys: Readonly<Record<string, VectorKey>>;
  readonly signatures: readonly SignatureVector[];
  readonly components: readonly ComponentVector[];
}

export const RFC9421 = JSON.parse(readFileSync(join(ROOT, 'sdk', 'vectors', 'rfc9421.json'), 'utf8')) as Rfc9421Vectors;

export function toMessage(vector: VectorMessage, request?: VectorMessage): HttpMessage {
  const body = vector.body === undefined ? undefined : new TextEncoder().encode(vector.body);
  const { headers: fields, trailers } = vector;
  if (vector.type === 'response') {
    const related = request === undefined ? undefined : (toMessage(request) as HttpRequestMessage);
    return { kind: 'response', status: vector.status ?? 0, fields, trailers, body, request: related };
  }
  const { method = '', requestTarget = '', targetUri } = vector;
  return { kind: 'request', method, requestTarget, targetUri, fields, trailers, body };
}

export function materialOf(name: string, key = RFC9421.keys[name]): KeyMaterial {
  if (key === undefined) throw new Error(`no key ${name}`);
  return key.jwk ?? new Uint8Array(Buffer.from(key.secretBase64 ?? '', 'base64'));
}

/** Two of the RFC's examples have a high s, so keys for them accept it. */
export function acceptsHighS(algorithm: SignatureAlgorithm): boolean {
  return algorithm.startsWith('ecdsa-');
}

export const ED25519 = createNodeVerificationKey('ed25519', materialOf('test-key-ed25519'));
export const ED25519_SIGNER = createNodeSigningKey('ed25519', materialOf('test-key-ed25519'));

/** The time at which most examples of the RFC were signed. */
export const CREATED = 1_618_884_473;

/** A request that tests sign; `changes` replaces parts of it. */
export function request(changes: Partial<HttpRequestMessage> = {}): HttpRequestMessage {
  return {
    kind: 'request',
    method: 'POST',
    requestTarget: '/foo?param=Value&Pet=dog',
    targetUri: 'https://example.com/foo?param=Value&Pet=dog',
    fields: [
      ['Host', 'example.com'],
      ['Date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['Content-Type', 'application/json'],
      ['Priority', 'u=1,   i'],
      ['Example', 'first'],
      ['Example', ' second '],
    ],
    ...changes,
  };
}

export function policy(changes: Partial<VerificationPolicy> = {}): VerificationPolicy {
  return { resolveKey: () => ED25519, requiredComponents: [], maxAge: Infinity, now: () => CREATED, ...changes };
}

/** Adds the lines of a signature to a message. */
export function withSignature<Message extends HttpMessage>(
  message: Message,
  { signatureInput, signature }: { readonly signatureInput: string; readonly signature: string },
): Message {
  return {
    ...message,
    fields: [...message.fields, ['Signature-Input', signatureInput], ['Signature', signature]],
  };
}

/** Signs any text, also one that is no signature base, under any input: what a careless or hostile signer does. */
export async function forge<Message extends HttpMessage>(
  message: Message,
  input: string,
  base: string,
  key: SigningKey = ED25519_SIGNER,
): Promise<Message> {
  const bytes = await key.sign(new TextEncoder().encode(`${base}"@signature-params": ${input}`));
  const signature = `sig=:${Buffer.from(bytes).toString('base64')}:`;
  return withSignature(message, { signatureInput: `sig=${input}`, signature });
}

/** `valid`, or the status and code of a refusal. */
export function outcome(verdict: SignatureVerdict): string {
  return verdict.status === 'valid' ? 'valid' : `${verdict.status} ${verdict.code}`;
}

export async function outcomeOf(message: HttpMessage, changes: Partial<VerificationPolicy> = {}): Promise<string> {
  return outcome(await verifyMessage(message, policy(changes)));
}

export function refusal(verdict: SignatureVerdict): RefusedSignature {
  if (verdict.status === 'valid') throw new Error('the signature is valid');
  return verdict;
}

/** What an expression throws. */
export async function thrown(action: () => unknown): Promise<Error & { readonly code?: string }> {
  try {
    await action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

export function resolver(key: VerificationKey): VerificationPolicy['resolveKey'] {
  return () => key;
}
