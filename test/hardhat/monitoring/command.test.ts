import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { USAGE, watchCommand } from '../../../monitoring/command.ts';
import { Receiver } from '../../../monitoring/provoke/Receiver.ts';
import { WHO, World } from '../../../monitoring/provoke/World.ts';
import type { Notification } from '../../../monitoring/types.ts';
import { UsageError } from '../../../scripts/lib/usage.ts';

interface Answer {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

describe('monitoring: npm run watch', function () {
  this.timeout(60_000);
  let world: World;
  let receiver: Receiver;
  let addresses: string;

  before(async () => {
    world = await World.open();
    receiver = await Receiver.open();
    addresses = join(world.folder, 'book.json');
    writeFileSync(addresses, JSON.stringify(world.book));
  });

  after(async () => {
    await receiver.close();
    await world.close();
  });

  async function run(args: readonly string[], environment = {}, stop = new AbortController()): Promise<Answer> {
    const out: string[] = [];
    const err: string[] = [];
    const io = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void err.push(line),
      environment,
      stop: stop.signal,
    };
    return { code: await watchCommand(args, io), out, err };
  }

  function config(name: string, value: object): string {
    mkdirSync(world.folder, { recursive: true });
    const path = join(world.folder, `${name}.json`);
    // A chain whose clock was moved is ahead of the machine's: its head is never old.
    writeFileSync(path, JSON.stringify({ confirmations: 0, retries: 0, retryDelayMs: 1, pollSeconds: 1, ...value }));
    return path;
  }

  it('runs once: exit code 0, 3 when something was raised, 0 again', async () => {
    const options = ['--once', '--rpc', world.url, '--addresses', addresses, '--config', config('once', {})];
    const args = [...options, '--state', join(world.folder, 'once-state.json')];
    expect(await run(args)).to.deep.equal({ code: 0, out: [], err: [] });
    const { block, logs } = await world.send(WHO.guardian, 'stakedValidation', 'pause');
    expect(logs).to.have.length(1);
    const raised = await run(args);
    expect(raised.code).to.equal(3);
    expect(raised.err).to.deep.equal([]);
    expect(raised.out).to.have.length(1);
    expect(raised.out[0]).to.match(
      new RegExp(
        `^20\\d\\d-\\S+Z raised critical paused: stakedValidation block ${block} tx 0x[0-9a-f]{64} A contract was paused; by="${world.address(WHO.guardian)}"$`,
      ),
    );
    expect(await run(args)).to.deep.equal({ code: 0, out: [], err: [] });
  });

  it('tells JSON, and the webhook the same; secrets come from the environment', async () => {
    const webhook = { urlVariable: 'HOOK_URL', secretVariable: 'HOOK_SECRET' };
    const options = ['--once', '--json', '--addresses', addresses, '--config', config('json', { webhook })];
    const args = [...options, '--state', join(world.folder, 'json-state.json')];
    const environment = { SAGE_RPC_URL: world.url, HOOK_URL: receiver.url, HOOK_SECRET: 'sixteen letters!' };
    expect((await run(args, environment)).code).to.equal(0);
    await world.send(WHO.guardian, 'sageRegistry', 'pause');
    const { code, out } = await run(args, environment);
    expect(code).to.equal(3);
    const told = out.map((line) => JSON.parse(line) as Notification);
    expect(told.map(({ alert, part }) => [alert, part])).to.deep.equal([['paused', 'sageRegistry']]);
    expect(receiver.deliveries.map(({ body }) => body)).to.deep.equal(out);
    const { HOOK_SECRET: _secret, ...without } = environment;
    expect(await run(args, without)).to.deep.equal({
      code: 2,
      out: [],
      err: ['environment variable HOOK_SECRET is not set; set it, or change its name'],
    });
  });

  it('watches on, serves metrics, and ends when told', async () => {
    const options = ['--rpc', world.url, '--addresses', addresses, '--config', config('metrics', {})];
    const stop = new AbortController();
    const out: string[] = [];
    let metrics = '';
    const io = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void (metrics = /^metrics at (.*)$/.exec(line)?.[1] ?? metrics),
      environment: {},
      stop: stop.signal,
    };
    const state = join(world.folder, 'metrics-state.json');
    const ended = watchCommand([...options, '--state', state, '--metrics', '127.0.0.1:0'], io);
    const scrape = async (expected: RegExp): Promise<string> => {
      for (let tries = 0; tries < 100; tries++) {
        const text = metrics === '' ? '' : await (await fetch(metrics)).text();
        if (expected.test(text)) return text;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`no ${String(expected)}`);
    };
    const first = await scrape(/^sage_watch_processed_block [1-9]/m);
    expect(first).to.match(/^sage_alerts_raised_total\{alert="unpaused",severity="high"\} 0$/m);
    expect(first).to.match(/^sage_tee_vote_weight 100$/m);
    expect(first).to.match(/^sage_multisig_threshold 2$/m);
    expect(first).to.match(/^sage_multisig_owners 3$/m);
    expect(first).to.match(/^sage_timelock_delay_seconds 172800$/m);
    expect(first).to.match(/^sage_staked_open_requests 0$/m);
    await world.govern([{ part: 'sageRegistry', name: 'unpause' }]);
    const second = await scrape(/^sage_alerts_raised_total\{alert="unpaused",severity="high"\} 1$/m);
    expect(second).to.match(/^sage_paused\{part="sageRegistry"\} 0$/m);
    expect(second).to.match(/^sage_paused\{part="stakedValidation"\} 1$/m);
    expect((await fetch(metrics.replace('/metrics', '/'))).status).to.equal(404);
    const other = await run([...options, '--once', '--state', state]);
    expect(other.code).to.equal(2);
    expect(other.err[0]).to.match(/another run holds it/);
    stop.abort();
    expect(await ended).to.equal(0);
    expect(out.some((line) => line.includes(' unpaused: sageRegistry '))).to.equal(true);
  });

