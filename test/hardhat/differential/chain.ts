import { network, artifacts } from 'hardhat';
import type { EthereumProvider } from 'hardhat/types/providers';
import { BATCH_CALL_CODE } from './assembler.ts';
import { decodeEvent, type ContractName, type EventRecord } from './abi.ts';
import { Cast, ECHO_ACCOUNT, ECHO_CODE } from './cast.ts';
import type { Surroundings } from './views.ts';

/**
 * In the order of deployment, each with the words it is given: addresses of those before it, or numbers (place and length of the
 * empty list of validators). The deployer owns the policy.
 */
const ARTIFACTS: readonly (readonly [
  ContractName | 'policy',
  string,
  readonly (ContractName | 'policy' | 'owner' | number)[],
])[] = [
  ['identity', 'ERC8004IdentityRegistry', []],
  ['validation', 'ERC8004ValidationRegistry', ['identity']],
  ['policy', 'TaskValidationPolicy', ['validation', 'owner', 0x60, 0]],
  ['reputation', 'ERC8004ReputationRegistryV2', ['identity', 'policy']],
];
const BATCH_CALLER = '0x000000000000000000000000000000000000ba7c';
const START = 1_800_000_000;
/** The most gas that one transaction may have (EIP-7825). */
const TRANSACTION_GAS = '0x1000000';
const CALL_GAS = '0x2540be400';
/** Room for a block of a few hundred transactions with all that gas. */
const BLOCK_GAS = 100_000_000_000n;

export interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockTimestamp: string;
}

export interface Receipt {
  readonly status: string;
  readonly logs: readonly Log[];
  readonly gasUsed: string;
}

export interface CallResult {
  readonly ok: boolean;
  readonly data: string;
}

export interface RawCall {
  readonly to: string;
  readonly data: string;
}

function isLogArray(value: unknown): value is readonly Log[] {
  return Array.isArray(value);
}

function revertData(error: unknown): string {
  if (error instanceof Error && 'data' in error && typeof error.data === 'string') return error.data;
  throw error;
}

/** A fresh in-process chain (osaka) with the three registries, used without any library between. */
export class Chain {
  readonly #provider: EthereumProvider;
  readonly #close: () => Promise<void>;
  readonly #impersonated = new Set<string>();
  readonly #contracts: ReadonlyMap<string, ContractName>;
  readonly surroundings: Surroundings;

  private constructor(provider: EthereumProvider, close: () => Promise<void>, surroundings: Surroundings) {
    this.#provider = provider;
    this.#close = close;
    this.surroundings = surroundings;
    const { addresses } = surroundings;
    this.#contracts = new Map((Object.keys(addresses) as ContractName[]).map((name) => [addresses[name], name]));
  }

  static async create(): Promise<Chain> {
    const connection = await network.create({
      override: {
        hardfork: 'osaka',
        allowBlocksWithSameTimestamp: true,
        blockGasLimit: BLOCK_GAS,
        transactionGasCap: false,
        initialBaseFeePerGas: 0,
        initialDate: new Date(START * 1000),
        mining: { auto: false, mempool: { order: 'fifo' } },
      },
    });
    const { provider } = connection;
    const close = (): Promise<void> => connection.close();
    const addresses = await Chain.#deploy(provider);
    const chainId = BigInt(String(await provider.request({ method: 'eth_chainId' })));
    const chain = new Chain(provider, close, { chainId, addresses });
    await chain.#request('hardhat_setCode', BATCH_CALLER, BATCH_CALL_CODE);
    await chain.#request('hardhat_setCode', ECHO_ACCOUNT, ECHO_CODE);
    const { delegated } = new Cast(chain.surroundings);
    await chain.#request('hardhat_setCode', delegated, `0xef0100${ECHO_ACCOUNT.slice(2)}`);
    return chain;
  }

