import { buildValueIssue } from '../json/buildValueIssue.ts';
import { CARD_ISSUES } from './cardIssueTable.ts';
import type { CardIssueCode } from './cardIssueTable.ts';
import type { CardIssue } from './types.ts';

/**
 * Builds an issue about a value that was found in a card.
 *
 * @param code The finding.
 * @param path Where it is.
 * @param value What is there; a missing value needs no telling.
 */
export function createCardIssue(code: CardIssueCode, path: readonly PropertyKey[], value: unknown): CardIssue {
  return buildValueIssue<CardIssueCode>(CARD_ISSUES, code, path, value);
}
