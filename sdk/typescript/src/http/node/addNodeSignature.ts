import { createContentDigest } from '../createContentDigest.ts';
import type { DigestAlgorithm } from '../hashBytes.ts';
import { HttpSignatureError } from '../HttpSignatureError.ts';
import { signMessage } from '../signMessage.ts';
import type { SigningOptions } from '../signMessage.ts';
import type { HttpMessage } from '../types.ts';
import type { NodeOutgoing } from './types.ts';

export interface NodeSigningOptions extends SigningOptions {
  /** Sets `Content-Digest` for the body by these algorithms before signing; no body counts as an empty one. */
  readonly contentDigest?: readonly DigestAlgorithm[];
  /** The content that will be sent. */
  readonly body?: Uint8Array;
}

/**
 * Signs a message that Node is about to send and sets the fields.
 *
 * @param outgoing Gets the fields.
 * @param options What to sign with.
 * @param toMessage Takes the message once `Content-Digest` is set.
 * @throws HttpSignatureError `message-sent` when the header section is gone.
 */
export async function addNodeSignature(
  outgoing: NodeOutgoing,
  options: NodeSigningOptions,
  toMessage: () => HttpMessage,
): Promise<void> {
  if (outgoing.headersSent) throw new HttpSignatureError('message-sent', 'the headers are sent; sign before that');
  if (options.contentDigest !== undefined) {
    const digest = await createContentDigest(options.body ?? new Uint8Array(), options.contentDigest);
    outgoing.setHeader('Content-Digest', digest);
  }
  const { signatureInput, signature } = await signMessage(toMessage(), options);
  outgoing.appendHeader('Signature-Input', signatureInput);
  outgoing.appendHeader('Signature', signature);
}
