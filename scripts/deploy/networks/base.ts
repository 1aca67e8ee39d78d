import { defineNetwork } from './defineNetwork.ts';

/** Base. */
export const base = defineNetwork({
  name: 'base',
  title: 'Base',
  chainId: 8453,
  chainType: 'op',
  chainClass: 'main',
  didNetwork: 'base',
  variables: 'BASE',
  confirmations: 5,
  maxGwei: 5,
  rateHook: true,
});
