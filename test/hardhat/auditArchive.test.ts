// The archive for reviewers: the same bytes every time, and nothing in it changes unseen.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ArchiveFile } from '../../scripts/lib/auditArchive/archiveFile.ts';
import { buildArchive } from '../../scripts/lib/auditArchive/buildArchive.ts';
import { ORIGIN_LINE, collectFiles } from '../../scripts/lib/auditArchive/collectFiles.ts';
import { generatedFiles } from '../../scripts/lib/auditArchive/generatedFiles.ts';
import { MANIFEST, decodeManifest, sha256 } from '../../scripts/lib/auditArchive/manifest.ts';
import type { Origin } from '../../scripts/lib/auditArchive/manifest.ts';
import { readTar } from '../../scripts/lib/auditArchive/readTar.ts';
import { verifyArchive } from '../../scripts/lib/auditArchive/verifyArchive.ts';
import { writeTar } from '../../scripts/lib/auditArchive/writeTar.ts';
import { ROOT, tsArguments } from '../../scripts/lib/paths.ts';
import { run } from '../../scripts/lib/process.ts';

const ORIGIN: Origin = { commit: '0123456789abcdef'.repeat(3).slice(0, 40), committedAt: 1_800_000_000, dirty: false };
/** forge starts it as a program. */
const SOLC = 'scripts/toolchain/solc.mjs';
const FOLDER = 'sage-audit-0123456789';

