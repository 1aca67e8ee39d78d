import { addNodeSignature } from './addNodeSignature.ts';
import type { NodeSigningOptions } from './addNodeSignature.ts';
import { fromNodeOutgoingRequest } from './fromNodeOutgoingRequest.ts';
import type { NodeOutgoingRequest } from './types.ts';

/**
 * Signs a request that a Node client is about to send.
 *
 * @param request A `ClientRequest` whose headers are complete and not sent yet; gets the two fields.
 * @param options What to sign with, and the body where its digest is wanted.
 * @throws HttpSignatureError
 */
export async function signNodeRequest(request: NodeOutgoingRequest, options: NodeSigningOptions): Promise<void> {
  await addNodeSignature(request, options, () => fromNodeOutgoingRequest(request, options.body));
}
