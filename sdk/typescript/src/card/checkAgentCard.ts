import { judgeIssues } from '../json/judgeIssues.ts';
import type { FileCheck, ParseOptions } from '../json/types.ts';
import { CARD_ISSUES } from './cardIssueTable.ts';
import type { CardIssueCode } from './cardIssueTable.ts';
import { parseAgentCard } from './parseAgentCard.ts';
import type { CardVersion } from './types.ts';

/** The verdict about the form of an agent card. */
export interface CardCheck extends FileCheck<CardIssueCode> {
  readonly version: CardVersion | undefined;
}

/**
 * Judges the form of an agent card. Whether anybody signed it is not part of the verdict: see `verifyAgentCard`.
 *
 * @param bytes The exact file.
 * @param options The largest accepted size.
 * @returns The verdict with every issue. Nothing is thrown for any content.
 */
export function checkAgentCard(bytes: Uint8Array, options: ParseOptions = {}): CardCheck {
  const { version, issues } = parseAgentCard(bytes, options);
  return { verdict: judgeIssues<CardIssueCode>(CARD_ISSUES, issues), version, issues };
}
