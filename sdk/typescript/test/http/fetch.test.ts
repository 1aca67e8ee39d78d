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

  it('reads at most a mebibyte, or what is asked for, and leaves the request usable', async () => {
    const sized = (length: number, chunk = 65_536): Request => {
      let left = length;
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          const size = Math.min(left, chunk);
          left -= size;
          if (size === 0) controller.close();
          else controller.enqueue(new Uint8Array(size).fill(left % 251));
        },
      });
      return new Request('https://example.com/', { method: 'POST', body, duplex: 'half' });
    };
    const mebibyte = 1_048_576;
    expect((await fromFetchRequest(sized(mebibyte))).body).to.have.length(mebibyte);
    const long = sized(8 * mebibyte);
    const message = await fromFetchRequest(long);
    expect([message.body, message.content]).to.deep.equal([undefined, 'too-large']);
    expect(long.bodyUsed).to.equal(false);
    for (const [maxBodyBytes, length] of [
      [10, 10],
      [Infinity, mebibyte + 1],
      [0, 0],
    ] as const) {
      expect((await fromFetchRequest(sized(length), { maxBodyBytes })).body, String(length)).to.have.length(length);
    }
    const small = await fromFetchRequest(sized(11, 3), { maxBodyBytes: 10 });
    expect([small.body, small.content]).to.deep.equal([undefined, 'too-large']);
    const many = sized(1_000, 1);
    expect(await fromFetchRequest(many)).to.deep.include({ body: new Uint8Array(await many.arrayBuffer()) });
    const response = await fromFetchResponse(new Response('12345'), undefined, { maxBodyBytes: 4 });
    expect([response.body, response.content]).to.deep.equal([undefined, 'too-large']);
    for (const maxBodyBytes of [-1, 1.5, Number.NaN, '9' as unknown as number]) {
      const error = await thrown(() => fromFetchRequest(post(), { maxBodyBytes }));
      expect(error).to.have.property('code', 'policy-invalid');
    }
  });

  it('refuses a body above the bound where its digest is covered, whatever the policy', async () => {
    const signed = await signFetchRequest(post(), options);
    for (const one of [policy(), strict]) {
      const verdict = await verifyFetchRequest(signed.clone(), one, { maxBodyBytes: 6 });
      expect(outcome(verdict)).to.equal('unknown body-too-large');
      expect(outcome(await verifyFetchRequest(signed.clone(), one, { maxBodyBytes: 7 }))).to.equal('valid');
    }
    const plain = await signFetchRequest(post(), { ...options, components: ['@method'] });
    const verdict = await verifyFetchRequest(plain, policy(), { maxBodyBytes: 6 });
    expect(verdict).to.deep.include({ status: 'valid', bodyChecked: false });
    const answer = await signFetchResponse(new Response('made'), { ...options, components: ['content-digest'] });
    expect(outcome(await verifyFetchResponse(answer, policy(), undefined, { maxBodyBytes: 3 }))).to.equal(
      'unknown body-too-large',
    );
  });

  it('signs bodies of any length', async () => {
    const long = (): Request => new Request('https://example.com', { method: 'POST', body: 'x'.repeat(1_048_577) });
    const all = { ...options, components: ['content-digest'] };
    const signed = await signFetchRequest(long(), all);
    expect(outcome(await verifyFetchRequest(signed, strict, { maxBodyBytes: Infinity }))).to.equal('valid');
    const answer = await signFetchResponse(new Response('x'.repeat(1_048_577)), all);
    expect(outcome(await verifyFetchResponse(answer, strict, undefined, { maxBodyBytes: Infinity }))).to.equal('valid');
  });

  it('does not read the body of a request that is not signed', async () => {
    let pulls = 0;
    const unread = (): ReadableStream =>
      new ReadableStream(
        {
          pull: (controller) => {
            pulls++;
            controller.close();
          },
        },
        { highWaterMark: 0 },
      );
    const body = unread();
    const request = new Request('https://example.com/', { method: 'POST', body, duplex: 'half' });
    expect(outcome(await verifyFetchRequest(request, strict))).to.equal('invalid signature-absent');
    expect([pulls, request.bodyUsed]).to.deep.equal([0, false]);
    const response = new Response(unread());
    expect(outcome(await verifyFetchResponse(response, strict))).to.equal('invalid signature-absent');
    expect(pulls).to.equal(0);
  });

  it('reads where requests have no streams, and refuses streams of something else than bytes', async () => {
    const text = '{"n":1}';
    const old = {
      ...{ url: 'https://example.com/', method: 'POST', headers: new Headers(), bodyUsed: false, body: undefined },
      clone: () => ({ body: undefined, arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer) }),
    } as unknown as Request;
    expect((await fromFetchRequest(old)).body).to.deep.equal(new TextEncoder().encode(text));
    expect((await fromFetchRequest(old, { maxBodyBytes: 6 })).content).to.equal('too-large');
    const odd = {
      ...{ url: 'https://example.com/', method: 'POST', headers: new Headers(), bodyUsed: false, body: {} },
      clone: () => ({
        body: new ReadableStream({
          start: (controller) => {
            controller.enqueue('text');
          },
        }),
      }),
    } as unknown as Request;
    expect(await thrown(() => fromFetchRequest(odd))).to.be.instanceOf(TypeError);
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