/** Real files, and what is generated beside them. */
function realFiles(): ArchiveFile[] {
  const contracts = readdirSync(join(ROOT, 'contracts'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sol'))
    .map((file) => `contracts/${file.replaceAll('\\', '/')}`);
  const plain = ['audit/README.md', 'package.json', ...contracts].map((path) => ({ path, executable: false }));
  return [...collectFiles([...plain, { path: SOLC, executable: true }], ORIGIN), ...generatedFiles()];
}

/** The archive with one byte of its tar changed, checksums of gzip right again. */
function tamper(bytes: Buffer, find: string, replace: string): Buffer {
  const tar = gunzipSync(bytes);
  const at = tar.indexOf(find);
  expect(at).to.be.greaterThan(-1);
  expect(replace).to.have.length(find.length);
  tar.write(replace, at);
  return gzipSync(tar);
}

describe('the archive for reviewers', () => {
  const files = realFiles();
  const archive = buildArchive(files, ORIGIN);

  it('has the same bytes when built again, also from files in another order', () => {
    const again = buildArchive(realFiles().reverse(), ORIGIN);
    expect(sha256(again.bytes)).to.equal(sha256(archive.bytes));
    expect(again.name).to.equal(`${FOLDER}.tar.gz`);
  });

  it('has other bytes for another commit, time or content', () => {
    const [first, ...rest] = files;
    const changed = { path: first?.path ?? '', content: Buffer.from('x') };
    const others = [
      buildArchive(files, { ...ORIGIN, commit: 'f'.repeat(40) }),
      buildArchive(files, { ...ORIGIN, committedAt: ORIGIN.committedAt + 1 }),
      buildArchive([changed, ...rest], ORIGIN),
    ];
    expect(new Set([archive, ...others].map(({ bytes }) => sha256(bytes))).size).to.equal(4);
  });

  it('tells in its name that files differ from the commit', () => {
    expect(buildArchive(files, { ...ORIGIN, dirty: true }).name).to.equal(`${FOLDER}-dirty.tar.gz`);
  });

  it('holds every file with the time of the commit, owned by nobody, and the manifest first', async () => {
    const entries = await readTar(gunzipSync(archive.bytes));
    expect(entries[0]?.path).to.equal(`${FOLDER}/${MANIFEST}`);
    expect(entries).to.have.length(files.length + 1);
    for (const { path, type, mode, uid, gid, modifiedAt } of entries) {
      expect({ type, mode, uid, gid, modifiedAt }).to.deep.equal({
        type: 'File',
        mode: path === `${FOLDER}/${SOLC}` ? 0o755 : 0o644,
        uid: 0,
        gid: 0,
        modifiedAt: ORIGIN.committedAt,
      });
    }
    const manifest = decodeManifest(entries[0]?.content ?? Buffer.alloc(0));
    expect(manifest.files.map(({ path }) => path)).to.deep.equal([...files.map(({ path }) => path)].sort());
    const source = manifest.files.find(({ path }) => path === 'contracts/SageRegistryV3.sol');
    expect(source?.sha256).to.equal(sha256(readFileSync(join(ROOT, 'contracts/SageRegistryV3.sol'))));
  });

  it('names commit and date in its index', () => {
    const index = files.find(({ path }) => path === 'audit/README.md')?.content.toString() ?? '';
    expect(index).to.contain(`Commit \`${ORIGIN.commit}\` of 2027-01-15T08:00:00.000Z.`);
    expect(index).not.to.contain(ORIGIN_LINE);
    const [dirty] = collectFiles([{ path: 'audit/README.md', executable: false }], { ...ORIGIN, dirty: true });
    expect(dirty?.content.toString()).to.contain('Files differ from this commit');
  });

  it('holds ABIs, and hashes of the code', () => {
    const code = files.find(({ path }) => path === 'generated/bytecode.json')?.content.toString() ?? '{}';
    const { contracts } = JSON.parse(code) as { contracts: { contract: string; runtime: { bytes: number } }[] };
    const sizes = JSON.parse(readFileSync(join(ROOT, 'snapshots/sizes.json'), 'utf8')) as Record<string, number>;
    expect(Object.fromEntries(contracts.map(({ contract, runtime }) => [contract, runtime.bytes]))).to.deep.equal(
      sizes,
    );
    expect(files.map(({ path }) => path)).to.include('generated/abi/SageTimelock.json');
  });

  it('agrees with its manifest', async () => {
    const { manifest, problems } = await verifyArchive(archive.bytes);
    expect(problems).to.deep.equal([]);
    expect(manifest).to.deep.equal(archive.manifest);
  });

  describe('is found out', () => {
    const small = buildArchive(
      [
        { path: 'a.txt', content: Buffer.from('first file') },
        { path: 'b.txt', content: Buffer.from('second file') },
      ],
      ORIGIN,
    );
    const problemsOf = async (bytes: Buffer): Promise<readonly string[]> => (await verifyArchive(bytes)).problems;

    it('when a byte of a file is changed', async () => {
      const [row] = small.manifest.files;
      expect(await problemsOf(tamper(small.bytes, 'first file', 'First file'))).to.deep.equal([
        `a.txt: 10 bytes with SHA-256 ${sha256(Buffer.from('First file'))}, in the manifest 10 with ${row?.sha256 ?? ''}`,
      ]);
    });

    it('when a byte of the archive is changed', async () => {
      const bytes = Buffer.from(small.bytes);
      const at = bytes.length - 6; // in the checksum of gzip
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const problems = await problemsOf(bytes);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(/^the archive can't be read: /);
    });

    it('when a header is changed', async () => {
      const problems = await problemsOf(tamper(small.bytes, `${FOLDER}/b.txt`, `${FOLDER}/c.txt`));
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(/^the archive can't be read: .*checksum/);
    });

    it('when a file is left out, put in, or there twice', async () => {
      const entries = (await readTar(gunzipSync(small.bytes))).map(({ path, content }) => ({ path, content }));
      const pack = (list: readonly ArchiveFile[]): Buffer => gzipSync(writeTar(list, ORIGIN.committedAt));
      const extra = { path: `${FOLDER}/c.txt`, content: Buffer.from('third') };
      expect(await problemsOf(pack(entries.slice(0, 2)))).to.deep.equal(['b.txt: is missing']);
      expect(await problemsOf(pack([...entries, extra]))).to.deep.equal(['c.txt: is not in the manifest']);
      expect(await problemsOf(pack([...entries, ...entries.slice(2)]))).to.deep.equal(['a path is there twice']);
      expect(await problemsOf(pack(entries.slice(1)))).to.deep.equal([`there is no ${MANIFEST} in the archive`]);
      const outside = { path: '../evil.txt', content: Buffer.from('x') };
      expect(await problemsOf(pack([...entries, outside]))).to.deep.equal(['../evil.txt: is not in the manifest']);
    });

    it('when times differ', async () => {
      const entries = (await readTar(gunzipSync(small.bytes))).map(({ path, content }) => ({ path, content }));
      expect(await problemsOf(gzipSync(writeTar(entries, 1)))).to.deep.equal(
        [MANIFEST, 'a.txt', 'b.txt'].map((path) => `${path}: type, mode, owner or time is not as it has to be`),
      );
    });

    it('when it is something else', async () => {
      expect(await problemsOf(Buffer.from('no archive'))).to.deep.equal([
        "the archive can't be read: incorrect header check",
      ]);
    });

    it('by the command, with exit code 1', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sage-archive-'));
      try {
        const path = join(folder, small.name);
        const verify = (): ReturnType<typeof run> =>
          run(process.execPath, [...tsArguments('scripts/audit-package.ts'), '--verify', path, '--json']);
        writeFileSync(path, small.bytes);
        writeFileSync(`${path}.sha256`, `${sha256(small.bytes)}  ${small.name}\n`);
        const good = await verify();
        expect(good.code).to.equal(0);
        expect(JSON.parse(good.stdout)).to.include({ commit: ORIGIN.commit, files: 2 });
        writeFileSync(path, tamper(small.bytes, 'first file', 'First file'));
        const bad = await verify();
        expect(bad.code).to.equal(1);
        const { problems } = JSON.parse(bad.stdout) as { problems: string[] };
        expect(problems[0]).to.equal(`${small.name}.sha256 is of other bytes, or of a file of another name`);
        expect(problems[1]).to.match(/^a\.txt: 10 bytes with SHA-256/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });

  it('tells a program by its mode', async () => {
    const program = buildArchive([{ path: 'a', content: Buffer.from('x'), executable: true }], ORIGIN);
    expect((await verifyArchive(program.bytes)).problems).to.deep.equal([]);
    const entries = (await readTar(gunzipSync(program.bytes))).map(({ path, content }) => ({ path, content }));
    expect((await verifyArchive(gzipSync(writeTar(entries, ORIGIN.committedAt)))).problems).to.deep.equal([
      'a: type, mode, owner or time is not as it has to be',
    ]);
  });

  it('refuses a path that a tar header can not hold', () => {
    const path = `${'a'.repeat(60)}/${'b'.repeat(101)}`;
    expect(() => writeTar([{ path, content: Buffer.alloc(0) }], 0)).to.throw(
      `${path}: the path is too long for a tar header`,
    );
  });
});
