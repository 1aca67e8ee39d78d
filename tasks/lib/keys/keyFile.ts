import { join } from 'node:path';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/** The folder of the key files, inside of the state folder. */
export function keyFolder(context: TaskContext): string {
  return join(context.hre.config.sage.state, 'keys');
}

/**
 * Where the key of a name lies.
 *
 * @param field The option that named it, for errors.
 * @throws {TaskError} `bad-key-name` for a name that could lead elsewhere, or that some file systems don't tell apart.
 */
export function keyFile(context: TaskContext, name: string, field: string): string {
  if (!NAME.test(name)) {
    const wayOut = 'give the name of a key: 1 to 64 characters of a-z 0-9 . _ -, first and last a letter or digit';
    throw new TaskError('bad-key-name', wayOut, { field, value: name });
  }
  return join(keyFolder(context), `${name}.json`);
}
