import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ROOT } from '../http/support.ts';
import { nitroChain, nitroDocument, nitroPayload } from '../tee/support/nitroEvidence.ts';
import { AT } from '../tee/support/pki.ts';

interface Outcome {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

function conformance(...args: readonly string[]): Outcome {
  const entry = ['--import', 'tsx', join(ROOT, 'scripts', 'conformance.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, entry, { cwd: ROOT, encoding: 'utf8' });
  return { code: status, lines: stdout.trimEnd().split('\n'), errors: stderr };
}

const VECTORS = join(ROOT, 'sdk', 'vectors');
const SHARED = process.env['SAGE_SHARED'] ?? join(ROOT, '..', 'shared');

describe('npm run conformance', function () {
  this.timeout(60_000);
  let folder = '';
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  /** A vector file of ours with one thing changed. */
  const changed = (name: string, from: string | RegExp, to: string): string => {
    const text = readFileSync(join(VECTORS, name), 'utf8');
    expect(text.replace(from, to)).to.not.equal(text);
    return write(name, text.replace(from, to));
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sage-conformance-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [suite, file, count] of [
    ['rfc9421', 'rfc9421.json', 93],
    ['rfc9180', 'rfc9180.json', 27],
  ] as const) {
    it(`${suite}: the vectors of this repository pass`, () => {
      const { code, lines } = conformance(suite, join(VECTORS, file));
      expect(lines).to.deep.equal([`${count} passed, 0 failed`]);
      expect(code).to.equal(0);
    });
  }

  it('rfc9421: a changed signature base gives one line and exit code 1', () => {
    const path = changed('rfc9421.json', '"signatureBase": "\\"@', '"signatureBase": "\\"!');
    const { code, lines } = conformance('rfc9421', path);
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(/^FAIL {2}\S+ signature base: wanted "!/);
    expect([lines[1], code]).to.deep.equal(['92 passed, 1 failed', 1]);
  });

  it('rfc9180: a changed export gives one line and exit code 1, and as JSON the same', () => {
    const path = changed('rfc9180.json', '"exported_value": "3', '"exported_value": "4');
    const { code, lines } = conformance('rfc9180', path);
    expect(lines[0]).to.match(/^FAIL {2}a\.1\.1: wanted as in the vector, got export of/);
    expect([lines[1], code]).to.deep.equal(['26 passed, 1 failed', 1]);
    const json = conformance('rfc9180', path, '--json');
    const report = JSON.parse(json.lines.join('\n')) as Record<string, unknown>;
    expect(report).to.include({ suite: 'rfc9180', passed: 26, failed: 1 });
    expect(report['cases']).to.have.length(27);
    expect(json.code).to.equal(1);
  });

  it('tee: reads a folder, and says of evidence under a root that nobody knows what it is', async () => {
    const chain = await nitroChain();
    write('tee/own.cose', nitroDocument(chain, nitroPayload(chain)));
    const expected = {
      'own.cose': { verifyAt: AT.toISOString(), acceptDefault: true, debug: false, moduleId: 'other' },
    };
    write('tee/expected.json', JSON.stringify(expected));
    const { code, lines } = conformance('tee', join(folder, 'tee'));
    expect(lines.slice(0, 2)).to.deep.equal([
      lines[0]?.match(/^FAIL {2}own\.cose moduleId: wanted "other", got "/) ? lines[0] : 'the line of moduleId',
      'FAIL  own.cose by default: wanted ok, got root-untrusted',
    ]);
    expect(code).to.equal(1);
  });

  it('registration: a line a file with verdict, version and codes', () => {
    const good = readFileSync(join(ROOT, 'examples', 'agents', 'chain-analytics.json'), 'utf8');
    write('registration/a-good.json', good);
    write('registration/b-broken.json', '{"type":');
    write('registration/notes.txt', 'not looked at');
    const { code, lines } = conformance('registration', join(folder, 'registration'));
    expect(lines).to.have.length(3);
    expect(lines[0]).to.match(/^valid {4}a-good\.json {2}registration-v1/);
    expect(lines[1]).to.match(/^invalid {2}b-broken\.json {2}\S+/);
    expect([lines[2], code]).to.deep.equal(['1 passed, 1 failed', 1]);
    expect(conformance('registration', join(folder, 'registration', 'a-good.json')).code).to.equal(0);
  });

  it('cards: a line a file with verdict, version and codes', () => {
    write('cards/empty.json', '{}');
    const { code, lines } = conformance('cards', join(folder, 'cards'));
    expect(lines[0]).to.match(/^(?:invalid|unknown) {2}empty\.json {2}\S+/);
    expect([lines[1], code]).to.deep.equal(['0 passed, 1 failed', 1]);
  });

  const wrong: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
    ['nothing', [], /^no suite given/],
    ['an unknown suite', ['rfc9999', VECTORS], /^unknown suite "rfc9999"; there are rfc9421, /],
    ['no path', ['tee'], /^tee: no path given; it takes a folder/],
    ['a path that is not there', ['cards', 'nowhere'], /^nowhere does not exist/],
    ['a folder for a file', ['rfc9421', VECTORS], /^rfc9421 takes a file; .* is a folder/],
    ['a file for a folder', ['tee', join(VECTORS, 'rfc9180.json')], /^tee takes a folder; .* is a file/],
    ['two paths', ['cards', VECTORS, VECTORS], /^one path is judged at a time/],
    ['an unknown option', ['cards', VECTORS, '--fast'], /^Unknown option '--fast'/],
    ['a file that is no JSON', ['rfc9180', join(ROOT, 'README.md')], /^rfc9180: .* is no JSON/],
    ['vectors of another kind', ['rfc9421', join(VECTORS, 'rfc9180.json')], /^rfc9421: "keys" is missing/],
    ['a file without cases', ['rfc9180', join(ROOT, 'package.json')], /^rfc9180: .* holds nothing to judge/],
    ['a folder without expected.json', ['tee', VECTORS], /^tee: .* has no expected\.json/],
  ];
  for (const [name, args, message] of wrong) {
    it(`${name}: a plain message and exit code 2`, () => {
      const { code, lines, errors } = conformance(...args);
      expect(errors).to.match(message);
      expect(errors).to.not.include('    at ');
      expect([lines, code]).to.deep.equal([[''], 2]);
    });
  }

  it('--help names every suite', () => {
    const { code, lines } = conformance('--help');
    for (const suite of ['rfc9421', 'rfc9180', 'tee', 'registration', 'cards']) expect(lines.join()).to.include(suite);
    expect(code).to.equal(0);
  });

  if (existsSync(SHARED)) {
    for (const [suite, path, last, code] of [
      ['rfc9421', 'vectors/rfc9421.json', /^\d+ passed, 0 failed$/, 0],
      ['rfc9180', 'vectors/rfc9180.json', /^27 passed, 0 failed$/, 0],
      ['tee', 'tee', /^\d+ passed, 0 failed$/, 0],
      ['registration', 'data/registration', /^12 passed, 5 failed$/, 1],
      ['cards', 'data/cards', /^\d+ passed, \d+ failed$/, 1],
    ] as const) {
      it(`${suite}: the shared files`, () => {
        const outcome = conformance(suite, join(SHARED, path));
        expect(outcome.lines.at(-1)).to.match(last);
        expect(outcome.code).to.equal(code);
      });
    }
  }
});
