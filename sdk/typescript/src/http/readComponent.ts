import { serializeItem } from '../structured/serializeItem.ts';
import { serializeParameters } from '../structured/serializeParameters.ts';
import type { BareItem, FieldParameters, Item } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { SignatureReason } from './signatureReasons.ts';

/** A component identifier that was found to make sense (RFC 9421, section 2). */
export interface Component {
  readonly name: string;
  readonly isDerived: boolean;
  /** As in the signature base. */
  readonly text: string;
  /** The same for identifiers that differ only in the order of their parameters. */
  readonly identity: string;
  readonly req: boolean;
  readonly tr: boolean;
  readonly sf: boolean;
  readonly bs: boolean;
  readonly key: string | undefined;
  /** The parameter `name` of `@query-param`. */
  readonly queryName: string | undefined;
}

const FIELD_NAME = /^[a-z0-9!#$%&'*+\-.^_`|~]+$/;
const FIELD_PARAMETERS: readonly string[] = ['req', 'tr', 'sf', 'bs', 'key'];
const DERIVED = new Map<string, readonly string[]>([
  ['@method', ['req']],
  ['@target-uri', ['req']],
  ['@authority', ['req']],
  ['@scheme', ['req']],
  ['@request-target', ['req']],
  ['@path', ['req']],
  ['@query', ['req']],
  ['@query-param', ['req', 'name']],
  ['@status', []],
]);
/** Parameters whose value is a string; the others are true. */
const NAMING: readonly string[] = ['key', 'name'];

/**
 * Reads a component identifier and checks all that can be checked without a message (RFC 9421, section 2.5): the name,
 * that every parameter is known, belongs to the component and has the right type, and that none contradict.
 *
 * @param item A member of the list of covered components.
 * @throws HttpSignatureError with the reason.
 */
export function readComponent(item: Item): Component {
  const { bare, parameters } = item;
  const text = serializeItem(item);
  if (bare.type !== 'string') throw fault('component-not-string', text, 'write the name in double quotes');
  const name = bare.value;
  const isDerived = name.startsWith('@');
  const allowed = isDerived ? DERIVED.get(name) : FIELD_PARAMETERS;
  if (allowed === undefined) throw fault('component-unknown', text, `use one of ${[...DERIVED.keys()].join(', ')}`);
  if (!isDerived && !FIELD_NAME.test(name)) {
    throw fault('component-name-invalid', text, 'write a field name in lower case');
  }
  if (parameters.size > 0) {
    for (const [parameter, value] of parameters) checkParameter(parameter, value, allowed, text);
  }
  const key = stringOf(parameters.get('key'));
  const queryName = stringOf(parameters.get('name'));
  checkName(name, queryName, text);
  const bs = parameters.has('bs');
  const sf = parameters.has('sf');
  if (bs && (sf || parameters.has('key'))) {
    throw fault('component-parameter-conflict', text, 'keep either bs, or sf and key');
  }
  const identity = parameters.size < 2 ? text : `${JSON.stringify(name)}${sorted(parameters)}`;
  return {
    name,
    isDerived,
    text,
    identity,
    req: parameters.has('req'),
    tr: parameters.has('tr'),
    sf,
    bs,
    key,
    queryName,
  };
}

function fault(code: SignatureReason, component: string, wayOut: string): HttpSignatureError {
  return new HttpSignatureError(code, `component ${component} can't be covered (${code}); ${wayOut}`, {
    details: { component },
  });
}

function checkName(name: string, queryName: string | undefined, text: string): void {
  if (name === '@query-param' && queryName === undefined) {
    throw fault('component-parameter-invalid', text, 'name the query parameter with ;name');
  }
}

function checkParameter(parameter: string, value: BareItem, allowed: readonly string[], text: string): void {
  if (!allowed.includes(parameter)) {
    throw fault('component-parameter-invalid', text, `allowed here: ${allowed.join(', ') || 'no parameter'}`);
  }
  const fits = NAMING.includes(parameter) ? value.type === 'string' : value.type === 'boolean' && value.value;
  if (!fits) {
    const wanted = NAMING.includes(parameter) ? 'a string' : 'written without a value';
    throw fault('component-parameter-invalid', text, `the parameter ${parameter} must be ${wanted}`);
  }
}

function stringOf(value: BareItem | undefined): string | undefined {
  return value?.type === 'string' ? value.value : undefined;
}

function sorted(parameters: FieldParameters): string {
  return serializeParameters(new Map([...parameters].sort(([a], [b]) => (a < b ? -1 : 1))));
}
