import { defineNetwork } from './defineNetwork.ts';

/** The test network of Base. */
export const baseSepolia = defineNetwork({
  name: 'baseSepolia',
  title: 'Base Sepolia',
  chainId: 84532,
  chainType: 'op',
  chainClass: 'test',
  didNetwork: 'base-sepolia',
  variables: 'BASE_SEPOLIA',
  confirmations: 5,
  maxGwei: 10,
  rateHook: true,
});
