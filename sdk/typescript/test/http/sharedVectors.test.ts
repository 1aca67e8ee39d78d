import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createNodeVerificationKey } from '../../src/http/node/index.ts';
import { SIGNATURE_REASONS, createVerificationKey, listSignatures, verifyMessage } from '../../src/index.ts';
import type {
  HttpMessage,
  ParameterName,
  SignatureVerdict,
  VerificationKey,
  VerificationPolicy,
} from '../../src/index.ts';
import { ROOT, acceptsHighS, materialOf, resolver, toMessage } from './support.ts';
import type { VectorKey, VectorMessage } from './support.ts';

interface SharedCase {
  readonly id: string;
  readonly label: string;
  readonly keyId: string;
  readonly message: VectorMessage;
  readonly request?: VectorMessage;
  readonly policy?: {
    readonly now?: number;
    readonly maxAge?: number;
    readonly clockSkew?: number;
    readonly requiredComponents?: readonly string[];
    readonly requiredParams?: readonly ParameterName[];
    readonly seenNonces?: readonly string[];
  };
  readonly expect: { readonly signature: string; readonly error?: string };
}

/** Vectors kept outside of the repository, hostile ones among them; these tests exist where the file does. */
const file = join(process.env['SAGE_SHARED'] ?? join(ROOT, '..', 'shared'), 'vectors', 'rfc9421.json');

/** The file says of this one that a library has to choose a rule. Ours is: low s only. */
const DECIDED: Readonly<Record<string, string>> = { 'ext.es256k.high-s': 'signature_invalid' };

function familyOf(verdict: SignatureVerdict): string {
  return verdict.status === 'valid' ? 'valid' : SIGNATURE_REASONS[verdict.code].family;
}

function policyOf({ label, policy = {} }: SharedCase, message: HttpMessage, key: VerificationKey): VerificationPolicy {
  const { seenNonces } = policy;
  const keyid = (): string | undefined => listSignatures(message).find((one) => one.label === label)?.parameters.keyid;
  const keyOf = (nonce: string): string =>
    createHash('sha256')
      .update(JSON.stringify([keyid() ?? '', nonce]))
      .digest('hex');
  const nonceStore = { checkAndStore: (entry: string) => seenNonces?.map(keyOf).includes(entry) !== true };
  return {
    resolveKey: resolver(key),
    label,
    requiredComponents: policy.requiredComponents ?? [],
    requiredParameters: policy.requiredParams ?? [],
    maxAge: policy.maxAge ?? Infinity,
    clockSkew: policy.clockSkew ?? 30,
    now: () => policy.now ?? 1_618_884_480,
    ...(seenNonces === undefined ? {} : { nonceStore }),
  };
}

if (existsSync(file)) {
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly keys: Readonly<Record<string, VectorKey>>;
    readonly verify: readonly SharedCase[];
    readonly negative: readonly SharedCase[];
  };
  describe('shared vectors for RFC 9421', () => {
    for (const vector of [...vectors.verify, ...vectors.negative]) {
      const wanted = DECIDED[vector.id] ?? vector.expect.error ?? vector.expect.signature;
      it(`${vector.id} is ${wanted}`, async () => {
        const key = vectors.keys[vector.keyId];
        if (key === undefined) throw new Error(`no key ${vector.keyId}`);
        const material = materialOf(vector.keyId, key);
        const options = { acceptsHighS: acceptsHighS(key.alg) };
        const message = toMessage(vector.message, vector.request);
        for (const made of [
          createNodeVerificationKey(key.alg, material, options),
          await createVerificationKey(key.alg, material, options),
        ]) {
          expect(familyOf(await verifyMessage(message, policyOf(vector, message, made)))).to.equal(wanted);
        }
      });
    }
  });
}
