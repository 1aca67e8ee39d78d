import { ArgumentType } from 'hardhat/types/arguments';
import type { NewTaskDefinitionBuilder, TaskArguments } from 'hardhat/types/tasks';
import type { CallArguments } from './encodeCall.ts';

/** How a call of the wallet is proposed. */
export interface ProposalArguments {
  /** Path of the file to write; empty for one named after chain and nonce. */
  readonly out: string;
  readonly onChain: boolean;
  /** 0 for the lowest free one. */
  readonly nonce: bigint;
  readonly hours: number;
  readonly untried: boolean;
}

/** Adds the options of `ProposalArguments`. */
export function withProposal<A extends TaskArguments>(
  builder: NewTaskDefinitionBuilder<A>,
): NewTaskDefinitionBuilder<A & ProposalArguments> {
  return builder
    .addOption({
      name: 'out',
      description: 'File to write for the owners to sign; execution-<chain>-<nonce>.json when left out',
      defaultValue: '',
    })
    .addFlag({ name: 'onChain', description: 'Propose on the chain instead, from an owner; write no file' })
    .addOption({
      name: 'nonce',
      type: ArgumentType.BIGINT,
      description:
        'Nonce of the signatures; 0 for the lowest free one. Of two files with one nonce only one can happen',
      defaultValue: 0n,
    })
    .addOption({
      name: 'hours',
      type: ArgumentType.INT,
      description: 'Hours for which the signatures can be used, 1 to 8760',
      defaultValue: 24,
    })
    .addFlag({
      name: 'untried',
      description: "Don't try the call now; for one that depends on something that has to happen before",
    });
}

/** Adds the options of `CallArguments`. */
export function withTarget<A extends TaskArguments>(
  builder: NewTaskDefinitionBuilder<A>,
): NewTaskDefinitionBuilder<A & CallArguments> {
  return builder
    .addOption({
      name: 'target',
      description: 'Part of the suite to call, for example sageRegistry; needed',
      defaultValue: '',
    })
    .addOption({
      name: 'call',
      description: 'Function to call, by name or signature, for example "setGuardian(address)"; needed',
      defaultValue: '',
    })
    .addOption({
      name: 'args',
      description: 'Arguments as a JSON list; integers as texts of digits, structs as objects',
      defaultValue: '[]',
    })
    .addOption({
      name: 'value',
      type: ArgumentType.BIGINT,
      description: 'Wei to send along',
      defaultValue: 0n,
    });
}
