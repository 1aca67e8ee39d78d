import type { z } from 'zod';
import { toIssues } from '../json/toIssues.ts';
import { CARD_ISSUES } from './cardIssueTable.ts';
import type { CardIssueCode } from './cardIssueTable.ts';
import { cardSchema, oldCardSchema } from './cardSchemas.ts';
import type { Card, OldCard } from './cardSchemas.ts';
import { createCardIssue } from './createCardIssue.ts';
import { findCardConflicts } from './findCardConflicts.ts';
import { findCardVersion } from './findCardVersion.ts';
import { findCardWarnings } from './findCardWarnings.ts';
import type { AgentCardResult, CardInterface, CardIssue, CardVersion } from './types.ts';

type Raw = Readonly<Record<string, unknown>>;

/**
 * Checks the content of an A2A agent card of version 0.2, 0.3 or 1.0, as parsed from JSON.
 *
 * Use {@link parseAgentCard} wherever the text is at hand: a repeated key can only be seen there.
 *
 * @param value What `JSON.parse` returned.
 * @returns The card with its version, interfaces and warnings, or all errors and warnings of an invalid one.
 */
export function validateAgentCard(value: unknown): AgentCardResult {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'invalid', version: undefined, issues: [createCardIssue('not-an-object', [], value)] };
  }
  const raw: Raw = { ...value };
  const found = findCardVersion(raw);
  if (found.version === undefined) return { kind: 'invalid', version: undefined, issues: [found.issue] };
  const { version } = found;
  const warnings = [...found.issues, ...findCardWarnings(raw, version)];
  if (version === '1.0') return judge(raw, version, warnings, cardSchema.safeParse(raw), interfacesOf);
  return judge(raw, version, warnings, oldCardSchema.safeParse(raw), (card) => oldInterfacesOf(card, version));
}

function judge<T extends Card | OldCard>(
  raw: Raw,
  version: CardVersion,
  warnings: readonly CardIssue[],
  parsed: z.ZodSafeParseResult<T>,
  toInterfaces: (card: T) => readonly CardInterface[],
): AgentCardResult {
  if (!parsed.success) {
    const errors = toIssues<CardIssueCode>(CARD_ISSUES, parsed.error, raw);
    return { kind: 'invalid', version, issues: [...errors, ...warnings] };
  }
  const card = parsed.data;
  const conflicts = findCardConflicts(card);
  if (conflicts.length > 0) return { kind: 'invalid', version, issues: [...conflicts, ...warnings] };
  return { kind: 'card', version, card, interfaces: toInterfaces(card), issues: warnings };
}

function interfacesOf({ supportedInterfaces, protocolVersion = '' }: Card): CardInterface[] {
  return supportedInterfaces.map((one) => ({
    url: one.url,
    protocolBinding: one.protocolBinding,
    protocolVersion: one.protocolVersion ?? protocolVersion,
  }));
}

/** The main URL first; it may be listed among the others again. */
function oldInterfacesOf(card: OldCard, version: CardVersion): CardInterface[] {
  const { url, preferredTransport = 'JSONRPC', additionalInterfaces = [], protocolVersion = version } = card;
  const others = additionalInterfaces.filter((one) => one.url !== url || one.transport !== preferredTransport);
  return [{ url, transport: preferredTransport }, ...others].map((one) => ({
    url: one.url,
    protocolBinding: one.transport,
    protocolVersion,
  }));
}
