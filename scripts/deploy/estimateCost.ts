import { Contract, Transaction } from 'ethers';
import type { Provider } from 'ethers';
import type { PlannedTransaction } from './simulate.ts';

/** What a plan costs at the prices of this moment, in wei. */
export interface Cost {
  /** Base fee and tip, for a unit of gas. */
  readonly gasPrice: bigint;
  /** What a run would offer for a unit of gas now. It asks anew for each transaction, up to the network's ceiling. */
  readonly maxFeePerGas: bigint;
  readonly gasUsed: bigint;
  /** For each transaction, its data on L1 included. */
  readonly each: readonly bigint[];
  /** For data on L1, on chains of the OP stack; undefined where nothing is due, or the oracle isn't there. */
  readonly l1Fee: bigint | undefined;
  readonly expected: bigint;
  /** With all gas that is asked for, at the price that would be offered now. */
  readonly offered: bigint;
  /** The same at the network's ceiling: no run pays more, fees for data on L1 apart. */
  readonly atMost: bigint;
}

/** The predeployed contract that tells fees for data on chains of the OP stack. */
const L1_FEE_ORACLE = '0x420000000000000000000000000000000000000F';

/**
 * Prices a plan.
 *
 * @param ceiling Wei for a unit of gas, above which nothing is sent.
 * @param chainType `op` to add the fees for data on L1, which the chain's own oracle tells for each transaction.
 */
export async function estimateCost(
  provider: Provider,
  transactions: readonly PlannedTransaction[],
  ceiling: bigint,
  chainType: 'l1' | 'op',
): Promise<Cost> {
  const { gasPrice, maxFeePerGas } = await provider.getFeeData();
  if (gasPrice === null) throw new Error('the node tells no gas price');
  const highest = maxFeePerGas ?? gasPrice;
  const l1Fees = chainType === 'op' ? await readL1Fees(provider, transactions) : undefined;
  const each = transactions.map(({ gasUsed }, index) => gasUsed * gasPrice + (l1Fees?.[index] ?? 0n));
  const l1Fee = l1Fees === undefined ? undefined : sum(l1Fees);
  const gasLimit = sum(transactions.map((transaction) => transaction.gasLimit));
  return {
    gasPrice,
    maxFeePerGas: highest,
    gasUsed: sum(transactions.map(({ gasUsed }) => gasUsed)),
    each,
    l1Fee,
    expected: sum(each),
    offered: gasLimit * highest + (l1Fee ?? 0n),
    atMost: gasLimit * ceiling + (l1Fee ?? 0n),
  };
}

async function readL1Fees(
  provider: Provider,
  transactions: readonly PlannedTransaction[],
): Promise<bigint[] | undefined> {
  if ((await provider.getCode(L1_FEE_ORACLE)) === '0x') return undefined;
  const { chainId } = await provider.getNetwork();
  const oracle = new Contract(L1_FEE_ORACLE, ['function getL1Fee(bytes) view returns (uint256)'], provider);
  const getL1Fee = oracle.getFunction('getL1Fee');
  const feeOf = async ({ to, data, nonce, gasLimit }: PlannedTransaction): Promise<bigint> => {
    const { unsignedSerialized } = Transaction.from({ type: 2, chainId, to, data, nonce, gasLimit, value: 0 });
    return (await getL1Fee(unsignedSerialized)) as bigint;
  };
  return Promise.all(transactions.map(feeOf));
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
