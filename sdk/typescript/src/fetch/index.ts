export { createFetcher } from './createFetcher.ts';
export { FETCH_DEFAULTS } from './fetchDefaults.ts';
export { FetchError } from './FetchError.ts';
export { FETCH_ERRORS } from './fetchErrorTable.ts';
export type { FetchErrorCode } from './fetchErrorTable.ts';
export { findHostFault } from './findHostFault.ts';
export { isPublicAddress } from './isPublicAddress.ts';
export { parseDataUri } from './parseDataUri.ts';
export type { DataUri } from './parseDataUri.ts';
export type {
  ContentFetcher,
  Fetch,
  FetchedContent,
  FetchedResponse,
  FetcherOptions,
  FetchRequestOptions,
} from './types.ts';
