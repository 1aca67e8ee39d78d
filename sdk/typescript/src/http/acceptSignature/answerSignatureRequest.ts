import { HttpSignatureError } from '../HttpSignatureError.ts';
import type { SigningOptions } from '../signMessage.ts';
import type { SigningKey } from '../types.ts';
import type { RequestedSignature } from './types.ts';

export interface AnswerOptions {
  readonly key: SigningKey;
  /** The id under which the other side finds the key. */
  readonly keyid: string;
  /** Seconds until a signature expires whose expiry is asked for; 300 by default. */
  readonly lifetime?: number;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

const DEFAULT_LIFETIME = 300;

/**
 * What to hand to `signMessage` in answer to a request for a signature (RFC 9421, section 5.2): the same label, the same
 * components, the parameters that were asked for.
 *
 * @param request One that `parseAcceptSignature` gave.
 * @param options The key to answer with.
 * @throws HttpSignatureError `accept-signature-refused` when another key or algorithm is asked for.
 */
export function answerSignatureRequest(request: RequestedSignature, options: AnswerOptions): SigningOptions {
  const { label, components, parameters } = request;
  const { key, keyid, lifetime = DEFAULT_LIFETIME, now = () => Date.now() / 1000 } = options;
  refuseOther('alg', parameters.alg, key.algorithm);
  refuseOther('keyid', parameters.keyid, keyid);
  const created = Math.floor(now());
  const { nonce, alg, tag } = parameters;
  const expires = parameters.expires === true ? created + lifetime : undefined;
  return { key, label, components, parameters: { created, expires, nonce, alg, keyid, tag } };
}

function refuseOther(name: string, wanted: string | undefined, own: string): void {
  if (wanted === undefined || wanted === own) return;
  const message = `a signature with ${name} ${JSON.stringify(wanted)} is asked for, and the key has ${JSON.stringify(own)}`;
  throw new HttpSignatureError('accept-signature-refused', message, { details: { name, wanted, own } });
}
