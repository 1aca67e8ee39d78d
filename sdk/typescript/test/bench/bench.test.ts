import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '../http/support.ts';

function bench(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const entry = ['--import', 'tsx', join(ROOT, 'scripts', 'bench.ts'), ...args];
  const { status: code, stdout, stderr } = spawnSync(process.execPath, entry, { cwd: ROOT, encoding: 'utf8' });
  return { code, stdout, stderr };
}

const QUICK = ['--rounds', '1', '--milliseconds', '1', '--verifications', '10'];

describe('npm run bench', function () {
  this.timeout(120_000);

  it('as JSON: a rate for every case, a ratio for those with a base, the heap before and after', () => {
    const { code, stdout } = bench('http', 'memory', '--json', ...QUICK);
    expect(code).to.equal(0);
    const { rows, memory } = JSON.parse(stdout) as {
      rows: readonly { name: string; perSecond: number; base: string | null; times: number | null }[];
      memory: { verifications: number; before: number; after: number; grown: number };
    };
    const names = new Set(rows.map(({ name }) => name));
    for (const name of ['verify: this library', 'sign: this library', 'signature base']) expect(names).to.include(name);
    for (const { perSecond, base, times } of rows) {
      expect(perSecond).to.be.greaterThan(0);
      if (base === null) expect(times).to.equal(null);
      else expect([names.has(base), times !== null && times > 0]).to.deep.equal([true, true]);
    }
    expect(memory.verifications).to.equal(10);
    expect(memory.grown).to.equal(memory.after - memory.before);
  });

  it('as a table', () => {
    const { code, stdout } = bench('session', ...QUICK);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^case +per second +times {2}base\n/);
    expect(stdout).to.include('session: handshake, both sides');
  });

  for (const [args, message] of [
    [['speed'], /^unknown suite "speed"; there are http, session, tee, verdict, memory/],
    [['http', '--rounds', '0'], /^--rounds: expected an integer above 0, got "0"/],
    [['http', '--quick'], /^Unknown option '--quick'/],
  ] as const) {
    it(`${args.join(' ')}: a plain message and exit code 2`, () => {
      const { code, stdout, stderr } = bench(...args);
      expect(stderr).to.match(message);
      expect([stdout, code]).to.deep.equal(['', 2]);
    });
  }
});
