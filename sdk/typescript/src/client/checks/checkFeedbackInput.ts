import type { FeedbackInput } from '../types.ts';
import { checkFeedback } from './checkFeedback.ts';
import { checkUint } from './checkUint.ts';

/**
 * Checks a feedback by the rules of the reputation registry.
 *
 * @param field For the errors.
 * @param input What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkFeedbackInput(
  field: string,
  input: FeedbackInput,
): ReturnType<typeof checkFeedback> & { readonly agentId: bigint } {
  return { agentId: checkUint(`${field}.agentId`, input.agentId), ...checkFeedback(field, input) };
}
