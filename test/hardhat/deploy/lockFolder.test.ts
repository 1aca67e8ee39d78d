import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { DeployConfigError } from '../../../scripts/deploy/errors.ts';
import { lockFolder, takeoverOf } from '../../../scripts/deploy/lockFolder.ts';
import { ROOT } from '../../../scripts/lib/paths.ts';

const MODULE = pathToFileURL(join(ROOT, 'scripts', 'deploy', 'lockFolder.ts')).href;
/** Of a process that has ended, if the system has not given it away again. */
const ENDED = spawnSync(process.execPath, ['--version']).pid;

describe('lock of a journal and of a state file', function () {
  this.timeout(60_000);
  let folder: string;
  let target: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sage-lock-'));
    target = join(folder, 'state.json');
    lock = `${target}.lock`;
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function refusal(): DeployConfigError {
    try {
      lockFolder(target)();
    } catch (error) {
      if (error instanceof DeployConfigError) return error;
      throw error;
    }
    throw new Error('the lock was taken');
  }

  /** Another process that takes the lock; `then` is what it does with it. */
  function script(then: string): readonly string[] {
    const code = `import { lockFolder } from ${JSON.stringify(MODULE)}; const release = lockFolder(${JSON.stringify(target)}); ${then}`;
    return ['--import', 'tsx', '--input-type=module', '-e', code];
  }

  it('is held until it is given free, also against the same process', () => {
    const release = lockFolder(target);
    expect(readFileSync(lock, 'utf8')).to.match(new RegExp(`^${process.pid} ${hostname()} `));
    expect(refusal()).to.deep.include({ field: 'lock', value: lock });
    release();
    expect(readdirSync(folder)).to.deep.equal([]);
    lockFolder(target)();
  });

  it('is taken over from a process that was killed', () => {
    const { signal } = spawnSync(process.execPath, script("process.kill(process.pid, 'SIGKILL')"), { cwd: ROOT });
    expect(signal).to.equal('SIGKILL');
    expect(existsSync(lock)).to.equal(true);
    lockFolder(target)();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('is taken over from a former process with the same number, as in a container that was killed', () => {
    writeFileSync(lock, `${process.pid} ${hostname()}`);
    lockFolder(target)();
    writeFileSync(lock, `${process.pid} ${hostname()} boot:1 nonce`);
    lockFolder(target)();
  });

  it('is taken over when another process has got the number since', function () {
    if (!existsSync('/proc/self/stat')) this.skip();
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    for (const start of [`${boot}:1`, 'an-earlier-boot:1']) {
      writeFileSync(lock, `${process.ppid} ${hostname()} ${start} nonce`);
      lockFolder(target)();
    }
  });

  it('is not taken over from a process that goes on', async () => {
    const holder = spawn(process.execPath, script('process.stdout.write("held"); setInterval(() => {}, 1000)'), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()));
    await new Promise<void>((resolve) => holder.stdout.once('data', () => resolve()));
    try {
      expect(refusal().message).to.include(`another run holds it (process ${holder.pid}); wait for it`);
    } finally {
      holder.kill('SIGKILL');
      await ended;
    }
    lockFolder(target)();
  });

  it('of a process without a known start counts as held while there is a process of that number', () => {
    writeFileSync(lock, `${process.ppid} ${hostname()}`);
    expect(refusal().message).to.include(`another run holds it (process ${process.ppid})`);
  });

  it('of another machine, or without a holder, is told with the file to remove', () => {
    writeFileSync(lock, `${ENDED} elsewhere boot:1 nonce`);
    expect(refusal().message).to.equal(
      `lock: ${JSON.stringify(lock)}; process ${ENDED} on "elsewhere" holds it, which can't be asked from here; make sure that it has ended, then remove ${lock}`,
    );
    writeFileSync(lock, '');
    expect(refusal().message).to.include(`then remove ${lock}`);
  });

  it('is given free only by whoever holds it', () => {
    const release = lockFolder(target);
    writeFileSync(lock, `${process.ppid} ${hostname()}`);
    release();
    expect(readFileSync(lock, 'utf8')).to.equal(`${process.ppid} ${hostname()}`);
  });

  it('is got by one of several that take it over at once', async () => {
    for (let round = 0; round < 2; round++) {
      writeFileSync(lock, `${ENDED} ${hostname()} boot:${round} nonce`);
      // All begin at the same moment, and hold what they got until all have tried.
      const begin = Date.now() + 2500;
      const then = `process.stdout.write('got'); setTimeout(() => { release(); }, 1500);`;
      const code = script(then).map((part) =>
        part.replace('const release', `while (Date.now() < ${begin}); const release`),
      );
      const runs = Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, code, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
        let out = '';
        child.stdout.on('data', (part: Buffer) => void (out += part.toString()));
        await new Promise<void>((resolve) => child.once('close', () => resolve()));
        return out;
      });
      expect((await Promise.all(runs)).filter((out) => out === 'got')).to.have.length(1);
      expect(readdirSync(folder)).to.deep.equal([]);
    }
  });

  it('is taken over after a takeover that was itself killed', () => {
    const stale = `${ENDED} ${hostname()} boot:1 nonce`;
    writeFileSync(lock, stale);
    writeFileSync(takeoverOf(lock, stale), `${ENDED} ${hostname()} boot:2 nonce`);
    lockFolder(target)();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('is not taken over while another one does', () => {
    const stale = `${ENDED} ${hostname()} boot:1 nonce`;
    writeFileSync(lock, stale);
    writeFileSync(takeoverOf(lock, stale), `${process.ppid} ${hostname()}`);
    expect(refusal().value).to.equal(takeoverOf(lock, stale));
    expect(readFileSync(lock, 'utf8')).to.equal(stale);
  });
});
