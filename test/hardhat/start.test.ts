import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Contract, parseEther } from 'ethers';
import hre from 'hardhat';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { REGISTRATION_TYPE } from '../../sdk/typescript/src/index.ts';
import type { RegistrationFile } from '../../sdk/typescript/src/index.ts';
import { connectChain } from '../../scripts/start/chain.ts';
import type { Chain } from '../../scripts/start/chain.ts';
import { fromDataUri } from '../../scripts/start/dataUri.ts';
import { displayWidth, printable, wrap } from '../../scripts/start/displayText.ts';
import { HELP } from '../../scripts/start/options.ts';
import { planFeedback } from '../../scripts/start/planFeedback.ts';
import { planIdentifier } from '../../scripts/start/planIdentifier.ts';
import { renderAgents, renderReport } from '../../scripts/start/renderReport.ts';
import { runStart } from '../../scripts/start/run.ts';
import type { AgentReport, StakedReport, StartReport } from '../../scripts/start/types.ts';
import type {
  ERC8004IdentityRegistry,
  ERC8004ReputationRegistryV2,
  ERC8004ValidationRegistry,
  SageRegistryV3,
  StakedValidation,
  TEEKeyRegistry,
} from '../../typechain-types/index.js';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const EXAMPLES = 8;

/** A registration file without any finding. */
function agent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: REGISTRATION_TYPE,
    name: 'Tide Tables',
    description: 'Tells when the water comes.',
    image: 'https://tides.example/icon.png',
    services: [{ name: 'MCP', endpoint: 'https://tides.example/mcp', version: '2025-06-18' }],
    x402Support: false,
    active: true,
    registrations: [],
    supportedTrust: ['reputation'],
    ...changes,
  };
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
const open: Chain[] = [];

/** A chain that stays open after the run, so that a test can look at it. */
async function connect(accounts: number): Promise<Chain> {
  const chain = await connectChain(hre, accounts);
  open.push(chain);
  return { ...chain, close: () => Promise.resolve() };
}

function connectNothing(): Promise<Chain> {
  throw new Error('no chain was expected to be started');
}

async function run(args: readonly string[], connection: typeof connect = connect, width?: number): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runStart(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    folder,
    root: ROOT,
    width,
    connect: connection,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function write(files: Record<string, unknown>): Promise<void> {
  await mkdir(join(folder, 'agents'), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const data = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    await writeFile(join(folder, 'agents', name), data);
  }
}

const report = ({ out }: Run): StartReport => JSON.parse(out) as StartReport;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sage-start-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  for (const chain of open.splice(0)) await chain.close();
});

describe('npm start: the command line', () => {
  it('--help prints the options and the exit codes, and starts nothing', async () => {
    const { code, out, err } = await run(['--help'], connectNothing);
    expect([code, out, err]).to.deep.equal([0, HELP, '']);
    expect(HELP).to.include('--agents DIR').and.include('--json').and.include('--out DIR').and.include('2  some files');
  });

  const WAY_OUT = 'npm start -- --help lists the options';
  const faults: readonly (readonly [string[], string])[] = [
    [['--agent', 'x'], `start: unknown option --agent; ${WAY_OUT}`],
    [['--json=yes'], `start: unknown option --json=yes; ${WAY_OUT}`],
    [['-j'], `start: unknown option -j; ${WAY_OUT}`],
    [['--agents'], `start: --agents needs a folder, for example --agents ./agents; ${WAY_OUT}`],
    [['--out', '--json'], `start: --out needs a folder, for example --out ./agents; ${WAY_OUT}`],
    [['--out='], `start: --out needs a folder, for example --out ./agents; ${WAY_OUT}`],
    [
      ['mine'],
      'start: unexpected argument mine; a folder goes behind --agents, and npm wants -- before options: ' +
        'npm start -- --agents mine',
    ],
  ];
  for (const [args, message] of faults) {
    it(`refuses ${args.join(' ')}`, async () => {
      expect(await run(args, connectNothing)).to.deep.equal({ code: 1, out: '', err: message });
    });
  }
});

