import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { createRegistrySigner, decryptKey, generatePrivateJwk } from '../../../sdk/typescript/src/signers/index.ts';
import { readKeystoreFile } from '../../../sdk/typescript/src/signers/node/index.ts';
import { KEY_TYPES } from '../../../sdk/typescript/src/client/index.ts';
import { PASSPHRASE, failOf } from './agents.ts';
import type { Failure } from './agents.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

interface Stored {
  readonly name: string;
  readonly type: 'secp256k1' | 'p256' | 'ed25519' | 'x25519';
  readonly keyId: string;
  readonly publicKey: string;
  readonly address?: string;
  readonly file: string;
}

interface Listed {
  readonly keys: readonly Stored[];
  readonly unusable: readonly { readonly name: string; readonly error: { readonly code: string } }[];
}

describe('sage keys', () => {
  let desk: Desk;
  /** A desk whose passphrase nobody has set, and without a suite. */
  let asking: Desk;

  before(async () => {
    desk = await openDesk();
    asking = await openDesk({ passphrase: '', deploy: false });
  });

  after(async () => {
    await desk.close();
    await asking.close();
  });

  const write = (name: string, text: string, mode = 0o600): string => {
    const path = join(desk.folder, name);
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
    return path;
  };

  const errorOf = (words: readonly string[]): Promise<Failure> => failOf(desk, words, 2);

  it('test_attack_A39: keys generate makes a key of each type, encrypted, with the id that the contract gives it', async () => {
    for (const type of ['secp256k1', 'p256', 'ed25519', 'x25519'] as const) {
      const stored = await desk.must<Stored>(['keys', 'generate', `made-${type}`, '--type', type]);
      expect(stored).to.include({ name: `made-${type}`, type, file: join(desk.state, 'keys', `made-${type}.json`) });
      expect(stored.keyId).to.equal(await desk.contract('sageRegistry').keyIdOf(KEY_TYPES[type], stored.publicKey));
      expect(statSync(stored.file).mode & 0o777).to.equal(0o600);
      const jwk = await decryptKey(await readKeystoreFile(stored.file), PASSPHRASE);
      expect(readFileSync(stored.file, 'utf8')).to.not.contain(jwk.d);
      if (type === 'x25519') continue;
      const signer = await createRegistrySigner(type, jwk);
      expect(signer.keyId).to.equal(stored.keyId);
      expect(stored.address?.toLowerCase()).to.equal(signer.address);
    }
    expect(statSync(join(desk.state, 'keys')).mode & 0o777).to.equal(0o700);
  });

  it('test_attack_A40: keys generate and import leave a key file that is there as it was', async () => {
    const { file } = await desk.must<Stored>(['keys', 'generate', 'kept']);
    const before = readFileSync(file, 'utf8');
    const source = write('kept.jwk', JSON.stringify(generatePrivateJwk('secp256k1')));
    expect(await errorOf(['keys', 'generate', 'kept'])).to.include({ code: 'key-file-exists' });
    expect(await errorOf(['keys', 'import', source])).to.include({ code: 'key-file-exists' });
    expect(readFileSync(file, 'utf8')).to.equal(before);
    writeFileSync(file, 'damaged', { mode: 0o600 });
    expect(await errorOf(['keys', 'generate', 'kept'])).to.include({ code: 'key-file-exists' });
    expect(readFileSync(file, 'utf8')).to.equal('damaged');
    writeFileSync(file, before);
  });

  it('imports JWK and PEM, and leaves what it read', async () => {
    const jwk = generatePrivateJwk('ed25519');
    const first = write('first.jwk', JSON.stringify(jwk));
    const { keyId } = await createRegistrySigner('ed25519', jwk);
    expect(await desk.must<Stored>(['keys', 'import', first, '--label', 'from a JWK'])).to.include({
      name: 'first',
      type: 'ed25519',
      label: 'from a JWK',
      keyId,
    });
    expect(readFileSync(first, 'utf8')).to.equal(JSON.stringify(jwk));
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const second = write('second.pem', pem);
    const stored = await desk.must<Stored>(['keys', 'import', second, '--name', 'from-pem']);
    expect(stored.keyId).to.equal((await createRegistrySigner('p256', pem)).keyId);
    expect(readFileSync(second, 'utf8')).to.equal(pem);
  });

  it('refuses what is no private key of the registry, without quoting it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const p384 = write('p384.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(await errorOf(['keys', 'import', p384])).to.include({ code: 'key-type-unsupported', value: 'p384' });
    const open = write('public.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
    expect(await errorOf(['keys', 'import', open])).to.include({ code: 'key-invalid' });
    const secret = generatePrivateJwk('secp256k1').d;
    const text = write('text', secret);
    const answer = await desk.run(['keys', 'import', text, '--json']);
    expect(JSON.parse(answer.out)).to.have.nested.property('error.code', 'bad-key-material');
    expect(`${answer.out}${answer.err}`).to.not.contain(secret);
    const shared = write('shared.jwk', JSON.stringify(generatePrivateJwk('p256')), 0o644);
    expect(await errorOf(['keys', 'import', shared])).to.include({ code: 'key-file-shared' });
    expect(await errorOf(['keys', 'import', join(desk.folder, 'nowhere')])).to.include({ code: 'key-file-missing' });
    for (const name of ['p384', 'public', 'text', 'shared', 'nowhere']) {
      expect(existsSync(join(desk.state, 'keys', `${name}.json`)), name).to.equal(false);
    }
  });

  it('refuses types that no file holds, and names that lead elsewhere', async () => {
    const noType = await errorOf(['keys', 'generate', 'one', '--type', 'erc1271']);
    expect(noType).to.include({ code: 'bad-key-type', field: '--type', value: 'erc1271' });
    for (const name of ['../one', 'One', '.one', '']) {
      expect(await errorOf(['keys', 'generate', name]), name).to.include({ code: 'bad-key-name', value: name });
    }
  });

  it('lists public facts without a passphrase, and what it can not read', async () => {
    const { keyId, address } = await desk.must<Stored>(['keys', 'generate', 'listed', '--label', 'for the list']);
    const { out, exitCode } = await desk.run(['keys', 'list']);
    expect(exitCode).to.equal(0);
    expect(out).to.match(new RegExp(`^listed +secp256k1 +${keyId} +${address ?? ''} +for the list$`, 'm'));
    expect(await asking.must<Listed>(['keys', 'list'])).to.deep.include({ keys: [], unusable: [] });
    const broken = join(desk.state, 'keys', 'broken.json');
    writeFileSync(broken, '{', { mode: 0o600 });
    const answer = await desk.run(['keys', 'list', '--json']);
    expect(answer.exitCode).to.equal(2);
    const { keys, unusable } = JSON.parse(answer.out) as Listed;
    expect(keys.map(({ name }) => name)).to.include('listed');
    expect(unusable.map(({ name, error }) => [name, error.code])).to.deep.equal([['broken', 'keystore-malformed']]);
  });

  it('asks for a passphrase that nobody has set, twice', async () => {
    const words = ['keys', 'generate', 'asked', '--json'];
    const file = join(asking.state, 'keys', 'asked.json');
    const alone = await asking.run(words);
    expect(alone.exitCode).to.equal(2);
    expect(JSON.parse(alone.out)).to.have.nested.property('error.code', 'no-passphrase');
    const slip = await asking.run(words, ['battery staple', 'battery stable']);
    expect(slip.exitCode).to.equal(2);
    expect(JSON.parse(slip.out)).to.have.nested.property('error.code', 'passphrase-differs');
    expect(existsSync(file)).to.equal(false);
    expect((await asking.run(words, ['short', 'short'])).out).to.contain('password-unfit');
    expect((await asking.run(words, ['battery staple', 'battery staple'])).exitCode).to.equal(0);
    expect((await decryptKey(await readKeystoreFile(file), 'battery staple')).crv).to.equal('secp256k1');
  });
});
