import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { TaskContext } from '../../../tasks/lib/TaskContext.ts';
import { listPending, readPending, removePending, savePending } from '../../../tasks/lib/pending.ts';

const DATA = { salt: `0x${'5a'.repeat(32)}`, response: 87 };

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('flows that wait for their second half', () => {
  let state: string;
  /** The part of a context that the store uses. */
  const contextOf = (passphrase: string | undefined, chainId = 31337n): TaskContext =>
    ({
      hre: { config: { sage: { state, passphrase: { get: () => Promise.resolve(passphrase) } } } },
      chainId: () => Promise.resolve(chainId),
      passphrase: () => (passphrase === undefined ? Promise.reject(new Error('asked')) : Promise.resolve(passphrase)),
    }) as unknown as TaskContext;
  const fileOf = (): string => {
    const folder = join(state, 'pending', '31337');
    return join(folder, readdirSync(folder).find((name) => name.startsWith('verdict-')) ?? '');
  };

  before(async () => {
    state = await mkdtemp(join(tmpdir(), 'sage-pending-'));
    await savePending(contextOf('correct horse'), 'verdict', 'did:sage:local:a', DATA);
  });

  after(() => rm(state, { recursive: true }));

  it('gives back what was kept, and shows none of it in the file', async () => {
    expect(await readPending(contextOf('correct horse'), 'verdict', 'did:sage:local:a')).to.deep.equal(DATA);
    expect(statSync(fileOf()).mode & 0o777).to.equal(0o600);
    const text = readFileSync(fileOf(), 'utf8');
    expect(text).to.include('did:sage:local:a');
    expect(text).to.not.include('5a5a').and.not.include('87}');
  });

  it('knows nothing of other ids, kinds and chains, and asks for no passphrase then', async () => {
    const locked = contextOf(undefined);
    expect(await readPending(locked, 'verdict', 'did:sage:local:b')).to.equal(undefined);
    expect(await readPending(locked, 'task', 'did:sage:local:a')).to.equal(undefined);
    expect(await readPending(contextOf(undefined, 1n), 'verdict', 'did:sage:local:a')).to.equal(undefined);
    expect(await listPending(contextOf(undefined, 1n), 'verdict')).to.deep.equal([]);
  });

  it('never overwrites what is kept', async () => {
    const again = savePending(contextOf('correct horse'), 'verdict', 'did:sage:local:a', { salt: '0x' });
    expect(await rejection(again)).to.include({ name: 'TaskError', code: 'flow-pending', value: fileOf() });
    expect(await readPending(contextOf('correct horse'), 'verdict', 'did:sage:local:a')).to.deep.equal(DATA);
  });

  it('replaces only when asked to, in one step, and keeps what was replaced aside', async () => {
    const told: string[] = [];
    const context = Object.assign(contextOf('correct horse'), { progress: (text: string) => told.push(text) });
    await savePending(context, 'verdict', 'c', DATA);
    const mistyped = Object.assign(contextOf('correct horse'), {
      io: { askSecret: () => Promise.resolve('correct hrose') },
      hre: { config: { sage: { state, passphrase: { get: () => Promise.resolve('') } } } },
    });
    const failed = await rejection(savePending(mistyped, 'verdict', 'c', { salt: '0x02' }, true));
    expect(failed).to.include({ name: 'TaskError', code: 'passphrase-differs' });
    expect(await readPending(context, 'verdict', 'c')).to.deep.equal(DATA);
    await savePending(context, 'verdict', 'c', { salt: '0x02' }, true);
    expect(await readPending(context, 'verdict', 'c')).to.deep.equal({ salt: '0x02' });
    expect(await listPending(context, 'verdict')).to.deep.equal(['c', 'did:sage:local:a']);
    const backup = /what was kept before is now (.+)$/.exec(told[0] ?? '')?.[1] ?? '';
    const own = backup.slice(0, backup.indexOf('.backup-'));
    const text = readFileSync(backup, 'utf8');
    await removePending(context, 'verdict', 'c');
    expect(readdirSync(join(state, 'pending', '31337'))).to.have.lengthOf(1);
    // Given its name again, it is what it was.
    writeFileSync(own, text, { mode: 0o600 });
    expect(await readPending(context, 'verdict', 'c')).to.deep.equal(DATA);
    await removePending(context, 'verdict', 'c');
  });

  it('refuses another passphrase', async () => {
    const read = readPending(contextOf('wrong horse'), 'verdict', 'did:sage:local:a');
    expect(await rejection(read)).to.include({ name: 'KeystoreError', code: 'password-wrong' });
  });

  it('opens a file whose fields stand in another order, and none that was changed', async () => {
    const text = readFileSync(fileOf(), 'utf8');
    const fields = JSON.parse(text) as Record<string, unknown>;
    const refused = async (changed: string): Promise<unknown> => {
      writeFileSync(fileOf(), changed);
      const error = await rejection(readPending(contextOf('correct horse'), 'verdict', 'did:sage:local:a'));
      writeFileSync(fileOf(), text);
      return error;
    };
    writeFileSync(fileOf(), JSON.stringify(Object.fromEntries(Object.entries(fields).reverse())));
    expect(await readPending(contextOf('correct horse'), 'verdict', 'did:sage:local:a')).to.deep.equal(DATA);
    writeFileSync(fileOf(), text);
    expect(await refused(JSON.stringify({ ...fields, id: 'other' }))).to.include({ code: 'bad-pending-file' });
    expect(await refused(JSON.stringify({ ...fields, more: 1 }))).to.include({ code: 'bad-pending-file' });
    expect(await refused(text.slice(1))).to.include({ code: 'bad-pending-file', value: fileOf() });
    const flipped = String(fields['ciphertext']).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    expect(await refused(JSON.stringify({ ...fields, ciphertext: flipped }))).to.include({ code: 'password-wrong' });
    const cheap = { ...(fields['kdf'] as object), n: 2 };
    expect(await refused(JSON.stringify({ ...fields, kdf: cheap }))).to.include({ code: 'keystore-limits' });
  });

  it('lists and forgets', async () => {
    const context = contextOf('correct horse');
    await savePending(context, 'verdict', 'b', { salt: '0x01' });
    expect(await listPending(context, 'verdict')).to.deep.equal(['b', 'did:sage:local:a']);
    await removePending(context, 'verdict', 'b');
    await removePending(context, 'verdict', 'b');
    expect(await listPending(context, 'verdict')).to.deep.equal(['did:sage:local:a']);
  });
});
