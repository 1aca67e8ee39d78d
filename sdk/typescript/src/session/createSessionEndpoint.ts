import { bindSessionEndpoint } from './bindSessionEndpoint.ts';
import type { SessionEndpoint } from './bindSessionEndpoint.ts';
import { createSessionContext } from './createSessionContext.ts';
import type { SessionOptions } from './types.ts';

/**
 * Makes an agent's end of secure sessions (docs/session-protocol.md): four messages, sealed with HPKE (RFC 9180) and
 * signed by keys of both agents' chains, then records under keys of each direction. Trust rests on `resolveKeys`, which
 * must read the chain, and on the secrecy of the own keys and of the store.
 *
 * @param options Identity, resolver, store and limits.
 * @throws SessionError `options-invalid`
 */
export function createSessionEndpoint(options: SessionOptions): SessionEndpoint {
  return bindSessionEndpoint(createSessionContext(options));
}
