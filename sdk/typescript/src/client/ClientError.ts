import { SageError } from '../errors/SageError.ts';

/** Codes of the client helpers: `argument-invalid`, a value that the contract would refuse or read as another one. */
export type ClientErrorCode = 'argument-invalid';

/** A wrong argument. `details.field` names it, `details.value` is a text of what was given, cut after 80 characters. */
export class ClientError extends SageError<ClientErrorCode> {}
