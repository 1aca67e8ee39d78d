import type { HttpRequestMessage } from '../types.ts';
import { addNodeSignature } from './addNodeSignature.ts';
import type { NodeSigningOptions } from './addNodeSignature.ts';
import { outgoingLines } from './outgoingLines.ts';
import type { NodeOutgoingResponse } from './types.ts';

/**
 * Signs a response that a Node server is about to send.
 *
 * @param response A `ServerResponse` whose status and headers are complete and not sent yet; gets the two fields.
 * @param options What to sign with, and the body where its digest is wanted.
 * @param request The request that it answers, for components with `;req`.
 * @throws HttpSignatureError
 */
export async function signNodeResponse(
  response: NodeOutgoingResponse,
  options: NodeSigningOptions,
  request?: HttpRequestMessage,
): Promise<void> {
  await addNodeSignature(response, options, () => ({
    kind: 'response',
    status: response.statusCode,
    fields: outgoingLines(response),
    body: options.body,
    request,
  }));
}
