/** What a fetcher does unless the caller says otherwise. */
export const FETCH_DEFAULTS = {
  /** 1 MiB, as the readers of the files accept. */
  maxBytes: 1_048_576,
  timeoutMs: 10_000,
  maxRedirects: 3,
  contentTypes: [
    'application/json',
    'application/*+json',
    'text/json',
    'text/plain',
    // What file hosts say of files that they don't know.
    'application/octet-stream',
    'binary/octet-stream',
  ],
  maxBlocks: 64,
} as const;
