import { isHexString } from 'ethers';
import type { HardhatEthers } from '@nomicfoundation/hardhat-ethers/types';
import { abiOf, addressesOf } from './world.ts';
import type { World } from './world.ts';
import { compareViews } from './compareViews.ts';
import type { Answer, Comparison } from './compareViews.ts';
import type { ContractName } from '../../../examples/indexer/core/addressBook.ts';
import type { RowSet } from './rowSet.ts';

/** Compares rows with what the views of a world say. */
export type Compare = (rows: RowSet, only?: ContractName) => Promise<Comparison>;

/** Asks the present block of a world; each question once, so that rows can be compared again at little cost. */
export async function askWorld(world: World): Promise<Compare> {
  const { chain, registries } = world;
  const { provider } = chain.ethers;
  const answers = new Map<string, Promise<Answer>>();
  const call = (to: string, data: string): Promise<Answer> => {
    const name = `${to} ${data}`;
    const answer = answers.get(name) ?? callView(provider, to, data);
    answers.set(name, answer);
    return answer;
  };
  const now = BigInt((await provider.getBlock('latest'))?.timestamp ?? 0);
  const signers = await chain.ethers.getSigners();
  const known = {
    now,
    addresses: await addressesOf(registries),
    accounts: signers.map(({ address }) => address.toLowerCase()),
  };
  const asked = { chainId: registries.chainId, call, abiOf: (name: ContractName) => abiOf(chain, name) };
  return (rows, only) => compareViews(asked, { ...known, rows }, only);
}

/** Calls a view in the latest block. */
export async function callView(provider: HardhatEthers['provider'], to: string, data: string): Promise<Answer> {
  try {
    return { ok: true, data: String(await provider.send('eth_call', [{ to, data }, 'latest'])) };
  } catch (error) {
    if (error instanceof Error && 'data' in error && isHexString(error.data)) return { ok: false, data: error.data };
    throw error;
  }
}
