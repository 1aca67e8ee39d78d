import { expect } from 'chai';
import { describe, it } from 'mocha';
import { answerSignatureRequest, createAcceptSignature, parseAcceptSignature, signMessage } from '../../src/index.ts';
import type { RequestedSignature } from '../../src/index.ts';
import { CREATED, ED25519_SIGNER, outcomeOf, request, thrown, withSignature } from './support.ts';

/** In the form of RFC 9421, section 5.1. */
const FIELD =
  'sig1=("@method" "@target-uri" "@authority" "content-digest" "cache-control");keyid="test-key-rsa-pss";created;tag="app-123"';
const NONE = {
  created: undefined,
  expires: undefined,
  nonce: undefined,
  alg: undefined,
  keyid: undefined,
  tag: undefined,
};

describe('RFC 9421, section 5: Accept-Signature', () => {
  it('reads what is asked for, and writes it again', () => {
    const requests = parseAcceptSignature(FIELD);
    expect(requests).to.deep.equal([
      {
        label: 'sig1',
        components: ['"@method"', '"@target-uri"', '"@authority"', '"content-digest"', '"cache-control"'],
        parameters: { ...NONE, keyid: 'test-key-rsa-pss', created: true, tag: 'app-123' },
      },
    ]);
    const written = createAcceptSignature(requests);
    expect(parseAcceptSignature(written)).to.deep.equal(requests);
    expect(written.replace(/ /g, '')).to.contain('"cache-control");created;keyid="test-key-rsa-pss";tag="app-123"');
  });

  it('reads several, from several lines', () => {
    const requests = parseAcceptSignature(['a=("@status");expires', 'b=();nonce="n";alg="ed25519"']);
    expect(requests.map(({ label, parameters }) => [label, parameters])).to.deep.equal([
      ['a', { ...NONE, expires: true }],
      ['b', { ...NONE, nonce: 'n', alg: 'ed25519' }],
    ]);
  });

  const wrong: readonly (readonly [field: string, code: string])[] = [
    ['sig1=("a"', 'accept-signature-malformed'],
    ['sig1=(), sig1=()', 'accept-signature-malformed'],
    ['sig1="@method"', 'accept-signature-malformed'],
    ['sig1=();created=5', 'accept-signature-malformed'],
    ['sig1=();expires=?0', 'accept-signature-malformed'],
    ['sig1=();nonce=n', 'accept-signature-malformed'],
    ['sig1=("@body")', 'component-unknown'],
    ['sig1=(date)', 'component-not-string'],
  ];
  for (const [field, code] of wrong) {
    it(`refuses ${field}: ${code}`, async () => {
      expect(await thrown(() => parseAcceptSignature(field))).to.have.property('code', code);
    });
  }

  it('does not ask for what can not exist', async () => {
    const ask = (changes: Partial<RequestedSignature>): unknown =>
      createAcceptSignature([{ label: 'a', components: [], parameters: {}, ...changes }]);
    expect(await thrown(() => ask({ components: ['@body'] }))).to.have.property('code', 'component-unknown');
    expect(await thrown(() => ask({ label: 'A' }))).to.have.property('code', 'structured-field-value');
    expect(await thrown(() => ask({ parameters: { tag: 'ü' } }))).to.have.property('code', 'structured-field-value');
  });

  it('is answered with the same label and components, and the parameters asked for', async () => {
    const field = 'mine=("@method" "@path");nonce="abc";tag="t";expires;alg="ed25519";keyid="k"';
    const [wanted] = parseAcceptSignature(field);
    if (wanted === undefined) throw new Error('nothing was read');
    const now = (): number => CREATED + 0.9;
    const signed = await signMessage(
      request(),
      answerSignatureRequest(wanted, { key: ED25519_SIGNER, keyid: 'k', lifetime: 60, now }),
    );
    expect(signed.signatureInput).to.equal(
      `mine=("@method" "@path");created=${CREATED};expires=${CREATED + 60};nonce="abc";alg="ed25519";keyid="k";tag="t"`,
    );
    expect(await outcomeOf(withSignature(request(), signed), { tag: 't' })).to.equal('valid');
  });

  it('uses the clock of the system, and 300 seconds', () => {
    const before = Math.floor(Date.now() / 1000);
    const wanted: RequestedSignature = { label: 'a', components: [], parameters: { expires: true } };
    const { parameters } = answerSignatureRequest(wanted, { key: ED25519_SIGNER, keyid: 'k' });
    expect(parameters.created).to.be.within(before, Math.floor(Date.now() / 1000));
    expect(parameters.expires).to.equal((parameters.created ?? 0) + 300);
    const plain = answerSignatureRequest({ ...wanted, parameters: {} }, { key: ED25519_SIGNER, keyid: 'k' });
    expect(plain.parameters).to.include({ expires: undefined, nonce: undefined, keyid: 'k' });
  });

  it('is refused for another key or algorithm', async () => {
    for (const [name, value, own] of [
      ['alg', 'es256k', 'ed25519'],
      ['keyid', 'other', 'k'],
    ] as const) {
      const wanted: RequestedSignature = { label: 'a', components: [], parameters: { [name]: value } };
      const error = await thrown(() => answerSignatureRequest(wanted, { key: ED25519_SIGNER, keyid: 'k' }));
      expect(error).to.deep.include({ code: 'accept-signature-refused', details: { name, wanted: value, own } });
    }
  });
});
