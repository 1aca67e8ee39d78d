import { SessionError } from '../SessionError.ts';
import { parseSessionMessage } from './parseSessionMessage.ts';
import type { MessageKind, SessionMessage } from './types.ts';

type OfKind<Kind extends MessageKind> = Extract<SessionMessage, { readonly kind: Kind }>;

/**
 * Takes a message of one kind apart.
 *
 * @throws SessionError `message-unexpected`, and those of {@link parseSessionMessage}
 */
export function parseKind<Kind extends 'hello' | 'answer' | 'record'>(bytes: Uint8Array, kind: Kind): OfKind<Kind>;
export function parseKind(bytes: Uint8Array, kind: 'finish' | 'done'): OfKind<'finish' | 'done'>;
export function parseKind(bytes: Uint8Array, kind: MessageKind): SessionMessage {
  const message = parseSessionMessage(bytes);
  if (message.kind === kind) return message;
  throw new SessionError('message-unexpected', `expected the message "${kind}", got "${message.kind}"`, {
    details: { expected: kind, got: message.kind },
  });
}
