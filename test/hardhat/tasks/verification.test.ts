// The sources of the suite, sent to services that compile them. Time goes into the compiler: three contracts stand for all.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, beforeEach, describe, it } from 'mocha';
import { addressBookPath } from '../../../scripts/deploy/addressBook.ts';
import type { AddressBook, DeployedEntry } from '../../../scripts/deploy/addressBook.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import type { Verification } from '../../../tasks/deploy/verifyContractAt.ts';
import type { StandardInput } from './compileInput.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { API_KEY, startVerifier } from './verifierStandIn.ts';
import type { Submission, VerifierStandIn } from './verifierStandIn.ts';

/** Sepolia's: Hardhat verifies nothing on a chain with the id of a development node. */
const CHAIN = 11155111;
const PARTS: Part[] = ['p256Verifier', 'taskValidationPolicy', 'registrationRateHook'];
const SERVICES = ['etherscan', 'blockscout', 'sourcify'] as const;
const POLICY = 'project/contracts/TaskValidationPolicy.sol';

interface Report {
  readonly chainId: string;
  readonly isComplete: boolean;
  readonly contracts: readonly Verification[];
}

describe('sage deploy verify', () => {
  let desk: Desk;
  let services: VerifierStandIn;
  let folder: string;

  before(async () => {
    desk = await openDesk({ chainId: CHAIN });
    services = await startVerifier(desk.provider);
    folder = join(desk.folder, 'some');
    mkdirSync(folder);
  });

  beforeEach(() => {
    process.env['ETHERSCAN_API_KEY'] = API_KEY;
    ask(services.url);
    book(PARTS);
  });

  after(async () => {
    delete process.env['ETHERSCAN_API_KEY'];
    await services.close();
    await desk.close();
  });

  /** Leads Hardhat's own clients to the services at a URL. */
  function ask(url: string): void {
    const { chainDescriptors, verify } = desk.hre.config;
    const descriptor = chainDescriptors.get(BigInt(CHAIN));
    if (descriptor === undefined) throw new Error('Hardhat has no descriptor of the chain');
    const explorer = (name: string): { name: string; url: string; apiUrl: string } => ({
      name,
      url,
      apiUrl: `${url}/${name}/api`,
    });
    descriptor.blockExplorers = { etherscan: explorer('etherscan'), blockscout: explorer('blockscout') };
    verify.sourcify.apiUrl = `${url}/sourcify`;
  }

  /** Writes a book of some parts. */
  function book(parts: readonly Part[], change: Partial<DeployedEntry> = {}): void {
    const contracts = Object.fromEntries(parts.map((part) => [part, { ...desk.book.contracts[part], ...change }]));
    const some: AddressBook = { ...desk.book, contracts: contracts as AddressBook['contracts'] };
    writeFileSync(addressBookPath(folder, BigInt(CHAIN)), JSON.stringify(some));
  }

  const run = (...options: string[]): Promise<Answer> =>
    desk.run(['deploy', 'verify', '--deployments', folder, ...options]);

  async function report(...options: string[]): Promise<Report & Pick<Answer, 'exitCode'>> {
    const { out, exitCode } = await run('--json', ...options);
    return { ...(JSON.parse(out) as Report), exitCode };
  }

  /** What a service was sent of a contract. */
  function sent(service: Submission['service'], name: string): Submission {
    const found = services.submissions.find(
      (submission) => submission.service === service && submission.identifier.endsWith(`:${name}`),
    );
    if (found === undefined) throw new Error(`${service} was sent no ${name}`);
    return found;
  }

  it('sends every contract to every service, and each compiles it to the code on the chain', async () => {
    const { out, err, exitCode } = await run();
    expect(out.split('\n').at(-1)).to.equal(`9 of 9 are verified on chain ${CHAIN}`);
    expect(exitCode).to.equal(0);
    expect(err.split('\n')[1]).to.equal('etherscan: TaskValidationPolicy (2 of 3)');
    expect(services.submissions.map(({ service, address }) => `${service} ${address}`)).to.deep.equal(
      SERVICES.flatMap((service) => PARTS.map((part) => `${service} ${desk.book.contracts[part]?.address ?? ''}`)),
    );
    const { settings } = sent('etherscan', 'P256Verifier').input;
    expect(settings).to.deep.include({
      evmVersion: 'cancun',
      viaIR: true,
      optimizer: { enabled: true, runs: 200 },
      metadata: { bytecodeHash: 'none' },
    });
  });

  it('asks first, and sends nothing again', async () => {
    const before = services.submissions.length;
    const { contracts, isComplete, chainId, exitCode } = await report();
    expect([exitCode, isComplete, chainId]).to.deep.equal([0, true, String(CHAIN)]);
    expect(contracts.map(({ service, part, status }) => [service, part, status])).to.deep.equal(
      SERVICES.flatMap((service) => PARTS.map((part) => [service, part, 'already'])),
    );
    expect(services.submissions).to.have.length(before);
  });

  describe('with services that check', () => {
    const changedSource = (input: StandardInput, from: string, to: string): StandardInput => {
      const content = input.sources[POLICY]?.content ?? '';
      expect(content).to.include(from);
      return { ...input, sources: { ...input.sources, [POLICY]: { content: content.replace(from, to) } } };
    };
    const wrong: [title: string, change: (good: Submission) => Partial<Submission>, complaint: RegExp][] = [
      [
        'another number in a source',
        ({ input }) => ({ input: changedSource(input, 'FIRST_THRESHOLD = 80', 'FIRST_THRESHOLD = 81') }),
        /^the sources give other code$/,
      ],
      [
        'a source that does not compile',
        ({ input }) => ({ input: changedSource(input, 'FIRST_THRESHOLD = 80', 'FIRST_THRESHOLD = ') }),
        /^ParserError/,
      ],
      [
        'other settings',
        ({ input }) => ({ input: { ...input, settings: { ...input.settings, viaIR: false } } }),
        /^the sources give other code$/,
      ],
      [
        'other constructor arguments',
        ({ constructorArguments = '' }) => ({ constructorArguments: constructorArguments.replace(/.$/, '0') }),
        /^correct constructor arguments$/,
      ],
      ['another compiler', () => ({ compilerVersion: 'v0.8.30+commit.73712a01' }), /^compiler v0\.8\.30/],
      ['another contract', ({ identifier }) => ({ identifier: identifier.replace('TaskV', 'V') }), /^no contract/],
    ];
    for (const [title, change, complaint] of wrong) {
      it(`the stand-in refuses ${title}`, async () => {
        const good = sent('etherscan', 'TaskValidationPolicy');
        expect(await services.judge(good)).to.equal(undefined);
        expect(await services.judge({ ...good, ...change(good) })).to.match(complaint);
      });
    }

    it('tells what a service refused, goes on with the others, and ends with 1', async () => {
      const fresh = await startVerifier(desk.provider);
      ask(fresh.url);
      const { constructorArguments, ...entry } = desk.book.contracts.taskValidationPolicy as DeployedEntry;
      const [registry, timelock] = constructorArguments as [string, string];
      const contracts = {
        taskValidationPolicy: { ...entry, constructorArguments: [registry, timelock, []] },
        p256Verifier: desk.book.contracts.p256Verifier,
      };
      writeFileSync(addressBookPath(folder, BigInt(CHAIN)), JSON.stringify({ ...desk.book, contracts }));
      const { contracts: results, isComplete, exitCode } = await report('--service', 'etherscan');
      expect([exitCode, isComplete]).to.deep.equal([1, false]);
      expect(results.map(({ contract, status }) => [contract, status])).to.deep.equal([
        ['TaskValidationPolicy', 'refused'],
        ['P256Verifier', 'verified'],
      ]);
      expect(results[0]?.message).to.equal(
        'The contract verification failed. Reason: "Fail - Unable to verify. correct constructor arguments".',
      );
      await fresh.close();
    });
  });

  it('sends nothing of a contract whose code is not that of the sources', async () => {
    const before = services.submissions.length;
    book(['p256Verifier'], { address: desk.book.contracts.multisig?.address ?? '' });
    const { contracts, exitCode } = await report('--service', 'sourcify');
    expect(exitCode).to.equal(1);
    expect(contracts.map(({ status, message }) => [status, message])).to.deep.equal([
      [
        'refused',
        'The address contains a contract whose bytecode does not match the contract "contracts/P256Verifier.sol:P256Verifier".',
      ],
    ]);
    expect(services.submissions).to.have.length(before);
  });

  it('leaves a service that is down, goes on with the next, and ends with 3', async () => {
    const gone = await startVerifier(desk.provider);
    await gone.close();
    ask(gone.url);
    const { out, exitCode } = await desk.run(['deploy', 'verify', '--json']);
    expect(exitCode).to.equal(3);
    const { contracts } = JSON.parse(out) as Report;
    const parts = Object.keys(desk.book.contracts);
    expect(contracts.map(({ service, part, status }) => [service, part, status])).to.deep.equal(
      SERVICES.flatMap((service) => parts.map((part, index) => [service, part, index === 0 ? 'unreachable' : 'skipped'])),
    );
    expect(contracts[0]?.message).to.match(/^The request to http.* failed with the message ".*ECONNREFUSED/);
  });

  it('needs a key for Etherscan, says so before anything is sent, and not for the others', async () => {
    delete process.env['ETHERSCAN_API_KEY'];
    const before = services.requests.length;
    for (const service of ['etherscan', 'all']) {
      const { out, exitCode } = await run('--json', '--service', service);
      expect(exitCode).to.equal(2);
      expect(JSON.parse(out)).to.have.property('error').that.deep.includes({
        code: 'no-api-key',
        field: 'ETHERSCAN_API_KEY',
      });
    }
    expect(services.requests).to.have.length(before);
    expect((await report('--service', 'sourcify')).exitCode).to.equal(0);
  });

  it('refuses a service that it does not know', async () => {
    const { err, exitCode } = await run('--service', 'polyscan');
    expect(exitCode).to.equal(2);
    expect(err).to.equal('error: --service: "polyscan"; choose one of etherscan, blockscout, sourcify, or all');
  });

  it('never prints the key, not even when a service does', async () => {
    process.env['ETHERSCAN_API_KEY'] = 'WRONG-KEY-31415926';
    const { out, err, exitCode } = await run('--service', 'etherscan');
    expect(exitCode).to.equal(1);
    expect(out).to.include('Invalid API Key (***)');
    expect(out + err).not.to.include('WRONG-KEY');
  });
});
