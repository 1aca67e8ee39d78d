import { expect } from 'chai';
import { describe, it } from 'mocha';
import { HttpSignatureError, createSignatureBase, signMessage } from '../../src/index.ts';
import type { SigningOptions } from '../../src/index.ts';
import { CREATED, ED25519_SIGNER, outcomeOf, request, thrown, withSignature } from './support.ts';

const options: SigningOptions = { key: ED25519_SIGNER, components: ['@method'], parameters: { created: CREATED } };

describe('signing', () => {
  it('writes parameters in the order in which they are given, and created first when it is added', async () => {
    const parameters = { tag: 't', keyid: 'k', expires: CREATED + 9, created: CREATED, nonce: 'n', alg: 'ed25519' };
    const given = await signMessage(request(), { ...options, parameters });
    expect(given.signatureInput).to.equal(
      `sig1=("@method");tag="t";keyid="k";expires=${CREATED + 9};created=${CREATED};nonce="n";alg="ed25519"`,
    );
    const before = Math.floor(Date.now() / 1000);
    const added = await signMessage(request(), { ...options, parameters: { keyid: 'k' } });
    const after = Math.floor(Date.now() / 1000);
    const created = Number(/^sig1=\("@method"\);created=(\d+);keyid="k"$/.exec(added.signatureInput)?.[1]);
    expect(created).to.be.within(before, after);
    const none = await signMessage(request(), { ...options, parameters: { created: undefined } });
    expect(none.signatureInput).to.equal('sig1=("@method")');
  });

  it('takes quotes and backslashes in parameters', async () => {
    const parameters = { created: CREATED, keyid: 'did:sage:x:"\\' };
    const signed = await signMessage(request(), { ...options, parameters });
    expect(signed.signatureInput).to.contain(String.raw`;keyid="did:sage:x:\"\\"`);
    expect(await outcomeOf(withSignature(request(), signed))).to.equal('valid');
  });

  const refused: readonly (readonly [title: string, changes: object, code: string])[] = [
    ['an upper-case label', { label: 'Sig' }, 'label-invalid'],
    ['an empty label', { label: '' }, 'label-invalid'],
    ['a label with an equals sign', { label: 'a=b' }, 'label-invalid'],
    ["an alg that is not the key's", { parameters: { alg: 'es256k' } }, 'algorithm-mismatch'],
    ['a fraction for created', { parameters: { created: 1.5 } }, 'parameter-invalid'],
    ['a negative created', { parameters: { created: -1 } }, 'parameter-invalid'],
    ['milliseconds of the far future', { parameters: { created: 1e15 } }, 'parameter-invalid'],
    ['a string for created', { parameters: { created: '1' } }, 'parameter-invalid'],
    ['a number for keyid', { parameters: { keyid: 1 } }, 'parameter-invalid'],
    ['a line break in the nonce', { parameters: { nonce: 'a\nb' } }, 'parameter-invalid'],
    ['a letter beyond ASCII in the tag', { parameters: { tag: 'ü' } }, 'parameter-invalid'],
    ['an unknown parameter', { parameters: { name: 'x' } }, 'parameter-invalid'],
    ['a missing field', { components: ['x-none'] }, 'component-missing'],
  ];
  for (const [title, changes, code] of refused) {
    it(`refuses ${title}: ${code}`, async () => {
      expect(await thrown(() => signMessage(request(), { ...options, ...changes }))).to.have.property('code', code);
    });
  }

  it('covers 64 components at most', async () => {
    const names = Array.from({ length: 65 }, (_, index) => `x-${index}`);
    const message = request({ fields: names.map((name) => [name, 'v']) });
    const most = { ...options, components: names.slice(1) };
    expect(await outcomeOf(withSignature(message, await signMessage(message, most)))).to.equal('valid');
    const error = await thrown(() => signMessage(message, { ...options, components: names }));
    expect(error).to.deep.include({ code: 'components-too-many', details: { count: 65 } });
  });

  it('refuses a label that the message has, in headers or trailers', async () => {
    const signed = withSignature(request(), await signMessage(request(), options));
    const again = await thrown(() => signMessage(signed, options));
    expect(again).to.deep.include({ code: 'label-taken', details: { label: 'sig1' } });
    const trailing = { ...request(), trailers: signed.fields.slice(-1) };
    expect(await thrown(() => signMessage(trailing, options))).to.have.property('code', 'label-taken');
    const second = await signMessage(signed, { ...options, label: 'sig2' });
    expect(await outcomeOf(withSignature(signed, second), { label: 'sig2' })).to.equal('valid');
  });

  it('refuses to add to fields that are malformed', async () => {
    for (const [name, value, code] of [
      ['Signature', 'x=,', 'signature-malformed'],
      ['Signature-Input', 'x=(', 'signature-input-malformed'],
      ['Signature-Input', 'x=(), x=()', 'signature-input-malformed'],
    ] as const) {
      const error = await thrown(() => signMessage(request({ fields: [[name, value]] }), options));
      expect(error, value).to.be.instanceOf(HttpSignatureError);
      expect(error, value).to.have.property('code', code);
    }
  });
});

