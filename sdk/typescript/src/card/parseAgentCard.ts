import type { ParseOptions } from '../json/types.ts';
import { readAgentCard } from './readAgentCard.ts';
import type { AgentCardResult } from './types.ts';

/**
 * Reads and checks an A2A agent card of version 0.2, 0.3 or 1.0. Its signatures are not looked at: see
 * `verifyAgentCard`.
 *
 * @param source The card: its text, or better its bytes, since only there can broken UTF-8 be seen.
 * @param options The largest accepted size.
 * @returns The card with its version, interfaces and warnings, or all errors and warnings of an invalid one. Nothing is
 * thrown for bad input.
 */
export function parseAgentCard(source: string | Uint8Array, options: ParseOptions = {}): AgentCardResult {
  return readAgentCard(source, options).result;
}
