/** Largest accepted file in bytes (1 MiB), unless the caller says otherwise. */
export const DEFAULT_MAX_BYTES = 1_048_576;

/** Deepest accepted nesting of lists and objects. */
export const MAX_DEPTH = 64;

/** Most accepted values (entries of lists and members of objects) in a file. Real ones have some hundred. */
export const MAX_VALUES = 20_000;

/** Longest accepted key of an object, in characters as written. Keys end up in pointers and messages. */
export const MAX_KEY_LENGTH = 1_024;
