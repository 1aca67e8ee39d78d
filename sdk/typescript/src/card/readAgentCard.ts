import { buildIssue } from '../json/buildIssue.ts';
import { readJson } from '../json/readJson.ts';
import type { ParseOptions } from '../json/types.ts';
import { CARD_ISSUES } from './cardIssueTable.ts';
import type { CardIssueCode } from './cardIssueTable.ts';
import type { AgentCardResult, CardResult, InvalidCardResult } from './types.ts';
import { validateAgentCard } from './validateAgentCard.ts';

/** A card beside the JSON that it came from. */
export type AgentCardReading =
  | { readonly result: CardResult; readonly raw: Readonly<Record<string, unknown>> }
  | { readonly result: InvalidCardResult; readonly raw?: undefined };

function judge(source: string | Uint8Array, options: ParseOptions): readonly [AgentCardResult, unknown] {
  const reading = readJson(source, options);
  if ('value' in reading) return [validateAgentCard(reading.value), reading.value];
  const issues = reading.faults.map(({ code, path, detail }) =>
    buildIssue<CardIssueCode>(CARD_ISSUES, code, path, detail),
  );
  return [{ kind: 'invalid', version: undefined, issues }, undefined];
}

/**
 * Reads and checks a card and keeps its JSON. Signatures cover that, and not what a schema made of it: a schema drops keys
 * such as `__proto__`, and what it drops would be covered by nothing.
 *
 * @param source The card: its bytes or its text.
 * @param options The largest accepted size.
 */
export function readAgentCard(source: string | Uint8Array, options: ParseOptions): AgentCardReading {
  const [result, value] = judge(source, options);
  return result.kind === 'card' ? { result, raw: value as Readonly<Record<string, unknown>> } : { result };
}
