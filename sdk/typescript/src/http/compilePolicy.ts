import { HttpSignatureError } from './HttpSignatureError.ts';
import { isSignatureAlgorithm } from './isSignatureAlgorithm.ts';
import { parseComponent } from './parseComponent.ts';
import { readComponent } from './readComponent.ts';
import type { Component } from './readComponent.ts';
import type { ParameterName, SignatureAlgorithm, VerificationPolicy } from './types.ts';

const DEFAULT_MAX_AGE = 300;
const DEFAULT_CLOCK_SKEW = 30;
const DIGEST_RULES: readonly (string | undefined)[] = [undefined, 'when-covered', 'required'];
const PARAMETERS: readonly string[] = [
  'created',
  'expires',
  'nonce',
  'alg',
  'keyid',
  'tag',
] satisfies readonly ParameterName[];

/** A policy with its defaults, its components read. */
export interface CompiledPolicy {
  readonly source: VerificationPolicy;
  readonly requiredComponents: readonly Component[];
  /** Those without parameters by name: what most signatures cover. */
  readonly plainComponents: ReadonlyMap<string, Component>;
  readonly requiredParameters: readonly ParameterName[];
  readonly algorithms: ReadonlySet<SignatureAlgorithm> | undefined;
  readonly maxAge: number;
  readonly clockSkew: number;
  readonly now: () => number;
}

/**
 * Checks a policy and fills in its defaults.
 *
 * @throws HttpSignatureError `policy-invalid`, or the reason why a required component can't exist.
 */
export function compilePolicy(policy: VerificationPolicy): CompiledPolicy {
  const { maxAge = DEFAULT_MAX_AGE, clockSkew = DEFAULT_CLOCK_SKEW, algorithms, requiredParameters = [] } = policy;
  checkSeconds('maxAge', maxAge, true);
  checkSeconds('clockSkew', clockSkew, false);
  if (!DIGEST_RULES.includes(policy.contentDigest)) {
    throw fault('contentDigest', policy.contentDigest, 'use when-covered or required');
  }
  for (const name of requiredParameters) {
    if (!PARAMETERS.includes(name)) throw fault('requiredParameters', name, `use ${PARAMETERS.join(', ')}`);
  }
  for (const name of algorithms ?? []) {
    if (!isSignatureAlgorithm(name)) throw fault('algorithms', name, 'use names of SIGNATURE_ALGORITHMS');
  }
  const required = new Set<ParameterName>(requiredParameters);
  if (maxAge !== Infinity) required.add('created');
  if (policy.nonceStore !== undefined) required.add('nonce');
  if (policy.nonceStore !== undefined && maxAge === Infinity && !required.has('expires')) {
    throw fault(
      'maxAge',
      maxAge,
      'with a nonce store set a maximum age or require expires, or nonces pile up for ever',
    );
  }
  const items = policy.requiredComponents.map(parseComponent);
  const requiredComponents = items.map(readComponent);
  const plain = requiredComponents.filter((_component, index) => items[index]?.parameters.size === 0);
  return {
    source: policy,
    requiredComponents,
    plainComponents: new Map(plain.map((component) => [component.name, component])),
    requiredParameters: [...required],
    algorithms: algorithms && new Set(algorithms),
    maxAge,
    clockSkew,
    now: () => checkTime(policy.now === undefined ? Date.now() / 1000 : policy.now()),
  };
}

/** No comparison with NaN holds, so with a broken clock every signature would be in time. */
function checkTime(time: number): number {
  if (Number.isFinite(time)) return time;
  throw fault('now', time, 'return seconds since 1970');
}

function checkSeconds(field: string, value: number, mayBeInfinite: boolean): void {
  const isNumber = typeof value === 'number' && value >= 0 && (mayBeInfinite || value !== Infinity);
  if (!isNumber) throw fault(field, value, 'give seconds, at least 0');
}

function fault(field: string, value: unknown, wayOut: string): HttpSignatureError {
  const message = `policy: ${field} can't be ${String(value)}; ${wayOut}`;
  return new HttpSignatureError('policy-invalid', message, { details: { field, value } });
}
