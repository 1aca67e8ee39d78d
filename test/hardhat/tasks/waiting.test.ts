// Waiting on Hardhat's own node, which makes a block for each transaction only and gives its pending block no number.
import { expect } from 'chai';
import hre from 'hardhat';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { JsonRpcServer } from 'hardhat/types/network';
import { after, before, describe, it } from 'mocha';
import config from '../../../hardhat.config.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';
import { TaskContext } from '../../../tasks/lib/TaskContext.ts';

/** Longer than a chain may stand still before its next block counts. */
const AHEAD = 120;

describe("waiting on Hardhat's node", () => {
  let server: JsonRpcServer;
  let context: TaskContext;
  const realNow = Date.now;

  before(async () => {
    server = await hre.network.createServer('default', '127.0.0.1', 0);
    const { address, port } = await server.listen();
    const live = { type: 'http', chainType: 'l1', url: `http://${address}:${port}`, accounts: 'remote' } as const;
    const own = await createHardhatRuntimeEnvironment({ ...config, networks: { live } }, { network: 'live' }, ROOT);
    own.sage.io = {
      ...own.sage.io,
      err: () => undefined,
      sleep: () => Promise.reject(new Error('slept')),
    };
    context = new TaskContext(own, { json: false });
  });

  after(async () => {
    Date.now = realNow;
    await context.close();
    await server.close();
  });

  it('ends once the next block would be late enough, though no block comes', async () => {
    const { provider } = await context.ethers();
    await provider.send('evm_mine', []);
    const latest = await context.chainTime();
    // Minutes pass here and on the chain; nobody makes a block.
    await provider.send('evm_increaseTime', [AHEAD]);
    Date.now = () => realNow() + AHEAD * 1000;
    await context.waitUntil(latest + AHEAD - 10, 'waiting');
    expect(await context.chainTime()).to.equal(latest);
  });

  it('outlasts requests that fail, with growing pauses, and gives up after 12 hours of them', async () => {
    const latest = await context.chainTime();
    const { sleep, err } = context.io;
    const chainTime = context.chainTime.bind(context);
    const refused = new Error('the network did not answer', { cause: Object.assign(new Error('x'), { code: -32603 }) });
    const pauses: number[] = [];
    const told: string[] = [];
    let failures = 9;
    Object.assign(context.io, {
      err: (text: string) => void told.push(text),
      sleep: (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds)),
    });
    context.chainTime = () => (failures-- > 0 ? Promise.reject(refused) : chainTime());
    await context.waitUntil(latest, 'waiting');
    expect(pauses).to.deep.equal([2, 4, 8, 16, 32, 60, 60, 60, 60].map((seconds) => seconds * 1000));
    expect(told[0]).to.equal('the chain could not be read: x; next attempt in 2 s, giving up after 12 hours of this');
    failures = Infinity;
    pauses.length = 0;
    const given: unknown = await context.waitUntil(latest, 'waiting').catch((error: unknown) => error);
    expect(given).to.include({ code: 'chain-unreadable', exitCode: 3 });
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).to.be.within(12 * 3_600_000, 12 * 3_600_000 + 60_000);
    // A mistake of ours is told at once.
    context.chainTime = () => Promise.reject(new TypeError('ours'));
    expect(await context.waitUntil(latest, 'waiting').catch((error: unknown) => error)).to.include({ message: 'ours' });
    context.chainTime = chainTime;
    Object.assign(context.io, { sleep, err });
  });

  it('goes on as long as the next block would be too early', async () => {
    const latest = await context.chainTime();
    const slept: unknown = await context.waitUntil(latest + 10 * AHEAD, 'waiting').catch((error: unknown) => error);
    expect(slept).to.include({ message: 'slept' });
  });
});
