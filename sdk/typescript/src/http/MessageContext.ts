import { FIELD_TYPES } from './fieldTypeTable.ts';
import { readQueryParameters } from './readQueryParameters.ts';
import type { QueryParameters } from './readQueryParameters.ts';
import { splitRequestTarget } from './splitRequestTarget.ts';
import type { FieldLine, FieldTypes, HttpMessage } from './types.ts';

/** Values of lines by field name in lower case. */
type FieldIndex = ReadonlyMap<string, readonly string[]>;

const NO_FIELDS: FieldIndex = new Map();

function indexFields(lines: readonly FieldLine[]): FieldIndex {
  const index = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    const values = index.get(key);
    if (values === undefined) index.set(key, [value]);
    else values.push(value);
  }
  return index;
}

function queryOf(message: HttpMessage): string {
  const target = message.kind === 'request' ? splitRequestTarget(message.requestTarget) : undefined;
  return target?.query?.slice(1) ?? '';
}

/** A message whose fields are looked up by name. Headers and trailers are never mixed. */
export class MessageContext {
  readonly message: HttpMessage;
  readonly fieldTypes: FieldTypes;
  readonly headers: FieldIndex;
  readonly trailers: FieldIndex;
  /** The request that a response answers. */
  readonly related: MessageContext | undefined;
  #queryParameters: QueryParameters | undefined;

  constructor(message: HttpMessage, fieldTypes: FieldTypes | undefined) {
    this.message = message;
    this.fieldTypes = fieldTypes === undefined ? FIELD_TYPES : { ...FIELD_TYPES, ...fieldTypes };
    this.headers = indexFields(message.fields);
    this.trailers = message.trailers === undefined ? NO_FIELDS : indexFields(message.trailers);
    const request = message.kind === 'response' ? message.request : undefined;
    this.related = request === undefined ? undefined : new MessageContext(request, fieldTypes);
  }
  /** Those of the request target, decoded once for all components. */
  get queryParameters(): QueryParameters {
    this.#queryParameters ??= readQueryParameters(queryOf(this.message));
    return this.#queryParameters;
  }
}
