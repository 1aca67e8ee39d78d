// A suite that `sage doctor` finds clean, and ways to spoil its book or the chain.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ContractFactory, keccak256, toBeHex } from 'ethers';
import { addressBookPath } from '../../../scripts/deploy/addressBook.ts';
import type { AddressBook, BookEntry, DeployedEntry } from '../../../scripts/deploy/addressBook.ts';
import type { Finding } from '../../../scripts/deploy/check/types.ts';
import type { ConstructorArgument, Part } from '../../../scripts/deploy/plan.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';

/** What `sage doctor --json` prints. */
export interface Report {
  readonly isClean: boolean;
  readonly block: number;
  readonly counts: Readonly<Record<Finding['status'], number>>;
  readonly findings: readonly Finding[];
}

export class Bench {
  readonly desk: Desk;
  /** Folder of spoiled books. */
  readonly folder: string;
  readonly #reset: () => Promise<void>;

  private constructor(desk: Desk, folder: string, reset: () => Promise<void>) {
    this.desk = desk;
    this.folder = folder;
    this.#reset = reset;
  }

  static async open(): Promise<Bench> {
    const desk = await openDesk();
    const folder = join(desk.folder, 'planted');
    mkdirSync(folder);
    return new Bench(desk, folder, await desk.snapshot());
  }

  /** Takes back what was done to the chain. */
  reset(): Promise<void> {
    return this.#reset();
  }

  addressOf(part: Part): string {
    return this.entryOf(part).address;
  }

  entryOf(part: Part): DeployedEntry {
    const entry = this.desk.book.contracts[part];
    if (entry === undefined || 'existing' in entry) throw new Error(`the suite has not deployed ${part}`);
    return entry;
  }

  /** A book with some entries changed. */
  changed(contracts: Partial<Record<Part, Partial<BookEntry>>>): AddressBook {
    const entries = Object.entries(this.desk.book.contracts).map(([part, entry]) => [
      part,
      { ...entry, ...contracts[part as Part] },
    ]);
    return { ...this.desk.book, contracts: Object.fromEntries(entries) as AddressBook['contracts'] };
  }

  async run(book: AddressBook, ...options: string[]): Promise<Answer> {
    writeFileSync(addressBookPath(this.folder, BigInt(book.chainId)), JSON.stringify(book));
    return this.desk.run(['doctor', '--no-compile', '--deployments', this.folder, ...options]);
  }

  async examine(book: AddressBook = this.desk.book): Promise<{ report: Report; exitCode: number }> {
    const { out, exitCode } = await this.run(book, '--json');
    return { report: JSON.parse(out) as Report, exitCode };
  }

  /** What differs, one line each, as people see it. */
  async faultsOf(book: AddressBook = this.desk.book): Promise<string[]> {
    const { out, exitCode } = await this.run(book);
    expect(exitCode).to.equal(1);
    return out.split('\n').filter((line) => line.startsWith('differs'));
  }

  async impersonate(part: Part): Promise<Awaited<ReturnType<Desk['provider']['getSigner']>>> {
    const address = this.addressOf(part);
    await this.desk.provider.send('anvil_setBalance', [address, toBeHex(10n ** 18n)]);
    await this.desk.provider.send('anvil_impersonateAccount', [address]);
    return this.desk.provider.getSigner(address);
  }

  /** Deploys a contract; what a book knows of it. */
  async deploy(contract: string, args: readonly ConstructorArgument[]): Promise<DeployedEntry> {
    const { abi, bytecode } = await this.desk.hre.artifacts.readArtifact(contract);
    const deployed = await new ContractFactory(abi, bytecode, this.desk.accounts[0]).deploy(...args);
    const receipt = await deployed.deploymentTransaction()?.wait();
    if (!receipt) throw new Error(`${contract} has no receipt`);
    const address = await deployed.getAddress();
    const codeHash = keccak256(await this.desk.provider.getCode(address));
    const { hash: transaction, blockNumber: block } = receipt;
    return { contract, address, codeHash, constructorArguments: args, transaction, block };
  }

  /** Deploys a contract in place of a part; the book knows of it what it should. */
  async redeploy(part: Part, args: readonly ConstructorArgument[]): Promise<AddressBook> {
    return this.changed({ [part]: await this.deploy(this.entryOf(part).contract, args) });
  }
}
