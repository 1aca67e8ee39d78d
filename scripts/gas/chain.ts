import { FunctionFragment, Interface, keccak256, toBeHex, toUtf8Bytes } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { NetworkConnection } from 'hardhat/types/network';
import config from '../../hardhat.config.ts';
import { readArtifact, readTestArtifact } from '../lib/artifacts.ts';
import type { Artifact } from '../lib/artifacts.ts';
import { ROOT } from '../lib/paths.ts';

/** EIP-7825: no transaction may ask for more. */
const TRANSACTION_GAS_LIMIT = 16_777_216;
/** Fixed, so that every run writes the same numbers into storage and calldata. */
const GENESIS_SECONDS = Date.UTC(2026, 0, 1) / 1000;
const BALANCE = toBeHex(10n ** 24n);

type Connection = Pick<NetworkConnection, 'provider' | 'close'>;

interface Receipt {
  status: string;
  gasUsed: string;
  contractAddress: string | null;
}

/** A chain in this process under the rules of osaka, with a clock of its own: the same calls always take the same gas. */
export class GasChain {
  readonly #connection: Connection;
  #now = GENESIS_SECONDS;
  #people = 0;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static async create(): Promise<GasChain> {
    const hre = await createHardhatRuntimeEnvironment(config, {}, ROOT);
    const override = { hardfork: 'osaka', initialDate: new Date(GENESIS_SECONDS * 1000), chainId: 31337 };
    return new GasChain(await hre.network.create({ network: 'default', chainType: 'l1', override }));
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Unix seconds of the block that the next transaction gets. */
  get nextTimestamp(): number {
    return this.#now + 1;
  }

  /** Another externally owned account with ether; its address has no zero byte, so that every call pays alike. */
  async person(): Promise<string> {
    for (;;) {
      const address = `0x${keccak256(toUtf8Bytes(`person ${this.#people++}`)).slice(-40)}`;
      if (/^0x(?:(?!00)..)*$/.test(address)) {
        await this.fund(address);
        return address;
      }
    }
  }

  async people(count: number): Promise<string[]> {
    const result: string[] = [];
    while (result.length < count) result.push(await this.person());
    return result;
  }

  async fund(address: string): Promise<void> {
    await this.#request('hardhat_setBalance', [address, BALANCE]);
    await this.#request('hardhat_impersonateAccount', [address]);
  }

  async deploy(contractName: string, ...args: unknown[]): Promise<GasContract> {
    return this.#deploy(contractName, readArtifact(contractName), args);
  }

  /** A contract of the tests, which forge has built, `Contract` or `File:Contract`. */
  async deployTestContract(name: string, ...args: unknown[]): Promise<GasContract> {
    const [file = name, contractName = file] = name.split(':');
    return this.#deploy(contractName, readTestArtifact(contractName, file), args);
  }

  async #deploy(
    contractName: string,
    artifact: Pick<Artifact, 'abi' | 'bytecode'>,
    args: readonly unknown[],
  ): Promise<GasContract> {
    const abi = new Interface(JSON.stringify(artifact.abi));
    const data = artifact.bytecode + abi.encodeDeploy(args).slice(2);
    const receipt = await this.transact({ from: await this.person(), data });
    if (receipt.contractAddress === null) throw new Error(`${contractName} was not deployed`);
    return new GasContract(this, contractName, receipt.contractAddress, abi, Number(receipt.gasUsed));
  }

  async transact(transaction: { from: string; to?: string; data: string; value?: string }): Promise<Receipt> {
    await this.#request('evm_setNextBlockTimestamp', [++this.#now]);
    const hash = await this.#request('eth_sendTransaction', [
      { ...transaction, gas: `0x${TRANSACTION_GAS_LIMIT.toString(16)}` },
    ]);
    const receipt = (await this.#request('eth_getTransactionReceipt', [hash])) as Receipt;
    if (receipt.status !== '0x1') throw new Error(`transaction ${String(hash)} failed`);
    return receipt;
  }

  /** Moves the clock of the chain forward. */
  wait(seconds: number): void {
    this.#now += seconds;
  }

  call(transaction: { to: string; data: string }): Promise<string> {
    return this.#request('eth_call', [transaction]) as Promise<string>;
  }

  #request(method: string, params: unknown[]): Promise<unknown> {
    return this.#connection.provider.request({ method, params });
  }
}

/** An account, or an account and the wei it sends along. */
export type Sender = string | { from: string; value: bigint };

export class GasContract {
  readonly address: string;
  readonly deployGas: number;
  readonly name: string;
  readonly #chain: GasChain;
  readonly #interface: Interface;
  readonly #measured = new Set<string>();

  constructor(chain: GasChain, name: string, address: string, abi: Interface, deployGas: number) {
    this.#chain = chain;
    this.#interface = abi;
    this.name = name;
    this.address = address;
    this.deployGas = deployGas;
  }

  /** A transaction that only prepares. Returns its gas as well. */
  async send(sender: Sender, signature: string, ...args: unknown[]): Promise<number> {
    const data = this.encode(signature, ...args);
    const account = typeof sender === 'string' ? { from: sender } : { from: sender.from, value: toBeHex(sender.value) };
    return Number((await this.#chain.transact({ ...account, to: this.address, data })).gasUsed);
  }

  /** The calldata of a call. */
  encode(signature: string, ...args: unknown[]): string {
    return this.#interface.encodeFunctionData(this.#fragment(signature), args);
  }

  /** The gas of a transaction that is a row of the table; of a view, of a transaction that calls it. */
  gas(sender: Sender, signature: string, ...args: unknown[]): Promise<number> {
    this.#measured.add(this.#fragment(signature).format('sighash'));
    return this.send(sender, signature, ...args);
  }

  /** Counts a function as measured that always reverts, or that a row measures inside of another call. */
  measuredElsewhere(signature: string): void {
    this.#measured.add(this.#fragment(signature).format('sighash'));
  }

  /** A function without arguments or with the given ones, read without a transaction. */
  async read(signature: string, ...args: unknown[]): Promise<readonly unknown[]> {
    const fragment = this.#fragment(signature);
    const data = this.#interface.encodeFunctionData(fragment, args);
    const answer = await this.#chain.call({ to: this.address, data });
    return this.#interface.decodeFunctionResult(fragment, answer).toArray() as unknown[];
  }

  /** Functions that no row has measured so far. */
  unmeasured(): FunctionFragment[] {
    const functions = this.#interface.fragments.filter((item) => FunctionFragment.isFragment(item));
    return functions.filter((item) => !this.#measured.has(item.format('sighash')));
  }

  #fragment(signature: string): FunctionFragment {
    const fragment = this.#interface.getFunction(signature);
    if (fragment === null) throw new Error(`${this.name} has no function ${signature}`);
    return fragment;
  }
}

/** 32 bytes without a zero, different for every text. */
export function hashOf(text: string): string {
  for (let salt = 0; ; salt++) {
    const hash = keccak256(toUtf8Bytes(`${text} ${salt}`));
    if (/^0x(?:(?!00)..)*$/.test(hash)) return hash;
  }
}
