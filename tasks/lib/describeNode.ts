import { isError } from 'ethers';
import { hardhatErrorCode } from './hardhatErrorCode.ts';

/** Hardhat's: no valid URL, no JSON, connection refused, timeout. */
const UNREACHABLE = ['HHE700', 'HHE702', 'HHE703', 'HHE704'];

/**
 * Why the node of a network can't be asked, in its own or the library's words; undefined when that isn't what went wrong.
 */
export function findUnreachable(error: unknown): string | undefined {
  return findMessage(
    error,
    (at) =>
      isError(at, 'NETWORK_ERROR') ||
      isError(at, 'SERVER_ERROR') ||
      isError(at, 'TIMEOUT') ||
      UNREACHABLE.includes(hardhatErrorCode(at) ?? ''),
  );
}

/** What the node answered in place of a result (JSON-RPC 2.0, section 5.1); undefined when it didn't. */
export function findNodeError(error: unknown): string | undefined {
  return findMessage(error, (at) => 'code' in at && typeof at.code === 'number');
}

function findMessage(error: unknown, matches: (at: Error) => boolean): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (matches(at)) return at.message;
  }
  return undefined;
}
