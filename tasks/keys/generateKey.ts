import { generatePrivateJwk } from '../../sdk/typescript/src/signers/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { FILE_KEY_TYPES, isFileKeyType } from '../lib/keys/keyFacts.ts';
import { storeKey } from '../lib/keys/storeKey.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { CommonArguments, TaskResult } from '../lib/types.ts';
import { describeStored } from './describeStored.ts';

export interface GenerateArguments extends CommonArguments {
  readonly name: string;
  readonly type: string;
  readonly label: string;
}

/**
 * Makes a private key from the system's randomness and writes it to an encrypted file.
 *
 * @throws {TaskError} `bad-key-type`, and what `storeKey` throws
 */
export async function generateKey(context: TaskContext, args: GenerateArguments): Promise<TaskResult> {
  const { name, type, label } = args;
  if (!isFileKeyType(type)) {
    throw new TaskError('bad-key-type', `give one of ${FILE_KEY_TYPES.join(', ')}`, { field: '--type', value: type });
  }
  return describeStored(await storeKey(context, name, generatePrivateJwk(type), label, 'name'), 'Made');
}

export default taskAction(generateKey);
