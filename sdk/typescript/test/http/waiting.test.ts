// Keys and resolvers may answer at once or later; the verdict is the same.
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createMessageVerifier, createSigningKey, createVerificationKey, signMessage } from '../../src/index.ts';
import type { HttpRequestMessage, VerificationKey, VerificationPolicy } from '../../src/index.ts';
import { ed25519 } from '@noble/curves/ed25519.js';

const SECRET = new Uint8Array(32).fill(7);
const CREATED = 1_800_000_000;

describe('answers that come later', () => {
  let key: VerificationKey;
  let message: HttpRequestMessage;

  before(async () => {
    key = await createVerificationKey('ed25519', ed25519.getPublicKey(SECRET));
    const request: HttpRequestMessage = { kind: 'request', method: 'GET', requestTarget: '/', fields: [] };
    const signed = await signMessage(request, {
      ...{ key: await createSigningKey('ed25519', SECRET), label: 'sig1', components: ['@method'] },
      parameters: { created: CREATED, keyid: 'k' },
    });
    const fields = [
      ['signature-input', signed.signatureInput],
      ['signature', signed.signature],
    ] as const;
    message = { ...request, fields };
  });

  const judge = async (resolveKey: VerificationPolicy['resolveKey']): Promise<string> => {
    const verify = createMessageVerifier({ requiredComponents: ['@method'], resolveKey, now: () => CREATED });
    const verdict = await verify(message);
    return verdict.status === 'valid' ? 'ok' : verdict.code;
  };

  it('of keys: right, wrong, failing', async () => {
    const answering = (verify: VerificationKey['verify']): Promise<string> => judge(() => ({ ...key, verify }));
    expect(await answering((data, signature) => key.verify(data, signature))).to.equal('ok');
    expect(await answering((data, signature) => Promise.resolve(key.verify(data, signature)))).to.equal('ok');
    expect(await answering(() => false)).to.equal('signature-invalid');
    expect(await answering(() => Promise.resolve(false))).to.equal('signature-invalid');
    const fault = new Error('the service is down');
    expect(await answering(() => Promise.reject(fault))).to.equal('key-failed');
    const throwing = (): never => {
      throw fault;
    };
    expect(await answering(throwing)).to.equal('key-failed');
  });

  it('of resolvers: a key, none, failing', async () => {
    expect(await judge(() => key)).to.equal('ok');
    expect(await judge(() => Promise.resolve(key))).to.equal('ok');
    expect(await judge(() => undefined)).to.equal('key-not-found');
    expect(await judge(() => Promise.resolve(undefined))).to.equal('key-not-found');
    expect(await judge(() => Promise.reject(new Error('down')))).to.equal('key-resolver-failed');
    const throwing = (): never => {
      throw new Error('down');
    };
    expect(await judge(throwing)).to.equal('key-resolver-failed');
  });
});
