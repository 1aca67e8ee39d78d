import { emptyTask } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';
import { withProposal, withTarget } from '../lib/governance/proposalOptions.ts';

const PROPOSAL = {
  name: 'proposal',
  description: 'Execution file, or number of a transaction that was proposed on the chain',
} as const;

export const multisigTasks: TaskDefinition[] = [
  emptyTask(['sage', 'multisig'], "Have the wallet's owners agree on a call, and make it").build(),
  readTask(['multisig', 'owners'], 'Print the owners and how many of them must agree')
    .setAction(() => import('./owners.ts'))
    .build(),
  withProposal(withTarget(writeTask(['multisig', 'propose'], 'Prepare a call of the suite for the owners to agree on')))
    .addOption({
      name: 'through',
      description: 'timelock to have the timelock schedule the call; left out for a call of the wallet itself',
      defaultValue: '',
    })
    .setAction(() => import('./propose.ts'))
    .build(),
  readTask(['multisig', 'show'], 'Print what a proposal does and who agrees')
    .addPositionalArgument(PROPOSAL)
    .setAction(() => import('./show.ts'))
    .build(),
  writeTask(['multisig', 'sign'], "Add an owner's signature to an execution file; sends nothing")
    .addPositionalArgument({ name: 'file', description: 'Execution file' })
    .addFlag({ name: 'replace', description: "Replace the owner's signature where it is in the file already" })
    .setAction(() => import('./sign.ts'))
    .build(),
  writeTask(['multisig', 'confirm'], 'Confirm a transaction that was proposed on the chain, from an owner')
    .addPositionalArgument({
      name: 'transactionId',
      type: ArgumentType.BIGINT,
      description: 'Number of the transaction, from 0',
    })
    .addFlag({ name: 'revoke', description: "Take the owner's confirmation back instead" })
    .setAction(() => import('./confirm.ts'))
    .build(),
  writeTask(['multisig', 'execute'], 'Carry out a proposal that enough owners agree on')
    .addPositionalArgument(PROPOSAL)
    .setAction(() => import('./execute.ts'))
    .build(),
];
