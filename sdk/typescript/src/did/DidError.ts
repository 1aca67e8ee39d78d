import { SageError } from '../errors/SageError.ts';

/**
 * `did-malformed`: not spelled as did:sage demands. `argument-invalid`: a part that no DID can have, or a wrong option.
 * `network-unknown`: no reader was given for the network of the DID. The chain's own words: `did-not-found`,
 * `agent-deactivated`, `agent-unclaimed` (sold, and not claimed by its owner of now).
 */
export type DidErrorCode =
  'did-malformed' | 'argument-invalid' | 'network-unknown' | 'did-not-found' | 'agent-deactivated' | 'agent-unclaimed';

/** A DID, or a part of one, is not what it should be; or nobody may speak for it. */
export class DidError extends SageError<DidErrorCode> {}
