import { formatEther } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { Registries } from './chain.ts';
import type { FundsReport } from './types.ts';

/** Everybody who is owed something takes it; what then remains is the treasury's. */
export async function withdrawAll(
  { staked }: Registries,
  accounts: readonly HardhatEthersSigner[],
): Promise<FundsReport> {
  let withdrawn = 0n;
  for (const account of accounts) {
    const amount = await staked.owedTo(account.address);
    if (amount === 0n) continue;
    await (await staked.connect(account).withdraw(account.address)).wait();
    withdrawn += amount;
  }
  const { locked, owed, treasury } = await staked.getFunds();
  return {
    withdrawn: formatEther(withdrawn),
    locked: formatEther(locked),
    owed: formatEther(owed),
    treasury: formatEther(treasury),
  };
}
