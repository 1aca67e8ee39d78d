import type { AgentPolicy, JsonValue, RequestPolicy } from './types.ts';

/** Functions and the objects around them: a bundle can't hold them. */
const LEFT_OUT: readonly string[] = ['reader', 'fetcher', 'now', 'nonceStore', 'createKey', 'verifyEvidence'];

/** The parts of a policy that are data. `Infinity` is written as text, since JSON has no such number. */
export function bundlePolicy(policy: AgentPolicy | RequestPolicy): Readonly<Record<string, JsonValue>> {
  const text = JSON.stringify(policy, (name, value: unknown) => {
    if (LEFT_OUT.includes(name)) return undefined;
    return value === Infinity ? 'Infinity' : value;
  });
  return JSON.parse(text) as Readonly<Record<string, JsonValue>>;
}
