import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';

/**
 * Asks whether to talk with a peer at all.
 *
 * @throws SessionError `peer-self`, `peer-refused`
 */
export async function checkPeer({ identity, acceptPeer }: SessionContext, did: string): Promise<void> {
  const details = { did };
  if (did === identity.did) throw new SessionError('peer-self', 'an agent opens no session with itself', { details });
  let isAccepted: boolean;
  try {
    isAccepted = await acceptPeer(did);
  } catch (cause) {
    throw new SessionError('peer-refused', `acceptPeer failed for ${did}; see the cause`, { cause, details });
  }
  if (!isAccepted) throw new SessionError('peer-refused', `acceptPeer refused ${did}`, { details });
}
