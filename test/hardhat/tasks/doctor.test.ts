// Each fault is planted into a suite that was found clean before, by changing its book or the chain.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ContractFactory, ZeroAddress, getAddress, id, keccak256, toBeHex } from 'ethers';
import type { Provider, Result } from 'ethers';
import { after, afterEach, before, describe, it } from 'mocha';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { addressBookPath, toAddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { AddressBook, BookEntry, DeployedEntry } from '../../../scripts/deploy/addressBook.ts';
import type { BuiltContract } from '../../../scripts/deploy/check/BuiltContract.ts';
import { readLogs } from '../../../scripts/deploy/check/readLogs.ts';
import type { Finding } from '../../../scripts/deploy/check/types.ts';
import { deploySuite } from '../../../scripts/deploy/deploySuite.ts';
import type { ConstructorArgument, Part } from '../../../scripts/deploy/plan.ts';
import { PUBLIC_REGISTRIES } from '../../../scripts/deploy/publicRegistries.ts';
import { callThroughMultisig, executeOperation, proposeCall } from '../../../scripts/governance/operation.ts';
import type { Governance } from '../../../scripts/governance/types.ts';
import { gitCommit } from '../../../scripts/lib/gitCommit.ts';
import type { IStakedRules } from '../../../typechain-types/StakedValidation.js';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';

const DAY = 86_400;

interface Report {
  readonly isClean: boolean;
  readonly block: number;
  readonly counts: Readonly<Record<Finding['status'], number>>;
  readonly findings: readonly Finding[];
}

describe('sage doctor', () => {
  let desk: Desk;
  let reset: () => Promise<void>;
  let folder: string;

  before(async () => {
    desk = await openDesk();
    reset = await desk.snapshot();
    folder = join(desk.folder, 'planted');
    mkdirSync(folder);
  });

  afterEach(async () => {
    await reset();
  });

  after(async () => {
    await desk.close();
  });

  const addressOf = (part: Part): string => entryOf(part).address;

  function entryOf(part: Part): DeployedEntry {
    const entry = desk.book.contracts[part];
    if (entry === undefined || 'existing' in entry) throw new Error(`the suite has not deployed ${part}`);
    return entry;
  }

  /** A book with some entries changed. */
  function changed(contracts: Partial<Record<Part, Partial<BookEntry>>>): AddressBook {
    const entries = Object.entries(desk.book.contracts).map(([part, entry]) => [
      part,
      { ...entry, ...contracts[part as Part] },
    ]);
    return { ...desk.book, contracts: Object.fromEntries(entries) as AddressBook['contracts'] };
  }

  async function run(book: AddressBook, ...options: string[]): Promise<Answer> {
    writeFileSync(addressBookPath(folder, BigInt(book.chainId)), JSON.stringify(book));
    return desk.run(['doctor', '--no-compile', '--deployments', folder, ...options]);
  }

  async function examine(book: AddressBook = desk.book): Promise<{ report: Report; exitCode: number }> {
    const { out, exitCode } = await run(book, '--json');
    return { report: JSON.parse(out) as Report, exitCode };
  }

  /** What differs, one line each, as people see it. */
  async function faultsOf(book: AddressBook = desk.book): Promise<string[]> {
    const { out, exitCode } = await run(book);
    expect(exitCode).to.equal(1);
    return out.split('\n').filter((line) => line.startsWith('differs'));
  }

  async function impersonate(part: Part): Promise<Awaited<ReturnType<Desk['provider']['getSigner']>>> {
    const address = addressOf(part);
    await desk.provider.send('anvil_setBalance', [address, toBeHex(10n ** 18n)]);
    await desk.provider.send('anvil_impersonateAccount', [address]);
    return desk.provider.getSigner(address);
  }

  /** Deploys a contract; what a book knows of it. */
  async function deploy(contract: string, args: readonly ConstructorArgument[]): Promise<DeployedEntry> {
    const { abi, bytecode } = await desk.hre.artifacts.readArtifact(contract);
    const deployed = await new ContractFactory(abi, bytecode, desk.accounts[0]).deploy(...args);
    const receipt = await deployed.deploymentTransaction()?.wait();
    if (!receipt) throw new Error(`${contract} has no receipt`);
    const address = await deployed.getAddress();
    const codeHash = keccak256(await desk.provider.getCode(address));
    const { hash: transaction, blockNumber: block } = receipt;
    return { contract, address, codeHash, constructorArguments: args, transaction, block };
  }

  /** Deploys a contract in place of a part; the book knows of it what it should. */
  async function redeploy(part: Part, args: readonly ConstructorArgument[]): Promise<AddressBook> {
    return changed({ [part]: await deploy(entryOf(part).contract, args) });
  }

  describe('of a suite that is as it should be', () => {
    it('says so, after building the sources', async () => {
      const { out, exitCode } = await desk.run(['doctor']);
      expect(exitCode).to.equal(0);
      expect(out).to.match(/^Suite "local" on chain 31337 at block \d+: 194 as it should be, 0 differ, 1 to know$/m);
    });

    it("tells that the book's commit isn't the present one, and nothing else", async () => {
      const { report, exitCode } = await examine();
      expect(exitCode).to.equal(0);
      const present = (await gitCommit()) ?? 'unknown';
      expect(report.findings.map(({ status, code, found, expected }) => [status, code, found, expected])).to.deep.equal(
        [['note', 'commit', present, '0'.repeat(40)]],
      );
      const commit = await gitCommit();
      if (commit === undefined) return;
      expect((await examine({ ...desk.book, commit })).report.counts).to.deep.include({ differs: 0, note: 0 });
    });

    it('prints every comparison with --all', async () => {
      const { out } = await run(desk.book, '--json', '--all');
      const { findings, counts } = JSON.parse(out) as Report;
      expect(findings).to.have.length(counts.ok + counts.note);
      expect(new Set(findings.map(({ code }) => code))).to.deep.equal(
        new Set([
          ...['commit', 'part', 'chain-class', 'code-book', 'code-sources', 'deployment', 'constructor-arguments'],
          ...['link', 'owner', 'pending-owner', 'guardian', 'multisig-owners', 'multisig-threshold', 'delay', 'role'],
          ...['listed-validators', 'parameter', 'hook', 'paused'],
        ]),
      );
    });
  });

  describe('finds what is wrong in the book', () => {
    it('an address without code', async () => {
      const address = getAddress(`0x${'ab'.repeat(20)}`);
      const faults = await faultsOf(changed({ registrationRateHook: { address } }));
      expect(faults).to.deep.equal([
        `differs  RegistrationRateHook: code hash is ${keccak256('0x')}, expected ${entryOf('registrationRateHook').codeHash} (code-book: no contract is at ${address}; the rest of it can't be looked at)`,
        `differs  RegistrationRateHook: deployed address is ${addressOf('registrationRateHook')}, expected ${address} (deployment)`,
      ]);
    });

    it('the address of another part, and all that follows from it', async () => {
      const { report } = await examine(changed({ identityRegistry: { address: addressOf('multisig') } }));
      const faults = report.findings.filter(({ status }) => status === 'differs');
      expect(faults.map(({ code, contract }) => `${code} ${contract}`)).to.include.members([
        'code-book ERC8004IdentityRegistry',
        'code-sources ERC8004IdentityRegistry',
        'deployment ERC8004IdentityRegistry',
        'link ERC8004ValidationRegistry',
        'link ERC8004ReputationRegistryV2',
        'link SageRegistryV3',
        'constructor-arguments SageRegistryV3',
      ]);
    });

    it('another constructor argument', async () => {
      const stranger = getAddress(`0x${'cd'.repeat(20)}`);
      const [identity, policy] = entryOf('reputationRegistry').constructorArguments as [string, string];
      const faults = await faultsOf(changed({ reputationRegistry: { constructorArguments: [identity, stranger] } }));
      expect(faults.slice(0, 2)).to.deep.equal([
        `differs  ERC8004ReputationRegistryV2: argument validationPolicy by the plan is ${stranger}, expected ${policy} (constructor-arguments: found is what the book says)`,
        `differs  ERC8004ReputationRegistryV2: argument validationPolicy as sent is ${stranger}, expected ${policy} (constructor-arguments: found is what the book says)`,
      ]);
    });

    it('another order of owners, which a comparison without order would miss', async () => {
      const [owners, threshold] = entryOf('multisig').constructorArguments as [string[], number];
      const constructorArguments = [[...owners].reverse(), threshold];
      const { report } = await examine(changed({ multisig: { constructorArguments } }));
      expect(report.findings.map(({ code, field }) => `${code} ${field}`)).to.include(
        'constructor-arguments argument initialOwners as sent',
      );
    });

    it('another delay', async () => {
      const faults = await faultsOf({ ...desk.book, governance: { ...desk.book.governance, delay: 3 * DAY } });
      expect(faults).to.deep.equal([
        `differs  SageTimelock: argument initialDelay by the plan is ${2 * DAY}, expected ${3 * DAY} (constructor-arguments: found is what the book says)`,
        `differs  SageTimelock: minimum delay is ${2 * DAY}, expected ${3 * DAY} (delay: no operation of the timelock made it so)`,
      ]);
    });

    it('another owner and threshold of the wallet', async () => {
      const governance = { ...desk.book.governance, owners: desk.book.governance.owners.slice(0, 2) };
      const { report } = await examine({ ...desk.book, governance });
      expect(report.findings.filter(({ code }) => code === 'multisig-owners')).to.have.length(1);
      const three = { ...desk.book.governance, threshold: 3 };
      expect(await faultsOf({ ...desk.book, governance: three })).to.include(
        'differs  SimpleMultiSig: threshold is 2, expected 3 (multisig-threshold: no transaction of the wallet made it so)',
      );
    });

    it('a part that is missing', async () => {
      const { sageRegistry: _left, ...contracts } = desk.book.contracts;
      const [first] = await faultsOf({ ...desk.book, contracts });
      expect(first).to.match(/^differs {2}suite: parts in the book is .*, expected .*sageRegistry.* \(part\)$/);
    });

    it('the wrong transaction, and one that the node does not know', async () => {
      const { transaction } = entryOf('multisig');
      const [, address] = [addressOf('multisig'), addressOf('p256Verifier')];
      const faults = await faultsOf(changed({ p256Verifier: { transaction } }));
      expect(faults[0]).to.equal(
        `differs  P256Verifier: deployed address is ${addressOf('multisig')}, expected ${address} (deployment)`,
      );
      const { report, exitCode } = await examine(changed({ p256Verifier: { transaction: id('unknown') } }));
      expect(exitCode).to.equal(0);
      expect(report.findings.map(({ status, code }) => [status, code])).to.deep.equal([
        ['note', 'commit'],
        ['note', 'deployment'],
      ]);
    });

    it('the class of another kind of chain', async () => {
      expect(await faultsOf({ ...desk.book, chainClass: 'main' })).to.deep.equal([
        'differs  suite: class of chain 31337 is main, expected local (chain-class: found is what the book says)',
      ]);
    });
  });

  describe('finds what is wrong on the chain', () => {
    it('a placeholder, by the book and by the sources', async () => {
      const address = addressOf('p256Verifier');
      const placeholder = '0x60006000fd';
      await desk.provider.send('anvil_setCode', [address, placeholder]);
      const { codeHash } = entryOf('p256Verifier');
      const wayOut = `the book's commit isn't the present one: check out ${'0'.repeat(40)}, build, and run this again`;
      expect(await faultsOf()).to.deep.equal([
        `differs  P256Verifier: code hash is ${keccak256(placeholder)}, expected ${codeHash} (code-book)`,
        `differs  P256Verifier: code of the present sources is ${keccak256(placeholder)}, expected ${codeHash} (code-sources: ${wayOut})`,
      ]);
      const booked = changed({ p256Verifier: { codeHash: keccak256(placeholder) } });
      expect(await faultsOf(booked)).to.have.length(1);
    });

    it('a placeholder that answers nothing, view by view', async () => {
      await desk.provider.send('anvil_setCode', [addressOf('sageRegistry'), '0x60006000fd']);
      expect(await faultsOf()).to.include.members([
        `differs  SageRegistryV3: owner is no answer, expected ${addressOf('timelock')} (owner)`,
        `differs  SageRegistryV3: getIdentityRegistry is no answer, expected ${addressOf('identityRegistry')} (link)`,
        'differs  SageRegistryV3: paused is no answer, expected false (paused)',
      ]);
    });

    it('an immutable value that no view tells', async () => {
      const args = [...entryOf('stakedValidation').constructorArguments];
      args[2] = addressOf('identityRegistry');
      const wrong = await redeploy('stakedValidation', args);
      const entry = wrong.contracts.stakedValidation as DeployedEntry;
      const { constructorArguments } = entryOf('stakedValidation');
      const { report } = await examine(changed({ stakedValidation: { ...entry, constructorArguments } }));
      expect(report.findings.filter(({ contract }) => contract === 'StakedValidation')).to.deep.include({
        status: 'differs',
        code: 'code-sources',
        part: 'stakedValidation',
        contract: 'StakedValidation',
        field: 'code of the present sources',
        found: `0x${addressOf('identityRegistry').slice(2).toLowerCase().padStart(64, '0')}`,
        expected: `0x${addressOf('p256Verifier').slice(2).toLowerCase().padStart(64, '0')}`,
        reason: "1 immutable values are not those of the book's constructor arguments",
      });
    });

    it("an owner that isn't the timelock", async () => {
      const eoa = desk.accounts[5]?.address ?? '';
      const args = [...entryOf('sageRegistry').constructorArguments];
      args[4] = eoa;
      expect(await faultsOf(await redeploy('sageRegistry', args))).to.include.members([
        `differs  SageRegistryV3: owner is ${eoa}, expected ${addressOf('timelock')} (owner)`,
        `differs  SageRegistryV3: argument owner by the plan is ${eoa}, expected ${addressOf('timelock')} (constructor-arguments: found is what the book says)`,
      ]);
    });

    it('somebody about to become owner', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const timelock = await impersonate('timelock');
      const { data } = await desk.contract('teeKeyRegistry').transferOwnership.populateTransaction(who);
      await timelock.sendTransaction({ to: addressOf('teeKeyRegistry'), data });
      expect(await faultsOf()).to.deep.equal([
        `differs  TEEKeyRegistry: pending owner is ${who}, expected ${ZeroAddress} (pending-owner)`,
      ]);
    });

    it('a second proposer', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const timelock = await impersonate('timelock');
      const { data } = await desk.contract('timelock').grantRole.populateTransaction(id('PROPOSER_ROLE'), who);
      await timelock.sendTransaction({ to: addressOf('timelock'), data });
      const members = [addressOf('multisig'), who].sort().join(', ');
      expect(await faultsOf()).to.deep.equal([
        `differs  SageTimelock: members of PROPOSER_ROLE is ${members}, expected ${addressOf('multisig')} (role)`,
        `differs  SageTimelock: members of PROPOSER_ROLE by the log is ${members}, expected ${addressOf('multisig')} (role)`,
      ]);
    });

    it('a validator that is not listed', async () => {
      const book = await redeploy('taskValidationPolicy', [addressOf('validationRegistry'), addressOf('timelock'), []]);
      const staked = addressOf('stakedValidation');
      expect(await faultsOf(book)).to.include.members([
        `differs  TaskValidationPolicy: listing of ${staked} is false, expected true (listed-validators)`,
        `differs  TaskValidationPolicy: listed validators by the log is none, expected ${staked} (listed-validators)`,
      ]);
    });

    it('a reputation registry of another suite', async () => {
      const identity = (await deploy('ERC8004IdentityRegistry', [])).address;
      const validation = (await deploy('ERC8004ValidationRegistry', [identity])).address;
      const policy = (await deploy('TaskValidationPolicy', [validation, addressOf('timelock'), []])).address;
      const faults = await faultsOf(await redeploy('reputationRegistry', [identity, policy]));
      expect(faults).to.include.members([
        `differs  ERC8004ReputationRegistryV2: getIdentityRegistry is ${identity}, expected ${addressOf('identityRegistry')} (link)`,
        `differs  ERC8004ReputationRegistryV2: getValidationPolicy is ${policy}, expected ${addressOf('taskValidationPolicy')} (link)`,
      ]);
    });

    it('a pause, and who made it', async () => {
      const guardian = desk.accounts[4];
      if (guardian === undefined) throw new Error('no guardian');
      const receipt = await (await desk.contract('sageRegistry', 4).pause()).wait();
      expect(await faultsOf()).to.deep.equal([
        `differs  SageRegistryV3: paused is true, expected false (paused: by ${guardian.address} in block ${receipt?.blockNumber}, transaction ${receipt?.hash})`,
      ]);
    });

    it('a parameter, a guardian and a listing that no operation changed', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const timelock = await impersonate('timelock');
      const hook = addressOf('registrationRateHook');
      const calls = [
        await desk.contract('sageRegistry').setHook.populateTransaction(hook, true, false),
        await desk.contract('stakedValidation').setGuardian.populateTransaction(who),
        await desk.contract('taskValidationPolicy').setGovernanceThreshold.populateTransaction(60),
      ];
      for (const { to, data } of calls) await timelock.sendTransaction({ to, data });
      const guardian = desk.book.governance.guardian;
      expect(await faultsOf()).to.deep.equal([
        `differs  StakedValidation: guardian is ${who}, expected ${guardian} (guardian: no operation of the timelock made it so)`,
        'differs  TaskValidationPolicy: governance threshold is 60, expected 80 (parameter: no operation of the timelock made it so)',
        `differs  SageRegistryV3: hook is ${hook}, before true, after false, expected ${ZeroAddress}, before false, after false (hook: no operation of the timelock made it so)`,
      ]);
    });
  });

  describe('takes for right what governance has changed', () => {
    const owners = (): HardhatEthersSigner[] => desk.accounts.slice(1, 3);
    const governance = (): Governance => ({
      multisig: desk.contract('multisig'),
      timelock: desk.contract('timelock'),
    });

    async function govern(part: Part, data: string): Promise<string> {
      const call = { target: addressOf(part), value: 0n, data };
      const { operation } = await proposeCall(governance(), owners(), call);
      await desk.wait(Number(operation.delay));
      await executeOperation(governance().timelock, operation);
      return operation.id;
    }

    it('through the timelock: a note with the operation', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const staked = desk.contract('stakedValidation').interface;
      const policy = desk.contract('taskValidationPolicy').interface;
      const timelock = desk.contract('timelock').interface;
      const [, rules] = await desk.contract('stakedValidation').getParameters();
      const fields = (rules as unknown as Result).toObject();
      const parameters = { ...fields, tolerance: 11n } as unknown as IStakedRules.ParametersStruct;
      const setParameters = await govern('stakedValidation', staked.encodeFunctionData('setParameters', [parameters]));
      const setGuardian = await govern('stakedValidation', staked.encodeFunctionData('setGuardian', [who]));
      const list = await govern(
        'taskValidationPolicy',
        policy.encodeFunctionData('setGovernanceValidator', [who, true]),
      );
      const updateDelay = await govern('timelock', timelock.encodeFunctionData('updateDelay', [3 * DAY]));
      const { report, exitCode } = await examine();
      expect(exitCode).to.equal(0);
      const notes = report.findings.filter(({ code }) => code !== 'commit');
      expect(
        notes.map(({ status, field, found, reason }) => [status, field, found, reason?.split(' in block')[0]]),
      ).to.deep.equal([
        ['note', 'minimum delay', String(3 * DAY), `changed by operation ${updateDelay}`],
        ['note', 'guardian', who, `changed by operation ${setGuardian}`],
        ['note', 'tolerance', '11', `changed by operation ${setParameters}`],
        [
          'note',
          'listed validators by the log',
          [addressOf('stakedValidation'), who].sort().join(', '),
          `changed by operation ${list}`,
        ],
      ]);
    });

    it('through the wallet: a note with its transaction', async () => {
      const { multisig } = governance();
      const [first] = desk.book.governance.owners;
      const newcomer = desk.accounts[7]?.address ?? '';
      const data = multisig.interface.encodeFunctionData('addOwner', [newcomer, 3]);
      await callThroughMultisig(governance(), owners(), { target: addressOf('multisig'), value: 0n, data });
      const { report, exitCode } = await examine();
      expect(exitCode).to.equal(0);
      const notes = report.findings.filter(({ code }) => code !== 'commit');
      const reason = 'changed by signed transaction with nonce 1 of the wallet';
      expect(notes.map(({ status, field, reason: why }) => [status, field, why])).to.deep.equal([
        ['note', 'owners', reason],
        ['note', 'threshold', reason],
      ]);
      expect(notes[0]?.found).to.include(newcomer).and.to.include(first);
    });
  });
});

