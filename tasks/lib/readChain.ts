import { TaskError } from './TaskError.ts';
import { findNodeError, findUnreachable } from './describeNode.ts';
import { EXIT } from './types.ts';

/**
 * Runs what only reads the chain; a chain that doesn't answer, or refuses to, is told as such.
 *
 * @throws {TaskError} `chain-unreadable`, exit code 3. Anything else goes on as it is.
 */
export async function readChain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const reason = findUnreachable(cause) ?? findNodeError(cause);
    if (reason === undefined) throw cause;
    const message = `the chain could not be read: ${reason}; check the network's URL and try again`;
    throw new TaskError('chain-unreadable', message, { cause, exitCode: EXIT.unknown });
  }
}
