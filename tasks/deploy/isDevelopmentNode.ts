import type { EIP1193Provider } from '@nomicfoundation/ignition-core';

/** Whether a node (Hardhat's, anvil) makes a block of every transaction at once, so that no further blocks can be waited for. */
export async function isDevelopmentNode(rpc: EIP1193Provider): Promise<boolean> {
  try {
    return (await rpc.request({ method: 'hardhat_getAutomine' })) === true;
  } catch {
    // Any other node refuses a method that it doesn't have, each with an error of its own.
    return false;
  }
}
