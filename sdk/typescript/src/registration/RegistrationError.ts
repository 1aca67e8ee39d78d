import { SageError } from '../errors/SageError.ts';

/** What was given as facts of the chain can't be any: `agent-malformed`, with the field in the details. */
export class RegistrationError extends SageError<'agent-malformed'> {}
