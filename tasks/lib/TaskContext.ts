import { resolve } from 'node:path';
import { formatEther, getAddress, isAddress, isCallException } from 'ethers';
import type { ContractTransactionReceipt, FeeData, TransactionReceipt, TransactionResponse } from 'ethers';
import type { HardhatEthers, HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type { NetworkConnection } from 'hardhat/types/network';
import { readAddressBook } from '../../scripts/deploy/addressBook.ts';
import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import type { Part } from '../../scripts/deploy/plan.ts';
import { printable } from '../../scripts/start/displayText.ts';
import { TaskError } from './TaskError.ts';
import { connectPart } from './connectPart.ts';
import type { PartContract } from './connectPart.ts';
import { findNodeError, findUnreachable } from './describeNode.ts';
import { patiently } from './patiently.ts';
import type { PatientOptions } from './patiently.ts';
import { readPassphrase } from './readPassphrase.ts';
import { EXIT } from './types.ts';
import type { CommonArguments, ReadArguments, TaskIo, WriteArguments } from './types.ts';

/** A transaction as the sdk's `prepare…` functions and ethers' `populateTransaction` give it. */
export interface Call {
  readonly to: string;
  readonly data: string;
  /** Wei; 0 when left out. */
  readonly value?: bigint;
}

export interface SendOptions {
  /** Done after the confirmation and right before the transaction is sent, for example to keep what its second half needs. */
  readonly before?: () => Promise<void>;
  /** The user has confirmed a flow that this transaction is part of: tell, don't ask again. */
  readonly isConfirmed?: boolean;
}

/** How often the chain's clock is looked at while waiting, in milliseconds: a tenth of what is left, between these. */
const SHORTEST_POLL = 2_000;
const LONGEST_POLL = 60_000;

/** Seconds without a block after which a chain is taken to stand still: five times the interval of Ethereum's. */
const STANDSTILL = 60;

/**
 * What a task works with. The connection, the address book and the account are opened when first asked for, so that a task
 * that needs none works without a network.
 */
export class TaskContext {
  readonly hre: HardhatRuntimeEnvironment;
  readonly io: TaskIo;
  readonly #args: Partial<WriteArguments>;
  #connection: Promise<NetworkConnection> | undefined;
  #signing: Promise<NetworkConnection> | undefined;
  #book: Promise<AddressBook> | undefined;
  #passphrase: Promise<string> | undefined;

  constructor(hre: HardhatRuntimeEnvironment, args: CommonArguments | ReadArguments | WriteArguments) {
    this.hre = hre;
    this.io = hre.sage.io;
    this.#args = args;
  }

  /** The network of `--network`, to read from: its keys aren't looked up, so that reading works where none is set. */
  connection(): Promise<NetworkConnection> {
    return (this.#connection ??= openToRead(this.hre));
  }

  /** The network of `--network` with its accounts, to send by. */
  signingConnection(): Promise<NetworkConnection> {
    return (this.#signing ??= this.hre.network.create());
  }

  async ethers(): Promise<HardhatEthers> {
    return (await this.connection()).ethers;
  }

  async chainId(): Promise<bigint> {
    const { provider } = await this.ethers();
    return (await provider.getNetwork()).chainId;
  }

  /** Unix seconds of the latest block. */
  async chainTime(): Promise<number> {
    const { provider } = await this.ethers();
    const block = await provider.getBlock('latest');
    if (block === null)
      throw new TaskError('no-block', 'the chain has no latest block; try again', { exitCode: EXIT.unknown });
    return block.timestamp;
  }

  /** Folder of the address books. */
  get deployments(): string {
    const { deployments } = this.#args;
    return deployments ? resolve(deployments) : this.hre.config.sage.deployments;
  }

  /** The suite on this chain. */
  book(): Promise<AddressBook> {
    return (this.#book ??= this.chainId().then((chainId) => readAddressBook(this.deployments, chainId)));
  }

  /** The address of a part of the suite. */
  async addressOf(part: Part): Promise<string> {
    const book = await this.book();
    const entry = book.contracts[part];
    if (entry === undefined) {
      throw new TaskError('part-missing', `the suite on chain ${book.chainId} has no ${part}; deploy it first`);
    }
    return entry.address;
  }

  /** A part of the suite, to read from. */
  async contract<P extends Part>(part: P): Promise<PartContract<P>> {
    const { provider } = await this.ethers();
    return connectPart(part, await this.addressOf(part), provider);
  }

  /** The account that sends: `--from`, or the network's first. */
  async signer(): Promise<HardhatEthersSigner> {
    const { ethers, networkName: network } = await this.signingConnection();
    const signers = await ethers.getSigners();
    const { from } = this.#args;
    if (from && !isAddress(from)) {
      throw new TaskError('bad-address', 'give 0x and 40 hex digits', { field: '--from', value: from });
    }
    const signer = from ? signers.find(({ address }) => address === getAddress(from)) : signers[0];
    if (signer !== undefined) return signer;
    const wayOut = `the network ${network} has no such account; name its key in hardhat.config.ts as a configuration variable`;
    throw new TaskError('no-account', wayOut, { field: '--from', ...(from && { value: from }) });
  }

  /** A line about what is going on, made safe for a terminal. */
  progress(text: string): void {
    this.io.err(printable(text));
  }

  /**
   * Asks before something that costs or can't be undone; `--yes` answers for the user.
   *
   * @param what A sentence that says what will happen.
   * @throws {TaskError} `declined` for any other answer than yes; `not-confirmed` when nobody can be asked.
   */
  async confirm(what: string): Promise<void> {
    if (this.#args.yes === true) return;
    if (!this.io.isInteractive) {
      throw new TaskError('not-confirmed', `${what} Nobody is there to confirm it; pass --yes`, {
        exitCode: EXIT.declined,
      });
    }
    const answer = await this.io.ask(printable(`${what} Go on? (yes/no)`));
    if (/^y(es)?$/i.test(answer.trim())) return;
    throw new TaskError('declined', `${what} Not confirmed; nothing was sent`, { exitCode: EXIT.declined });
  }

  /**
   * Sends a transaction after telling what it does and costs, and waits for its receipt. A call that would be refused isn't
   * sent: it is tried first.
   *
   * @param what A sentence that says what the transaction does, for the confirmation.
   * @returns undefined with `--dry-run`.
   */
  async send(call: Call, what: string, options: SendOptions = {}): Promise<TransactionReceipt | undefined> {
    const signer = await this.signer();
    const { provider } = await this.ethers();
    const transaction = { to: call.to, data: call.data, value: call.value ?? 0n };
    const look = async (): Promise<[bigint, FeeData]> => [
      await signer.estimateGas(transaction),
      await provider.getFeeData(),
    ];
    // In the midst of a flow nobody may be there to run it again.
    const [gas, feeData] = options.isConfirmed === true ? await this.#patiently(look, findUnreachable) : await look();
    // Room for a state that changes meanwhile; what isn't used isn't paid.
    const gasLimit = (gas * 12n) / 10n;
    const { price, fees } = toFees(feeData);
    const value = transaction.value === 0n ? '' : ` and sends ${formatEther(transaction.value)} ETH`;
    const cost = `It costs ${formatEther(gasLimit * price)} ETH at most (about ${gas} gas)${value}, from ${signer.address}.`;
    if (this.#args.dryRun === true) {
      this.progress(`would send to ${call.to}: ${what} ${cost}`);
      return undefined;
    }
    if (options.isConfirmed === true) this.progress(`${what} ${cost}`);
    else await this.confirm(`${what} ${cost}`);
    await options.before?.();
    const sent = await signer.sendTransaction({ ...transaction, ...fees, gasLimit });
    this.progress(`sent ${sent.hash}; waiting for its block`);
    const receipt = await waitForReceipt(sent);
    if (receipt?.status !== 1) {
      throw new TaskError('transaction-failed', `transaction ${sent.hash} failed on the chain; look at its trace`, {
        exitCode: EXIT.refused,
        details: { transaction: sent.hash },
      });
    }
    return receipt;
  }

  /**
   * Waits until the chain's clock has passed a Unix second, with progress. A chain that makes a block for each transaction
   * only, as those of developers do, stands still meanwhile: there the time of its next block counts. A request that fails is
   * made again, for hours.
   */
  async waitUntil(second: number, what: string): Promise<void> {
    const look = async (): Promise<number> => {
      const time = await this.chainTime();
      const left = second - time;
      return left <= 0 || (await this.#nextBlockIsAfter(second, time)) ? 0 : left;
    };
    for (;;) {
      const left = await this.#patiently(look, (error) => findUnreachable(error) ?? findNodeError(error));
      if (left === 0) return;
      this.progress(`${what}: ${left} s left`);
      const poll = Math.min(Math.max(SHORTEST_POLL, left * 100), LONGEST_POLL);
      await this.io.sleep(Math.min(poll, left * 1000));
    }
  }

  #patiently<T>(read: () => Promise<T>, reasonOf: PatientOptions['reasonOf']): Promise<T> {
    return patiently(read, { progress: (text) => this.progress(text), sleep: this.io.sleep, reasonOf });
  }

  /** Whether the chain stands still, and its next block would have passed a second. */
  async #nextBlockIsAfter(second: number, latest: number): Promise<boolean> {
    const now = Date.now() / 1000;
    if (now < second || now - latest < STANDSTILL) return false;
    const { provider } = await this.ethers();
    // Asked for as it is: ethers takes no pending block without a number, as Hardhat's node gives it.
    const next = (await provider.send('eth_getBlockByNumber', ['pending', false])) as { timestamp: string } | null;
    return next !== null && Number(next.timestamp) >= second;
  }

  /** Opens the key files: the configuration variable, or the user's answer, asked for once. */
  passphrase(): Promise<string> {
    return (this.#passphrase ??= readPassphrase(this.hre.config.sage.passphrase, this.io));
  }

  async close(): Promise<void> {
    for (const connection of [this.#connection, this.#signing]) await (await connection)?.close();
  }
}

/** The receipt, also of a transaction that failed in its block: for that ethers throws an error that carries it. */
async function waitForReceipt(sent: TransactionResponse): Promise<TransactionReceipt | null> {
  try {
    return await sent.wait();
  } catch (error) {
    if (isCallException(error) && error.receipt) return error.receipt;
    throw error;
  }
}

/** What a unit of gas costs at most, and the fields of a transaction that hold the sender to it (EIP-1559 where the chain has it). */
function toFees({ maxFeePerGas, maxPriorityFeePerGas, gasPrice }: FeeData): { price: bigint; fees: Fees } {
  if (maxFeePerGas !== null && maxPriorityFeePerGas !== null) {
    return { price: maxFeePerGas, fees: { maxFeePerGas, maxPriorityFeePerGas } };
  }
  if (gasPrice !== null) return { price: gasPrice, fees: { gasPrice } };
  throw new TaskError('no-price', 'the node tells no price of gas; try again', { exitCode: EXIT.unknown });
}

type Fees = Readonly<Partial<Record<'maxFeePerGas' | 'maxPriorityFeePerGas' | 'gasPrice', bigint>>>;

/** Hardhat looks up all keys of a network with its first request; without accounts there are none to look up. */
async function openToRead(hre: HardhatRuntimeEnvironment): Promise<NetworkConnection> {
  const name = hre.globalOptions.network;
  const config = hre.config.networks[name];
  const hasKeys = config?.type === 'http' && config.accounts !== 'remote';
  return hasKeys ? hre.network.create({ network: name, override: { accounts: [] } }) : hre.network.create();
}

/** What a task tells of a transaction. */
export interface Sent {
  readonly transaction: string;
  readonly block: number;
  /** Units of gas. */
  readonly gasUsed: bigint;
}

/** The facts of a receipt that a task tells. */
export function toSent({ hash, blockNumber, gasUsed }: TransactionReceipt | ContractTransactionReceipt): Sent {
  return { transaction: hash, block: blockNumber, gasUsed };
}
