import { encodeBase64 } from '../encoding/encodeBase64.ts';
import { parseDictionary } from '../structured/parseDictionary.ts';
import { parseItem } from '../structured/parseItem.ts';
import { parseList } from '../structured/parseList.ts';
import { serializeDictionary } from '../structured/serializeDictionary.ts';
import { serializeItem } from '../structured/serializeItem.ts';
import { serializeList } from '../structured/serializeList.ts';
import { serializeMember } from '../structured/serializeMember.ts';
import { StructuredFieldError } from '../structured/StructuredFieldError.ts';
import type { FieldType } from '../structured/types.ts';
import { componentFault } from './componentFault.ts';
import type { MessageContext } from './MessageContext.ts';
import { normalizeFieldValue } from './normalizeFieldValue.ts';
import type { Component } from './readComponent.ts';

const BYTES_OF_A_LINE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The value of a field component (RFC 9421, section 2.1).
 *
 * @param component Its name is a field's.
 * @param context The message, or the request that it answers for `;req`.
 * @throws HttpSignatureError with the reason.
 */
export function resolveFieldComponent(component: Component, context: MessageContext): string {
  const lines = (component.tr ? context.trailers : context.headers).get(component.name);
  if (lines === undefined) {
    throw componentFault('component-missing', component, `is not among the ${component.tr ? 'trailers' : 'headers'}`);
  }
  if (lines.length === 1 && !component.bs && !component.sf && component.key === undefined) {
    return normalizeFieldValue(lines[0] ?? '');
  }
  const values = lines.map(normalizeFieldValue);
  if (component.bs) return values.map((value) => wrapBytes(value, component)).join(', ');
  if (!component.sf && component.key === undefined) return values.join(', ');
  try {
    return serializeStrictly(values, component, context);
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw componentFault('component-field-malformed', component, `is malformed: ${cause.message}`, cause);
  }
}

/** Section 2.1.3. */
function wrapBytes(value: string, component: Component): string {
  if (!BYTES_OF_A_LINE.test(value)) {
    throw componentFault('component-value-invalid', component, 'holds a character that no field can have');
  }
  return `:${encodeBase64(Uint8Array.from(value, (character) => character.charCodeAt(0)))}:`;
}

/** Sections 2.1.1 and 2.1.2. */
function serializeStrictly(values: readonly string[], component: Component, context: MessageContext): string {
  const type = Object.hasOwn(context.fieldTypes, component.name) ? context.fieldTypes[component.name] : undefined;
  if (type === undefined || (component.key !== undefined && type !== 'dictionary')) {
    const problem =
      type === undefined ? 'is not known to be a structured field' : `is of the type ${type}, without keys`;
    throw componentFault('component-field-type', component, `${problem}; tell its type in fieldTypes`);
  }
  if (component.key === undefined) return reserialize(values, type);
  const member = parseDictionary(values).get(component.key);
  if (member === undefined) throw componentFault('component-missing', component, 'has no such key');
  return serializeMember(member);
}

function reserialize(values: readonly string[], type: FieldType): string {
  switch (type) {
    case 'item':
      return serializeItem(parseItem(values));
    case 'list':
      return serializeList(parseList(values));
    case 'dictionary':
      return serializeDictionary(parseDictionary(values));
  }
}