describe('npm start: the folder', () => {
  const HINT = 'name a folder of registration files: --agents DIR';

  it('has to exist', async () => {
    const { code, out, err } = await run(['--agents', 'nowhere'], connectNothing);
    expect([code, out, err]).to.deep.equal([1, '', `start: nowhere does not exist; ${HINT}`]);
  });

  it('has to be a folder', async () => {
    await write({ 'a.json': agent() });
    const { code, err } = await run(['--agents=agents/a.json'], connectNothing);
    expect([code, err]).to.deep.equal([1, `start: agents/a.json is not a folder; ${HINT}`]);
  });

  it('has to hold a *.json file', async () => {
    await write({ 'readme.txt': 'nothing here' });
    const { code, err } = await run(['--agents', 'agents'], connectNothing);
    const message =
      'start: no *.json file in agents; put registration files there or name another folder: --agents DIR';
    expect([code, err]).to.deep.equal([1, message]);
  });

  it('may hold other things, which are named and left alone', async () => {
    await write({ 'a.json': agent(), 'notes.txt': 'x', 'B.JSON': agent({ name: 'Second' }) });
    await mkdir(join(folder, 'agents', 'old.json'));
    const result = await run(['--agents', 'agents', '--json']);
    expect(result.code).to.equal(0);
    expect(result.err).to.include('not *.json, so not looked at: notes.txt, old.json');
    expect(report(result).ignored).to.deep.equal(['notes.txt', 'old.json']);
    expect(report(result).agents.map(({ agentId, file, name }) => [agentId, file, name])).to.deep.equal([
      [0, join('agents', 'B.JSON'), 'Second'],
      [1, join('agents', 'a.json'), 'Tide Tables'],
    ]);
  });
});

describe('npm start: files that are refused', () => {
  const TYPE_HINT = `"${REGISTRATION_TYPE}"`;
  const faulty: Record<string, readonly [content: unknown, pointer: string, message: string]> = {
    'bom.json': [
      `\uFEFF${JSON.stringify(agent())}`,
      '',
      'the file begins with a byte order mark, which JSON does not allow; save it as UTF-8 without BOM',
    ],
    'id.json': [
      agent({ registrations: [{ agentId: '22', agentRegistry: `eip155:1:0x${'1'.repeat(40)}` }] }),
      '/registrations/0/agentId',
      'registrations[0].agentId is not an integer of at least 0 (found "22"); ' +
        'write the token id as a number, without quotes',
    ],
    'latin.json': [Buffer.from([0x7b, 0xf6, 0x7d]), '', 'the file is not UTF-8 text; save it as UTF-8'],
    'proof.json': [
      { registrations: [] },
      '/type',
      'the file holds registrations only: it proves who serves a domain and describes no agent; ' +
        'for an agent add type, name, description, image and services',
    ],
    'services.json': [
      agent({ services: [{ type: 'web', url: 'https://tides.example' }] }),
      '/services/0',
      'services[0] has neither name nor endpoint, but type or url (found an object with type, url); ' +
        'rename type to name and url to endpoint',
    ],
    'twice.json': [
      JSON.stringify(agent()).replace('{', '{"name":"x",'),
      '/name',
      'name occurs more than once in its object, so that readers may disagree about its value; keep one',
    ],
    'type.json': [
      agent({ type: [REGISTRATION_TYPE] }),
      '/type',
      `type is a list (found a list of 1, beginning with ${TYPE_HINT}); write the one string ${TYPE_HINT}`,
    ],
  };

  it('are told with path, place and reason, and the others are taken: exit code 2', async () => {
    await write({ 'good.json': agent(), 'zulu.json': agent({ name: 'Zulu' }) });
    await write(Object.fromEntries(Object.entries(faulty).map(([name, [content]]) => [name, content])));
    const result = await run(['--agents', 'agents', '--json']);
    expect(result.code).to.equal(2);
    const { agents, refused } = report(result);
    expect(agents.map(({ name }) => name)).to.deep.equal(['Tide Tables', 'Zulu']);
    expect(refused.map(({ path, issues }) => [path, issues[0]?.pointer, issues[0]?.message])).to.deep.equal(
      Object.entries(faulty).map(([name, [, pointer, message]]) => [join('agents', name), pointer, message]),
    );
    for (const [name, [, pointer, message]] of Object.entries(faulty)) {
      const place = pointer === '' ? 'the whole file' : pointer;
      expect(result.err).to.include(`  ${join('agents', name)}  at ${place}: ${message}`);
    }
    expect(result.err).to.include('2 agents registered, 7 files refused');
  });

  it('may be all: exit code 2 and an empty table', async () => {
    await write({ 'bad.json': '{' });
    const result = await run(['--agents', 'agents', '--json']);
    const { agents, governance, teeKey, task, stakedValidations, funds } = report(result);
    expect([result.code, agents]).to.deep.equal([2, []]);
    expect([governance.changes, teeKey, task, stakedValidations, funds]).to.deep.equal([[], null, null, [], null]);
    const table = await run(['--agents', 'agents']);
    expect([table.code, table.out.split('\n').length]).to.deep.equal([2, 3]);
  });

  it('may be a link to nothing', async () => {
    await write({ 'good.json': agent() });
    await symlink('nothing', join(folder, 'agents', 'link.json'));
    const result = await run(['--agents', 'agents', '--json']);
    expect(result.code).to.equal(2);
    expect(report(result).refused).to.deep.equal([
      {
        path: join('agents', 'link.json'),
        issues: [
          {
            code: 'file-unreadable',
            level: 'error',
            pointer: '',
            message: "the file can't be read (ENOENT); check the link or the permissions",
          },
        ],
      },
    ]);
  });

  it('may be too long for the registry, which is asked before anything is registered', async () => {
    const image = `data:image/png;base64,${'A'.repeat(20_000)}`;
    await write({ 'a.json': agent({ image }), 'b.json': agent() });
    const result = await run(['--agents', 'agents', '--json']);
    const { agents, refused } = report(result);
    expect(result.code).to.equal(2);
    expect(agents.map(({ agentId, file }) => [agentId, file])).to.deep.equal([[0, join('agents', 'b.json')]]);
    expect(refused[0]?.issues[0]?.code).to.equal('file-too-long-for-chain');
    expect(refused[0]?.issues[0]?.message).to.match(
      /^the file is too long to be kept on the chain \(\d+ bytes as data URI, at most \d+\); shorten it/,
    );
  });

  it('may be too large to be read at all', async () => {
    await write({ 'a.json': Buffer.alloc(2 ** 20 + 1), 'b.json': agent() });
    const { code, err } = await run(['--agents', 'agents']);
    expect(code).to.equal(2);
    expect(err).to.include('the file is larger than accepted (1048577 bytes, at most 1048576); shorten it');
  });
});

