// A local chain with the suite on it, and people who act on it: what provocations need.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonRpcProvider, ZeroHash, id } from 'ethers';
import type { Interface, JsonRpcSigner, Log, TransactionReceipt } from 'ethers';
import { toAddressBook } from '../../scripts/deploy/addressBook.ts';
import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import { checkConfig } from '../../scripts/deploy/config.ts';
import type { SuiteConfig } from '../../scripts/deploy/config.ts';
import { deploySuite } from '../../scripts/deploy/deploySuite.ts';
import type { Part } from '../../scripts/deploy/plan.ts';
import { readArtifact } from '../../scripts/lib/artifacts.ts';
import { startAnvil } from '../../scripts/lib/startAnvil.ts';
import { connectPart } from '../../tasks/lib/connectPart.ts';
import type { PartContract } from '../../tasks/lib/connectPart.ts';

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** Who is who among the chain's accounts. */
export const WHO = {
  deployer: 0,
  owners: [1, 2, 3],
  guardian: 4,
  voters: [5, 6, 7],
  judges: [5, 6, 7],
  agent: 9,
  stranger: 10,
};

/** Weights of the voters, in their order; 100 together. */
export const WEIGHTS = [60, 25, 15] as const;

/** A call that governance makes. */
export interface GovernanceCall {
  readonly part: Part;
  readonly name: string;
  readonly args?: readonly unknown[];
  readonly value?: bigint;
}

/** A transaction that was mined. */
export interface Mined {
  readonly block: number;
  readonly status: number;
  readonly logs: readonly Pick<Log, 'address' | 'topics' | 'data'>[];
}

/** A transaction as it is sent. */
export interface RawTransaction {
  readonly account: number;
  readonly to: string;
  readonly data?: string;
  /** Quantity of JSON-RPC. */
  readonly gas?: string;
}

export interface SendOptions {
  readonly value?: bigint;
  /** Whether a failure is meant. */
  readonly mayFail?: boolean;
}

/** Given with every transaction: an estimate is made for another block than the one that it comes into. */
const GAS = '0x989680';

/** The chain. Close it after use. */
export class World {
  readonly url: string;
  readonly book: AddressBook;
  readonly folder: string;
  readonly provider: JsonRpcProvider;
  readonly accounts: readonly JsonRpcSigner[];
  readonly #stop: () => Promise<void>;
  #salt = 0;