describe('sage doctor on a main network', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk({ chainId: 1, deploy: false });
  });

  /** A suite over an identity registry at an announced address, which has code here. */
  async function suiteOver(identityRegistry: string): Promise<void> {
    const readArtifact = (contract: string): Promise<BuiltContract> => desk.hre.artifacts.readArtifact(contract);
    const { deployedBytecode } = await readArtifact('ERC8004IdentityRegistry');
    await desk.provider.send('anvil_setCode', [identityRegistry, deployedBytecode]);
    const [deployer] = desk.accounts;
    if (deployer === undefined) throw new Error('no account');
    const { governance, network } = desk.book;
    const deployment = await deploySuite(
      { network, governance, existing: { identityRegistry } },
      deployer,
      readArtifact,
    );
    const book = toAddressBook(deployment, { ...desk.book, chainClass: 'main' });
    writeFileSync(addressBookPath(desk.deployments, 1n), JSON.stringify(book));
  }

  it('finds a registry of the test networks, which has code there too', async () => {
    await suiteOver(PUBLIC_REGISTRIES.test.identityRegistry);
    const { out, exitCode } = await desk.run(['doctor', '--no-compile']);
    const address = PUBLIC_REGISTRIES.test.identityRegistry;
    expect(exitCode).to.equal(1);
    expect(out.split('\n').filter((line) => line.startsWith('differs'))).to.deep.equal([
      `differs  ERC8004IdentityRegistry: chain class of ${address} is test, expected main (chain-class: that it has code here does not make it right)`,
    ]);
  });

  it('is content with the one of the main networks', async () => {
    await suiteOver(PUBLIC_REGISTRIES.main.identityRegistry);
    const { isClean } = await desk.must<Report>(['doctor', '--no-compile']);
    expect(isClean).to.equal(true);
  });

  it("says that it can't be told when the chain doesn't answer", async () => {
    await desk.close();
    const { out, err, exitCode } = await desk.run(['doctor', '--no-compile', '--json']);
    expect(exitCode).to.equal(3);
    expect(err).to.equal('');
    expect(JSON.parse(out)).to.have.nested.property('error.code', 'chain-unreadable');
  });
});

describe('reading logs', () => {
  it('asks for halves of a range that the node refuses, and gives up at a single block', async () => {
    const asked: [number, number][] = [];
    const most = { blocks: 4 };
    const provider = {
      getLogs: ({ fromBlock, toBlock }: { fromBlock: number; toBlock: number }) => {
        asked.push([fromBlock, toBlock]);
        if (toBlock - fromBlock >= most.blocks) return Promise.reject(new Error('range too long'));
        return Promise.resolve([{ blockNumber: fromBlock }]);
      },
    } as unknown as Provider;
    const logs = await readLogs(provider, {}, 1, 10);
    expect(logs.map(({ blockNumber }) => blockNumber)).to.deep.equal([1, 4, 6, 9]);
    expect(asked).to.have.length(7);
    most.blocks = 0;
    const outcome = await readLogs(provider, {}, 1, 10).catch((error: unknown) => error);
    expect(outcome).to.have.property('message', 'range too long');
  });
});
