// A rehearsal of Sepolia: a node with its chain id, the network's own definition, and `sage deploy` by Hardhat's parser or, where
// a process has to die or keys have to be looked up, by its command line. Attack numbers are those of the audit folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HDNodeWallet, keccak256, parseEther, parseUnits } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import config from '../../../hardhat.config.ts';
import { addressBookPath, readAddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { Finding } from '../../../scripts/deploy/check/types.ts';
import { deploymentOf, suiteConfigOf } from '../../../scripts/deploy/fromAddressBook.ts';
import { CREATEX } from '../../../scripts/deploy/strategy.ts';
import { verifyGovernance } from '../../../scripts/deploy/verifyGovernance.ts';
import { ROOT, packageBin, readJson } from '../../../scripts/lib/paths.ts';
import { run } from '../../../scripts/lib/process.ts';
import { startAnvil } from '../../../scripts/lib/startAnvil.ts';
import type { GovernanceVariables } from '../../../scripts/deploy/readGovernance.ts';
import { refuseUncommitted } from '../../../tasks/deploy/checkRun.ts';
import type { Prepared } from '../../../tasks/deploy/types.ts';
import { TaskError } from '../../../tasks/lib/TaskError.ts';
import { openDesk, runTask } from './desk.ts';
import type { Answer, Desk } from './desk.ts';

const SEPOLIA = 11155111n;
const TOTAL = 11;
const PUBLIC = {
  main: '0x8004A169FB4a3325136EB29fA0ceB6D2e539a432',
  identity: '0x8004A818BFB912233c491871b3d84c89A494BD9e',
  reputation: '0x8004B663056A597Dffe9eCcC1965A193B7388713',
};
/** The first account of anvil and Hardhat's node, known to everybody. */
const KEY = HDNodeWallet.fromPhrase('test test test test test test test test test test test junk').privateKey;

interface Planned {
  readonly part: string;
  readonly contract: string;
  readonly address: string;
  readonly to: string | null;
  readonly gasUsed: string;
}

interface Plan {
  readonly strategy: { readonly name: string };
  readonly transactions: readonly Planned[];
  readonly gasUsed: string;
  readonly expectedCost: string;
  readonly offeredCost: string;
  readonly highestCost: string;
  readonly balance: string;
  readonly isBalanceEnough: boolean;
}

interface Ran {
  readonly book: string;
  readonly transactions: number;
  readonly gasUsed: string;
  readonly fee: string;
  readonly contracts: Readonly<Record<string, string>>;
}

interface Status {
  readonly journal: string;
  readonly book: string | null;
  readonly isComplete: boolean;
  readonly parts: readonly { readonly part: string; readonly address: string | null; readonly state: string }[];
}

interface Failure {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly field?: string;
    readonly value?: unknown;
    readonly details?: Record<string, unknown>;
  };
}

