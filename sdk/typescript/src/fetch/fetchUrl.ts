import { checkContentType } from './checkContentType.ts';
import { checkUrl } from './checkUrl.ts';
import { FetchError } from './FetchError.ts';
import { readBody } from './readBody.ts';
import type { FetchedResponse, FetcherSettings } from './types.ts';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** What one request asks for. */
export interface UrlRequest {
  readonly url: string;
  /** Value of the field Accept. */
  readonly accept: string;
  readonly maxBytes: number;
  /** Accepted media types; undefined where the content is checked otherwise. */
  readonly contentTypes: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

export interface UrlContent {
  readonly bytes: Uint8Array;
  readonly finalUrl: string;
  readonly contentType: string | undefined;
}

async function send(url: URL, request: UrlRequest, { fetch }: FetcherSettings): Promise<FetchedResponse> {
  try {
    return await fetch(url.href, {
      method: 'GET',
      headers: { accept: request.accept },
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: request.signal,
    });
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    throw new FetchError('network-failed', `${url.origin}: ${describe(cause)}`, { cause });
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Lets go of a body that nobody will read. */
function discard(response: FetchedResponse): void {
  // The body is of no interest, and so is whether letting it go worked.
  response.body?.cancel().catch(() => undefined);
}

function nextUrl(url: URL, response: FetchedResponse): string {
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location, url.href)) {
    throw new FetchError(
      'redirect-malformed',
      `${url.href} answered ${response.status} with ${JSON.stringify(location)}`,
    );
  }
  return new URL(location, url.href).href;
}

/**
 * Fetches one URL, following redirects and checking each.
 *
 * @param request What to ask for.
 * @param settings Limits and `fetch`.
 * @throws FetchError
 */
export async function fetchUrl(request: UrlRequest, settings: FetcherSettings): Promise<UrlContent> {
  let target = request.url;
  for (let redirects = 0; redirects <= settings.maxRedirects; redirects++) {
    const url = checkUrl(target, settings);
    request.signal.throwIfAborted();
    const response = await send(url, request, settings);
    if (response.type === 'opaqueredirect') throw new FetchError('redirect-opaque', url.href);
    if (REDIRECTS.includes(response.status)) {
      discard(response);
      target = nextUrl(url, response);
      continue;
    }
    return { ...(await readContent(response, request)), finalUrl: url.href };
  }
  throw new FetchError('redirect-limit', `more than ${settings.maxRedirects}, at last to ${target.slice(0, 200)}`);
}

async function readContent(response: FetchedResponse, request: UrlRequest): Promise<Omit<UrlContent, 'finalUrl'>> {
  const contentType = response.headers.get('content-type') ?? undefined;
  try {
    if (response.status !== 200) {
      const { status } = response;
      throw new FetchError('status-refused', `${request.url.slice(0, 200)} answered ${status}`, {
        details: { status },
      });
    }
    if (request.contentTypes) checkContentType(contentType, request.contentTypes);
  } catch (error) {
    discard(response);
    throw error;
  }
  try {
    return { bytes: await readBody(response, request.maxBytes, request.signal), contentType };
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    throw new FetchError('network-failed', `the body broke off: ${describe(cause)}`, { cause });
  }
}
