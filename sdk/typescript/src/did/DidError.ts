import { SageError } from '../errors/SageError.ts';

/** `did-malformed`: not spelled as did:sage demands. `argument-invalid`: a part that no DID can have. */
export type DidErrorCode = 'did-malformed' | 'argument-invalid';

/** A DID, or a part of one, is not what it should be. */
export class DidError extends SageError<DidErrorCode> {}
