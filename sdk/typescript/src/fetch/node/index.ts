export { createCheckedLookup } from './createCheckedLookup.ts';
export type { LookupAll } from './createCheckedLookup.ts';
export { createNodeFetch } from './createNodeFetch.ts';
export { createNodeFetcher } from './createNodeFetcher.ts';
export type { NodeFetcherOptions } from './createNodeFetcher.ts';
