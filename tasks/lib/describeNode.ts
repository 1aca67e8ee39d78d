import { isError } from 'ethers';
import { hardhatErrorCode } from './hardhatErrorCode.ts';

/** Hardhat's: no valid URL, no JSON, connection refused, timeout. */
const UNREACHABLE = ['HHE700', 'HHE702', 'HHE703', 'HHE704'];

/** What its requests throw, below the error of a node, when no answer came at all. */
const NO_ANSWER = ['RequestError', 'RequestTimeoutError', 'ConnectionRefusedError'];

/**
 * Why the node of a network can't be asked, in its own or the library's words; undefined when that isn't what went wrong.
 */
export function findUnreachable(error: unknown): string | undefined {
  const status = findStatus(error);
  if (status !== undefined) return `HTTP status ${status}`;
  return findMessage(
    error,
    (at) =>
      isError(at, 'NETWORK_ERROR') ||
      isError(at, 'SERVER_ERROR') ||
      isError(at, 'TIMEOUT') ||
      NO_ANSWER.includes(at.name) ||
      UNREACHABLE.includes(hardhatErrorCode(at) ?? ''),
  );
}

/** What the node answered in place of a result (JSON-RPC 2.0, section 5.1); undefined when it didn't. */
export function findNodeError(error: unknown): string | undefined {
  return findMessage(error, (at) => 'code' in at && typeof at.code === 'number');
}

/** The HTTP status of a server that failed, or had too many requests: none that says anything about the question. */
function findStatus(error: unknown): number | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.name !== 'ResponseStatusCodeError' || !('statusCode' in at)) continue;
    const { statusCode } = at;
    if (typeof statusCode === 'number' && (statusCode >= 500 || statusCode === 429)) return statusCode;
  }
  return undefined;
}

function findMessage(error: unknown, matches: (at: Error) => boolean): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (matches(at)) return at.message;
  }
  return undefined;
}
