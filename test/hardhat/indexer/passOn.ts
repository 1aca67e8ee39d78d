import { concat, id } from 'ethers';
import { proveKeys, signingKey } from '../../../scripts/start/agentKeys.ts';
import { sent } from './world.ts';
import type { World } from './world.ts';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';

const MINUTE = 60;
const HELPER = `0x${'ca11'.repeat(10)}`;

/**
 * Registers an agent for an account that transfers it to itself when it is told of the minting, before the keys are added: as that
 * counts as a transfer, they are never in force. The account has delegated to code that does so (EIP-7702).
 */
export async function passOn({ chain, registries }: World, owner: HardhatEthersSigner): Promise<void> {
  const { provider } = chain.ethers;
  const sage = registries.sage.connect(owner);
  const did = await sage.didFor('passed-on');
  const keys = await proveKeys(registries, [signingKey(did)], did, owner.address, 0);
  const salt = id('passed on');
  await sent(sage.commitRegistration(await sage.registrationCommitment(owner.address, 'passed-on', keys, '', salt)));
  await chain.wait(MINUTE);
  await provider.send('hardhat_setCode', [HELPER, transferOnReceipt(owner.address)]);
  await provider.send('hardhat_setCode', [owner.address, concat(['0xef0100', HELPER])]);
  await sent(sage.registerAgentWithReveal('passed-on', keys, '', salt));
  await provider.send('hardhat_setCode', [owner.address, '0x']);
}

/** Code for `onERC721Received`: the caller's `transferFrom(this, receiver, tokenId)`, then the answer that is expected. */
function transferOnReceipt(receiver: string): string {
  return concat([
    '0x6323b872dd60e01b600052', // memory: the selector of transferFrom,
    '0x30600452', // this account,
    concat(['0x73', receiver, '0x602452']), // the receiver,
    '0x604435604452', // the token id, third argument of the call;
    '0x60006000606460006000335af150', // calls the caller;
    '0x63150b7a0260e01b60005260206000f3', // returns the selector of onERC721Received
  ]);
}
