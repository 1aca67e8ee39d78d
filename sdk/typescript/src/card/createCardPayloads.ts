import { canonicalizeJson } from '../json/canonicalizeJson.ts';
import { CARD_SHAPE } from './cardShape.ts';
import { omitDefaults } from './omitDefaults.ts';
import type { CardVersion } from './types.ts';

/** What the signer did with fields that hold their default: left them out, or signed the card as it is. */
export type CardPayloadForm = 'defaults-omitted' | 'as-is';

/** Bytes that a signature of a card may cover. */
export interface CardPayload {
  readonly form: CardPayloadForm;
  readonly bytes: Uint8Array;
}

/**
 * The bytes that a signature of a card may cover, in order of preference. Always the canonical form (RFC 8785) of the card
 * without `signatures`. In A2A 1.0 (section 8.4.1) fields with defaults are left out first; the card as it is counts too,
 * because it says no less. Before 1.0 the specification names no such step.
 *
 * @param card The parsed card, from a reader that refuses repeated keys.
 * @param version Its version.
 * @returns The first is what a signer signs. Empty where the card has no canonical form.
 */
export function createCardPayloads(card: Readonly<Record<string, unknown>>, version: CardVersion): CardPayload[] {
  const { signatures: _, ...content } = card;
  const asIs = canonicalizeJson(content);
  if (!asIs) return [];
  const payload: CardPayload = { form: 'as-is', bytes: asIs };
  if (version !== '1.0') return [payload];
  const bytes = canonicalizeJson(omitDefaults(content, CARD_SHAPE));
  return bytes ? [{ form: 'defaults-omitted', bytes }, payload] : [];
}
