import { defineNetwork } from './defineNetwork.ts';

/** A node on this machine: `npx hardhat node`, or anvil. */
export const localhost = defineNetwork({
  name: 'localhost',
  title: 'Local node',
  chainId: 31337,
  chainType: 'l1',
  chainClass: 'local',
  didNetwork: 'local',
  variables: 'LOCALHOST',
  rpcUrl: 'http://127.0.0.1:8545',
  nodeSigns: true,
  confirmations: 1,
  maxGwei: 1000,
  rateHook: true,
});
