import { HttpSignatureError } from '../HttpSignatureError.ts';
import type { HttpRequestMessage } from '../types.ts';
import { addSignature } from './addSignature.ts';
import type { FetchSigningOptions } from './addSignature.ts';
import { fromFetchResponse } from './fromFetchResponse.ts';

/**
 * Signs a fetch `Response`.
 *
 * @param response Its body passes into the result; it can't be used afterwards.
 * @param options What to sign with.
 * @param request The request that it answers, for components with `;req`.
 * @returns A new response with the two fields.
 * @throws HttpSignatureError
 */
export async function signFetchResponse(
  response: Response,
  options: FetchSigningOptions,
  request?: HttpRequestMessage,
): Promise<Response> {
  if (response.bodyUsed) throw new HttpSignatureError('message-sent', 'the body was read; sign before that');
  const headers = new Headers(response.headers);
  await addSignature(await fromFetchResponse(response, request, { maxBodyBytes: Infinity }), headers, options);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
