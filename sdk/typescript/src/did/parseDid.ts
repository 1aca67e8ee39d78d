import { DidError } from './DidError.ts';
import type { SageDid } from './types.ts';

/** The longest: `did:sage:`, 21, `:`, 64. */
const LONGEST = 95;
const DID = /^did:sage:([a-z0-9-]{1,21}):([a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?)$/;

/**
 * Takes a DID apart: `did:sage:{network}:{identifier}`, see docs/did-method-sage.md. There is one spelling: no upper case,
 * no percent-encoding, no space around it.
 *
 * @param text Any text.
 * @throws DidError `did-malformed`
 */
export function parseDid(text: string): SageDid {
  const match = text.length > LONGEST ? null : DID.exec(text);
  if (match === null) {
    const shown = JSON.stringify(text.slice(0, LONGEST + 5));
    throw new DidError('did-malformed', `${shown} is no did:sage; spell it did:sage:{network}:{identifier}`, {
      details: { value: text.slice(0, LONGEST + 5) },
    });
  }
  const [did, network = '', identifier = ''] = match;
  return { did, network, identifier };
}
