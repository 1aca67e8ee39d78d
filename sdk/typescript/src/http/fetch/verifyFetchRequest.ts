import type { SignatureVerdict, VerificationPolicy } from '../types.ts';
import { verifyMessage } from '../verifyMessage.ts';
import { fromFetchRequest } from './fromFetchRequest.ts';

/**
 * Verifies one signature of a fetch `Request`; see `fromFetchRequest` for what such a request has lost.
 *
 * @param request Stays usable.
 * @param policy What is asked of the signature.
 * @throws HttpSignatureError `policy-invalid` or `message-invalid`
 */
export async function verifyFetchRequest(request: Request, policy: VerificationPolicy): Promise<SignatureVerdict> {
  return verifyMessage(await fromFetchRequest(request), policy);
}
