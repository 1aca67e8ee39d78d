import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { readTask, writeTask } from '../../tasks/lib/defineTask.ts';
import { describeCommands, describeOptions } from '../../tasks/lib/describeCommands.ts';
import { EXIT_MEANINGS } from '../../tasks/lib/exitMeanings.ts';
import { EXIT } from '../../tasks/lib/types.ts';
import type { CliFacts } from './cliPage.ts';

/** For definitions that are only read. */
const neverRun = (): Promise<never> => Promise.reject(new Error('this task is only described'));

/** What the tasks that are registered say of themselves. */
export function readCliFacts(hre: HardhatRuntimeEnvironment): CliFacts {
  const reading = describeOptions(Object.values(readTask(['any'], 'any').setAction(neverRun).build().options));
  const writing = describeOptions(Object.values(writeTask(['any'], 'any').setAction(neverRun).build().options));
  return {
    root: describeCommands(hre.tasks.getTask('sage')),
    shared: [
      { title: 'Of all commands, and of those that read a suite', options: reading },
      {
        title: 'Of commands that send transactions',
        options: writing.filter(({ flag }) => !reading.some((one) => one.flag === flag)),
      },
    ],
    exits: (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => ({
      code: EXIT[name],
      meaning: EXIT_MEANINGS[name],
    })),
  };
}
