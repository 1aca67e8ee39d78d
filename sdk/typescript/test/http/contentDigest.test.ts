import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkContentDigest, createContentDigest, signMessage, verifyMessage } from '../../src/index.ts';
import type { FieldLine, HttpRequestMessage, SignatureVerdict, VerificationPolicy } from '../../src/index.ts';
import { CREATED, ED25519_SIGNER, outcome, policy, request, thrown, withSignature } from './support.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** RFC 9530, appendix B.1 and section 2, and appendix D.3: the digests of the JSON of its examples. */
const HELLO = bytes('{"hello": "world"}\n');
const SHA256 = 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:';
const SHA512 = 'sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:';

describe('RFC 9530: Content-Digest', () => {
  it('the values of the examples', async () => {
    expect(await createContentDigest(HELLO)).to.equal(SHA256);
    expect(await createContentDigest(HELLO, ['sha-512', 'sha-256'])).to.equal(`${SHA512}, ${SHA256}`);
    await checkContentDigest([SHA512], HELLO);
    await checkContentDigest([SHA256, SHA512], HELLO);
  });

  it('the digest of nothing', async () => {
    const empty = 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:';
    expect(await createContentDigest(new Uint8Array())).to.equal(empty);
  });

  it('large bodies, by WebCrypto and without', async () => {
    const large = new Uint8Array(70_000).fill(1);
    const digests = await createContentDigest(large, ['sha-256', 'sha-512']);
    await checkContentDigest([digests], large);
    const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      expect(await createContentDigest(large, ['sha-256', 'sha-512'])).to.equal(digests);
    } finally {
      if (own !== undefined) Object.defineProperty(globalThis, 'crypto', own);
    }
  });

  const refused: readonly (readonly [title: string, field: string, code: string, onlyKey?: string])[] = [
    ['another body', SHA256.replace('RK', 'RL'), 'digest-mismatch'],
    ['one right, one wrong', `${SHA256}, ${SHA512.replace('YM', 'YN')}`, 'digest-mismatch'],
    ['no known algorithm', 'md5=:AAAA:, sha=:AAAA:', 'digest-unsupported'],
    ['nothing', '', 'digest-unsupported'],
    ['the known one not covered', `${SHA256}, md5=:AAAA:`, 'digest-unsupported', 'md5'],
    ['a short digest', 'sha-256=:AAAA:', 'digest-malformed'],
    ['a digest of the other length', SHA256.replace('256', '512'), 'digest-malformed'],
    ['a string', 'sha-256="RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg="', 'digest-malformed'],
    ['a list', SHA256.replace('=:', '=(:').concat(')'), 'digest-malformed'],
    [
      'the syntax of the older Digest field',
      'SHA-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=',
      'digest-malformed',
    ],
  ];
  for (const [title, field, code, onlyKey] of refused) {
    it(`refuses ${title}: ${code}`, async () => {
      expect(await thrown(() => checkContentDigest([field], HELLO, onlyKey))).to.have.property('code', code);
    });
  }

  it('passes over other algorithms beside a known one', async () => {
    await checkContentDigest([`md5=:AAAA:, ${SHA256}, unixsum=5`], HELLO);
  });
});

describe('the body under a signature', () => {
  async function verify(
    components: readonly string[],
    message: HttpRequestMessage,
    changes: Partial<VerificationPolicy> = {},
  ): Promise<SignatureVerdict> {
    const signature = await signMessage(message, { key: ED25519_SIGNER, components, parameters: { created: CREATED } });
    return verifyMessage(withSignature(message, signature), policy(changes));
  }
  const field = (value: string): FieldLine => ['Content-Digest', value];
  const required: Partial<VerificationPolicy> = { contentDigest: 'required' };

  it('is compared when its digest is covered, in whichever way', async () => {
    for (const component of [
      'content-digest',
      '"content-digest";sf',
      '"content-digest";bs',
      '"content-digest";key="sha-256"',
    ]) {
      const good = await verify([component], request({ fields: [field(SHA256)], body: HELLO }), required);
      expect(good, component).to.deep.include({ status: 'valid', bodyChecked: true });
      const bad = await verify([component], request({ fields: [field(SHA256)], body: bytes('x') }));
      expect(outcome(bad), component).to.equal('invalid digest-mismatch');
    }
  });

  it('by a digest in the trailers', async () => {
    const trailers = [field(SHA256)];
    const good = await verify(['"content-digest";tr'], request({ fields: [], trailers, body: HELLO }), required);
    expect(good).to.deep.include({ status: 'valid', bodyChecked: true });
    const bad = await verify(['"content-digest";tr'], request({ fields: [], trailers, body: bytes('') }));
    expect(outcome(bad)).to.equal('invalid digest-mismatch');
  });

  it('is not compared by a member that is not covered', async () => {
    const value = `${SHA512.replace('YM', 'YN')}, ${SHA256}`;
    const verdict = await verify(['"content-digest";key="sha-256"'], request({ fields: [field(value)], body: HELLO }));
    expect(outcome(verdict)).to.equal('valid');
    const none = await verify(['"content-digest";key="md5"'], request({ fields: [field('md5=:AA==:')], body: HELLO }));
    expect(outcome(none)).to.equal('unknown digest-unsupported');
  });

  it('does not answer for the digest of the request', async () => {
    const related = request({ fields: [field(SHA256)] });
    const message = { kind: 'response', status: 200, fields: [], request: related, body: bytes('x') } as const;
    const components = ['"content-digest";req'];
    const signature = await signMessage(message, { key: ED25519_SIGNER, components, parameters: { created: CREATED } });
    const signed = withSignature(message, signature);
    expect(await verifyMessage(signed, policy())).to.deep.include({ status: 'valid', bodyChecked: false });
    expect(outcome(await verifyMessage(signed, policy(required)))).to.equal('invalid required-component-missing');
  });

  it('is unknown where it is required and not there', async () => {
    const message = request({ fields: [field(SHA256)] });
    expect(await verify(['content-digest'], message)).to.deep.include({ status: 'valid', bodyChecked: false });
    expect(outcome(await verify(['content-digest'], message, required))).to.equal('unknown body-missing');
    expect(outcome(await verify(['@method'], message, required))).to.equal('invalid required-component-missing');
  });

  it('a field that is covered as text and is no digest', async () => {
    const verdict = await verify(['content-digest'], request({ fields: [field('nonsense,')], body: HELLO }));
    expect(outcome(verdict)).to.equal('invalid digest-malformed');
  });
});
