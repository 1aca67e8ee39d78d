import type { InnerList, Member } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';

/**
 * Checks that a member of `Signature-Input` is an inner list.
 *
 * @param label Its label.
 * @param member What the dictionary holds there.
 * @throws HttpSignatureError `input-not-inner-list`
 */
export function readSignatureInput(label: string, member: Member): InnerList {
  if (member.kind === 'inner-list') return member;
  const message = `signature ${label}: its member of Signature-Input must be a list of components in parentheses`;
  throw new HttpSignatureError('input-not-inner-list', message, { details: { label } });
}
