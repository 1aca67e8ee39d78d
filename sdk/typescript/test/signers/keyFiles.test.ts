import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import {
  decryptKey,
  encryptKey,
  generatePrivateJwk,
  serializeKeystore,
  toPrivateJwk,
} from '../../src/signers/index.ts';
import type { Jwk } from '../../src/index.ts';
import type { Keystore } from '../../src/signers/index.ts';
import { readKeyFile, readKeystoreFile, writeKeystoreFile } from '../../src/signers/node/index.ts';
import { refusal } from './support.ts';

const PASSWORD = 'correct horse battery';
const isWindows = process.platform === 'win32';

describe('key files', function () {
  this.timeout(600_000);

  let folder: string;
  let path: string;
  let one: Keystore;
  let two: Keystore;

  before(async () => {
    one = await encryptKey(generatePrivateJwk('ed25519'), PASSWORD, { n: 2 ** 14 });
    two = await encryptKey(generatePrivateJwk('p256'), PASSWORD, { n: 2 ** 14 });
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sage-keys-'));
    path = join(folder, 'agent.json');
  });

  afterEach(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  });

  const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

  it('there and back; mode 0600 whatever the umask', async () => {
    const mask = process.umask(0);
    expect(await writeKeystoreFile(path, one)).to.deep.equal({ path, backup: undefined });
    process.umask(mask);
    expect(await readdir(folder)).to.deep.equal(['agent.json']);
    if (!isWindows) expect(await modeOf(path)).to.equal(0o600);
    expect(await readKeystoreFile(path)).to.deep.equal(one);
    expect((await decryptKey(await readKeystoreFile(path), PASSWORD)).kty).to.equal('OKP');
  });

  it('test_attack_A40: a key file that is there is never replaced without being told', async () => {
    await writeKeystoreFile(path, one);
    const before = await readFile(path, 'utf8');
    const error = await refusal('key-file-exists', () => writeKeystoreFile(path, two));
    expect(error.details).to.deep.equal({ path });
    await refusal('key-file-exists', () => writeKeystoreFile(path, two, { replace: false }));
    expect(await readFile(path, 'utf8')).to.equal(before);
    expect(await readdir(folder)).to.deep.equal(['agent.json']);
  });

  it('test_attack_A40: not even one that can not be read as a key', async () => {
    for (const content of ['', 'garbage', '{"format":"sage-keystore"']) {
      await writeFile(path, content, { mode: 0o600 });
      await refusal('keystore-malformed', () => readKeystoreFile(path));
      await refusal('key-file-exists', () => writeKeystoreFile(path, two));
      expect(await readFile(path, 'utf8')).to.equal(content);
    }
    expect(await readdir(folder)).to.deep.equal(['agent.json']);
  });

  it('test_attack_A40: reading makes no file', async () => {
    const error = await refusal('key-file-missing', () => readKeystoreFile(path));
    expect(error.message).to.equal(`${path}: there is no such file; check the path, or make a key there first`);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('test_attack_A40: replace keeps what was there beside it', async () => {
    await writeKeystoreFile(path, one, { replace: true });
    const { backup = '' } = await writeKeystoreFile(path, two, { replace: true });
    expect(backup.startsWith(`${path}.backup-`)).to.equal(true);
    expect(await readKeystoreFile(path)).to.deep.equal(two);
    expect(await readKeystoreFile(backup)).to.deep.equal(one);
    const next = await writeKeystoreFile(path, one, { replace: true });
    expect(next.backup).to.not.equal(backup);
    expect(await readdir(folder)).to.have.length(3);
  });

  it('test_attack_A40: of twenty writers at once exactly one wins, and its file is whole', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => writeKeystoreFile(path, index % 2 === 0 ? one : two)),
    );
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed).to.have.length(19);
    for (const { reason } of failed) expect(reason).to.have.property('code', 'key-file-exists');
    expect([serializeKeystore(one), serializeKeystore(two)]).to.include(await readFile(path, 'utf8'));
    expect(await readdir(folder)).to.deep.equal(['agent.json']);
  });

  it('test_attack_A40: of twenty that replace it at once, no file that was written is lost', async () => {
    await writeKeystoreFile(path, one);
    const labelled = (index: number): Keystore => ({ ...two, label: String(index) });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => writeKeystoreFile(path, labelled(index), { replace: true })),
    );
    const written = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [String(index)] : []));
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).to.have.property('code', 'key-file-unwritten');
    }
    const names = await readdir(folder);
    const kept = await Promise.all(names.map(async (name) => (await readKeystoreFile(join(folder, name))).label));
    expect(kept).to.have.members(['', ...written]);
    expect(written.length).to.be.greaterThan(0);
  });

  it('a lock that was left behind', async () => {
    await writeKeystoreFile(path, one);
    await writeFile(`${path}.lock`, '');
    const { message } = await refusal('key-file-unwritten', () => writeKeystoreFile(path, two, { replace: true }));
    expect(message).to.contain(`if none is, remove ${path}.lock`);
    expect(await readKeystoreFile(path)).to.deep.equal(one);
    expect(await readdir(folder)).to.have.members(['agent.json', 'agent.json.lock']);
  });

  it('a keystore that is none is not written', async () => {
    await refusal('keystore-malformed', () => writeKeystoreFile(path, { ...one, ciphertext: '' }));
    const weak = { ...one, kdf: { ...one.kdf, n: 2 } };
    await refusal('keystore-limits', () => writeKeystoreFile(path, weak));
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('places that can not be written', async () => {
    const missing = join(folder, 'missing', 'agent.json');
    const error = await refusal('key-file-unwritten', () => writeKeystoreFile(missing, one));
    expect(error.message).to.equal(`${missing}: it could not be written (ENOENT)`);
    await writeFile(path, '');
    const below = join(path, 'agent.json');
    const { message } = await refusal('key-file-unwritten', () => writeKeystoreFile(below, one));
    expect(message).to.equal(`${below}: it could not be written (ENOTDIR)`);
    await refusal('key-file-exists', () => writeKeystoreFile(folder, one));
    const { message: told } = await refusal('key-file-unwritten', () =>
      writeKeystoreFile(folder, one, { replace: true }),
    );
    expect(told).to.contain('no regular file');
  });

  it('a symbolic link is followed when reading, never when writing', async () => {
    await writeKeystoreFile(path, one);
    const link = join(folder, 'link.json');
    await symlink(path, link);
    expect(await readKeystoreFile(link)).to.deep.equal(one);
    await refusal('key-file-exists', () => writeKeystoreFile(link, two));
    await refusal('key-file-unwritten', () => writeKeystoreFile(link, two, { replace: true }));
    const dangling = join(folder, 'dangling.json');
    await symlink(join(folder, 'elsewhere.json'), dangling);
    await refusal('key-file-exists', () => writeKeystoreFile(dangling, two));
    expect(await readKeystoreFile(path)).to.deep.equal(one);
    expect(await readdir(folder)).to.have.members(['agent.json', 'link.json', 'dangling.json']);
  });

  it('files that others can read are refused, unless told', async function () {
    if (isWindows) return;
    await writeKeystoreFile(path, one);
    for (const mode of [0o640, 0o604, 0o660, 0o666, 0o610]) {
      await chmod(path, mode);
      const error = await refusal('key-file-shared', () => readKeystoreFile(path));
      expect(error.message).to.contain(`its mode 0${mode.toString(8)} lets other accounts read or write it; set 0600`);
      expect(await readKeystoreFile(path, { allowShared: true })).to.deep.equal(one);
    }
    await chmod(path, 0o400);
    expect(await readKeystoreFile(path)).to.deep.equal(one);
  });

  it('files of another account are refused, unless told', async function () {
    const { getuid } = process;
    if (getuid === undefined) return;
    await writeKeystoreFile(path, one);
    const own = getuid();
    process.getuid = () => own + 1;
    try {
      const error = await refusal('key-file-shared', () => readKeystoreFile(path));
      expect(error.message).to.contain(`it belongs to account ${own}, and this process runs as ${own + 1}`);
      expect(await readKeystoreFile(path, { allowShared: true })).to.deep.equal(one);
    } finally {
      process.getuid = getuid;
    }
    expect(await readKeystoreFile(path)).to.deep.equal(one);
  });

  it('what is no readable text file', async () => {
    await mkdir(path);
    await refusal('key-file-unreadable', () => readKeyFile(path));
    const file = join(folder, 'file');
    for (const content of [Uint8Array.of(0xff, 0xfe), new Uint8Array(65_537).fill(0x20)]) {
      await writeFile(file, content, { mode: 0o600 });
      const { message } = await refusal('key-file-unreadable', () => readKeyFile(file));
      expect(message).to.equal(`${file}: expected at most 65536 bytes of UTF-8`);
    }
    await writeFile(file, new Uint8Array(65_536).fill(0x20), { mode: 0o600 });
    expect(await readKeyFile(file)).to.have.length(65_536);
    const { message } = await refusal('key-file-unreadable', () => readKeyFile(join(file, 'below')));
    expect(message).to.contain('it can not be opened (ENOTDIR); no key was made instead');
  });

  it('PEM and JWK files', async () => {
    const jwk = generatePrivateJwk('p256');
    await writeFile(path, JSON.stringify(jwk), { mode: 0o600 });
    expect(toPrivateJwk(JSON.parse(await readKeyFile(path)) as Jwk)).to.deep.equal(jwk);
  });

  it('no error shows what is in the file', async () => {
    const jwk = generatePrivateJwk('p256');
    await writeFile(path, JSON.stringify(jwk), { mode: 0o600 });
    const error = await refusal('keystore-malformed', () => readKeystoreFile(path));
    expect(inspect(error, { depth: 9 })).to.not.contain(jwk.d);
  });
});