describe('npm start: warnings', () => {
  it('are told and change nothing else', async () => {
    await write({
      'old.json': { ...agent(), services: undefined, endpoints: [{ name: 'web', endpoint: 'https://a.example' }] },
    });
    const result = await run(['--agents', 'agents', '--json']);
    expect(result.code).to.equal(0);
    expect(report(result).warnings.map(({ path, issues }) => [path, issues.map(({ code }) => code)])).to.deep.equal([
      [join('agents', 'old.json'), ['endpoints-legacy']],
    ]);
    expect(report(result).agents[0]?.services).to.deep.equal(['web']);
    expect(result.err).to.include('taken with a warning:');
  });
});

describe('npm start: the examples', () => {
  let result: Run;
  let told: StartReport;
  let chain: Chain;
  let identity: ERC8004IdentityRegistry;
  let reputation: ERC8004ReputationRegistryV2;
  let validation: ERC8004ValidationRegistry;
  let sage: SageRegistryV3;
  let staked: StakedValidation;
  let teeKeys: TEEKeyRegistry;
  let files: { json: string; md: string };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sage-start-'));
    result = await run(['--json', '--out', 'made/here']);
    files = {
      json: await readFile(join(folder, 'made', 'here', 'start.json'), 'utf8'),
      md: await readFile(join(folder, 'made', 'here', 'start.md'), 'utf8'),
    };
    await rm(folder, { recursive: true });
    told = report(result);
    [chain] = open.splice(0) as [Chain];
    const { ethers } = chain;
    const { registries } = told;
    const at = async <T>(name: string, address: string): Promise<T> =>
      (await ethers.getContractAt(name, address)) as unknown as T;
    identity = await at('ERC8004IdentityRegistry', registries.identity);
    reputation = await at('ERC8004ReputationRegistryV2', registries.reputation);
    validation = await at('ERC8004ValidationRegistry', registries.validation);
    sage = await at('SageRegistryV3', registries.sage);
    staked = await at('StakedValidation', registries.staked);
    teeKeys = await at('TEEKeyRegistry', registries.teeKeys);
  });

  after(async () => {
    await chain.close();
  });

  const sum = (number: (one: AgentReport) => number): number =>
    told.agents.reduce((total, one) => total + number(one), 0);

  it('are all taken, without a warning', () => {
    expect(result.code).to.equal(0);
    expect(told.agents.map(({ agentId }) => agentId)).to.deep.equal(Array.from({ length: EXAMPLES }, (_, id) => id));
    expect([told.refused, told.warnings, told.ignored]).to.deep.equal([[], [], []]);
    expect(told.chain.chainId).to.equal(31337);
    expect(told.chain.hardfork).to.equal('osaka');
  });

  it('are told on stdout as in start.json, and in start.md', () => {
    expect(files.json).to.equal(`${result.out}\n`);
    for (const { name, file, wallet, owner } of told.agents) {
      expect(files.md).to.include(`| ${name}`).and.include(`| ${file} |`);
      expect(files.md).to.include(`| ${owner} | ${wallet === owner ? 'owner' : wallet} |`);
    }
  });

  it('have a JSON entry of this shape', () => {
    const [first] = told.agents;
    const keys = (value: unknown): string => Object.keys(value as object).join(' ');
    expect(keys(told)).to.equal(
      'note chain registries governance agents keyChanges teeKey task stakedValidations funds warnings refused ignored',
    );
    expect(keys(first)).to.equal(
      'agentId did file name services active x402Support supportedTrust owner wallet agentURIBytes keys feedback ' +
        'validations',
    );
    expect(keys(first?.keys[0])).to.equal('keyId type state revoked valid');
    expect(keys(told.keyChanges[0])).to.equal('agentId did change keys');
    expect(keys(told.keyChanges[0]?.keys[0])).to.equal('keyId key before after afterForBefore');
    expect(keys(first?.feedback)).to.equal('count clients revoked responses taskBacked validated byTag');
    expect(keys(first?.feedback.byTag[0])).to.equal('tag count mean');
    expect(keys(told.governance)).to.equal(
      'multisig owners threshold timelock delayHours emergencyHours guardian owned facts changes',
    );
    expect(keys(told.governance.changes[0])).to.equal('contract what confirmations hours before after');
    expect(keys(told.stakedValidations[0]?.verdicts[0])).to.equal(
      'validator stake response settlement payout right wrong',
    );
    expect(keys(first?.validations)).to.equal('requested all independent requests');
    expect(keys(first?.validations.requests[0])).to.equal('requestHash validator answered response tag self');
  });

  it('are on the chain as their files with this registration added, each with an owner of its own', async () => {
    for (const { agentId, file, owner } of told.agents) {
      const source = JSON.parse(await readFile(join(ROOT, file), 'utf8')) as RegistrationFile;
      const bytes = fromDataUri(await identity.tokenURI(agentId));
      const agentRegistry = `eip155:31337:${told.registries.identity}`;
      expect(JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))).to.deep.equal({
        ...source,
        registrations: [...source.registrations, { agentId, agentRegistry }],
      });
      expect(await identity.ownerOf(agentId)).to.equal(owner);
    }
    expect(await identity.agentCount()).to.equal(BigInt(EXAMPLES));
    expect(new Set(told.agents.map(({ owner }) => owner)).size).to.equal(EXAMPLES);
  });

  it('have a DID of their own and keys as the registry has them', async () => {
    expect(new Set(told.agents.map(({ did }) => did)).size).to.equal(EXAMPLES);
    for (const { agentId, did, owner, keys } of told.agents) {
      expect(did).to.match(/^did:sage:local:[a-z0-9][a-z0-9-]{0,50}[a-z0-9]$/);
      expect(await sage.agentByDID(did)).to.equal(BigInt(agentId));
      const known = await sage.getAgent(agentId);
      expect([known.did, known.owner, known.isClaimed, known.isActive]).to.deep.equal([did, owner, true, true]);
      for (const { keyId, valid, revoked } of keys) {
        expect(await sage.isKeyValid(agentId, keyId)).to.equal(valid);
        expect((await sage.getKey(agentId, keyId)).validUntil !== 0n).to.equal(revoked);
      }
    }
    const types = told.agents.flatMap(({ keys }) => keys.map(({ type, state }) => `${type} ${state}`));
    expect([...new Set(types)].sort()).to.deep.equal([
      'Ed25519 proof emitted',
      'P-256 proved',
      'X25519 attested',
      'secp256k1 proved',
    ]);
  });

  it('lose and gain the validity of keys by rotation, sale and claim', () => {
    const worth = told.keyChanges.map(({ agentId, change, keys }) => [
      agentId,
      change,
      ...keys.map(({ key, before, after, afterForBefore }) => [key, before, after, afterForBefore]),
    ]);
    expect(worth).to.deep.equal([
      [0, 'rotateKey', ['the old key', true, false, true], ['the new key', false, true, false]],
      [1, 'transfer', ["the first owner's key", true, false, true]],
      [1, 'claimAgent', ["the first owner's key", false, false, false], ["the new owner's key", false, true, false]],
    ]);
    for (const text of ['its key is rotated', 'its new owner claims it', "the first owner's key"]) {
      expect(files.md).to.include(text);
      expect(renderReport(told, undefined)).to.include(text);
    }
  });

  it('have a wallet of their own exactly where they take payments', async () => {
    for (const { agentId, x402Support, wallet, owner } of told.agents) {
      expect(wallet !== owner).to.equal(x402Support);
      expect(await identity.getAgentWallet(agentId)).to.equal(wallet);
    }
  });

  it('have the feedback that the registry has, one of it revoked, one answered', async () => {
    for (const { agentId, feedback } of told.agents) {
      const clients = [...(await reputation.getClients(agentId))];
      const [, , values, valueDecimals, tag1s] = await reputation.readAllFeedback(agentId, [], '', '', false);
      expect([clients.length, values.length]).to.deep.equal([feedback.clients, feedback.count]);
      for (const { tag, count, mean } of feedback.byTag) {
        const ours = values.map(Number).filter((_, index) => tag1s[index] === tag);
        const decimals = Number(valueDecimals[tag1s.indexOf(tag)]);
        const exact = Math.trunc(ours.reduce((total, value) => total + value, 0) / ours.length);
        expect([count, mean]).to.deep.equal([ours.length, (exact / 10 ** decimals).toFixed(decimals)]);
      }
      expect(feedback.byTag.reduce((total, { count }) => total + count, 0)).to.equal(feedback.count);
    }
    expect(sum(({ feedback }) => feedback.revoked)).to.equal(1);
    expect(sum(({ feedback }) => feedback.responses)).to.equal(1);
  });

  it('have uptimes with two decimals and stars without', () => {
    const means = (tag: string): string[] =>
      told.agents.flatMap(({ feedback }) => feedback.byTag.filter((one) => one.tag === tag).map(({ mean }) => mean));
    expect(means('uptime').length).to.be.greaterThan(2);
    for (const mean of means('uptime')) expect(mean).to.match(/^\d{2,3}\.\d\d$/);
    for (const mean of means('starred')) expect(mean).to.match(/^\d{2,3}$/);
  });

  it('have validations through bound hashes; the one by an owner is marked and left out of the independent mean', async () => {
    for (const { agentId, owner, validations } of told.agents) {
      for (const { requestHash, validator, self, answered } of validations.requests) {
        expect(await validation.boundAgentOf(requestHash)).to.deep.equal([true, BigInt(agentId)]);
        expect(self).to.equal(validator === owner);
        expect(await validation.isAnswered(requestHash)).to.equal(answered);
      }
      const mean = (counted: typeof validations.requests): number | null =>
        counted.length === 0
          ? null
          : Math.floor(counted.reduce((total, one) => total + one.response, 0) / counted.length);
      const answered = validations.requests.filter((one) => one.answered);
      const independent = answered.filter(({ self }) => !self);
      expect(validations.all).to.deep.equal({ count: answered.length, average: mean(answered) });
      expect(validations.independent).to.deep.equal({ count: independent.length, average: mean(independent) });
    }
    expect(sum(({ validations }) => validations.requests.filter(({ self }) => self).length)).to.equal(1);
    const tags = told.agents.flatMap(({ validations }) => validations.requests.map(({ tag }) => tag));
    expect([...new Set(tags)].sort()).to.deep.equal(['', 'crypto-economic', 'hard', 'soft', 'tee-attestation']);
  });

  it('leave an agent that is not active unrated and unanswered', () => {
    const [idle, ...others] = told.agents.filter(({ active }) => active === false);
    expect(others).to.deep.equal([]);
    expect(idle?.feedback.byTag).to.deep.equal([{ tag: 'reachable', count: 1, mean: '0' }]);
    expect(idle?.validations).to.deep.include({ requested: 1, all: { count: 0, average: null } });
  });

  it('P46: are on registries that only the timelock has rights over', async () => {
    const { timelock, multisig, owners, threshold, delayHours, emergencyHours, owned, guardian } = told.governance;
    const { policy, sage: sageAddress, staked: stakedAddress, teeKeys: teeAddress } = told.registries;
    for (const address of [policy, sageAddress, stakedAddress, teeAddress]) {
      const contract = new Contract(address, ['function owner() view returns (address)'], chain.ethers.provider);
      expect(await contract.getFunction('owner')()).to.equal(timelock);
    }
    expect(owned).to.deep.equal(['TEEKeyRegistry', 'StakedValidation', 'TaskValidationPolicy', 'SageRegistryV3']);
    expect([owners, threshold, delayHours, emergencyHours]).to.deep.equal([3, 2, 48, 24]);
    expect([await sage.guardian(), await teeKeys.guardian()]).to.deep.equal([guardian, guardian]);
    const controller = await chain.ethers.getContractAt('SageTimelock', timelock);
    expect(await controller.getRoleMembers(await controller.PROPOSER_ROLE())).to.deep.equal([multisig]);
  });

  it('see rules change by way of the wallet and the timelock', async () => {
    const rules = told.governance.changes.map(({ contract, confirmations, hours, before, after }) => [
      contract,
      confirmations,
      hours,
      before,
      after,
    ]);
    expect(rules).to.deep.equal([
      ['TEEKeyRegistry', 2, 48, '0', '3'],
      ['StakedValidation', 2, 48, '0.01 ETH (version 1)', '0.02 ETH (version 2)'],
    ]);
    const { version, parameters } = await staked.getParameters();
    expect([version, parameters.minDeposit]).to.deep.equal([2n, parseEther('0.02')]);
    const before = await staked.getParametersOf(1);
    expect([...parameters].slice(1)).to.deep.equal([...before].slice(1));
    expect(await teeKeys.totalVoteWeight()).to.equal(3n);
  });

  it('see a TEE key voted in, whose answer then decides a request', async () => {
    const { teeKey, stakedValidations } = told;
    if (!teeKey) throw new Error('no TEE key was voted in');
    const { votesFor, votesAgainst, days, trustedBefore, trustedAfter, stake, refund } = teeKey;
    expect([votesFor, votesAgainst, days, trustedBefore, trustedAfter]).to.deep.equal([2, 1, 7, false, true]);
    expect([stake, refund]).to.deep.equal(['1.0', '1.0']);
    expect(await teeKeys.isTrusted(teeKey.keyId)).to.equal(true);
    const answered = stakedValidations.filter(({ mode }) => mode === 'TEE');
    expect(
      answered.map(({ status, tag, tee, rewardPerHead }) => [status, tag, tee?.keyId, rewardPerHead]),
    ).to.deep.equal([['decided', 'tee-attestation', teeKey.keyId, '0.002']]);
  });

  it('have a task whose rating rises to validated by what staked validators say', async () => {
    const { task, stakedValidations, registries } = told;
    if (!task) throw new Error('no task was rated');
    const { agentId, client, rating, response, threshold, validator } = task;
    expect([task.classWhenRated, task.classWhenValidated]).to.deep.equal(['task-backed', 'validated']);
    expect([response, threshold, validator]).to.deep.equal([stakedValidations[0]?.response, 80, registries.staked]);
    const index = await reputation.getLastIndex(agentId, client);
    expect(await reputation.getFeedbackClass(agentId, client, index)).to.equal(2n);
    const { count, sumAt18Decimals } = await reputation.getTrustSummary(agentId, 2);
    expect([count, sumAt18Decimals]).to.deep.equal([1n, parseEther(String(rating))]);
    const counts = told.agents.map(({ feedback }) => [feedback.taskBacked, feedback.validated]);
    expect(counts).to.deep.equal(told.agents.map((one) => [0, one.agentId === agentId ? 1 : 0]));
  });

  it('pay honest judges, and slash the one that lies and the one that is silent', async () => {
    const [judged] = told.stakedValidations as [StakedReport];
    const { verdicts, response, deposit, refund, status, toTreasury } = judged;
    const outcome = verdicts.map(({ settlement, payout, right, wrong }) => [settlement, payout, right, wrong]);
    const agreed = ['agreed', '0.116666666666666666', 1, 0];
    expect(outcome).to.deep.equal([agreed, agreed, agreed, ['dissented', '0.0', 0, 1], ['withheld', '0.0', 0, 1]]);
    expect([status, deposit, refund, toTreasury]).to.deep.equal(['decided', '0.5', '0.45', '0.200000000000000002']);
    const [liar, silent] = verdicts.slice(3);
    expect([Math.abs((liar?.response ?? 0) - response) > 30, silent?.response]).to.deep.equal([true, null]);
    const wei = (amounts: readonly string[]): bigint => amounts.reduce((total, one) => total + parseEther(one), 0n);
    const paidIn = wei([deposit, ...verdicts.map(({ stake }) => stake)]);
    expect(wei([refund, toTreasury, ...verdicts.map(({ payout }) => payout)])).to.equal(paidIn);
    for (const { validator, right, wrong } of verdicts) {
      expect(await staked.recordOf(validator)).to.deep.equal([BigInt(right), BigInt(wrong)]);
    }
    const answer = await validation.getValidationStatus(judged.requestHash);
    expect([answer.validatorAddress, answer.response, answer.tag]).to.deep.equal([
      told.registries.staked,
      BigInt(response),
      'crypto-economic',
    ]);
  });

  it('leave nothing in StakedValidation but the treasury', async () => {
    const { funds } = told;
    if (!funds) throw new Error('nothing was paid');
    expect([funds.locked, funds.owed, funds.treasury]).to.deep.equal(['0.0', '0.0', '0.200000000000000002']);
    expect(await staked.getFunds()).to.deep.equal([0n, 0n, parseEther(funds.treasury)]);
    expect(await chain.ethers.provider.getBalance(told.registries.staked)).to.equal(parseEther(funds.treasury));
  });

  it('have all of it in the text and in start.md', () => {
    const text = renderReport(told, undefined);
    for (const part of ['not revealed', 'dissented', '0.116666666666666666', 'StakedValidation: least deposit']) {
      expect(text).to.include(part);
      expect(files.md).to.include(part);
    }
    for (const part of ['1 validated', 'Only the timelock', '(task-backed)', 'All withdrew what they were owed']) {
      expect(text).to.include(part);
      expect(files.md.replaceAll('\\', '')).to.include(part);
    }
  });

  it('give the same report in every run', async () => {
    folder = await mkdtemp(join(tmpdir(), 'sage-start-'));
    const again = await run(['--json']);
    expect(again.out).to.equal(result.out);
  });

  for (const [columns, widest] of [
    [undefined, 140],
    [80, 120],
    [130, 130],
    [300, 160],
  ] as const) {
    it(`make a table of at most ${widest} columns in a terminal of ${columns ?? 'unknown width'}`, () => {
      const lines = renderAgents(told, columns).split('\n');
      expect(Math.max(...lines.map(displayWidth))).to.be.at.most(widest);
      const text = lines.join('\n');
      for (const { name } of told.agents) {
        for (const word of name.split(' ')) expect(text).to.include(word);
      }
    });
  }
});

