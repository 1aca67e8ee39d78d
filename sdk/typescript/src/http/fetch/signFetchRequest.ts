import { HttpSignatureError } from '../HttpSignatureError.ts';
import { addSignature } from './addSignature.ts';
import type { FetchSigningOptions } from './addSignature.ts';
import { fromFetchRequest } from './fromFetchRequest.ts';

/**
 * Signs a fetch `Request`.
 *
 * @param request Its body passes into the result; it can't be used afterwards.
 * @param options What to sign with.
 * @returns A new request with the two fields.
 * @throws HttpSignatureError
 */
export async function signFetchRequest(request: Request, options: FetchSigningOptions): Promise<Request> {
  if (request.bodyUsed) throw new HttpSignatureError('message-sent', 'the body was read; sign before that');
  const headers = new Headers(request.headers);
  await addSignature(await fromFetchRequest(request, { maxBodyBytes: Infinity }), headers, options);
  return new Request(request, { headers });
}
