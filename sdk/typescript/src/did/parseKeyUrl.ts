import type { Hex } from '../client/types.ts';
import { parseDid } from './parseDid.ts';
import { DidError } from './DidError.ts';
import type { SageKeyUrl } from './types.ts';

const KEY_ID = /^0x[0-9a-f]{64}$/;

/**
 * Takes the name of a key apart: a DID, `#`, and the key id as 0x and 64 lower-case hex digits. It is the `id` of the
 * verification method in the DID document, and the `keyid` of HTTP message signatures.
 *
 * @param text Any text.
 * @throws DidError `did-malformed`
 */
export function parseKeyUrl(text: string): SageKeyUrl {
  const at = text.indexOf('#');
  const keyId = at < 0 ? '' : text.slice(at + 1);
  if (!KEY_ID.test(keyId)) {
    const message = `${JSON.stringify(text.slice(0, 200))} names no key; expected did:sage:…#0x… with 64 hex digits`;
    throw new DidError('did-malformed', message, { details: { value: text.slice(0, 200) } });
  }
  return { did: parseDid(text.slice(0, at)).did, keyId: keyId as Hex };
}