describe('npm start: the reports', () => {
  it('that cannot be written end the run with the reason', async () => {
    await write({ 'a.json': agent() });
    const { code, out, err } = await run(['--agents', 'agents', '--out', 'agents/a.json/reports']);
    expect([code, out]).to.deep.equal([1, '']);
    expect(err).to.match(/start: the reports can't be written \(.*\); name another folder: --out DIR$/);
  });

  it('show no control characters and no foreign Markdown of a file', async () => {
    await write({ 'a.json': agent({ name: 'Red \u001b[31m| <b>\u202eagent' }) });
    const { out } = await run(['--agents', 'agents']);
    expect(out)
      .to.include('\ufffd')
      .and.not.match(/[\u001b\u202e]/);
    const md = await readFile(join(folder, 'reports', 'start.md'), 'utf8');
    expect(md)
      .to.include('Red \ufffd\\[31m\\| \\<b\\>\ufffdagent')
      .and.not.match(/[\u001b\u202e]/);
  });

  it('replace an entry of an earlier run in registrations and keep others', async () => {
    await write({ 'a.json': agent() });
    const first = report(await run(['--agents', 'agents', '--json']));
    const ours = `eip155:31337:${first.registries.identity}`;
    const other = { agentId: 4, agentRegistry: `eip155:1:0x${'2'.repeat(40)}` };
    await write({ 'a.json': agent({ registrations: [{ agentId: 77, agentRegistry: ours.toLowerCase() }, other] }) });
    await run(['--agents', 'agents', '--json']);
    const identity = (await open[1]?.ethers.getContractAt(
      'ERC8004IdentityRegistry',
      first.registries.identity,
    )) as unknown as ERC8004IdentityRegistry;
    const bytes = fromDataUri(await identity.tokenURI(0));
    const file = JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as RegistrationFile;
    expect(file.registrations).to.deep.equal([other, { agentId: 0, agentRegistry: ours }]);
  });
});

describe('npm start: the end of a DID', () => {
  const names: readonly (readonly [name: string, identifier: string])[] = [
    ['Tide Tables', 'tide-tables-1'],
    ['  Süßwort: Übersetzungen! ', 'susswort-ubersetzungen-1'],
    ['潮汐表', 'agent-1'],
    ['a'.repeat(60), `${'a'.repeat(48)}-1`],
    [`${'a'.repeat(47)} b`, `${'a'.repeat(47)}-1`],
  ];
  for (const [name, identifier] of names) {
    it(`is ${identifier} for ${name}`, () => {
      expect(planIdentifier(name, 0)).to.equal(identifier);
    });
  }
});

describe('npm start: a folder with one agent', () => {
  it('rotates its key, has it sold, and its work for the new owner judged', async () => {
    await write({ 'a.json': agent({ x402Support: true }) });
    const { agents, keyChanges, task } = report(await run(['--agents', 'agents', '--json']));
    expect([task?.agentId, task?.classWhenValidated]).to.deep.equal([0, 'validated']);
    expect(keyChanges.map(({ agentId, change }) => [agentId, change])).to.deep.equal([
      [0, 'rotateKey'],
      [0, 'transfer'],
      [0, 'claimAgent'],
    ]);
    expect(agents[0]?.keys.map(({ revoked, valid }) => [revoked, valid])).to.deep.equal([
      [true, false],
      [false, false],
      [false, true],
    ]);
    expect(agents[0]?.wallet).to.not.equal(agents[0]?.owner);
  });
});

describe('npm start: demo ratings', () => {
  const plan = (changes: Record<string, unknown>) => planFeedback(agent(changes) as unknown as RegistrationFile, 5);
  const tags = (changes: Record<string, unknown>) => [...new Set(plan(changes).map(({ tag1 }) => tag1))].sort();

  it('are stars only for an agent that is reached by mail', () => {
    expect(tags({ services: [{ name: 'email', endpoint: 'a@tides.example' }] })).to.deep.equal(['starred']);
  });

  it('measure what answers requests', () => {
    const expected = ['responseTime', 'starred', 'successRate', 'uptime'];
    expect(tags({ services: [{ name: 'A2A', endpoint: 'https://tides.example/card.json' }] })).to.deep.equal(expected);
  });

  it('only look whether a page is there', () => {
    const services = [{ name: 'web', endpoint: 'https://tides.example' }];
    expect(tags({ services })).to.deep.equal(['reachable', 'starred']);
    expect(plan({ services, active: false }).map(({ tag1, value }) => [tag1, value])).to.deep.equal([['reachable', 0]]);
  });

  it('ask those that read chains for their delay', () => {
    const services = [{ name: 'ENS', endpoint: 'a.eth', domains: ['technology/blockchain/defi'] }];
    expect(tags({ services })).to.deep.equal(['blocktimeFreshness', 'starred']);
  });

  it('come from three to five clients', () => {
    const raters = Array.from({ length: 40 }, (_, index) => plan({ name: `agent ${index}`, services: [] }).length);
    expect([Math.min(...raters), Math.max(...raters)]).to.deep.equal([3, 5]);
  });
});

describe('npm start: text on a terminal', () => {
  it('is measured in columns', () => {
    expect([displayWidth('abc'), displayWidth('日本'), displayWidth('e\u0301'), displayWidth('🌊')]).to.deep.equal([
      3, 4, 1, 2,
    ]);
  });

  it('is broken between words, and inside of a long one', () => {
    expect(wrap('tide tables', 6)).to.deep.equal(['tide', 'tables']);
    expect(wrap('abcdefgh', 3)).to.deep.equal(['abc', 'def', 'gh']);
    expect(wrap('日本語', 4)).to.deep.equal(['日本', '語']);
  });

  it('has its control characters replaced', () => {
    expect(printable('a\u001b[2Jb\nc')).to.equal('a\ufffd[2Jb\ufffdc');
  });
});
