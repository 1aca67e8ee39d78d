import { createContentDigest } from '../createContentDigest.ts';
import type { DigestAlgorithm } from '../hashBytes.ts';
import { HttpSignatureError } from '../HttpSignatureError.ts';
import { signMessage } from '../signMessage.ts';
import type { SigningOptions } from '../signMessage.ts';
import type { HttpMessage } from '../types.ts';

export interface FetchSigningOptions extends SigningOptions {
  /** Sets `Content-Digest` for the body by these algorithms before signing. */
  readonly contentDigest?: readonly DigestAlgorithm[];
}

/**
 * Signs a message and adds the fields to headers.
 *
 * @param message The message whose fields `headers` holds.
 * @param headers Gets the two fields, and `Content-Digest` if wanted.
 * @param options What to sign with.
 * @throws HttpSignatureError `message-sent` when a digest is wanted of a body that isn't there.
 */
export async function addSignature(
  message: HttpMessage,
  headers: Headers,
  options: FetchSigningOptions,
): Promise<void> {
  if (options.contentDigest !== undefined) {
    if (message.body === undefined) {
      throw new HttpSignatureError(
        'message-sent',
        'the body was read or is encoded; sign before, or set Content-Digest',
      );
    }
    headers.set('Content-Digest', await createContentDigest(message.body, options.contentDigest));
  }
  const { signatureInput, signature } = await signMessage({ ...message, fields: [...headers] }, options);
  headers.append('Signature-Input', signatureInput);
  headers.append('Signature', signature);
}
