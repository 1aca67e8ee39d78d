import { emptyTask } from 'hardhat/config';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';

const AGENT = { name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' } as const;
const WALLET = {
  name: 'wallet',
  description: 'Address of the account that receives payments for the agent',
  defaultValue: '',
} as const;
const DEADLINE = 'Unix seconds, at most 300 ahead of the block';

export const walletTasks: TaskDefinition[] = [
  emptyTask(['sage', 'wallet'], "An agent's wallet: the account that receives payments for it").build(),
  readTask(['wallet', 'request'], 'Print what a wallet signs to become the wallet of an agent (EIP-712)')
    .addPositionalArgument(AGENT)
    .addOption(WALLET)
    .addOption({ name: 'deadline', description: `${DEADLINE}; 290 ahead when left out`, defaultValue: '' })
    .setAction(() => import('./requestWallet.ts'))
    .build(),
  writeTask(['wallet', 'set'], "Set an agent's wallet, which must sign its consent (EIP-712, ERC-1271)")
    .addPositionalArgument(AGENT)
    .addOption(WALLET)
    .addOption({
      name: 'key',
      description:
        'Name of the key file (secp256k1) that signs for the wallet; an account of the network signs when left out',
      defaultValue: '',
    })
    .addOption({
      name: 'signature',
      description: 'Signature made elsewhere over `sage wallet request`, 0x and hex digits; needs --deadline',
      defaultValue: '',
    })
    .addOption({ name: 'deadline', description: `${DEADLINE}, as signed; with --signature only`, defaultValue: '' })
    .setAction(() => import('./setWallet.ts'))
    .build(),
  writeTask(['wallet', 'unset'], "Remove an agent's wallet; then it has none")
    .addPositionalArgument(AGENT)
    .setAction(() => import('./unsetWallet.ts'))
    .build(),
];
