/** Content that a URI led to. */
export interface FetchedContent {
  /** The exact bytes. For `ipfs:` they were checked against the CID; for `https:` they are what the server sent. */
  readonly bytes: Uint8Array;
  /** The URI that was asked for, as given. */
  readonly uri: string;
  /** `https:` only: the URL that answered, after redirects. */
  readonly finalUrl?: string | undefined;
  /** The media type as the server or the data URI states it; undefined where nothing states it. */
  readonly contentType?: string | undefined;
}

/**
 * Leads from a URI to its content. `createFetcher` makes one with limits; a test or a cache may hand in its own.
 *
 * @param uri Absolute, for example `https://…`, `ipfs://…` or `data:…`.
 * @throws FetchError for every URI that is refused and every content that can't be had.
 */
export type ContentFetcher = (uri: string) => Promise<FetchedContent>;
