import { defineNetwork } from './defineNetwork.ts';

/** Ethereum's public test network. */
export const sepolia = defineNetwork({
  name: 'sepolia',
  title: 'Sepolia',
  chainId: 11155111,
  chainType: 'l1',
  chainClass: 'test',
  didNetwork: 'sepolia',
  variables: 'SEPOLIA',
  confirmations: 3,
  maxGwei: 200,
  rateHook: true,
});
