import { checkContentDigest } from './checkContentDigest.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { MessageContext } from './MessageContext.ts';
import type { Component } from './readComponent.ts';

/**
 * Checks the body against the digests that a signature covers.
 *
 * @param context The message.
 * @param components What the signature covers.
 * @param isRequired Whether the digest must be covered and the body be there.
 * @returns Whether the body was compared.
 * @throws HttpSignatureError with the reason.
 */
export function checkBody(
  context: MessageContext,
  components: readonly Component[],
  isRequired: boolean,
): boolean | Promise<boolean> {
  const { body, content } = context.message;
  const digests = components.filter(({ name, req }) => name === 'content-digest' && !req);
  if (isRequired && digests.length === 0) {
    throw new HttpSignatureError('required-component-missing', 'the policy asks for a covered content-digest');
  }
  if (digests.length === 0) return false;
  if (body === undefined) {
    if (content === 'too-large') {
      throw new HttpSignatureError('body-too-large', 'the body is longer than may be read; see maxBodyBytes');
    }
    if (!isRequired) return false;
    throw new HttpSignatureError('body-missing', 'the policy asks for a check of the body, and the message has none');
  }
  return compare(context, digests, body);
}

async function compare(context: MessageContext, digests: readonly Component[], body: Uint8Array): Promise<true> {
  for (const { tr, key } of digests) {
    const lines = (tr ? context.trailers : context.headers).get('content-digest') ?? [];
    await checkContentDigest(lines, body, key);
  }
  return true;
}
