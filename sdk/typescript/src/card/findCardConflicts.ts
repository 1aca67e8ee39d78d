import { createCardIssue } from './createCardIssue.ts';
import type { Card, OldCard } from './cardSchemas.ts';
import type { CardIssue } from './types.ts';

type Path = readonly PropertyKey[];

/** The names of schemes that a card asks for, with their places. */
function demands(card: Card | OldCard): (readonly [Path, string])[] {
  const { securityRequirements, security, supportedInterfaces } = card as Partial<Card & OldCard>;
  const found = supportedInterfaces
    ? (securityRequirements ?? []).map(({ schemes = {} }, index): [Path, object] => [
        ['securityRequirements', index, 'schemes'],
        schemes,
      ])
    : (security ?? []).map((schemes, index): [Path, object] => [['security', index], schemes]);
  return found.flatMap(([path, schemes]) => Object.keys(schemes).map((name) => [[...path, name], name] as const));
}

/**
 * Contradictions between the fields of a card whose shape is right: a skill's id that occurs twice, a security scheme that
 * is asked for and not declared.
 *
 * @param card The card.
 */
export function findCardConflicts(card: Card | OldCard): CardIssue[] {
  const issues: CardIssue[] = [];
  const ids = new Set<string>();
  card.skills.forEach(({ id }, index) => {
    if (ids.has(id)) issues.push(createCardIssue('skill-id-repeated', ['skills', index, 'id'], id));
    ids.add(id);
  });
  for (const [path, name] of demands(card)) {
    const isDeclared = card.securitySchemes !== undefined && Object.hasOwn(card.securitySchemes, name);
    if (!isDeclared) issues.push(createCardIssue('security-undeclared', path, name));
  }
  return issues;
}
