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

/** As much of a response as the fetcher reads. */
export interface FetchedResponse {
  readonly status: number;
  /** `opaqueredirect` where the platform hides a redirect. */
  readonly type?: string | undefined;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

/** How the fetcher calls `fetch`. */
export interface FetchRequestOptions {
  readonly method: 'GET';
  readonly headers: Readonly<Record<string, string>>;
  /** Redirects are followed by the fetcher, which checks each. */
  readonly redirect: 'manual';
  readonly credentials: 'omit';
  readonly referrerPolicy: 'no-referrer';
  readonly cache: 'no-store';
  readonly signal: AbortSignal;
}

/** The global `fetch`, or one that checks addresses (`@sage-protocol/client-ts/fetch/node`). */
export type Fetch = (url: string, options: FetchRequestOptions) => Promise<FetchedResponse>;

export interface FetcherOptions {
  /**
   * Makes the requests. The global `fetch` of a browser or of Node connects to whatever address a name resolves to, so a
   * public name that resolves to a private address (DNS rebinding) is not noticed with it. In Node take
   * `createNodeFetcher`, which checks the address connected to. In a browser nothing can: there the same-origin policy,
   * and private network access rules where implemented, are what protects the user's network.
   */
  readonly fetch: Fetch;
  /** Largest accepted content in bytes; {@link FETCH_DEFAULTS} when absent. Counted after decompression. */
  readonly maxBytes?: number;
  /** Longest time in milliseconds for the whole of one URI, redirects, blocks and gateways included. */
  readonly timeoutMs?: number;
  /** Most redirects to follow, 0 to 20. */
  readonly maxRedirects?: number;
  /**
   * Accepted media types: `type/subtype`, or `type/*+suffix`. For `https:` and `data:`. A response without
   * Content-Type is accepted, because many file hosts send none.
   */
  readonly contentTypes?: readonly string[];
  /**
   * Trustless gateways for `ipfs:` as URLs without path, tried in order. What they deliver is checked against the CID, so
   * they are trusted for availability only. Without any, `ipfs:` is refused.
   */
  readonly ipfsGateways?: readonly string[];
  /** Most blocks that one `ipfs:` content may consist of, directories on the path included. */
  readonly maxBlocks?: number;
  /** Accepts `http:` as well. For tests: anybody on the way can change the content. */
  readonly allowHttp?: boolean;
  /** Accepts private, local and reserved hosts. For tests: a file could make the caller reach into its own network. */
  readonly allowPrivateHosts?: boolean;
}

/** The options with every default filled in, and checked. */
export type FetcherSettings = Required<FetcherOptions>;
