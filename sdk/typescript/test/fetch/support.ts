import { expect } from 'chai';
import { FetchError } from '../../src/index.ts';
import type { Fetch, FetchErrorCode, FetchedResponse, FetchRequestOptions } from '../../src/index.ts';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A request that a server of the tests saw. */
export interface Seen {
  readonly url: string;
  readonly options: FetchRequestOptions;
}

export interface Web {
  readonly fetch: Fetch;
  readonly seen: Seen[];
}

export type Answer = FetchedResponse | (() => FetchedResponse | Promise<FetchedResponse>);

/** A `fetch` over pages that the test writes. */
export function web(pages: Readonly<Record<string, Answer>>): Web {
  const seen: Seen[] = [];
  return {
    seen,
    fetch: async (url, options) => {
      seen.push({ url, options });
      const page = pages[url];
      if (page === undefined) throw new TypeError('no such page');
      return typeof page === 'function' ? page() : page;
    },
  };
}

/** A response with a body in the given chunks. */
export function answer(
  body: string | Uint8Array | readonly Uint8Array[],
  headers: Record<string, string> = { 'content-type': 'application/json' },
  status = 200,
): FetchedResponse {
  const chunks = typeof body === 'string' ? [utf8(body)] : body instanceof Uint8Array ? [body] : body;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return { status, headers: new Headers(headers), body: stream };
}

export function redirect(location: string | undefined, status = 302): FetchedResponse {
  return answer('', location === undefined ? {} : { location }, status);
}

/** Demands that a call ends with one code, and hands out the error. */
export async function expectCode(call: Promise<unknown>, code: FetchErrorCode): Promise<FetchError> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    expect(error.code).to.equal(code);
    return error;
  }
  return expect.fail(`nothing was thrown; expected ${code}`);
}
