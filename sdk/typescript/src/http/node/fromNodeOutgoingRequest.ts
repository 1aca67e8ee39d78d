import type { HttpRequestMessage } from '../types.ts';
import { outgoingLines } from './outgoingLines.ts';
import type { NodeOutgoingRequest } from './types.ts';

/**
 * Takes a request that a Node client is about to send as a message.
 *
 * @param request A `ClientRequest` of node:http or node:https.
 * @param body The content that will be sent.
 */
export function fromNodeOutgoingRequest(request: NodeOutgoingRequest, body?: Uint8Array): HttpRequestMessage {
  const fields = outgoingLines(request);
  const host = fields.find(([name]) => name.toLowerCase() === 'host')?.[1];
  return {
    kind: 'request',
    method: request.method,
    requestTarget: request.path,
    targetUri: host === undefined ? undefined : `${request.protocol}//${host}${request.path}`,
    fields,
    body,
  };
}
