import type { FieldLine } from '../types.ts';
import type { NodeOutgoing } from './types.ts';

/**
 * The lines that a message to send will have. Fields that Node adds by itself while sending, such as `Date`, are not
 * among them: set them to cover them.
 */
export function outgoingLines(message: NodeOutgoing): FieldLine[] {
  return Object.entries(message.getHeaders()).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
    return values.map((line): FieldLine => [name, line]);
  });
}
