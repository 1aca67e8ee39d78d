import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ZeroAddress, id } from 'ethers';
import { after, before, beforeEach, describe, it } from 'mocha';
import { TaskContext } from '../../../tasks/lib/TaskContext.ts';
import type { TaskResult } from '../../../tasks/lib/types.ts';
import { authorizeTask } from '../../../tasks/task/authorizeTask.ts';
import { openDesk } from './desk.ts';
import type { Answer, Desk } from './desk.ts';
import { failure } from './failure.ts';

const OWNER = 5;
const CLIENT = 6;
const VALIDATOR = 7;
const AGENT = '0';
const DAY = 86_400;

describe('sage task', () => {
  let desk: Desk;
  let reset: () => Promise<void>;
  const at = (account: number): string => desk.accounts[account]?.address ?? '';
  const words = (taskId: string, ...rest: string[]): string[] => [
    ...['task', 'authorize', AGENT, '--from', at(CLIENT)],
    ...(taskId === '' ? [] : ['--task', taskId]),
    ...rest,
  ];
  const json = (taskId: string, ...rest: string[]): Promise<Answer> =>
    desk.run([...words(taskId, ...rest), '--json', '--yes']);
  const now = async (): Promise<number> => (await desk.provider.getBlock('latest'))?.timestamp ?? 0;
  const commitments = async (): Promise<number> => {
    const registry = desk.contract('reputationRegistry');
    return (await registry.queryFilter(registry.filters.TaskCommitted())).length;
  };
  const kept = (): string[] => {
    const folder = join(desk.state, 'pending', '31337');
    return !existsSync(folder) ? [] : readdirSync(folder).map((name) => join(folder, name));
  };

  /** Runs it until it waits for the reveal, as if it was killed there. */
  async function interrupt(taskId: string, changes: object = {}): Promise<void> {
    const killed = new Error('killed');
    const io = {
      ...desk.hre.sage.io,
      err: () => undefined,
      sleep: () => Promise.reject(killed),
    };
    const terms = { deadline: '', validator: '', minResponse: 0, ...changes };
    const common = { json: true, deployments: '', from: at(CLIENT), yes: true, dryRun: false };
    const args = { agent: AGENT, task: taskId, ...terms, ...common };
    const before = desk.hre.sage.io;
    desk.hre.sage.io = io;
    const context = new TaskContext(desk.hre, args);
    desk.hre.sage.io = before;
    try {
      const result: TaskResult = await authorizeTask(context, args);
      throw new Error(`it wasn't interrupted: ${JSON.stringify(result.text)}`);
    } catch (error) {
      if (error !== killed) throw error;
    } finally {
      await context.close();
    }
  }

  before(async () => {
    desk = await openDesk();
    await (await desk.contract('identityRegistry', OWNER)['register()']()).wait();
    reset = await desk.snapshot();
  });

  beforeEach(async () => {
    await reset();
    // What the chain forgets, the state folder has to forget too.
    rmSync(join(desk.state, 'pending'), { recursive: true, force: true });
  });

  after(() => desk.close());

  it('authorizes in one go, with one question, and shows it', async () => {
    const taskId = id('in one go');
    const deadline = (await now()) + 2 * DAY;
    const terms = ['--deadline', String(deadline), '--validator', 'staked', '--min-response', '80'];
    const { exitCode, out, err } = await desk.run(words(taskId, ...terms), ['yes']);
    expect(exitCode, err).to.equal(0);
    expect(out).to.match(new RegExp(`^Task ${taskId} of agent 0 is authorized; ${at(CLIENT)} can rate it until `));
    expect(err).to.include("That can't be taken back. In two transactions: a commitment, and its reveal 30 s later.");
    expect(err).to.match(/until the commitment can be revealed: \d+ s left/);
    const staked = desk.book.contracts.stakedValidation?.address;
    const task = await desk.contract('reputationRegistry').getTask(at(CLIENT), taskId);
    expect([...task]).to.deep.equal([0n, staked, 80n, BigInt(deadline), 0n, ZeroAddress, 0n]);
    expect(kept()).to.deep.equal([]);
    const shown = await desk.must(['task', 'show', taskId, '--client', at(CLIENT)]);
    const requestHash = await desk
      .contract('taskValidationPolicy')
      .taskRequestHash(desk.book.contracts.reputationRegistry?.address ?? '', at(CLIENT), taskId, 0, staked ?? '');
    expect(shown).to.deep.include({ state: 'open', agentId: AGENT, validator: staked, requestHash });
    expect(shown).to.deep.include({ minResponse: '80', deadline: String(deadline) });
    const text = (await desk.run(['task', 'show', taskId, '--client', at(CLIENT)])).out;
    expect(text)
      .to.include(`authorized by ${at(CLIENT)}: open`)
      .and.include(`asked under ${requestHash}`);
    await desk.wait(2 * DAY + 1);
    expect(await desk.must(['task', 'show', taskId, '--client', at(CLIENT)])).to.have.property('state', 'expired');
  });

  it('goes on where it was killed, without a second commitment, and keeps the salt secret', async () => {
    await interrupt(id('killed'), { validator: at(VALIDATOR), minResponse: 70 });
    const [file] = kept();
    const registry = desk.contract('reputationRegistry');
    expect(readFileSync(file ?? '', 'utf8'))
      .to.include(id('killed'))
      .and.not.include('deadline');
    const told = await desk.must<{ taskId: string; transaction: string }>(words(''));
    expect(told.taskId).to.equal(id('killed'));
    expect(await commitments()).to.equal(1);
    const task = await registry.getTask(at(CLIENT), id('killed'));
    expect([task.validator, task.minResponse]).to.deep.equal([at(VALIDATOR), 70n]);
    const reveal = await desk.provider.getTransaction(told.transaction);
    const { salt } = registry.interface.decodeFunctionData('authorizeTaskWithReveal', reveal?.data ?? '')[0] as {
      salt: string;
    };
    expect(salt).to.not.match(/^0x0+$/);
    expect(kept()).to.deep.equal([]);
  });

  it('commits again when the commitment is too old, and begins anew when the deadline is', async () => {
    const deadline = (await now()) + 2 * DAY;
    await interrupt(id('old'), { deadline: String(deadline) });
    await desk.wait(700);
    await desk.must(words(id('old')));
    expect(await commitments()).to.equal(2);
    expect((await desk.contract('reputationRegistry').getTask(at(CLIENT), id('old'))).deadline).to.equal(deadline);
    await interrupt(id('older'), { deadline: String(deadline) });
    await desk.wait(2 * DAY);
    const { err, exitCode } = await json(id('older'));
    expect(exitCode).to.equal(0);
    expect(err).to.include('is too old to go on with; it begins anew');
  });

  it('sees a reveal that it did not live to see', async () => {
    await interrupt(id('seen'));
    const [file] = kept();
    const before = readFileSync(file ?? '');
    await desk.must(words(id('seen')));
    writeFileSync(file ?? '', before, { mode: 0o600 });
    expect(await desk.must(words(id('seen')))).to.deep.include({ taskId: id('seen'), sent: false });
    expect(kept()).to.deep.equal([]);
    const again = failure(await json(id('seen')));
    expect(again).to.include({ exitCode: 1, code: 'task-exists', field: '--task', value: id('seen') });
  });

  it('does not go on with other terms, nor guess between two', async () => {
    await interrupt(id('one'));
    const differs = async (...rest: string[]) => failure(await json(id('one'), ...rest));
    const terms = ['--validator', at(VALIDATOR), '--min-response', '5'];
    expect(await differs(...terms)).to.include({ exitCode: 2, code: 'pending-differs', field: '--validator' });
    const later = String((await now()) + 3 * DAY);
    expect(await differs('--deadline', later)).to.include({
      code: 'pending-differs',
      field: '--deadline',
      value: later,
    });
    await interrupt(id('two'));
    const ambiguous = failure(await json(''));
    expect(ambiguous).to.include({ exitCode: 2, code: 'task-ambiguous', field: '--task' });
    expect((ambiguous as unknown as { begun: string[] }).begun).to.have.members([id('one'), id('two')]);
    await desk.must(words(id('one')));
    await desk.must(words(id('two')));
  });

  it('keeps and sends nothing when it is not confirmed, or dry', async () => {
    const declined = await desk.run(words(id('no')), ['no']);
    expect(declined.exitCode).to.equal(4);
    const dry = await desk.run(words(id('dry'), '--dry-run'));
    expect(dry).to.include({ exitCode: 0, out: 'Nothing was sent (--dry-run).' });
    expect([await commitments(), kept()]).to.deep.equal([0, []]);
  });

  it('refuses before the commitment is paid what the reveal would be refused for', async () => {
    const refused = async (...rest: string[]) => failure(await json(id('bad'), ...rest));
    const soon = String((await now()) + 3600);
    expect(await refused('--deadline', soon)).to.include({ exitCode: 2, code: 'bad-deadline', value: soon });
    const late = String((await now()) + 31 * DAY);
    expect(await refused('--deadline', late)).to.include({ exitCode: 2, code: 'bad-deadline', value: late });
    expect(await refused('--min-response', '5')).to.include({ code: 'bad-min-response', field: '--min-response' });
    expect(await refused('--validator', at(VALIDATOR))).to.include({ code: 'bad-min-response', value: 0 });
    const over = ['--validator', at(VALIDATOR), '--min-response', '101'];
    expect(await refused(...over)).to.include({ code: 'bad-min-response', value: 101 });
    const self = ['--validator', at(CLIENT), '--min-response', '5'];
    expect(await refused(...self)).to.include({ exitCode: 2, code: 'argument-invalid' });
    const owner = await desk.run(['task', 'authorize', AGENT, '--from', at(OWNER), '--json', '--yes']);
    expect(failure(owner)).to.include({ exitCode: 1, code: 'self-task', field: '--from', value: at(OWNER) });
    const unknown = await desk.run(['task', 'authorize', '7', '--from', at(CLIENT), '--json', '--yes']);
    expect(failure(unknown)).to.include({ exitCode: 1, code: 'reverted', error: 'ERC721NonexistentToken' });
    expect(failure(await json('0x12'))).to.include({ exitCode: 2, code: 'bad-word', value: '0x12' });
    expect([await commitments(), kept()]).to.deep.equal([0, []]);
  });

  it('shows nothing of a task that is none', async () => {
    const unknown = await desk.run(['task', 'show', id('none'), '--json']);
    expect(failure(unknown)).to.include({ exitCode: 1, code: 'task-unknown', field: 'task', value: id('none') });
    const bad = await desk.run(['task', 'show', 'none', '--json']);
    expect(failure(bad)).to.include({ exitCode: 2, code: 'bad-word', field: 'task', value: 'none' });
  });
});
