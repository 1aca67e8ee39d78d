import type { FieldLine } from '../types.ts';
import type { NodeOutgoing } from './types.ts';

/**
 * The lines that a message to send will have. Fields that Node adds by itself while sending, such as `Date`, are not
 * among them: set them to cover them. Node joins the values of `Cookie` to one line (RFC 6265, section 5.4).
 */
export function outgoingLines(message: NodeOutgoing): FieldLine[] {
  return Object.entries(message.getHeaders()).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
    if (name.toLowerCase() === 'cookie') return [[name, values.join('; ')]];
    return values.map((line): FieldLine => [name, line]);
  });
}
