import type { BareItem, InnerList } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import { parseComponent } from './parseComponent.ts';
import type { ParameterName, SignatureParameters } from './types.ts';

const TIMES: readonly string[] = ['created', 'expires'] satisfies readonly ParameterName[];
const TEXTS: readonly string[] = ['nonce', 'alg', 'keyid', 'tag'] satisfies readonly ParameterName[];

/**
 * Makes the member of `Signature-Input` (RFC 9421, section 2.3).
 *
 * @param components Covered components in their order.
 * @param parameters In the order in which they stand in the object; undefined ones are left out.
 * @throws HttpSignatureError `parameter-invalid` for a parameter that doesn't exist or can't be written.
 */
export function createSignatureInput(components: readonly string[], parameters: SignatureParameters): InnerList {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return {
    kind: 'inner-list',
    items: components.map(parseComponent),
    parameters: new Map(entries.map(([name, value]: [string, unknown]) => [name, toBareItem(name, value)])),
  };
}

function toBareItem(name: string, value: unknown): BareItem {
  const isTime = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 1e15;
  if (TIMES.includes(name) && isTime) return { type: 'integer', value };
  if (TEXTS.includes(name) && typeof value === 'string' && /^[\x20-\x7e]*$/.test(value))
    return { type: 'string', value };
  throw new HttpSignatureError(
    'parameter-invalid',
    `signature parameter ${name} can't be ${JSON.stringify(value)}; created and expires are whole seconds since 1970, ` +
      'nonce, alg, keyid and tag printable ASCII, and there are no others',
    { details: { name, value } },
  );
}
