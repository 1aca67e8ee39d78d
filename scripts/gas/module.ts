import type { GasChain, GasContract } from './chain.ts';
import type { Rows } from './rows.ts';

/** What one contract adds to the gas table. A module gets a chain of its own, so that the order of modules is free. */
export interface GasModule {
  /** Stands before the name of each call that has no arguments. */
  name: string;
  /** Measures into `rows` and returns the contract, of which every external function must have been measured. */
  measure: (chain: GasChain, rows: Rows) => Promise<GasContract>;
}

/** All that takes no arguments and has not been measured: constants, names, counters. */
export async function measureGetters(name: string, contract: GasContract, from: string, rows: Rows): Promise<void> {
  for (const fragment of contract.unmeasured()) {
    const isView = fragment.stateMutability === 'view' || fragment.stateMutability === 'pure';
    if (!isView || fragment.inputs.length > 0) continue;
    rows.add(`${name}.${fragment.format('sighash')}`, await contract.gas(from, fragment.format('sighash')));
  }
}
