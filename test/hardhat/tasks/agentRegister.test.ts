// Registrations: whole, in halves, stopped and run again, expired, refused.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { parseRegistrationFile, verifyRegistrationFile } from '../../../sdk/typescript/src/index.ts';
import { createNodeFetcher } from '../../../sdk/typescript/src/fetch/node/index.ts';
import type { AgreementKey, RegistrySigner } from '../../../sdk/typescript/src/signers/index.ts';
import { ROOT, packageBin } from '../../../scripts/lib/paths.ts';
import { PASSPHRASE, failOf, putAgreementKey, putKey, registerAgent } from './agents.ts';
import type { Failure } from './agents.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

const FILE = join(ROOT, 'examples', 'agents', 'weather.json');
const HOUR = 3_600;

interface Answered {
  readonly did: string;
  readonly stage: string;
  readonly agentId: string;
  readonly commitment: string;
  readonly revealFrom: number;
  readonly registration: { readonly agentId: number; readonly agentRegistry: string };
  readonly transactions: Readonly<Record<'commit' | 'reveal' | 'uri', { readonly transaction: string } | null>>;
}

describe('sage agent register, commit, bind', () => {
  let desk: Desk;
  let back: () => Promise<void>;
  let first: RegistrySigner;
  let second: RegistrySigner;
  let agreement: AgreementKey;

  before(async () => {
    desk = await openDesk();
    first = await putKey(desk, 'first');
    second = await putKey(desk, 'second', 'p256');
    agreement = await putAgreementKey(desk, 'agreement');
    back = await desk.snapshot();
  });

  afterEach(async () => {
    await back();
    rmSync(join(desk.state, 'pending'), { recursive: true, force: true });
  });

  after(async () => {
    await desk.close();
  });

  const words = (did: string, ...more: string[]): string[] => [
    'agent',
    'register',
    FILE,
    '--did',
    did,
    '--key',
    'first',
    ...more,
  ];
  const sage = (): ReturnType<typeof desk.contract<'sageRegistry'>> => desk.contract('sageRegistry');
  const identity = (): ReturnType<typeof desk.contract<'identityRegistry'>> => desk.contract('identityRegistry');
  const account = (index: number): string => desk.accounts[index]?.address ?? '';

  const count = async (event: 'RegistrationCommitted' | 'RegistrationRevealed' | 'AgentRegistered'): Promise<number> =>
    (await sage().queryFilter(sage().filters[event]())).length;

  const pendingFiles = (): string[] => {
    const folder = join(desk.state, 'pending', '31337');
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  };

  const asTimelock = async (data: string, to: string): Promise<void> => {
    const timelock = desk.book.contracts.timelock?.address ?? '';
    await desk.provider.send('anvil_impersonateAccount', [timelock]);
    await desk.provider.send('anvil_setBalance', [timelock, '0xde0b6b3a7640000']);
    const hash = (await desk.provider.send('eth_sendTransaction', [{ from: timelock, to, data }])) as string;
    expect((await desk.provider.waitForTransaction(hash))?.status).to.equal(1);
  };

  const fails = (task: readonly string[], exitCode: number): Promise<Failure> =>
    failOf(desk, [...task, '--yes'], exitCode);

  it('test_attack_A39: agent register commits, waits, reveals, and puts a file onto the chain that names the agent', async () => {
    const task = ['agent', 'register', FILE, '--did', 'weather', '--key', 'first,second,agreement'];
    const { exitCode, out, err } = await desk.run(task, ['yes']);
    expect(exitCode, err).to.equal(0);
    const agentId = await sage().agentByDID('did:sage:local:weather');
    expect(out).to.contain(`did:sage:local:weather is agent ${agentId}.`);
    expect(err).to.contain('Registers a new agent as did:sage:local:weather with 3 keys, its file on the chain');
    expect(err).to.contain('the DID belongs to it for ever. First commits to did:sage:local:weather');
    expect(err).to.match(/waiting until the commitment can be revealed: \d+ s left/);
    expect(await identity().ownerOf(agentId)).to.equal(account(0));
    for (const { keyId } of [first, second, agreement]) {
      expect(await sage().isKeyValid(agentId, keyId)).to.equal(true);
    }
    const agentURI = await identity().tokenURI(agentId);
    const agent = { chainId: 31337n, registry: await identity().getAddress(), agentId, agentURI };
    const verified = await verifyRegistrationFile(agent, createNodeFetcher());
    expect(verified).to.include({ verdict: 'valid', code: 'ok' });
    expect(pendingFiles()).to.deep.equal([]);
  });

  it('test_attack_A39: agent commit keeps the salt encrypted, and register --resume reveals', async () => {
    const committed = await desk.must<Answered>(['agent', 'commit', FILE, '--did', 'halves', '--key', 'first']);
    expect(committed.stage).to.equal('committed');
    expect(await sage().committedAt(account(0), committed.commitment)).to.equal(BigInt(committed.revealFrom - 60));
    const [path = ''] = pendingFiles();
    const kept = readFileSync(path, 'utf8');
    const registered = await desk.must<Answered>(['agent', 'register', '--resume']);
    expect(registered.transactions.commit).to.equal(null);
    const { transaction = '' } = registered.transactions.reveal ?? {};
    const { data = '' } = (await desk.provider.getTransaction(transaction)) ?? {};
    const salt = sage().interface.decodeFunctionData('registerAgentWithReveal', data)[3] as string;
    expect(salt).to.match(/^0x[0-9a-f]{64}$/);
    for (const spelling of ['hex', 'base64', 'base64url'] as const) {
      expect(kept).to.not.contain(Buffer.from(salt.slice(2), 'hex').toString(spelling).replace(/=+$/, ''));
    }
    expect([await count('RegistrationCommitted'), await count('RegistrationRevealed')]).to.deep.equal([1, 1]);
    expect(await fails(['agent', 'register', '--resume'], 2)).to.include({ code: 'nothing-pending' });
  });

  it('goes on when the same is asked for again, and not when something else is', async () => {
    await desk.must(['agent', 'commit', FILE, '--did', 'again', '--key', 'first']);
    const other = ['agent', 'register', FILE, '--did', 'again', '--key', 'second'];
    expect(await fails(other, 2)).to.include({ code: 'pending-differs', value: 'did:sage:local:again' });
    const from = await fails(words('again', '--from', account(2)), 2);
    expect(from).to.include({ code: 'other-committer', field: '--from', value: account(2) });
    await desk.must(words('again'));
    expect([await count('RegistrationCommitted'), await count('AgentRegistered')]).to.deep.equal([1, 1]);
  });

  it('gives up what was begun with --fresh', async () => {
    await desk.must(['agent', 'commit', FILE, '--did', 'fresh', '--key', 'first']);
    const kept = pendingFiles().map((path) => readFileSync(path, 'utf8'));
    expect((await desk.run(words('fresh', '--fresh'), ['no'])).exitCode).to.equal(4);
    expect(pendingFiles().map((path) => readFileSync(path, 'utf8'))).to.deep.equal(kept);
    const { agentId } = await desk.must<Answered>([
      'agent',
      'register',
      FILE,
      '--did',
      'fresh',
      '--key',
      'second',
      '--fresh',
    ]);
    expect(await count('RegistrationCommitted')).to.equal(2);
    expect(await sage().isKeyValid(agentId, second.keyId)).to.equal(true);
    expect(pendingFiles()).to.deep.equal([]);
  });

  it('commits anew after asking where the commitment has ended', async () => {
    const { commitment } = await desk.must<Answered>(['agent', 'commit', FILE, '--did', 'late', '--key', 'first']);
    await desk.wait(HOUR + 1);
    const declined = await desk.run(['agent', 'register', '--resume'], ['no']);
    expect(declined.exitCode).to.equal(4);
    expect(declined.err).to.match(
      /The commitment of \S+Z ended at \S+Z\. Registers a new agent as did:sage:local:late/,
    );
    const answer = await desk.run(['agent', 'register', '--resume'], ['yes']);
    expect(answer.exitCode, answer.err).to.equal(0);
    const made = await sage().queryFilter(sage().filters.RegistrationCommitted(account(0), commitment));
    expect(made.length).to.equal(2);
    expect(await count('AgentRegistered')).to.equal(1);
  });

  it('keeps and sends nothing when the user declines, nor with --dry-run', async () => {
    const block = await desk.provider.getBlockNumber();
    expect((await desk.run(words('declined'), ['no'])).exitCode).to.equal(4);
    expect(await desk.must(words('dry', '--dry-run'))).to.include({ did: 'did:sage:local:dry', sent: false });
    expect(await desk.provider.getBlockNumber()).to.equal(block);
    expect(pendingFiles()).to.deep.equal([]);
  });

  it('puts the file on the chain when it was stopped after the reveal', async () => {
    const out = join(desk.folder, 'in-the-way.json');
    await desk.must(['agent', 'commit', FILE, '--did', 'stopped', '--key', 'first', '--out', out]);
    writeFileSync(out, 'somebody else wrote this');
    const stopped = await fails(['agent', 'register', '--resume'], 2);
    expect(stopped).to.include({ code: 'file-exists', field: '--out' });
    const agentId = await sage().agentByDID('did:sage:local:stopped');
    expect(await identity().tokenURI(agentId)).to.equal('');
    rmSync(out);
    expect(await desk.must(['agent', 'register', '--resume', '--dry-run'])).to.include({ sent: false });
    expect([existsSync(out), pendingFiles().length]).to.deep.equal([false, 1]);
    const { err } = await desk.run(['agent', 'register', '--resume'], ['yes']);
    expect(err).to.contain(`Puts the registration file, which names agent ${agentId}, onto the chain.`);
    expect(await identity().tokenURI(agentId)).to.match(/^data:application\/json;base64,/);
    expect(readFileSync(out, 'utf8')).to.contain(`"agentId": ${agentId}`);
    expect([await count('RegistrationCommitted'), await count('AgentRegistered')]).to.deep.equal([1, 1]);
  });

  it('says that a pause made a commitment void, and begins anew with --fresh', async () => {
    await desk.must(['agent', 'commit', FILE, '--did', 'paused', '--key', 'first']);
    await (await desk.contract('sageRegistry', 4).pause()).wait();
    await asTimelock(sage().interface.encodeFunctionData('unpause'), await sage().getAddress());
    const error = await fails(['agent', 'register', '--resume'], 1);
    expect(error).to.include({ code: 'commitment-void', value: 'did:sage:local:paused' });
    expect(error).to.have.nested.property('details.error', 'SageCommitmentVoid');
    await desk.wait(1);
    expect(await desk.must(words('paused', '--fresh'))).to.include({ stage: 'registered' });
  });

  it('refuses a DID that is taken, one that is none, and one of another network', async () => {
    const { agentId, did } = await registerAgent(desk, 'taken', [first]);
    expect(await fails(words('taken'), 1)).to.deep.include({
      code: 'did-taken',
      value: did,
      details: { agentId: agentId.toString() },
    });
    expect(await fails(words('Taken'), 2)).to.include({ code: 'argument-invalid' });
    expect(await fails(words('did:sage:other:one'), 2)).to.include({ code: 'did-other-network' });
    const noFile = await fails(['agent', 'register', '--did', 'one', '--key', 'first'], 2);
    expect(noFile).to.include({ code: 'option-missing', field: 'source' });
    expect(await fails(['agent', 'register', FILE, '--key', 'first'], 2)).to.include({
      code: 'option-missing',
      field: '--did',
    });
    expect(await fails(['agent', 'register', FILE, '--did', 'one'], 2)).to.include({
      code: 'key-missing',
      field: '--key',
    });
  });

  it('refuses a file that is not valid, with pointers, and one that is too long for the chain, before anything is sent', async () => {
    const block = await desk.provider.getBlockNumber();
    const source = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
    const wrong = join(desk.folder, 'wrong.json');
    writeFileSync(wrong, JSON.stringify({ ...source, name: 7, services: [{ name: 'A2A' }] }));
    const invalid = await fails(['agent', 'register', wrong, '--did', 'wrong', '--key', 'first'], 2);
    expect(invalid.code).to.equal('registration-file-invalid');
    const { issues } = invalid.details as unknown as { issues: readonly { pointer: string; level: string }[] };
    const pointers = issues.filter(({ level }) => level === 'error').map(({ pointer }) => pointer);
    expect(pointers).to.have.members(['/name', '/services/0/endpoint']);
    const long = join(desk.folder, 'long.json');
    writeFileSync(long, JSON.stringify({ ...source, description: 'x'.repeat(30_000) }));
    const tooLong = await fails(['agent', 'register', long, '--did', 'long', '--key', 'first'], 1);
    expect(tooLong).to.have.nested.property('details.error', 'IdentityURITooLong');
    expect(
      await fails(['agent', 'register', join(desk.folder, 'nowhere'), '--did', 'x', '--key', 'first'], 2),
    ).to.include({
      code: 'registration-file-invalid',
    });
    expect(await desk.provider.getBlockNumber()).to.equal(block);
    expect(pendingFiles()).to.deep.equal([]);
  });

  it('registers an https URI, and writes the file that belongs there', async () => {
    const out = join(desk.folder, 'completed.json');
    const uri = 'https://agents.example/weather.json';
    const answer = await desk.run(words('served', '--uri', uri, '--out', out), ['yes']);
    expect(answer.exitCode, answer.err).to.equal(0);
    const agentId = await sage().agentByDID('did:sage:local:served');
    expect(await identity().tokenURI(agentId)).to.equal(uri);
    const entry = { agentId: Number(agentId), agentRegistry: `eip155:31337:${await identity().getAddress()}` };
    expect(answer.out).to.contain(JSON.stringify(entry));
    const file = parseRegistrationFile(readFileSync(out, 'utf8'));
    expect(file).to.have.deep.nested.property('file.registrations', [entry]);
    expect(await fails(words('other', '--uri', uri, '--out', out), 2)).to.include({
      code: 'file-exists',
      field: '--out',
    });
  });

  it('reads a file that is served, and says why an ipfs URI can not come first', async () => {
    const server = createServer((_request, response) => response.end(readFileSync(FILE)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/agent.json`;
    try {
      const refused = await fails(['agent', 'register', url, '--did', 'remote', '--key', 'first'], 3);
      expect(refused).to.deep.include({ code: 'fetch-failed', field: 'source', value: url });
      const { agentId } = await desk.must<Answered>([
        'agent',
        'register',
        url,
        '--did',
        'remote',
        '--key',
        'first',
        '--local',
      ]);
      expect(await identity().tokenURI(agentId)).to.equal(url);
    } finally {
      server.close();
    }
    const ipfs = await fails(
      words('fixed', '--uri', 'ipfs://bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e'),
      2,
    );
    expect(ipfs).to.include({ code: 'uri-fixed', field: '--uri' });
    expect(await fails(words('fixed', '--uri', 'ftp'), 2)).to.include({ code: 'uri-unknown' });
  });

  it('waits for a transaction that an earlier run has sent, before it looks at the chain', async () => {
    const [sender] = desk.accounts;
    await desk.provider.send('evm_setAutomine', [false]);
    const { nonce } = (await sender?.sendTransaction({ to: account(1), value: 1n })) ?? { nonce: 0 };
    const running = desk.run(['agent', 'commit', FILE, '--did', 'settled', '--key', 'first'], ['yes']);
    // The task's own waiting makes a block; the commitment, sent after it, gets one as soon as blocks come by themselves.
    while ((await desk.provider.getTransactionCount(account(0))) <= nonce) await setTimeout(50);
    await desk.provider.send('evm_setAutomine', [true]);
    const { exitCode, err } = await running;
    expect(exitCode, err).to.equal(0);
    expect(err).to.match(new RegExp(`^${account(0)} has 1 transaction\\(s\\) under way`, 'm'));
  });

  it('does not wait for ever on a chain that makes blocks for transactions only', async () => {
    const { revealFrom } = await desk.must<Answered>(['agent', 'commit', FILE, '--did', 'still', '--key', 'first']);
    const task = ['agent', 'register', '--resume'];
    // Without a block: what the latest one says stays as it is.
    await desk.provider.send('evm_increaseTime', [61]);
    const clock = Date.now;
    Date.now = () => (revealFrom + 1) * 1000;
    try {
      const { exitCode, err } = await desk.run(task, ['yes']);
      expect(exitCode, err).to.equal(0);
      expect(err).to.not.contain('waiting until');
    } finally {
      Date.now = clock;
    }
    expect(await count('AgentRegistered')).to.equal(1);
  });

  it('test_attack_A39: agent bind gives DID and keys to an agent that exists, and goes on after a stop', async () => {
    await (await identity()['register(string)']('https://agents.example/bound.json')).wait();
    const agentId = (await identity().agentCount()) - 1n;
    const task = ['agent', 'bind', agentId.toString(), '--did', 'bound', '--key', 'first,agreement'];
    const stranger = await fails([...task, '--from', account(5)], 1);
    expect(stranger).to.include({ code: 'not-controller', value: agentId.toString() });
    const hook = desk.contract('registrationRateHook');
    const address = await hook.getAddress();
    const block = (blocked: boolean): Promise<void> =>
      asTimelock(hook.interface.encodeFunctionData('setBlocked', [account(0), blocked]), address);
    const data = sage().interface.encodeFunctionData('setHook', [address, true, true]);
    await asTimelock(data, await sage().getAddress());
    await block(true);
    expect(await fails(task, 1)).to.have.nested.property('details.error', 'SageRegistrationRefused');
    await block(false);
    const { transactions } = await desk.must<Answered>(task);
    expect(transactions.commit).to.equal(null);
    expect(await sage().didOf(agentId)).to.equal('did:sage:local:bound');
    expect(await sage().isKeyValid(agentId, agreement.keyId)).to.equal(true);
    expect(await identity().tokenURI(agentId)).to.equal('https://agents.example/bound.json');
    expect(await count('RegistrationCommitted')).to.equal(1);
    const twice = await fails(['agent', 'bind', agentId.toString(), '--did', 'bound2', '--key', 'second'], 1);
    expect(twice).to.include({ code: 'already-bound', value: agentId.toString() });
  });

  it('test_attack_A39: the real command line, killed between commitment and reveal, registers once when run again', async () => {
    // Beside a package.json: Hardhat looks for the project from its configuration on.
    mkdirSync(join(ROOT, 'cache'), { recursive: true });
    const folder = mkdtempSync(join(ROOT, 'cache', 'desk-'));
    const config = join(folder, 'hardhat.config.ts');
    const live = { type: 'http', chainType: 'l1', url: desk.url, accounts: 'remote' };
    const own = { deployments: desk.deployments, state: desk.state };
    writeFileSync(
      config,
      `import config from ${JSON.stringify(join(ROOT, 'hardhat.config.ts'))};\n` +
        `export default { ...config, networks: { ...config.networks, live: ${JSON.stringify(live)} }, sage: ${JSON.stringify(own)} };\n`,
    );
    const start = (...more: string[]): { ended: Promise<string>; waits: Promise<void>; kill: () => void } => {
      const args = ['--config', config, '--network', 'live', 'sage', ...words('killed'), '--yes', ...more];
      const child = spawn(process.execPath, [packageBin('hardhat'), ...args], {
        cwd: ROOT,
        env: { ...process.env, SAGE_PASSPHRASE: PASSPHRASE },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (data: Buffer) => (out += data.toString()));
      const ended = new Promise<string>((resolve) =>
        child.once('close', (code) => resolve(`${code ?? 'killed'}\n${out}${err}`)),
      );
      const waits = new Promise<void>((resolve, reject) => {
        child.stderr.on('data', (data: Buffer) => {
          err += data.toString();
          if (err.includes('waiting until the commitment can be revealed')) resolve();
        });
        child.once('close', () => reject(new Error(`ended before it waited:\n${out}${err}`)));
      });
      return { ended, waits, kill: () => void child.kill('SIGKILL') };
    };
    try {
      const killed = start();
      await killed.waits;
      killed.kill();
      expect(await killed.ended).to.match(/^killed\n/);
      expect([await count('RegistrationCommitted'), await count('AgentRegistered')]).to.deep.equal([1, 0]);
      await desk.wait(61);
      const again = start('--json');
      again.waits.catch(() => undefined);
      expect(await again.ended).to.match(/^0\n/);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const agentId = await sage().agentByDID('did:sage:local:killed');
    expect(await identity().ownerOf(agentId)).to.equal(account(0));
    expect([await count('RegistrationCommitted'), await count('RegistrationRevealed')]).to.deep.equal([1, 1]);
    expect(await count('AgentRegistered')).to.equal(1);
    expect(pendingFiles()).to.deep.equal([]);
  });
});
