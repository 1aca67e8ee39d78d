import { parseDictionary } from '../../structured/parseDictionary.ts';
import { serializeItem } from '../../structured/serializeItem.ts';
import { StructuredFieldError } from '../../structured/StructuredFieldError.ts';
import type { BareItem, Dictionary, FieldParameters, Member } from '../../structured/types.ts';
import { HttpSignatureError } from '../HttpSignatureError.ts';
import { readComponent } from '../readComponent.ts';
import type { RequestedParameters, RequestedSignature } from './types.ts';

/**
 * Reads `Accept-Signature` (RFC 9421, section 5.1). Whoever can write this field chooses what is asked for, so answer
 * only what you would sign anyway.
 *
 * @param lines The value of the field, or the values of its lines.
 * @throws HttpSignatureError `accept-signature-malformed`, or the reason why a component can't exist.
 */
export function parseAcceptSignature(lines: string | readonly string[]): RequestedSignature[] {
  return Array.from(parse(lines), ([label, member]) => readRequest(label, member));
}

function parse(lines: string | readonly string[]): Dictionary {
  try {
    return parseDictionary(lines, { repeatedKeys: 'refuse' });
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw new HttpSignatureError('accept-signature-malformed', `Accept-Signature: ${cause.message}`, { cause });
  }
}

function readRequest(label: string, member: Member): RequestedSignature {
  if (member.kind !== 'inner-list') throw fault(label, 'must be a list of components in parentheses');
  member.items.forEach((item) => readComponent(item));
  return { label, components: member.items.map(serializeItem), parameters: readParameters(label, member.parameters) };
}

function readParameters(label: string, parameters: FieldParameters): RequestedParameters {
  const flag = (name: string): true | undefined => {
    const bare: BareItem | undefined = parameters.get(name);
    if (bare === undefined) return undefined;
    if (bare.type === 'boolean' && bare.value) return true;
    throw fault(label, `must name ${name} without a value: the signer chooses it`);
  };
  const text = (name: string): string | undefined => {
    const bare = parameters.get(name);
    if (bare === undefined || bare.type === 'string') return bare?.value;
    throw fault(label, `must give ${name} as a string`);
  };
  return {
    created: flag('created'),
    expires: flag('expires'),
    nonce: text('nonce'),
    alg: text('alg'),
    keyid: text('keyid'),
    tag: text('tag'),
  };
}

function fault(label: string, problem: string): HttpSignatureError {
  const message = `Accept-Signature: the member ${label} ${problem}`;
  return new HttpSignatureError('accept-signature-malformed', message, { details: { label } });
}
