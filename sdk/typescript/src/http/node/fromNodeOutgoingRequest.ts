import type { HttpRequestMessage } from '../types.ts';
import { outgoingLines } from './outgoingLines.ts';
import { toTargetUri } from './toTargetUri.ts';
import type { NodeOutgoingRequest } from './types.ts';

/**
 * Takes a request that a Node client is about to send as a message. A path in absolute form, as proxies get it, is the
 * target URI.
 *
 * @param request A `ClientRequest` of node:http or node:https.
 * @param body The content that will be sent.
 */
export function fromNodeOutgoingRequest(request: NodeOutgoingRequest, body?: Uint8Array): HttpRequestMessage {
  const { method, path, protocol } = request;
  const fields = outgoingLines(request);
  const hosts = fields.filter(([name]) => name.toLowerCase() === 'host');
  const host = hosts.length === 1 ? hosts[0]?.[1] : undefined;
  return {
    kind: 'request',
    method,
    requestTarget: path,
    targetUri: toTargetUri(method, path, protocol.replace(/:$/, ''), host),
    fields,
    body,
  };
}
