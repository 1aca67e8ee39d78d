export { StructuredFieldError } from './StructuredFieldError.ts';
export type { StructuredFieldErrorCode } from './StructuredFieldError.ts';
export { parseDictionary } from './parseDictionary.ts';
export { parseItem } from './parseItem.ts';
export { parseList } from './parseList.ts';
export { serializeDictionary } from './serializeDictionary.ts';
export { serializeItem } from './serializeItem.ts';
export { serializeList } from './serializeList.ts';
export type {
  BareItem,
  BooleanItem,
  BytesItem,
  DateItem,
  DecimalItem,
  Dictionary,
  DisplayStringItem,
  FieldParameters,
  FieldType,
  InnerList,
  IntegerItem,
  Item,
  List,
  Member,
  ParseFieldOptions,
  StringItem,
  TokenItem,
} from './types.ts';
