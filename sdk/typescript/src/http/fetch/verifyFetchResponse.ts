import type { HttpRequestMessage, SignatureVerdict, VerificationPolicy } from '../types.ts';
import { verifyMessage } from '../verifyMessage.ts';
import { fromFetchResponse } from './fromFetchResponse.ts';
import type { FetchBodyOptions } from './readFetchBody.ts';

/**
 * Verifies one signature of a fetch `Response`; see `fromFetchResponse` for what such a response has lost.
 *
 * @param response Stays usable.
 * @param policy What is asked of the signature.
 * @param request The request that it answers, as it was sent.
 * @param options How much of the body is read; none where there is no `Signature-Input`.
 * @throws HttpSignatureError `policy-invalid`
 */
export async function verifyFetchResponse(
  response: Response,
  policy: VerificationPolicy,
  request?: HttpRequestMessage,
  options: Pick<FetchBodyOptions, 'maxBodyBytes'> = {},
): Promise<SignatureVerdict> {
  return verifyMessage(await fromFetchResponse(response, request, { ...options, onlySigned: true }), policy);
}