  static async #deploy(provider: EthereumProvider): Promise<Record<ContractName, string>> {
    const request = (method: string, ...params: readonly unknown[]): Promise<unknown> =>
      provider.request({ method, params: [...params] });
    const [deployer] = (await request('eth_accounts')) as string[];
    const deployed = { identity: '', validation: '', policy: '', reputation: '', owner: deployer ?? '' };
    const wordOf = (name: keyof typeof deployed | number): string =>
      (typeof name === 'number' ? name.toString(16) : deployed[name].slice(2)).padStart(64, '0');
    for (const [contract, artifactName, parameters] of ARTIFACTS) {
      const { bytecode } = await artifacts.readArtifact(artifactName);
      const data = bytecode + parameters.map(wordOf).join('');
      const hash = await request('eth_sendTransaction', {
        from: deployer,
        data,
        gas: TRANSACTION_GAS,
        gasPrice: '0x0',
      });
      await request('evm_mine');
      const receipt = (await request('eth_getTransactionReceipt', hash)) as { contractAddress: string; status: string };
      if (receipt.status !== '0x1') throw new Error(`${artifactName} could not be deployed`);
      deployed[contract] = receipt.contractAddress.toLowerCase();
    }
    const { identity, validation, reputation } = deployed;
    return { identity, reputation, validation };
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Puts a transaction behind those that wait for the next block. */
  async send(from: string, { to, data }: RawCall): Promise<string> {
    if (!this.#impersonated.has(from)) {
      await this.#request('hardhat_impersonateAccount', from);
      this.#impersonated.add(from);
    }
    return (await this.#request('eth_sendTransaction', {
      from,
      to,
      data,
      gas: TRANSACTION_GAS,
      gasPrice: '0x0',
    })) as string;
  }

  /** Mines one block with all that waits. */
  async mine(time: bigint): Promise<void> {
    await this.#request('evm_setNextBlockTimestamp', `0x${time.toString(16)}`);
    await this.#request('evm_mine');
  }

  async receipt(hash: string): Promise<Receipt> {
    const receipt = await this.#request('eth_getTransactionReceipt', hash);
    if (receipt === null) throw new Error(`transaction ${hash} is not in a block`);
    return receipt as Receipt;
  }

  async latestBlock(): Promise<{ number: number; timestamp: bigint }> {
    const block = (await this.#request('eth_getBlockByNumber', 'latest', false)) as {
      number: string;
      timestamp: string;
    };
    return { number: Number(block.number), timestamp: BigInt(block.timestamp) };
  }

  /** A call on the state after the last block. */
  async call(from: string, { to, data }: RawCall): Promise<CallResult> {
    try {
      const result = await this.#request('eth_call', { from, to, data, gas: CALL_GAS, gasPrice: '0x0' }, 'latest');
      return { ok: true, data: String(result) };
    } catch (error) {
      return { ok: false, data: revertData(error) };
    }
  }

  /** Many calls of views on the state after the last block. */
  async callMany(calls: readonly RawCall[]): Promise<CallResult[]> {
    const input = calls.map(({ to, data }) => to.slice(2) + lengthField(data) + data.slice(2)).join('');
    const { ok, data } = await this.call(BATCH_CALLER, { to: BATCH_CALLER, data: `0x${input}` });
    if (!ok) throw new Error('the batch of calls failed as a whole');
    const results: CallResult[] = [];
    let position = 2;
    while (position < data.length) {
      const length = 2 * Number(`0x${data.slice(position + 2, position + 10)}`);
      const end = position + 10 + length;
      results.push({ ok: data.slice(position, position + 2) === '01', data: `0x${data.slice(position + 10, end)}` });
      position = end;
    }
    if (results.length !== calls.length) throw new Error(`${results.length} answers to ${calls.length} calls`);
    return results;
  }

  /** All logs of the registries from the first block to the last, in order. */
  async *allLogs(): AsyncGenerator<Log> {
    const { number } = await this.latestBlock();
    const span = 50;
    for (let from = 0; from <= number; from += span) {
      const toBlock = Math.min(number, from + span - 1);
      const logs = await this.#request('eth_getLogs', {
        address: Object.values(this.surroundings.addresses),
        fromBlock: `0x${from.toString(16)}`,
        toBlock: `0x${toBlock.toString(16)}`,
      });
      if (!isLogArray(logs)) throw new Error('eth_getLogs gave no list');
      yield* logs;
    }
  }

  /** What a log of the registries says. */
  decode(log: Log): EventRecord {
    const contract = this.#contracts.get(log.address);
    if (contract === undefined) throw new Error(`a log of the unknown contract ${log.address}`);
    return decodeEvent(contract, log);
  }

  #request(method: string, ...params: readonly unknown[]): Promise<unknown> {
    return this.#provider.request({ method, params: [...params] });
  }
}

function lengthField(data: string): string {
  return ((data.length - 2) / 2).toString(16).padStart(8, '0');
}
