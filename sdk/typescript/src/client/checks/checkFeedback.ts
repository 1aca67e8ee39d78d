import type { FeedbackInput, Hex } from '../types.ts';
import { checkHex } from './checkHex.ts';
import { checkInteger } from './checkInteger.ts';
import { checkText } from './checkText.ts';

/** ±1e38, the standard's bound. */
const MOST_VALUE = 10n ** 38n;
const MOST_DECIMALS = 18n;
const MOST_TAG_BYTES = 256;

/**
 * Checks the fields of a feedback but for the agent's id, by the rules of the reputation registry.
 *
 * @param field For the errors.
 * @param input What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkFeedback(
  field: string,
  input: Omit<FeedbackInput, 'agentId'>,
): {
  readonly value: bigint;
  readonly valueDecimals: number;
  readonly tag1: string;
  readonly tag2: string;
  readonly endpoint: string;
  readonly feedbackURI: string;
  readonly feedbackHash: Hex;
} {
  return {
    value: checkInteger(`${field}.value`, input.value, -MOST_VALUE, MOST_VALUE),
    valueDecimals: Number(checkInteger(`${field}.valueDecimals`, input.valueDecimals, 0n, MOST_DECIMALS)),
    tag1: checkText(`${field}.tag1`, input.tag1, MOST_TAG_BYTES),
    tag2: checkText(`${field}.tag2`, input.tag2, MOST_TAG_BYTES),
    endpoint: checkText(`${field}.endpoint`, input.endpoint),
    feedbackURI: checkText(`${field}.feedbackURI`, input.feedbackURI),
    feedbackHash: checkHex(`${field}.feedbackHash`, input.feedbackHash, 32),
  };
}
