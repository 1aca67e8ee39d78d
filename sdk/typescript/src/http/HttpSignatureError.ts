import { SageError } from '../errors/SageError.ts';
import type { SignatureMisuse } from './misuseTable.ts';
import type { SignatureReason } from './signatureReasons.ts';

/**
 * Why a signature can't be made, a base can't be built, or a call makes no sense. Verification doesn't throw the
 * reasons: it returns them in its verdict.
 */
export class HttpSignatureError extends SageError<SignatureReason | SignatureMisuse> {}
