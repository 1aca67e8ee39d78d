import { defineNetwork } from './defineNetwork.ts';

/** Ethereum. */
export const mainnet = defineNetwork({
  name: 'mainnet',
  title: 'Ethereum',
  chainId: 1,
  chainType: 'l1',
  chainClass: 'main',
  didNetwork: 'mainnet',
  variables: 'MAINNET',
  confirmations: 5,
  maxGwei: 50,
  rateHook: true,
});
