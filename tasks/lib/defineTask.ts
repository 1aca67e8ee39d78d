import { task } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { NewTaskDefinitionBuilder } from 'hardhat/types/tasks';
import type { CommonArguments, ReadArguments, WriteArguments } from './types.ts';

/** `[noun]` or `[noun, verb]`, after `sage`. */
export type TaskName = readonly [noun: string, verb?: string];

/** A task that needs no suite: keys, files. */
export function plainTask(name: TaskName, description: string): NewTaskDefinitionBuilder<CommonArguments> {
  return task(['sage', ...name.filter((part) => part !== undefined)], description).addFlag({
    name: 'json',
    description: 'Print the answer as JSON',
  });
}

/** A task that reads a suite. */
export function readTask(name: TaskName, description: string): NewTaskDefinitionBuilder<ReadArguments> {
  return plainTask(name, description).addOption({
    name: 'deployments',
    description: 'Folder of the address books; the configured one when left out',
    defaultValue: '',
  });
}

/** A task that sends transactions. */
export function writeTask(name: TaskName, description: string): NewTaskDefinitionBuilder<WriteArguments> {
  return readTask(name, description)
    .addOption({
      name: 'from',
      type: ArgumentType.STRING,
      description: "Address of the account that sends; the network's first when left out",
      defaultValue: '',
    })
    .addFlag({ name: 'yes', description: "Don't ask before sending" })
    .addFlag({ name: 'dryRun', description: 'Tell what would be sent and what it costs; send nothing' });
}
