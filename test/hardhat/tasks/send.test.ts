// How tasks send: the price that was told is the price that is offered, and a transaction that fails in its block is told as such.
import { expect } from 'chai';
import { parseEther } from 'ethers';
import { after, before, describe, it } from 'mocha';
import { TaskContext } from '../../../tasks/lib/TaskContext.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

/** `revert(0, 0)` */
const REVERTS = '0x5f5ffd';
const TARGET = `0x${'7'.repeat(40)}`;

describe('sending', () => {
  let desk: Desk;
  let context: TaskContext;
  let told: string[];

  before(async () => {
    desk = await openDesk({ deploy: false });
    told = [];
    const silent = (text: string): void => void told.push(text);
    desk.hre.sage.io = { ...desk.hre.sage.io, out: silent, err: silent };
    context = new TaskContext(desk.hre, { json: false, deployments: '', from: '', yes: true, dryRun: false });
  });

  after(async () => {
    await context.close();
    await desk.close();
  });

  it('offers no more than it told', async () => {
    const receipt = await context.send({ to: TARGET, data: '0x', value: 1n }, 'Sends a wei.');
    const transaction = await desk.provider.getTransaction(receipt?.hash ?? '');
    const dry = new TaskContext(desk.hre, { json: false, deployments: '', from: '', yes: true, dryRun: true });
    await dry.send({ to: TARGET, data: '0x', value: 1n }, 'Sends a wei.');
    await dry.close();
    const most = parseEther(/It costs ([\d.]+) ETH at most/.exec(told.at(-1) ?? '')?.[1] ?? '');
    const offered = (transaction?.gasLimit ?? 0n) * (transaction?.maxFeePerGas ?? 0n);
    expect(offered > 0n).to.equal(true);
    // The price falls from one empty block to the next, and rises by an eighth at most.
    expect(most <= offered && offered <= (most * 9n) / 7n).to.equal(true);
  });

  it('tells of a transaction that failed in its block', async () => {
    told = [];
    await desk.provider.send('evm_setAutomine', [false]);
    const sending = context.send({ to: TARGET, data: '0x' }, 'Comes too late.').catch((error: unknown) => error);
    while (!told.some((line) => line.startsWith('sent '))) await new Promise((resolve) => setTimeout(resolve, 20));
    // What was tried before it was sent has changed when its block comes.
    await desk.provider.send('anvil_setCode', [TARGET, REVERTS]);
    await desk.provider.send('anvil_mine', ['0x1']);
    await desk.provider.send('evm_setAutomine', [true]);
    expect(await sending).to.include({ code: 'transaction-failed', exitCode: 1 });
  });
});
