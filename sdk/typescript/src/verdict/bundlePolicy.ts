import type { AgentPolicy, JsonValue, RequestPolicy } from './types.ts';

/** Functions and the objects around them: a bundle can't hold them. */
const LEFT_OUT: readonly string[] = ['reader', 'fetcher', 'now', 'nonceStore', 'createKey'];
/** Stands in a bundle for a verifier of TEE evidence that `createTeeEvidenceVerifier` didn't make. */
export const OWN_VERIFIER = 'own';

/**
 * The parts of a policy that are data. `Infinity` is written as text, since JSON has no such number. A verifier of TEE
 * evidence becomes its options, by its `toJSON`.
 */
export function bundlePolicy(policy: AgentPolicy | RequestPolicy): Readonly<Record<string, JsonValue>> {
  const text = JSON.stringify(policy, (name, value: unknown) => {
    if (LEFT_OUT.includes(name)) return undefined;
    if (name === 'verifyEvidence' && typeof value === 'function') return OWN_VERIFIER;
    return value === Infinity ? 'Infinity' : value;
  });
  return JSON.parse(text) as Readonly<Record<string, JsonValue>>;
}
