import { readdir } from 'node:fs/promises';
import type { TaskContext } from '../lib/TaskContext.ts';
import { describeError } from '../lib/describeError.ts';
import type { DescribedError } from '../lib/describeError.ts';
import { keyFolder } from '../lib/keys/keyFile.ts';
import { readKeyFacts } from '../lib/keys/keyFacts.ts';
import type { KeyFacts } from '../lib/keys/keyFacts.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { CommonArguments, TaskResult } from '../lib/types.ts';

const ENDING = '.json';

/** A file in the folder of the keys that is no key that can be used. */
interface UnusableKey {
  readonly name: string;
  readonly error: Omit<DescribedError, 'exitCode'>;
}

/**
 * The public facts of every key file. A file that can't be read is told with the others, and the exit code is that of a
 * file that is wrong.
 */
export async function listKeys(context: TaskContext, _args: CommonArguments): Promise<TaskResult> {
  const folder = keyFolder(context);
  const found = await Promise.all((await readNames(folder)).map((name) => readOne(context, name)));
  const keys = found.filter((one): one is KeyFacts => !('error' in one));
  const unusable = found.filter((one): one is UnusableKey => 'error' in one);
  const rows = keys.map(({ name, type, keyId, address = '', label }) => [name, type, keyId, address, label]);
  const head = ['name', 'type', 'key id', 'account', 'label'];
  const table = tableLines(head, rows, ['left', 'left', 'left', 'left', 'left']);
  return {
    data: { folder, keys, unusable },
    text: [
      ...(keys.length === 0 ? [`No keys in ${folder}; make one by \`sage keys generate\``] : table),
      ...unusable.map(({ name, error }) => `${name}: ${error.message}`),
    ],
    exitCode: unusable.length === 0 ? EXIT.ok : EXIT.usage,
  };
}

async function readNames(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readOne(context: TaskContext, name: string): Promise<KeyFacts | UnusableKey> {
  try {
    return await readKeyFacts(context, name, 'name');
  } catch (cause) {
    const described = describeError(cause);
    if (described === undefined) throw cause;
    const { exitCode: _exitCode, ...error } = described;
    return { name, error };
  }
}

export default taskAction(listKeys);
