import type { HttpSignatureError } from './HttpSignatureError.ts';
import { SIGNATURE_REASONS } from './signatureReasons.ts';
import type { SignatureReason } from './signatureReasons.ts';
import type { RefusedSignature } from './types.ts';

/** The verdict for an error whose code is a reason. */
export function refuse(error: HttpSignatureError, label: string | undefined): RefusedSignature {
  const code = error.code as SignatureReason;
  return { status: SIGNATURE_REASONS[code].status, code, message: error.message, label, cause: error.cause };
}
