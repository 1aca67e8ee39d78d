import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import type { ResolvedKeys } from '../types.ts';
import { isRegistry } from '../wire/isRegistry.ts';

/**
 * Looks the peer up on its chain, now.
 *
 * @param registry What the peer says; undefined before it has said anything.
 * @throws SessionError `resolver-failed`, `peer-unknown`, `registry-mismatch`
 */
export async function resolvePeer(
  { resolveKeys, now }: SessionContext,
  did: string,
  registry?: string,
): Promise<ResolvedKeys> {
  const details = { did };
  const at = Math.floor(now());
  let resolved: ResolvedKeys | undefined;
  try {
    resolved = await resolveKeys(did, at);
  } catch (cause) {
    throw new SessionError('resolver-failed', `the keys of ${did} could not be looked up`, { cause, details });
  }
  if (resolved === undefined) throw new SessionError('peer-unknown', `${did} is not known, or not active`, { details });
  if (!isRegistry(resolved.registry)) {
    const message = `the resolver gives ${did} a registry that is none in the form eip155:1:0x… in lower case`;
    throw new SessionError('resolver-failed', message, { details: { did, registry: resolved.registry } });
  }
  if (registry !== undefined && registry !== resolved.registry) {
    const message = `${did} is registered in ${resolved.registry}; the peer says ${registry}`;
    throw new SessionError('registry-mismatch', message, { details: { did, registry: resolved.registry } });
  }
  return resolved;
}
