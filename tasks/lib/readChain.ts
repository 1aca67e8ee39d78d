import { isError } from 'ethers';
import { TaskError } from './TaskError.ts';
import { hardhatErrorCode } from './hardhatErrorCode.ts';
import { EXIT } from './types.ts';

/** Hardhat's: no valid URL, no JSON, connection refused, timeout. */
const UNREACHABLE = ['HHE700', 'HHE702', 'HHE703', 'HHE704'];

/**
 * Runs what only reads the chain; a chain that doesn't answer, or refuses to, is told as such.
 *
 * @throws {TaskError} `chain-unreadable`, exit code 3. Anything else goes on as it is.
 */
export async function readChain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === undefined) throw cause;
    const message = `the chain could not be read: ${reason}; check the network's URL and try again`;
    throw new TaskError('chain-unreadable', message, { cause, exitCode: EXIT.unknown });
  }
}

function reasonOf(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const isAnswer = 'code' in at && typeof at.code === 'number';
    const isNetwork = isError(at, 'NETWORK_ERROR') || isError(at, 'SERVER_ERROR') || isError(at, 'TIMEOUT');
    if (isAnswer || isNetwork || UNREACHABLE.includes(hardhatErrorCode(at) ?? '')) return at.message;
  }
  return undefined;
}
