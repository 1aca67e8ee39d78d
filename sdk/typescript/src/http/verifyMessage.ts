import { createMessageVerifier } from './createMessageVerifier.ts';
import type { HttpMessage, SignatureVerdict, VerificationPolicy } from './types.ts';

/**
 * Verifies one signature of a message (RFC 9421, section 3.2). See {@link createMessageVerifier}, which reads the policy
 * once for many messages.
 *
 * @param message The message as received.
 * @param policy What is asked of the signature.
 * @throws HttpSignatureError `policy-invalid`; faults of the message are in the verdict.
 */
export function verifyMessage(message: HttpMessage, policy: VerificationPolicy): Promise<SignatureVerdict> {
  return createMessageVerifier(policy)(message);
}
