import { checkContentType } from './checkContentType.ts';
import { FetchError } from './FetchError.ts';
import { fetchUrl } from './fetchUrl.ts';
import { fetchIpfs } from './ipfs/fetchIpfs.ts';
import { parseDataUri } from './parseDataUri.ts';
import { readFetcherOptions } from './readFetcherOptions.ts';
import type { ContentFetcher, FetchedContent, FetcherOptions, FetcherSettings } from './types.ts';

/** Longest URL and ipfs URI; what servers take ends near there. */
const LONGEST_URI = 8_192;

function fetchData(uri: string, settings: FetcherSettings): FetchedContent {
  // Percent-encoded, every byte takes three characters; the rest is the media type.
  if (uri.length > settings.maxBytes * 3 + LONGEST_URI)
    throw new FetchError('uri-too-long', `${uri.length} characters`);
  const { bytes, contentType } = parseDataUri(uri);
  checkContentType(contentType, settings.contentTypes);
  if (bytes.length > settings.maxBytes) {
    throw new FetchError('content-too-large', `${bytes.length} bytes, at most ${settings.maxBytes}`);
  }
  return { bytes, uri, contentType };
}

async function fetchHttp(uri: string, settings: FetcherSettings, signal: AbortSignal): Promise<FetchedContent> {
  const { maxBytes, contentTypes } = settings;
  const request = { url: uri, accept: 'application/json, */*;q=0.5', maxBytes, contentTypes, signal };
  return { uri, ...(await fetchUrl(request, settings)) };
}

async function route(uri: string, settings: FetcherSettings, signal: AbortSignal): Promise<FetchedContent> {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(uri) ?? [];
  if (scheme === undefined) throw new FetchError('uri-malformed', JSON.stringify(uri.slice(0, 100)));
  if (/^data$/i.test(scheme)) return fetchData(uri, settings);
  if (uri.length > LONGEST_URI) throw new FetchError('uri-too-long', `${uri.length} characters`);
  if (/^ipfs$/i.test(scheme)) return { bytes: await fetchIpfs(uri, settings, signal), uri };
  return fetchHttp(uri, settings, signal);
}

/** Ends what takes too long, also a `fetch` that doesn't listen to its signal. */
async function withTimeout<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new FetchError('timeout', `more than ${timeoutMs} ms`, { details: { timeoutMs } });
      // First the verdict, then the abort: whoever is aborted would otherwise answer with a failure of the network.
      reject(error);
      controller.abort(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes a fetcher for `data:`, `https:` and `ipfs:` URIs with limits of size, time, redirects and media types, which
 * reaches no private host.
 *
 * What is checked: the spelling of every host, first and after each redirect (loopback, private, link-local, shared and
 * reserved addresses in all their forms, local names); for `ipfs:` every block against its CID. What isn't: the address
 * that a name resolves to. That needs a `fetch` that looks at it, see {@link FetcherOptions.fetch}.
 *
 * @param options `fetch` and limits.
 * @throws FetchError `options-invalid`. The fetcher throws the other codes.
 */
export function createFetcher(options: FetcherOptions): ContentFetcher {
  const settings = readFetcherOptions(options);
  return (uri) => withTimeout(settings.timeoutMs, (signal) => route(uri, settings, signal));
}
