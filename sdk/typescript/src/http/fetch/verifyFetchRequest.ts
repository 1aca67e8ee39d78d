import type { SignatureVerdict, VerificationPolicy } from '../types.ts';
import { verifyMessage } from '../verifyMessage.ts';
import { fromFetchRequest } from './fromFetchRequest.ts';
import type { FetchBodyOptions } from './readFetchBody.ts';

/**
 * Verifies one signature of a fetch `Request`; see `fromFetchRequest` for what such a request has lost.
 *
 * @param request Stays usable.
 * @param policy What is asked of the signature.
 * @param options How much of the body is read; none where there is no `Signature-Input`.
 * @throws HttpSignatureError `policy-invalid` or `message-invalid`
 */
export async function verifyFetchRequest(
  request: Request,
  policy: VerificationPolicy,
  options: Pick<FetchBodyOptions, 'maxBodyBytes'> = {},
): Promise<SignatureVerdict> {
  return verifyMessage(await fromFetchRequest(request, { ...options, onlySigned: true }), policy);
}
