import { SageError } from '../errors/SageError.ts';

/** `policy-invalid`: a policy that nothing can be judged by. `bundle-malformed`: no bundle of this format. */
export type VerdictErrorCode = 'policy-invalid' | 'bundle-malformed';

/** A mistake of the caller, as opposed to a verdict. */
export class VerdictError extends SageError<VerdictErrorCode> {}
