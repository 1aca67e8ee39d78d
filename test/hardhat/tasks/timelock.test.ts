import { join } from 'node:path';
import { id } from 'ethers';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Failure } from './failure.ts';
import { refusal } from './refusal.ts';

interface Scheduled {
  readonly file: string;
  readonly operation: { readonly id: string; readonly delay: string; readonly isEmergency: boolean };
}

const HOUR = 3600;

describe('sage timelock', () => {
  let desk: Desk;
  let goBack: () => Promise<void>;
  let files = 0;

  const fresh = (): string => join(desk.folder, `operation-${++files}.json`);
  const address = (account: number): string => desk.accounts[account]?.address ?? '';
  const schedule = (target: string, call: string, args: unknown[]): Promise<Scheduled> =>
    desk.must<Scheduled>([
      ...['timelock', 'schedule', '--target', target, '--call', call, '--args', JSON.stringify(args)],
      ...['--out', fresh()],
    ]);
  const carry = async (file: string): Promise<void> => {
    for (const owner of [1, 2]) await desk.must(['multisig', 'sign', file, '--from', address(owner)]);
    await desk.must(['multisig', 'execute', file]);
  };
  const refused = (words: readonly string[], code: string, exitCode: number): Promise<Failure> =>
    refusal(desk, words, code, exitCode);

  before(async () => {
    desk = await openDesk();
    goBack = await desk.snapshot();
  });

  afterEach(() => goBack());

  after(async () => {
    await desk.close();
  });

  it('takes an emergency call from file to effect, waiting with progress', async () => {
    const { file, operation } = await schedule('sageRegistry', 'pause()', []);
    expect(operation).to.deep.include({ delay: String(24 * HOUR), isEmergency: true });
    expect(await desk.must(['timelock', 'show', file])).to.deep.include({ state: 'unknown', id: operation.id });
    await refused(['timelock', 'execute', file, '--yes'], 'not-ready', 1);
    await carry(file);
    const waiting = await desk.must(['timelock', 'show', operation.id]);
    expect(waiting).to.deep.include({ state: 'waiting', id: operation.id, delay: String(24 * HOUR) });
    expect(waiting['call']).to.deep.include({ part: 'sageRegistry', function: 'pause()' });
    expect(waiting['readyAt']).to.equal(String(await desk.contract('timelock').getTimestamp(operation.id)));
    const early = await refused(['timelock', 'execute', operation.id, '--yes'], 'not-ready', 1);
    expect(early).to.deep.include({ id: operation.id, state: 'waiting', readyAt: waiting['readyAt'] });
    await desk.wait(24 * HOUR - 60);
    const done = await desk.run(['timelock', 'execute', operation.id, '--wait', '--yes', '--from', address(8)]);
    expect(done.exitCode, done.err).to.equal(0);
    expect(done.err).to.match(/operation 0x[0-9a-f]{64}: \d+ s left/);
    expect(done.out).to.match(new RegExp(`^Operation ${operation.id}: done\n`));
    expect(await desk.contract('sageRegistry').isPaused()).to.equal(true);
    expect(await desk.must(['timelock', 'show', operation.id])).to.deep.include({ state: 'done', readyAt: '0' });
    await refused(['timelock', 'execute', operation.id, '--yes'], 'not-ready', 1);
  });

  it('gives other calls the full delay, and finds their salt by the id alone', async () => {
    const args = [[address(5)], [7]];
    const { file, operation } = await schedule('teeKeyRegistry', 'setVoteWeights', args);
    expect(operation).to.deep.include({ delay: String(48 * HOUR), isEmergency: false });
    await carry(file);
    await desk.wait(48 * HOUR);
    const { out } = await desk.run(['timelock', 'show', operation.id]);
    expect(out).to.match(/teeKeyRegistry\.setVoteWeights\(address\[\],uint88\[\]\)/);
    expect(out).to.include(`voters: ["${address(5)}"]`);
    expect(out).to.match(/^ready since .*Z: sage timelock execute 0x/m);
    const dry = await desk.run(['timelock', 'execute', operation.id, '--dry-run', '--json']);
    expect(JSON.parse(dry.out)).to.deep.equal({ id: operation.id, sent: false });
    expect(await desk.contract('teeKeyRegistry').voteWeight(address(5))).to.equal(0n);
    await desk.must(['timelock', 'execute', operation.id]);
    expect(await desk.contract('teeKeyRegistry').voteWeight(address(5))).to.equal(7n);
  });

  it('takes a waiting operation back through the wallet', async () => {
    const { file, operation } = await schedule('sageRegistry', 'pause()', []);
    await refused(['timelock', 'cancel', file, '--out', fresh()], 'would-fail', 1);
    await carry(file);
    const cancel = await desk.must<Scheduled>(['timelock', 'cancel', operation.id, '--out', fresh()]);
    await carry(cancel.file);
    expect(await desk.must(['timelock', 'show', operation.id])).to.deep.include({ state: 'unknown' });
    expect(await desk.contract('timelock').getOperationState(operation.id)).to.equal(0n);
    await refused(['timelock', 'execute', cancel.file, '--yes'], 'no-operation', 2);
  });

  it('proposes to schedule on the chain as well', async () => {
    const proposed = await desk.must<Scheduled & { transactionId: string }>([
      ...['timelock', 'schedule', '--target', 'sageRegistry', '--call', 'pause', '--on-chain', '--from', address(1)],
    ]);
    await desk.must(['multisig', 'confirm', proposed.transactionId, '--from', address(3)]);
    const sent = await desk.must<{ operations: { id: string; state: string }[] }>([
      ...['multisig', 'execute', proposed.transactionId, '--from', address(3)],
    ]);
    expect(sent.operations.map(({ id: one, state }) => [one, state])).to.deep.equal([
      [proposed.operation.id, 'waiting'],
    ]);
  });

  it('tries the call as the timelock would make it', async () => {
    const words = ['timelock', 'schedule', '--target', 'sageRegistry', '--call', 'unpause', '--out', fresh()];
    const error = await refused(words, 'would-fail', 1);
    expect(error).to.deep.include({ error: 'SageNotPaused' });
  });

  it('knows no operation that was never scheduled', async () => {
    await refused(['timelock', 'show', id('nothing')], 'unknown-operation', 1);
    await refused(['timelock', 'show', join(desk.folder, 'nothing.json')], 'file-fault', 2);
  });
});
