// Each fault is planted into a suite that was found clean before, by changing its book; those on the chain are in doctorChain.test.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { getAddress, id, keccak256 } from 'ethers';
import type { Provider } from 'ethers';
import { after, afterEach, before, describe, it } from 'mocha';
import { addressBookPath, toAddressBook } from '../../../scripts/deploy/addressBook.ts';
import type { BuiltContract } from '../../../scripts/deploy/check/BuiltContract.ts';
import { readLogs } from '../../../scripts/deploy/check/readLogs.ts';
import { deploySuite } from '../../../scripts/deploy/deploySuite.ts';
import { PUBLIC_REGISTRIES } from '../../../scripts/deploy/publicRegistries.ts';
import { gitCommit } from '../../../scripts/lib/gitCommit.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { openDesk } from './desk.ts';
import { Bench } from './doctorBench.ts';
import type { Report } from './doctorBench.ts';
import type { Desk } from './desk.ts';

const DAY = 86_400;

describe('sage doctor', () => {
  let bench: Bench;
  let desk: Desk;

  before(async () => {
    bench = await Bench.open();
    ({ desk } = bench);
  });

  afterEach(async () => {
    await bench.reset();
  });

  after(async () => {
    await desk.close();
  });

  describe('of a suite that is as it should be', () => {
    it('says so, after building the sources', async () => {
      const { out, exitCode } = await desk.run(['doctor']);
      expect(exitCode).to.equal(0);
      expect(out).to.match(/^Suite "local" on chain 31337 at block \d+: 194 as it should be, 0 differ, 1 to know$/m);
    });

    it("tells that the book's commit isn't the present one, and nothing else", async () => {
      const { report, exitCode } = await bench.examine();
      expect(exitCode).to.equal(0);
      const present = (await gitCommit()) ?? 'unknown';
      expect(report.findings.map(({ status, code, found, expected }) => [status, code, found, expected])).to.deep.equal(
        [['note', 'commit', present, '0'.repeat(40)]],
      );
      const commit = await gitCommit();
      if (commit === undefined) return;
      expect((await bench.examine({ ...desk.book, commit })).report.counts).to.deep.include({ differs: 0, note: 0 });
    });

    it('prints every comparison with --all', async () => {
      const { out } = await bench.run(desk.book, '--json', '--all');
      const { findings, counts } = JSON.parse(out) as Report;
      expect(findings).to.have.length(counts.ok + counts.note);
      const page = readFileSync(join(ROOT, 'docs/doctor.md'), 'utf8');
      for (const { code } of findings) expect(page).to.include(`\`${code}\``);
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
      const faults = await bench.faultsOf(bench.changed({ registrationRateHook: { address } }));
      expect(faults).to.deep.equal([
        `differs  RegistrationRateHook: code hash is ${keccak256('0x')}, expected ${bench.entryOf('registrationRateHook').codeHash} (code-book: no contract is at ${address}; the rest of it can't be looked at)`,
        `differs  RegistrationRateHook: deployed address is ${bench.addressOf('registrationRateHook')}, expected ${address} (deployment)`,
      ]);
    });

    it('the address of another part, and all that follows from it', async () => {
      const { report } = await bench.examine(
        bench.changed({ identityRegistry: { address: bench.addressOf('multisig') } }),
      );
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
      const [identity, policy] = bench.entryOf('reputationRegistry').constructorArguments as [string, string];
      const faults = await bench.faultsOf(
        bench.changed({ reputationRegistry: { constructorArguments: [identity, stranger] } }),
      );
      expect(faults.slice(0, 2)).to.deep.equal([
        `differs  ERC8004ReputationRegistryV2: argument validationPolicy by the plan is ${stranger}, expected ${policy} (constructor-arguments: found is what the book says)`,
        `differs  ERC8004ReputationRegistryV2: argument validationPolicy as sent is ${stranger}, expected ${policy} (constructor-arguments: found is what the book says)`,
      ]);
    });

    it('another order of owners, which a comparison without order would miss', async () => {
      const [owners, threshold] = bench.entryOf('multisig').constructorArguments as [string[], number];
      const constructorArguments = [[...owners].reverse(), threshold];
      const { report } = await bench.examine(bench.changed({ multisig: { constructorArguments } }));
      expect(report.findings.map(({ code, field }) => `${code} ${field}`)).to.include(
        'constructor-arguments argument initialOwners as sent',
      );
    });

    it('another delay', async () => {
      const faults = await bench.faultsOf({ ...desk.book, governance: { ...desk.book.governance, delay: 3 * DAY } });
      expect(faults).to.deep.equal([
        `differs  SageTimelock: argument initialDelay by the plan is ${2 * DAY}, expected ${3 * DAY} (constructor-arguments: found is what the book says)`,
        `differs  SageTimelock: minimum delay is ${2 * DAY}, expected ${3 * DAY} (delay: no operation of the timelock made it so)`,
      ]);
    });

    it('another owner and threshold of the wallet', async () => {
      const governance = { ...desk.book.governance, owners: desk.book.governance.owners.slice(0, 2) };
      const { report } = await bench.examine({ ...desk.book, governance });
      expect(report.findings.filter(({ code }) => code === 'multisig-owners')).to.have.length(1);
      const three = { ...desk.book.governance, threshold: 3 };
      expect(await bench.faultsOf({ ...desk.book, governance: three })).to.include(
        'differs  SimpleMultiSig: threshold is 2, expected 3 (multisig-threshold: no transaction of the wallet made it so)',
      );
    });

    it('a part that is missing', async () => {
      const { sageRegistry: _left, ...contracts } = desk.book.contracts;
      const [first] = await bench.faultsOf({ ...desk.book, contracts });
      expect(first).to.match(/^differs {2}suite: parts in the book is .*, expected .*sageRegistry.* \(part\)$/);
    });

    it('the wrong transaction, and one that the node does not know', async () => {
      const { transaction } = bench.entryOf('multisig');
      const [, address] = [bench.addressOf('multisig'), bench.addressOf('p256Verifier')];
      const faults = await bench.faultsOf(bench.changed({ p256Verifier: { transaction } }));
      expect(faults[0]).to.equal(
        `differs  P256Verifier: deployed address is ${bench.addressOf('multisig')}, expected ${address} (deployment)`,
      );
      const { report, exitCode } = await bench.examine(bench.changed({ p256Verifier: { transaction: id('unknown') } }));
      expect(exitCode).to.equal(0);
      expect(report.findings.map(({ status, code }) => [status, code])).to.deep.equal([
        ['note', 'commit'],
        ['note', 'deployment'],
      ]);
    });

    it('the class of another kind of chain', async () => {
      expect(await bench.faultsOf({ ...desk.book, chainClass: 'main' })).to.deep.equal([
        'differs  suite: class of chain 31337 is main, expected local (chain-class: found is what the book says)',
      ]);
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