describe('bases of unusual messages', () => {
  const line = (component: string, changes: Parameters<typeof request>[0]): string | undefined =>
    createSignatureBase(request(changes), [component], {}).split('\n')[0];

  it('asterisk form, authority form and absolute form', () => {
    for (const [requestTarget, path, query] of [
      ['*', '/', '?'],
      ['www.example.com:80', '/', '?'],
      ['http://a.example', '/', '?'],
      ['http://a.example?x', '/', '?x'],
      ['http://a.example/b/?', '/b/', '?'],
    ] as const) {
      expect(line('@path', { requestTarget })).to.equal(`"@path": ${path}`);
      expect(line('@query', { requestTarget })).to.equal(`"@query": ${query}`);
      expect(line('@request-target', { requestTarget })).to.equal(`"@request-target": ${requestTarget}`);
    }
  });

  it('authorities in their normal form', () => {
    for (const [uri, authority] of [
      ['HTTPS://EXAMPLE.com:443/', 'example.com'],
      ['https://example.com:/', 'example.com'],
      ['https://example.com:80', 'example.com:80'],
      ['http://example.com:80', 'example.com'],
      ['wss://example.com:443?x', 'example.com'],
      ['https://[2001:DB8::1]:8443/', '[2001:db8::1]:8443'],
      ['https://a:0/', 'a:0'],
    ] as const) {
      expect(line('@authority', { targetUri: uri })).to.equal(`"@authority": ${authority}`);
      expect(line('@scheme', { targetUri: uri })).to.equal(`"@scheme": ${uri.split(':')[0]?.toLowerCase() ?? ''}`);
    }
  });

  it('query parameters: empty, without equals sign, with several, with plus and broken escapes', () => {
    const requestTarget = '/?&a=&b&c=d=e&f=+%&%67=h&i=%F0%9F%98%80';
    for (const [name, value] of [
      ['a', ''],
      ['b', ''],
      ['c', 'd%3De'],
      ['f', '%20%25'],
      ['g', 'h'],
      ['i', '%F0%9F%98%80'],
    ] as const) {
      const component = `"@query-param";name="${name}"`;
      expect(line(component, { requestTarget })).to.equal(`${component}: ${value}`);
    }
  });

  it('fields: folded lines, several lines, tabs inside, one line in bytes', () => {
    const value = (lines: readonly string[], component = 'x'): string | undefined =>
      line(component, { fields: lines.map((text) => ['X', text] as const) });
    expect(value(['a  \r\n \t b\r\n\tc'])).to.equal('"x": a b c');
    expect(value(['\r\n a\r\n '])).to.equal('"x": a');
    expect(value(['a', '', ' b'])).to.equal('"x": a, , b');
    expect(value(['a\tb'])).to.equal('"x": a\tb');
    expect(value(['value, with, lots, of, commas'], '"x";bs')).to.equal(
      '"x";bs: :dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:',
    );
    expect(value([' \xfc '], '"x";bs')).to.equal('"x";bs: :/A==:');
  });

  it("a trailer of the request, in a response's signature", () => {
    const related = request({
      trailers: [
        ['X-End', 'a'],
        ['x-end', 'b'],
      ],
    });
    const answer = { kind: 'response', status: 200, fields: [], trailers: [['X-End', 'c']], request: related } as const;
    const base = createSignatureBase(answer, ['"x-end";req;tr', '"x-end";tr', '"x-end";tr;bs;req'], {});
    expect(base.split('\n').slice(0, 3)).to.deep.equal([
      '"x-end";req;tr: a, b',
      '"x-end";tr: c',
      '"x-end";tr;bs;req: :YQ==:, :Yg==:',
    ]);
  });

  it('structured fields of each type', () => {
    const value = (name: string, text: string, parameter: string): string | undefined =>
      line(`"${name}";${parameter}`, { fields: [[name, text]] });
    expect(value('deprecation', ' @1659578233', 'sf')).to.equal('"deprecation";sf: @1659578233');
    expect(value('accept-ch', 'a,b ,  c;x=?1', 'sf')).to.equal('"accept-ch";sf: a, b, c;x');
    expect(value('priority', 'u=1,  i=?1', 'sf')).to.equal('"priority";sf: u=1, i');
    expect(value('priority', 'u=1, u=3', 'key="u"')).to.equal('"priority";key="u": 3');
    expect(value('priority', 'u=1', 'sf;key="u"')).to.equal('"priority";sf;key="u": 1');
  });
});
