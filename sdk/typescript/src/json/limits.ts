/** Largest accepted file in bytes (1 MiB), unless the caller says otherwise. */
export const DEFAULT_MAX_BYTES = 1_048_576;

/** Deepest accepted nesting of lists and objects. */
export const MAX_DEPTH = 64;