  private constructor(
    fields: Pick<World, 'url' | 'book' | 'folder' | 'provider' | 'accounts'> & { stop: () => Promise<void> },
  ) {
    ({ url: this.url, book: this.book, folder: this.folder } = fields);
    ({ provider: this.provider, accounts: this.accounts, stop: this.#stop } = fields);
  }

  /** Starts a chain, deploys the suite, and gives the voters their weights through the timelock. */
  static async open(): Promise<World> {
    const anvil = await startAnvil({ accounts: 12 });
    const provider = new JsonRpcProvider(anvil.url, undefined, {
      cacheTimeout: -1,
      polling: true,
      pollingInterval: 20,
    });
    const accounts = await provider.listAccounts();
    const [deployer] = accounts;
    if (deployer === undefined) throw new Error('the chain has no accounts');
    const addresses = accounts.map(({ address }) => address);
    const governance = {
      owners: WHO.owners.map((index) => addresses[index] ?? ''),
      threshold: 2,
      guardian: addresses[WHO.guardian] ?? '',
    };
    const suite: SuiteConfig = { network: 'local', governance, rateHook: true };
    const deployment = await deploySuite(suite, deployer, (name) => Promise.resolve(readArtifact(name)));
    const book = toAddressBook(deployment, {
      network: 'local',
      chainClass: 'local',
      governance: checkConfig(suite).governance,
      commit: '0'.repeat(40),
      compiler: { version: '0.8.36', evmVersion: 'cancun', viaIR: true, runs: 200 },
      deployedAt: new Date().toISOString(),
    });
    const folder = mkdtempSync(join(tmpdir(), 'sage-watch-'));
    const stop = async (): Promise<void> => {
      provider.destroy();
      await anvil.stop();
      rmSync(folder, { recursive: true });
    };
    const world = new World({ url: anvil.url, book, folder, provider, accounts, stop });
    const voters = WHO.voters.map((index) => world.address(index));
    await world.govern([{ part: 'teeKeyRegistry', name: 'setVoteWeights', args: [voters, WEIGHTS] }]);
    await world.send(WHO.agent, 'identityRegistry', 'register(string)', ['ipfs://agent']);
    // Weights count from the next second on, and a chain that is brought back may go on within the same one.
    await world.wait(10);
    return world;
  }

  async close(): Promise<void> {
    await this.#stop();
  }

  /** The address of an account, with its checksum. */
  address(account: number): string {
    const found = this.accounts[account];
    if (found === undefined) throw new Error(`no account ${account}`);
    return found.address;
  }

  /** Where a part stands, in lower case as alerts have it. */
  at(part: Part): string {
    return this.target(part).toLowerCase();
  }

  /** Where a part stands, with checksum. */
  target(part: Part): string {
    const entry = this.book.contracts[part];
    if (entry === undefined) throw new Error(`no ${part}`);
    return entry.address;
  }

  contract<P extends Part>(part: P, account = 0): PartContract<P> {
    return connectPart(part, this.target(part), this.accounts[account] ?? this.provider);
  }

  encode(part: Part, name: string, args: readonly unknown[] = []): string {
    const calls: Interface = connectPart(part, this.target(part), this.provider).interface;
    return calls.encodeFunctionData(name, args);
  }

  /** Calls a part, and waits until it is mined. */
  async send(
    account: number,
    part: Part,
    name: string,
    args: readonly unknown[] = [],
    options: SendOptions = {},
  ): Promise<Mined> {
    return this.sendRaw(account, this.target(part), this.encode(part, name, args), options);
  }

  async sendRaw(account: number, to: string, data: string, options: SendOptions = {}): Promise<Mined> {
    const { value = 0n, mayFail = false } = options;
    const request = {
      from: this.address(account),
      to,
      data,
      value: `0x${value.toString(16)}`,
      gas: GAS,
    };
    const hash = (await this.provider.send('eth_sendTransaction', [request])) as string;
    const receipt = await this.#receipt(hash);
    if (receipt.status !== 1 && !mayFail) {
      const reason = await this.provider.call({ ...request, blockTag: receipt.blockNumber }).catch(String);
      throw new Error(`${hash} to ${to} failed: ${reason}`);
    }
    return { block: receipt.blockNumber, status: receipt.status ?? 0, logs: receipt.logs };
  }

  /** The chain mines at once, but may answer before it has. */
  async #receipt(hash: string): Promise<TransactionReceipt> {
    for (let tries = 0; tries < 1000; tries++) {
      const receipt = await this.provider.getTransactionReceipt(hash);
      if (receipt !== null) return receipt;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${hash} was not mined`);
  }

  /** Moves the chain's clock forward, and mines a block. */
  async wait(seconds: number): Promise<void> {
    await this.provider.send('evm_increaseTime', [seconds]);
    await this.mine();
  }

  async mine(): Promise<void> {
    await this.provider.send('evm_mine', []);
  }

  /** Sends transactions that all come into one block. */
  async inOneBlock(transactions: readonly RawTransaction[]): Promise<void> {
    await this.provider.send('evm_setAutomine', [false]);
    try {
      for (const { account, to, data = '0x', gas = GAS } of transactions) {
        await this.provider.send('eth_sendTransaction', [{ from: this.address(account), to, data, gas }]);
      }
      await this.mine();
    } finally {
      await this.provider.send('evm_setAutomine', [true]);
    }
  }

  /** Seconds since 1970, of the newest block. */
  async time(): Promise<number> {
    const block = await this.provider.getBlock('latest');
    if (block === null) throw new Error('the chain has no block');
    return block.timestamp;
  }

  async snapshot(): Promise<string> {
    return (await this.provider.send('evm_snapshot', [])) as string;
  }

  async revert(snapshot: string): Promise<void> {
    if ((await this.provider.send('evm_revert', [snapshot])) !== true) throw new Error('the chain did not go back');
  }

  /** A transaction of the wallet: proposed, confirmed and executed by its owners. */
  async wallet(target: string, data: string, value = 0n): Promise<void> {
    const [first = 1, second = 2] = WHO.owners;
    const transactionId = await this.contract('multisig').getTransactionCount();
    await this.send(first, 'multisig', 'propose', [target, value, data]);
    await this.send(second, 'multisig', 'confirm', [transactionId]);
    await this.send(second, 'multisig', 'execute', [transactionId, [[target, value, data]]]);
  }

  /** Schedules calls as one operation, through the wallet. */
  async schedule(calls: readonly GovernanceCall[]): Promise<ScheduledOperation> {
    const salt = id(`salt ${this.#salt++}`);
    const lists = [
      calls.map(({ part }) => this.target(part)),
      calls.map(({ value = 0n }) => value),
      calls.map(({ part, name, args }) => (name === '' ? '0x' : this.encode(part, name, args))),
    ] as const;
    const timelock = this.contract('timelock');
    const delay = await timelock.getMinDelay();
    const operation = await timelock.hashOperationBatch([...lists[0]], [...lists[1]], [...lists[2]], ZeroHash, salt);
    await this.wallet(
      this.target('timelock'),
      this.encode('timelock', 'scheduleBatch', [...lists, ZeroHash, salt, delay]),
    );
    const execute = async (): Promise<void> => {
      await this.wait(Number(delay));
      await this.send(WHO.stranger, 'timelock', 'executeBatch', [...lists, ZeroHash, salt]);
    };
    return { id: operation, delay: String(delay), data: lists[2], execute };
  }

  /** Makes calls that only the timelock may make. */
  async govern(calls: readonly GovernanceCall[]): Promise<ScheduledOperation> {
    const operation = await this.schedule(calls);
    await operation.execute();
    return operation;
  }
}

/** An operation that waits in the timelock. */
export interface ScheduledOperation {
  readonly id: string;
  readonly delay: string;
  readonly data: readonly string[];
  /** Waits, then executes it. */
  readonly execute: () => Promise<void>;
}