  it('ends at once when it is told to before it has a state, and leaves no lock behind', async () => {
    const stop = new AbortController();
    stop.abort();
    const state = join(world.folder, 'stopped-state.json');
    const args = ['--rpc', world.url, '--addresses', addresses, '--config', config('stopped', {}), '--state', state];
    expect(await run(args, {}, stop)).to.deep.equal({ code: 0, out: [], err: [] });
    expect(readdirSync(world.folder).filter((name) => name.startsWith('stopped-state'))).to.deep.equal([]);
    expect((await run([...args, '--once'], {}, stop)).code).to.equal(1);
  });

  it('takes no larger answer than configured', async () => {
    const options = ['--once', '--json', '--rpc', world.url, '--addresses', addresses];
    const state = ['--state', join(world.folder, 'large-state.json')];
    const small = [...options, ...state, '--config', config('small', { maxAnswerBytes: 100_000 })];
    expect((await run(small)).code).to.equal(0);
    await world.sendRaw(WHO.stranger, world.address(WHO.agent), `0x${'00'.repeat(60_000)}`);
    const { code, out } = await run(small);
    expect(code).to.equal(1);
    const [told] = out.map((line) => JSON.parse(line) as Notification);
    expect(told?.alert).to.equal('watcher-node-garbage');
    expect(told?.fields['message']).to.include('answered eth_getBlockByNumber with more than 100000 bytes');
    const again = await run([...options, ...state, '--config', config('large', {})]);
    expect(again.out.map((line) => (JSON.parse(line) as Notification).kind)).to.deep.equal(['resolved']);
  });

  it('ends with 1 when the chain cannot be read, and raises that with a state file', async () => {
    const options = ['--once', '--addresses', addresses, '--config', config('down', {})];
    const args = [...options, '--state', join(world.folder, 'down-state.json')];
    const closed = 'http://127.0.0.1:1';
    const unopened = await run([...args, '--rpc', closed]);
    expect(unopened.code).to.equal(1);
    expect(unopened.err).to.deep.equal([
      'no endpoint gave eth_getBlockByNumber; endpoint 0: 127.0.0.1:1 could not be reached for eth_chainId',
    ]);
    expect((await run([...args, '--rpc', world.url])).code).to.equal(0);
    const { code, out } = await run([...args, '--rpc', closed]);
    expect(code).to.equal(1);
    expect(out[0]).to.match(/ raised critical watcher-node-down: No node answers; /);
  });

  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['--from', 'yesterday'], '--from: "yesterday" is no block; give a number, "latest" or "deployment"'],
    [['--metrics', '9464'], '--metrics: "9464" is no address; give HOST:PORT, such as 127.0.0.1:9464'],
    [
      ['--metrics', '127.0.0.1:70000'],
      '--metrics: "127.0.0.1:70000" is no address; give HOST:PORT, such as 127.0.0.1:9464',
    ],
    [['--once', '--metrics', '127.0.0.1:0'], '--metrics: nobody could ask in time; leave out --once'],
    [['--chain', 'main'], '--chain: "main" is no chain id; give a decimal number'],
    [
      ['--addresses', 'nowhere.json', '--rpc', 'http://127.0.0.1:1'],
      '--addresses: there is no file nowhere.json; name an address book',
    ],
  ];
  for (const [args, message] of refusals) {
    it(`refuses ${args.join(' ')}`, async () => {
      const error = await run(args).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(UsageError);
      expect((error as UsageError).message).to.equal(message);
    });
  }

  it('tells of a missing node, a missing configuration and a chain without book', async () => {
    expect(await run([])).to.deep.include({
      code: 2,
      err: ['environment variable SAGE_RPC_URL is not set; set it, or change its name'],
    });
    expect(await run(['--config', 'nowhere.json'])).to.deep.include({
      code: 2,
      err: ["--config: nowhere.json can't be read; name a JSON file"],
    });
    const { code, err } = await run(['--chain', '424242', '--rpc', world.url]);
    expect(code).to.equal(2);
    expect(err[0]).to.match(/424242\.json: no suite is known on chain 424242; deploy one, or name another folder$/);
  });

  it('refuses a node of another chain', async () => {
    const path = join(world.folder, 'elsewhere.json');
    writeFileSync(path, JSON.stringify({ ...world.book, chainId: '1' }));
    const options = ['--once', '--rpc', world.url, '--addresses', path, '--config', config('elsewhere-config', {})];
    const { code, err } = await run([...options, '--state', join(world.folder, 'elsewhere-state.json')]);
    expect({ code, err }).to.deep.equal({
      code: 1,
      err: ['no endpoint gave eth_getBlockByNumber; endpoint 0: serves chain 31337, not 1'],
    });
  });

  it('prints help, and the configuration as it holds', async () => {
    expect(await run(['--help'])).to.deep.equal({ code: 0, out: [USAGE], err: [] });
    const { out } = await run(['--print-config', '--config', config('printed', { maxRange: 7 })]);
    expect(JSON.parse(out[0] ?? '')).to.include({ maxRange: 7, confirmations: 0, requestTimeoutMs: 10_000 });
  });
});
