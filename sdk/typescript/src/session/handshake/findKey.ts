import { SessionError } from '../SessionError.ts';
import { checkX25519PublicKey } from '../hpke/checkX25519PublicKey.ts';
import type { ResolvedKeys, SessionKey } from '../types.ts';

/**
 * Finds a key of the peer among those that the chain has in force. Its type comes from the chain, never from a message.
 *
 * @param use What it is needed for.
 * @param keyId Its id; undefined takes the first that fits.
 * @throws SessionError `key-not-found`, `key-unsuitable`, `agreement-key-invalid`
 */
export function findKey({ keys }: ResolvedKeys, use: 'agree' | 'sign', keyId?: string): SessionKey {
  const fits = (key: SessionKey): boolean => (key.type === 'x25519') === (use === 'agree');
  const key = keyId === undefined ? keys.find(fits) : keys.find(({ id }) => id === keyId);
  const details = { keyId, use };
  if (key === undefined) {
    const which = keyId === undefined ? `no key that can ${use}` : `no key ${keyId} in force`;
    throw new SessionError('key-not-found', `the chain has ${which} for the peer`, { details });
  }
  if (!fits(key)) {
    throw new SessionError('key-unsuitable', `key ${key.id} is of type ${key.type} and can't ${use}`, { details });
  }
  if (use === 'agree') checkX25519PublicKey(key.publicKey, `key ${key.id}`);
  return key;
}
