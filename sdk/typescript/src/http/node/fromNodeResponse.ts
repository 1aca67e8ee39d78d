import type { HttpRequestMessage, HttpResponseMessage } from '../types.ts';
import { pairLines } from './pairLines.ts';
import type { NodeIncoming } from './types.ts';

/**
 * Takes a response that a Node client received as a message, from its raw lines and trailers. Trailers are there only
 * after the body has been read.
 *
 * @param response An `IncomingMessage` of a client.
 * @param body The content as received, before any content coding is undone.
 * @param request The request that it answers, as it was sent.
 */
export function fromNodeResponse(
  response: NodeIncoming,
  body?: Uint8Array,
  request?: HttpRequestMessage,
): HttpResponseMessage {
  return {
    kind: 'response',
    status: response.statusCode ?? 0,
    fields: pairLines(response.rawHeaders),
    trailers: response.rawTrailers.length === 0 ? undefined : pairLines(response.rawTrailers),
    body,
    request,
  };
}
