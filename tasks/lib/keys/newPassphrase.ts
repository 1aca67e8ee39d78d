import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';

/**
 * The passphrase for a new key file. Where the user types it, twice: a slip would lock the key away for ever.
 *
 * @throws {TaskError} `no-passphrase`, `passphrase-differs`
 */
export async function newPassphrase(context: TaskContext): Promise<string> {
  const passphrase = await context.passphrase();
  if ((await context.hre.config.sage.passphrase.get()) !== '') return passphrase;
  if ((await context.io.askSecret('The same passphrase again')) === passphrase) return passphrase;
  throw new TaskError('passphrase-differs', 'the two passphrases differ; nothing was written, run it again', {
    field: 'SAGE_PASSPHRASE',
  });
}
