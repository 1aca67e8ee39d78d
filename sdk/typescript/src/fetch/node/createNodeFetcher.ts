import { createFetcher } from '../createFetcher.ts';
import type { ContentFetcher, FetcherOptions } from '../types.ts';
import { createCheckedLookup } from './createCheckedLookup.ts';
import type { LookupAll } from './createCheckedLookup.ts';
import { createNodeFetch } from './createNodeFetch.ts';

export interface NodeFetcherOptions extends Omit<FetcherOptions, 'fetch'> {
  /** Resolves names; that of the system when absent. */
  readonly resolve?: LookupAll;
}

/**
 * Makes a fetcher for Node that also checks the addresses that names resolve to, and connects to those very addresses.
 * So neither a public name for a private address nor one that changes its address in between (DNS rebinding) leads into
 * the own network. A proxy from the environment is not used: it would resolve names itself.
 *
 * @param options Limits. With `allowPrivateHosts` addresses are not checked either.
 * @throws FetchError `options-invalid`. The fetcher throws the other codes.
 */
export function createNodeFetcher(options: NodeFetcherOptions = {}): ContentFetcher {
  const { resolve, ...limits } = options;
  const lookup = options.allowPrivateHosts === true ? undefined : createCheckedLookup(resolve);
  return createFetcher({ ...limits, fetch: createNodeFetch(lookup) });
}
