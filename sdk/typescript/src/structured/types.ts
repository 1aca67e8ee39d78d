/** A bare item (RFC 9651, section 3.3). Each type has a tag of its own: a token is never taken for a string. */
export type BareItem =
  IntegerItem | DecimalItem | StringItem | TokenItem | BytesItem | BooleanItem | DateItem | DisplayStringItem;

/** At most 15 digits. */
export interface IntegerItem {
  readonly type: 'integer';
  readonly value: number;
}

/** At most 12 digits before the point and 3 after it. */
export interface DecimalItem {
  readonly type: 'decimal';
  readonly value: number;
}

/** Printable ASCII. */
export interface StringItem {
  readonly type: 'string';
  readonly value: string;
}

export interface TokenItem {
  readonly type: 'token';
  readonly value: string;
}

export interface BytesItem {
  readonly type: 'bytes';
  readonly value: Uint8Array;
}

export interface BooleanItem {
  readonly type: 'boolean';
  readonly value: boolean;
}

/** Seconds since 1970-01-01T00:00:00Z, without leap seconds; may be negative. */
export interface DateItem {
  readonly type: 'date';
  readonly value: number;
}

/** Unicode text without lone surrogates. */
export interface DisplayStringItem {
  readonly type: 'display-string';
  readonly value: string;
}

/** In the order of the field; a key occurs once. */
export type FieldParameters = ReadonlyMap<string, BareItem>;

export interface Item {
  readonly kind: 'item';
  readonly bare: BareItem;
  readonly parameters: FieldParameters;
}

export interface InnerList {
  readonly kind: 'inner-list';
  readonly items: readonly Item[];
  readonly parameters: FieldParameters;
}

export type Member = Item | InnerList;

export type List = readonly Member[];

/** In the order of the field. */
export type Dictionary = ReadonlyMap<string, Member>;

/** The three types that a structured field can have. */
export type FieldType = 'item' | 'list' | 'dictionary';

export interface ParseFieldOptions {
  /**
   * What to do with a key that occurs twice. RFC 9651 lets the last value win (`last-wins`, the default); fields in
   * which two readers must not disagree are read with `refuse`.
   */
  readonly repeatedKeys?: 'last-wins' | 'refuse';
}
