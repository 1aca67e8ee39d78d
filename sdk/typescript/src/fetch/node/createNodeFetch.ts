import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { FetchError } from '../FetchError.ts';
import type { Fetch, FetchedResponse, FetchRequestOptions } from '../types.ts';

function toResponse(message: IncomingMessage): FetchedResponse {
  const encoding = message.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    message.destroy();
    throw new FetchError('content-encoding-refused', JSON.stringify(encoding));
  }
  return {
    status: message.statusCode ?? 0,
    headers: {
      get: (name) => {
        const value = message.headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    },
    body: Readable.toWeb(message),
  };
}

function send(url: string, options: FetchRequestOptions, lookup: LookupFunction | undefined): Promise<FetchedResponse> {
  const { method, signal } = options;
  const request = new URL(url).protocol === 'http:' ? requestHttp : requestHttps;
  // Nothing is unpacked here, so nothing packed is asked for: what counts against the limit is what arrives.
  const headers = { ...options.headers, 'accept-encoding': 'identity' };
  return new Promise((resolve, reject) => {
    // Without an agent no connection is shared with requests whose addresses nobody checked.
    const sent = request(url, { method, headers, signal, agent: false, ...(lookup ? { lookup } : {}) }, (message) => {
      try {
        resolve(toResponse(message));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    sent.on('error', reject);
    sent.end();
  });
}

/**
 * Makes a `fetch` for `createFetcher` over node:https whose addresses are looked up by a function of the caller's.
 *
 * @param lookup For example that of `createCheckedLookup`; Node's own when absent.
 */
export function createNodeFetch(lookup?: LookupFunction): Fetch {
  return (url, options) => send(url, options, lookup);
}
