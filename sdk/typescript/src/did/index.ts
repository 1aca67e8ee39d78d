export { DidError } from './DidError.ts';
export type { DidErrorCode } from './DidError.ts';
export { formatKeyUrl } from './formatKeyUrl.ts';
export { parseDid } from './parseDid.ts';
export { parseKeyUrl } from './parseKeyUrl.ts';
export type { SageDid, SageDidUrl, SageKeyUrl } from './types.ts';
