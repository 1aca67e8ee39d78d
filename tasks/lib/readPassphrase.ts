import type { ResolvedConfigurationVariable } from 'hardhat/types/config';
import { TaskError } from './TaskError.ts';
import type { TaskIo } from './types.ts';

/**
 * The passphrase of the key files: the configuration variable where it is set and not empty, else the user is asked.
 *
 * @throws {TaskError} `no-passphrase` when it isn't set and nobody can be asked.
 */
export async function readPassphrase(variable: ResolvedConfigurationVariable, io: TaskIo): Promise<string> {
  const value = await variable.get();
  if (value !== '') return value;
  if (io.isInteractive) return io.askSecret('Passphrase of the key files');
  throw new TaskError(
    'no-passphrase',
    'the key files need one; set it by `npx hardhat keystore set SAGE_PASSPHRASE`, or as an environment variable',
    { field: 'SAGE_PASSPHRASE' },
  );
}
