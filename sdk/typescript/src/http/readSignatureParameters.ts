import type { FieldParameters } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { SignatureParameters } from './types.ts';

/**
 * Reads the parameters of a signature (RFC 9421, section 2.3). Parameters that the RFC doesn't name are covered by the
 * signature like all others and left to the caller.
 *
 * @throws HttpSignatureError `parameter-malformed`
 */
export function readSignatureParameters(parameters: FieldParameters): SignatureParameters {
  return {
    created: readTime(parameters, 'created'),
    expires: readTime(parameters, 'expires'),
    nonce: readText(parameters, 'nonce'),
    alg: readText(parameters, 'alg'),
    keyid: readText(parameters, 'keyid'),
    tag: readText(parameters, 'tag'),
  };
}

function readTime(parameters: FieldParameters, name: string): number | undefined {
  const bare = parameters.get(name);
  if (bare === undefined) return undefined;
  if (bare.type === 'integer' && bare.value >= 0) return bare.value;
  throw fault(name, 'an integer of at least 0');
}

function readText(parameters: FieldParameters, name: string): string | undefined {
  const bare = parameters.get(name);
  if (bare === undefined) return undefined;
  if (bare.type === 'string') return bare.value;
  throw fault(name, 'a string in double quotes');
}

function fault(name: string, wanted: string): HttpSignatureError {
  const message = `signature parameter ${name} must be ${wanted}`;
  return new HttpSignatureError('parameter-malformed', message, { details: { name } });
}
