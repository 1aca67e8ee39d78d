import type { AgentKey } from './agentKeys.ts';
import { formatTime } from './formatTime.ts';
import { tableLines } from './tableLines.ts';

/** Keys of an agent as a table for people. */
export function formatKeys(keys: readonly AgentKey[]): string[] {
  const rows = keys.map((key) => [
    key.keyId,
    key.type,
    key.state,
    key.isInForce ? 'yes' : 'no',
    key.isValid ? 'yes' : 'no',
    formatTime(key.validFrom),
    key.validUntil === null ? '' : formatTime(key.validUntil),
    key.compromisedSince === null ? '' : formatTime(key.compromisedSince),
  ]);
  const head = ['key id', 'type', 'state', 'in force', 'valid', 'added', 'revoked', 'compromised since'];
  return tableLines(
    head,
    rows,
    head.map(() => 'left'),
  );
}