describe('A39: sage deploy, rehearsed for Sepolia', () => {
  let desk: Desk;
  let deployer: string;
  let restore: () => Promise<void>;
  let deployments: string;

  before(async () => {
    desk = await openDesk({ chainId: Number(SEPOLIA), deploy: false });
    deployer = accountAt(0);
    restore = await desk.snapshot();
  });

  after(async () => {
    await desk.close();
  });

  beforeEach(() => {
    deployments = mkdtempSync(join(desk.folder, 'books-'));
    govern({});
  });

  afterEach(async () => {
    await restore();
    // anvil doesn't take back its next base fee (1 gwei at first) with the state.
    await desk.provider.send('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00']);
  });

  function accountAt(index: number): string {
    const account = desk.accounts[index];
    if (account === undefined) throw new Error(`there is no account ${index}`);
    return account.address;
  }

  const owners = (): string => [1, 2, 3].map(accountAt).join(',');

  /** Sets the configuration variables of the network in this process. */
  function govern(values: { owners?: string; threshold?: string; guardian?: string; delay?: string }): void {
    const { owners: named = owners(), threshold = '2', guardian = accountAt(4), delay = '' } = values;
    const variable = (value: string): GovernanceVariables['owners'] =>
      ({ get: () => Promise.resolve(value) }) as GovernanceVariables['owners'];
    const variables: GovernanceVariables = {
      prefix: 'SEPOLIA',
      owners: variable(named),
      threshold: variable(threshold),
      guardian: variable(guardian),
      delay: variable(delay),
    };
    Object.assign(desk.hre.config.sage.governance, { sepolia: variables });
  }

  const deploy = (verb: string, ...words: string[]): string[] => {
    const build = verb === 'status' ? [] : ['--no-compile'];
    return ['deploy', verb, ...build, '--deployments', deployments, ...words];
  };
  const nonce = (): Promise<number> => desk.provider.getTransactionCount(deployer);

  /** What `sage deploy` complains about, having sent nothing. */
  async function complaint(exitCode: number, words: readonly string[]): Promise<Failure['error']> {
    const before = await nonce();
    const answer = await desk.run([...words, '--json']);
    expect(answer.exitCode, answer.out + answer.err).to.equal(exitCode);
    expect(await nonce()).to.equal(before);
    return (JSON.parse(answer.out) as Failure).error;
  }

  const environment = (url: string): Record<string, string> => ({
    SEPOLIA_RPC_URL: url,
    SEPOLIA_OWNERS: owners(),
    SEPOLIA_THRESHOLD: '2',
    SEPOLIA_GUARDIAN: accountAt(4),
  });

  /** The command line itself, in a process of its own. */
  async function commandLine(words: readonly string[], env: Record<string, string>): Promise<Answer> {
    const args = [packageBin('hardhat'), '--network', 'sepolia', 'sage', ...words];
    const { code, stdout, output } = await run(process.execPath, args, { env });
    return { exitCode: code ?? -1, out: stdout, err: output };
  }

  /** Starts a run and kills its process, as the operating system would, once it has said so much. */
  async function killAfter(line: RegExp): Promise<void> {
    const args = [packageBin('hardhat'), '--network', 'sepolia', 'sage', ...deploy('run', '--yes')];
    const env = { ...process.env, ...environment(desk.url), SEPOLIA_PRIVATE_KEY: KEY };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (line.test(said)) child.kill('SIGKILL');
    });
    const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)));
    expect(signal, said).to.equal('SIGKILL');
  }

  describe('plan', () => {
    it('lists every transaction with gas, cost and address, sends nothing and writes nothing', async () => {
      const block = await desk.provider.getBlockNumber();
      const plan = await desk.must<Plan>(deploy('plan'));
      expect(plan.transactions).to.have.lengthOf(TOTAL);
      expect(plan.strategy).to.deep.equal({ name: 'basic' });
      const gas = plan.transactions.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n);
      expect(plan.gasUsed).to.equal(gas.toString());
      expect(BigInt(plan.offeredCost) > BigInt(plan.expectedCost)).to.equal(true);
      // Every unit of gas that is asked for at the 200 gwei of Sepolia: no run pays more.
      expect(BigInt(plan.highestCost) >= BigInt(plan.gasUsed) * parseUnits('200', 'gwei')).to.equal(true);
      expect(plan.balance).to.equal((await desk.provider.getBalance(deployer)).toString());
      expect(plan.isBalanceEnough).to.equal(true);
      expect(await desk.provider.getBlockNumber()).to.equal(block);
      expect(readdirSync(deployments)).to.deep.equal([]);
    });

    it('says for people who will govern, and how addresses come about', async () => {
      const { out, exitCode } = await desk.run(deploy('plan', '--from', deployer));
      expect(exitCode).to.equal(0);
      expect(out).to.match(/^ *1 +identityRegistry +ERC8004IdentityRegistry +0x[0-9a-fA-F]{40} +[\d,]+ +0\.\d+$/m);
      expect(out).to.include(
        `Governance: 2 of ${owners().replaceAll(',', ', ')}; guardian ${accountAt(4)}; delay 172800 s`,
      );
      expect(out).to.include("Addresses by the deployer's nonce");
    });
  });

  describe('run', () => {
    it('A15: sends what the plan said, proves the governance, writes the book, and does nothing a second time', async () => {
      const plan = await desk.must<Plan>(deploy('plan'));
      const { exitCode, out, err } = await desk.run(deploy('run', '--json'), ['yes']);
      expect(exitCode, out + err).to.equal(0);
      expect(err).to.include(`Deploys ${TOTAL} contracts of the suite "sepolia" to sepolia (chain 11155111)`);
      expect(err).to.match(new RegExp(`${TOTAL} of ${TOTAL}: \\w+ stands at 0x`));
      const ran = JSON.parse(out) as Ran;
      expect(ran.transactions).to.equal(TOTAL);
      expect(await nonce()).to.equal(TOTAL);
      expect(ran.contracts).to.have.all.keys(plan.transactions.map(({ part }) => part));
      for (const { part, address } of plan.transactions) expect(ran.contracts[part], part).to.equal(address);
      expect(Math.abs(Number(ran.gasUsed) / Number(plan.gasUsed) - 1)).to.be.lessThan(0.03);

      const book = readAddressBook(deployments, SEPOLIA);
      expect(book.chainClass).to.equal('test');
      expect(book.commit).to.match(/^[0-9a-f]{40}$/);
      expect(book.compiler).to.deep.include({ evmVersion: 'cancun', viaIR: true, runs: 200 });
      expect(book.compiler.version).to.match(/^0\.8\.36\+commit\./);
      for (const [part, entry] of Object.entries(book.contracts)) {
        expect(keccak256(await desk.provider.getCode(entry.address)), part).to.equal(entry.codeHash);
        if ('existing' in entry) throw new Error(`${part} was not deployed`);
        const receipt = await desk.provider.getTransactionReceipt(entry.transaction);
        expect(receipt?.contractAddress, part).to.equal(entry.address);
        expect(receipt?.blockNumber, part).to.equal(entry.block);
      }
      const facts = await verifyGovernance(suiteConfigOf(book), deploymentOf(book), desk.provider, (contract) =>
        desk.hre.artifacts.readArtifact(contract),
      );
      expect(facts.map(({ field }) => field)).to.include('members of PROPOSER_ROLE by the log');

      const text = readFileSync(ran.book, 'utf8');
      const second = await desk.run(deploy('run'));
      expect(second).to.deep.include({ exitCode: 0 });
      expect(second.out).to.equal(`Nothing is to do: all ${TOTAL} contracts stand, and ${ran.book} names them`);
      expect(await nonce()).to.equal(TOTAL);
      expect(readFileSync(ran.book, 'utf8')).to.equal(text);
      const status = await desk.must<Status>(deploy('status'));
      expect(status).to.deep.include({ journal: 'complete', isComplete: true, book: ran.book });

      await restore();
      const gone = await desk.run(deploy('status', '--json'));
      expect(gone.exitCode).to.equal(1);
      expect(new Set((JSON.parse(gone.out) as Status).parts.map(({ state }) => state))).to.deep.equal(
        new Set(['no-code']),
      );
    });

    it('asks first: nothing is sent without a yes', async () => {
      expect(await complaint(4, deploy('run'))).to.have.property('code', 'not-confirmed');
      const { exitCode, err } = await desk.run(deploy('run'), ['no']);
      expect(exitCode).to.equal(4);
      expect(err).to.include('Not confirmed; nothing was sent');
      expect(await nonce()).to.equal(0);
      expect(await desk.run(deploy('status', '--json'))).to.have.property('exitCode', 1);
    });

    it('tells before anything is sent that the money does not suffice', async () => {
      await desk.provider.send('anvil_setBalance', [deployer, `0x${parseEther('0.01').toString(16)}`]);
      const error = await complaint(2, deploy('run', '--yes'));
      expect(error).to.deep.include({ code: 'insufficient-funds', field: 'deployer', value: deployer });
      expect(error.details?.['balance']).to.equal(parseEther('0.01').toString());
      expect(BigInt(String(error.details?.['needed'])) > parseEther('0.01')).to.equal(true);
    });

    it('waits for no price: above the ceiling nothing is sent', async () => {
      await desk.provider.send('anvil_setNextBlockBaseFeePerGas', ['0x22ecb25c00']);
      await desk.provider.send('evm_mine', []);
      const error = await complaint(2, deploy('run', '--yes'));
      expect(error).to.deep.include({ code: 'gas-price-too-high', field: 'maxGwei', value: 200 });
    });

    it('says what a node refused, and goes on with a further run', async () => {
      const send = desk.provider.send.bind(desk.provider);
      // What anvil offers for the next block is far above what the latest block lets expect.
      await send('anvil_setNextBlockBaseFeePerGas', ['0x2540be400']);
      const { exitCode, out } = await desk.run(deploy('run', '--yes', '--json'));
      expect(exitCode).to.equal(1);
      const { error } = JSON.parse(out) as Failure;
      expect(error.code).to.equal('node-refused');
      expect(error.message).to.equal('max fee per gas less than block base fee; a further run goes on from here');
      await send('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00']);
      expect(await desk.must<Ran>(deploy('run'))).to.have.property('transactions', TOTAL);
    });

    it('refuses changed contracts on main networks, since the book names a commit', () => {
      const source = { commit: 'c'.repeat(40), modified: true };
      const prepared = (chainClass: string, modified: boolean): Prepared =>
        ({ network: { chainClass }, manifest: { source: { ...source, modified } } }) as unknown as Prepared;
      expect(() => refuseUncommitted(prepared('main', true)))
        .to.throw(TaskError)
        .that.includes({ code: 'modified-sources', field: 'commit', value: source.commit });
      expect(() => refuseUncommitted(prepared('main', false))).to.not.throw();
      expect(() => refuseUncommitted(prepared('test', true))).to.not.throw();
    });

    it('refuses code of other sources, also with --no-compile', async () => {
      const { paths } = desk.hre.config;
      const { root } = paths;
      Object.assign(paths, { root: deployments });
      try {
        const { code, field, message } = await complaint(2, deploy('run', '--yes'));
        expect([code, field]).to.deep.equal(['bad-configuration', 'sources']);
        expect(message).to.include('npx hardhat build --force');
      } finally {
        Object.assign(paths, { root });
      }
    });

    it('keeps a second run out of the same journal', async () => {
      mkdirSync(join(deployments, 'journal'));
      const lock = join(deployments, 'journal', `${SEPOLIA}.lock`);
      writeFileSync(lock, `${process.ppid} ${hostname()}`);
      const error = await complaint(2, deploy('run', '--yes'));
      expect(error).to.deep.include({ code: 'bad-configuration', field: 'lock', value: lock });
    });
  });

  describe('after a crash', () => {
    it('goes on where it was killed: the same contracts, none of them twice; refuses another configuration', async () => {
      await killAfter(/4 of 11: /);
      const unfinished = await desk.run(deploy('status', '--json'));
      expect(unfinished.exitCode).to.equal(1);
      const status = JSON.parse(unfinished.out) as Status;
      expect(status).to.deep.include({ journal: 'unfinished', book: null, isComplete: false });
      const standing = status.parts.filter(({ state }) => state === 'stands');
      expect(standing.length).to.be.within(4, TOTAL - 1);

      govern({ threshold: '3' });
      const error = await complaint(2, deploy('run', '--yes'));
      expect(error).to.deep.include({ code: 'configuration-changed', field: 'journal' });
      expect(error.details?.['differences']).to.deep.equal([
        { field: 'config.governance.threshold', begun: 2, now: 3 },
      ]);

      const resumed = await commandLine(deploy('run', '--yes', '--json'), {
        ...environment(desk.url),
        SEPOLIA_PRIVATE_KEY: KEY,
      });
      expect(resumed.exitCode, resumed.err).to.equal(0);
      const ran = JSON.parse(resumed.out) as Ran;
      for (const { part, address } of standing) expect(ran.contracts[part], part).to.equal(address);
      expect(await nonce()).to.equal(TOTAL);
      expect(ran.transactions).to.be.at.most(TOTAL - standing.length);
      expect(Object.keys(readAddressBook(deployments, SEPOLIA).contracts)).to.have.lengthOf(TOTAL);
    });

    /** Cuts the journal as a crash would: the last transaction was about to be sent, and no hash was noted. */
    function forgetLastTransaction(): void {
      const path = join(deployments, 'journal', SEPOLIA.toString(), 'journal.jsonl');
      const journal = readFileSync(path, 'utf8');
      const at = journal.lastIndexOf('"TRANSACTION_PREPARE_SEND"');
      writeFileSync(path, journal.slice(0, journal.indexOf('\n', at)));
    }

    it('finds a transaction whose hash was not noted any more', async () => {
      const first = await desk.must<Ran>(deploy('run'));
      forgetLastTransaction();
      const book = addressBookPath(deployments, SEPOLIA);
      rmSync(book);
      const { exitCode, out, err } = await desk.run(deploy('run', '--json', '--yes'));
      expect(exitCode, out + err).to.equal(0);
      expect(err).to.match(/registrationRateHook: found its transaction 0x[0-9a-f]{64} on the chain/);
      expect(JSON.parse(out)).to.deep.include({ transactions: 0, contracts: first.contracts });
      expect(await nonce()).to.equal(TOTAL);
    });

    it('sends again what was never sent', async () => {
      const first = await desk.must<Ran>(deploy('run'));
      forgetLastTransaction();
      rmSync(addressBookPath(deployments, SEPOLIA));
      await desk.provider.send('anvil_rollback', [1]);
      expect(await nonce()).to.equal(TOTAL - 1);
      const { exitCode, out, err } = await desk.run(deploy('run', '--json', '--yes'));
      expect(exitCode, out + err).to.equal(0);
      expect(err).to.include('registrationRateHook: its transaction was never sent; it begins anew');
      expect(JSON.parse(out)).to.deep.include({ transactions: 1, contracts: first.contracts });
      expect(await nonce()).to.equal(TOTAL);
    });
  });

  describe('with CREATE2', () => {
    /** Puts CreateX on the chain as on any other: by the transaction that its authors signed once for all chains. */
    async function deployFactory(): Promise<void> {
      const { presignedTx } = (await import(
        new URL(
          'dist/src/internal/execution/strategy/createx-artifact.js',
          import.meta.resolve('@nomicfoundation/ignition-core/package.json'),
        ).href
      )) as { presignedTx: string };
      await desk.provider.send('anvil_setBalance', ['0xeD456e05CaAb11d66C4c797dD6c1D6f9A7F352b5', '0x58d15e176280000']);
      await desk.provider.send('eth_sendRawTransaction', [presignedTx]);
    }

    it('takes the factory where it stands; the addresses depend on no nonce', async () => {
      await deployFactory();
      const plan = await desk.must<Plan>(deploy('plan'));
      expect(plan.strategy.name).to.equal('create2');
      expect(new Set(plan.transactions.map(({ to }) => to))).to.deep.equal(new Set([CREATEX]));
      await desk.accounts[0]?.sendTransaction({ to: deployer });
      const later = await desk.must<Plan>(deploy('plan'));
      const addresses = ({ transactions }: Plan): string[] => transactions.map(({ address }) => address);
      expect(addresses(later)).to.deep.equal(addresses(plan));
      const salted = await desk.must<Plan>(deploy('plan', '--salt', 'another'));
      expect(addresses(salted)).to.not.include.members([addresses(plan)[0]]);
      const ran = await desk.must<Ran>(deploy('run'));
      for (const { part, address } of plan.transactions) expect(ran.contracts[part], part).to.equal(address);
      const { findings } = await desk.must<{ findings: readonly Finding[] }>([
        ...['doctor', '--no-compile', '--all', '--deployments', deployments],
      ]);
      const sent = findings.filter(({ field }) => field === 'deployed address' || field.endsWith(' as sent'));
      expect(sent.filter(({ status }) => status !== 'ok')).to.deep.equal([]);
      expect(sent).to.have.length.above(TOTAL);
    });

    it('says that there is no factory when it is demanded', async () => {
      const error = await complaint(2, deploy('plan', '--strategy', 'create2'));
      expect(error).to.deep.include({ code: 'bad-configuration', field: '--strategy', value: 'create2' });
      expect(error.message).to.include(`there is no contract at the factory's address ${CREATEX}`);
      expect(await complaint(2, deploy('plan', '--strategy', 'create3'))).to.have.property('code', 'bad-strategy');
    });
  });

  describe('over public registries', () => {
    it('refuses those of another class of chains, whatever is at their address', async () => {
      await desk.provider.send('anvil_setCode', [PUBLIC.main, '0x00']);
      const error = await complaint(2, deploy('plan', '--identity-registry', PUBLIC.main));
      expect(error).to.deep.include({
        code: 'bad-configuration',
        field: 'existing.identityRegistry',
        value: PUBLIC.main,
      });
      expect(error.message).to.include(
        `it is the public registry of main networks, and this is a test network; use ${PUBLIC.identity}`,
      );
    });

    it('refuses addresses without code, and two answers to one question', async () => {
      const missing = await complaint(2, deploy('plan', '--public-registries'));
      expect(missing).to.deep.include({ field: 'existing.identityRegistry', value: PUBLIC.identity });
      expect(missing.message).to.include('no contract is at this address');
      const both = await complaint(2, deploy('plan', '--public-registries', '--identity-registry', PUBLIC.identity));
      expect(both).to.have.property('code', 'contradicting-options');
    });

    it('deploys the rest over them', async () => {
      await standIn();
      const ran = await desk.must<Ran>(deploy('run', '--public-registries'));
      expect(ran.transactions).to.equal(TOTAL - 3);
      expect(ran.contracts).to.deep.include({
        identityRegistry: PUBLIC.identity,
        reputationRegistry: PUBLIC.reputation,
      });
      expect(ran.contracts).to.not.have.property('taskValidationPolicy');
      const { contracts } = readAddressBook(deployments, SEPOLIA);
      expect(contracts.identityRegistry).to.have.property('existing', true);
    });

    /** Code of ours at the addresses, since the deployed one isn't in this repository. */
    async function standIn(): Promise<void> {
      const [{ deployedBytecode }, reputation] = await Promise.all([
        desk.hre.artifacts.readArtifact('ERC8004IdentityRegistry'),
        desk.hre.artifacts.readArtifact('ERC8004ReputationRegistryV2'),
      ]);
      await desk.provider.send('anvil_setCode', [PUBLIC.identity, deployedBytecode]);
      const { ethers } = await desk.hre.network.create();
      const factory = await ethers.getContractFactory('ERC8004ReputationRegistryV2');
      const policy = await ethers.getContractFactory('ERC8004ValidationRegistry');
      const validation = await policy.deploy(PUBLIC.identity);
      expect(reputation.bytecode).to.equal(factory.bytecode);
      const taskPolicy = await ethers.getContractFactory('TaskValidationPolicy');
      const listed = await taskPolicy.deploy(await validation.getAddress(), accountAt(1), []);
      const standing = await factory.deploy(PUBLIC.identity, await listed.getAddress());
      const code = await desk.provider.getCode(await standing.getAddress());
      await desk.provider.send('anvil_setCode', [PUBLIC.reputation, code]);
    }
  });

  describe('what has to be named', () => {
    it('has no default for those who govern', async () => {
      govern({ owners: '' });
      const error = await complaint(2, deploy('run', '--yes'));
      expect(error).to.deep.include({ code: 'bad-configuration', field: 'SEPOLIA_OWNERS' });
      expect(error.message).to.equal(
        'SEPOLIA_OWNERS: missing; set it to the addresses of its owners, separated by commas: npx hardhat keystore set SEPOLIA_OWNERS, or an environment variable',
      );
      govern({ guardian: ' ' });
      expect(await complaint(2, deploy('plan'))).to.have.property('field', 'SEPOLIA_GUARDIAN');
      govern({ threshold: 'two' });
      expect(await complaint(2, deploy('plan'))).to.deep.include({ field: 'SEPOLIA_THRESHOLD', value: 'two' });
      govern({ owners: `${accountAt(1)},${accountAt(1)}` });
      expect(await complaint(2, deploy('plan'))).to.deep.include({ field: 'governance.owners', value: accountAt(1) });
      govern({ delay: '60' });
      expect(await complaint(2, deploy('plan'))).to.deep.include({ field: 'governance.delay', value: 60 });
    });

    /** The network as it is configured, by environment variables, in this process. */
    async function onSepolia(url: string, words: readonly string[]): Promise<{ exitCode: number; json: unknown }> {
      const variables = environment(url);
      Object.assign(process.env, variables);
      try {
        const hre = await createHardhatRuntimeEnvironment(config, { network: 'sepolia' }, ROOT);
        const { exitCode, out } = await runTask(hre, [...words, '--json'], () => Promise.resolve());
        return { exitCode, json: JSON.parse(out) };
      } finally {
        for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
      }
    }

    it('reads without a key, and says which one is missing for sending', async () => {
      const status = await onSepolia(desk.url, deploy('status'));
      expect(status.json).to.deep.include({ journal: 'none', isComplete: false });
      expect(status.exitCode).to.equal(1);
      const sending = await onSepolia(desk.url, deploy('run', '--yes'));
      expect(sending.exitCode).to.equal(2);
      const { error } = sending.json as Failure;
      expect(error.code).to.equal('missing-variable');
      expect(error.message).to.include('SEPOLIA_PRIVATE_KEY');
    });

    it('refuses a node of another chain', async () => {
      const other = await startAnvil({ chainId: 999 });
      try {
        const { exitCode, json } = await onSepolia(other.url, deploy('plan', '--from', deployer));
        expect(exitCode).to.equal(2);
        const { error } = json as Failure;
        expect(error).to.deep.include({ code: 'wrong-chain', field: '--network', value: 'sepolia' });
        expect(error.message).to.include('it is chain 11155111, but its node is of chain 999');
      } finally {
        await other.stop();
      }
    });
  });

  it('keeps the book of another run: it refuses to deploy beside it without its journal', async () => {
    writeFileSync(addressBookPath(deployments, SEPOLIA), '{}');
    const error = await complaint(2, deploy('run', '--yes'));
    expect(error).to.deep.include({ code: 'already-deployed', field: '--deployments' });
    expect(existsSync(join(deployments, 'journal', SEPOLIA.toString()))).to.equal(false);
    expect(readJson(addressBookPath(deployments, SEPOLIA))).to.deep.equal({});
  });
});
