import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  fromFetchRequest,
  fromFetchResponse,
  signFetchRequest,
  signFetchResponse,
  verifyFetchRequest,
  verifyFetchResponse,
} from '../../src/index.ts';
import type { FetchSigningOptions, VerificationPolicy } from '../../src/index.ts';
import { CREATED, ED25519_SIGNER, outcome, policy, thrown } from './support.ts';

const options: FetchSigningOptions = {
  key: ED25519_SIGNER,
  components: ['@method', '@target-uri', '@path', '@query', 'content-digest', 'x-a'],
  parameters: { created: CREATED, keyid: 'k' },
  contentDigest: ['sha-256'],
};
const strict: VerificationPolicy = policy({ contentDigest: 'required' });

const post = (): Request =>
  new Request('https://example.com/a/../b?c=%41#d', { method: 'POST', body: '{"n":1}', headers: { 'X-A': '1' } });

describe('fetch requests', () => {
  it('signs, sends the same body on, verifies', async () => {
    const signed = await signFetchRequest(post(), options);
    const verdict = await verifyFetchRequest(signed, strict);
    expect(verdict).to.deep.include({ status: 'valid', bodyChecked: true });
    expect(await signed.text()).to.equal('{"n":1}');
    expect(signed.headers.get('x-a')).to.equal('1');
  });

  it('takes the URL in its normal form, without fragment', async () => {
    const { kind, method, requestTarget, targetUri } = await fromFetchRequest(post());
    expect({ kind, method, requestTarget, targetUri }).to.deep.equal({
      kind: 'request',
      method: 'POST',
      requestTarget: '/b?c=%41',
      targetUri: 'https://example.com/b?c=%41',
    });
    const bare = await fromFetchRequest(new Request('https://example.com?'));
    expect(bare.requestTarget).to.equal('/?');
    expect(bare.body).to.have.length(0);
  });

  it('finds a changed body, method or URL', async () => {
    const signed = await signFetchRequest(post(), options);
    const { headers } = signed;
    const changed = [
      [new Request(signed.url, { method: 'POST', body: '{"n":2}', headers }), 'invalid digest-mismatch'],
      [new Request(signed.url, { method: 'PUT', body: '{"n":1}', headers }), 'invalid signature-invalid'],
      [
        new Request('https://example.com/b?c=A', { method: 'POST', body: '{"n":1}', headers }),
        'invalid signature-invalid',
      ],
    ] as const;
    for (const [request, wanted] of changed)
      expect(outcome(await verifyFetchRequest(request, strict))).to.equal(wanted);
  });

  it('a body that was read can be neither signed nor compared', async () => {
    const signed = await signFetchRequest(post(), options);
    await signed.text();
    expect(outcome(await verifyFetchRequest(signed, strict))).to.equal('unknown body-missing');
    const read = post();
    await read.text();
    expect(await thrown(() => signFetchRequest(read, options))).to.have.property('code', 'message-sent');
  });

  it('a second signature stands beside the first', async () => {
    const once = await signFetchRequest(post(), options);
    const { contentDigest, ...rest } = options;
    expect(contentDigest).to.deep.equal(['sha-256']);
    const twice = await signFetchRequest(once, { ...rest, label: 'sig2' });
    for (const label of ['sig1', 'sig2']) {
      expect(outcome(await verifyFetchRequest(twice.clone(), { ...strict, label }))).to.equal('valid');
    }
  });

  it('refuses a URL without authority', async () => {
    const request = new Request('data:text/plain,x');
    expect(await thrown(() => fromFetchRequest(request))).to.have.property('code', 'message-invalid');
  });
});

describe('fetch responses', () => {
  const answer: FetchSigningOptions = { ...options, components: ['@status', 'content-digest', '"@path";req'] };
  const created = (): Response => new Response('made', { status: 201, headers: { 'X-A': '1' } });

  it('signs with its request, sends the same body on, verifies', async () => {
    const request = await fromFetchRequest(post());
    const signed = await signFetchResponse(created(), answer, request);
    expect(await verifyFetchResponse(signed, strict, request)).to.deep.include({ status: 'valid', bodyChecked: true });
    const other = { ...request, requestTarget: '/x' };
    expect(outcome(await verifyFetchResponse(signed, strict, other))).to.equal('invalid signature-invalid');
    expect(outcome(await verifyFetchResponse(signed, strict))).to.equal('invalid related-request-missing');
    expect([signed.status, await signed.text()]).to.deep.equal([201, 'made']);
  });

  it('has no body to compare when it was read, or is encoded', async () => {
    const encoded = new Response('x', { headers: { 'Content-Encoding': 'gzip' } });
    expect((await fromFetchResponse(encoded)).body).to.equal(undefined);
    expect(await thrown(() => signFetchResponse(encoded, options))).to.have.property('code', 'message-sent');
    const read = created();
    await read.text();
    expect((await fromFetchResponse(read)).body).to.equal(undefined);
    expect(await thrown(() => signFetchResponse(read, options))).to.have.property('code', 'message-sent');
  });

  it('signs a response without content', async () => {
    const empty = await signFetchResponse(new Response(null, { status: 204 }), {
      ...answer,
      components: ['@status', 'content-digest'],
    });
    expect(outcome(await verifyFetchResponse(empty, strict))).to.equal('valid');
  });
});
