import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import {
  HttpSignatureError,
  SIGNATURE_REASONS,
  createSignatureBase,
  listSignatures,
  signMessage,
  verifyMessage,
} from '../../src/index.ts';
import type {
  FieldLine,
  HttpMessage,
  HttpRequestMessage,
  HttpResponseMessage,
  SignatureReason,
  VerificationPolicy,
} from '../../src/index.ts';
import {
  CREATED,
  ED25519,
  ED25519_SIGNER,
  forge,
  materialOf,
  outcome,
  outcomeOf,
  policy,
  refusal,
  request,
  resolver,
  thrown,
  withSignature,
} from './support.ts';

const PARAMETERS = `;created=${CREATED};keyid="k"`;

function response(changes: Partial<HttpResponseMessage> = {}): HttpResponseMessage {
  return { kind: 'response', status: 200, fields: [['Content-Type', 'text/plain']], request: request(), ...changes };
}

/** A component that must not be covered, and the base that a careless signer would make of it. */
interface BaseCase {
  readonly title: string;
  readonly input: string;
  readonly base: string;
  readonly code: SignatureReason;
  readonly message?: HttpMessage;
}

const with2 = (target: string): HttpRequestMessage =>
  request({ requestTarget: target, targetUri: `https://example.com${target}` });
const withField = (name: string, value: string): HttpRequestMessage => request({ fields: [[name, value]] });

const BASES: readonly BaseCase[] = [
  {
    title: 'a component twice',
    input: '("@method" "@method")',
    base: '"@method": POST\n"@method": POST\n',
    code: 'component-duplicate',
  },
  {
    title: 'a component twice, its parameters in another order',
    input: '("priority";key="u";req "priority";req;key="u")',
    base: '"priority";key="u";req: 1\n"priority";req;key="u": 1\n',
    code: 'component-duplicate',
    message: response({ request: withField('Priority', 'u=1') }),
  },
  { title: 'an unknown derived component', input: '("@body")', base: '"@body": x\n', code: 'component-unknown' },
  { title: 'an empty name', input: '("")', base: '"": \n', code: 'component-name-invalid' },
  { title: 'upper case', input: '("Date")', base: '"Date": x\n', code: 'component-name-invalid' },
  { title: 'a colon in a name', input: '("a:b")', base: '"a:b": x\n', code: 'component-name-invalid' },
  { title: '@Method', input: '("@Method")', base: '"@Method": POST\n', code: 'component-unknown' },
  { title: '@signature-params', input: '("@signature-params")', base: '', code: 'component-unknown' },
  {
    title: '@query-params, the name of a draft',
    input: '("@query-params";name="Pet")',
    base: '"@query-params";name="Pet": dog\n',
    code: 'component-unknown',
  },
  {
    title: '@request-response, of a draft',
    input: '("@request-response";key="sig1")',
    base: '',
    code: 'component-unknown',
    message: response(),
  },
  { title: 'a token', input: '(date)', base: 'date: x\n', code: 'component-not-string' },
  { title: 'a number', input: '(1)', base: '1: x\n', code: 'component-not-string' },
  { title: '@status of a request', input: '("@status")', base: '"@status": 200\n', code: 'component-not-in-request' },
  { title: ';req in a request', input: '("date";req)', base: '"date";req: x\n', code: 'component-not-in-request' },
  {
    title: '@status;req',
    input: '("@status";req)',
    base: '"@status";req: 200\n',
    code: 'component-parameter-invalid',
    message: response(),
  },
  {
    title: '@method of a response',
    input: '("@method")',
    base: '"@method": POST\n',
    code: 'component-not-in-response',
    message: response(),
  },
  {
    title: ';req without a request',
    input: '("@method";req)',
    base: '"@method";req: POST\n',
    code: 'related-request-missing',
    message: response({ request: undefined }),
  },
  { title: 'an unknown parameter', input: '("date";x)', base: '"date";x: x\n', code: 'component-parameter-invalid' },
  { title: ';sf=?0', input: '("date";sf=?0)', base: '"date";sf=?0: x\n', code: 'component-parameter-invalid' },
  { title: ';req=1', input: '("date";req=1)', base: '"date";req=1: x\n', code: 'component-parameter-invalid' },
  { title: ';key as a token', input: '("priority";key=u)', base: '', code: 'component-parameter-invalid' },
  { title: ';key without value', input: '("priority";key)', base: '', code: 'component-parameter-invalid' },
  { title: ';name of a field', input: '("date";name="x")', base: '', code: 'component-parameter-invalid' },
  { title: ';sf of a derived component', input: '("@path";sf)', base: '', code: 'component-parameter-invalid' },
  { title: ';tr of a derived component', input: '("@path";tr)', base: '', code: 'component-parameter-invalid' },
  { title: ';name of @path', input: '("@path";name="a")', base: '', code: 'component-parameter-invalid' },
  { title: '@query-param without name', input: '("@query-param")', base: '', code: 'component-parameter-invalid' },
  { title: ';bs;sf', input: '("priority";bs;sf)', base: '', code: 'component-parameter-conflict' },
  { title: ';sf;bs', input: '("priority";sf;bs)', base: '', code: 'component-parameter-conflict' },
  { title: ';bs;key', input: '("priority";bs;key="u")', base: '', code: 'component-parameter-conflict' },
  { title: 'a missing field', input: '("x-none")', base: '"x-none": \n', code: 'component-missing' },
  { title: 'a field as trailer', input: '("date";tr)', base: '"date";tr: x\n', code: 'component-missing' },
  {
    title: 'a trailer as field',
    input: '("expires")',
    base: '"expires": x\n',
    code: 'component-missing',
    message: request({ trailers: [['Expires', 'x']] }),
  },
  { title: 'a missing key', input: '("priority";key="x")', base: '', code: 'component-missing' },
  { title: 'a missing query parameter', input: '("@query-param";name="x")', base: '', code: 'component-missing' },
  {
    title: 'a query parameter by its decoded name',
    input: '("@query-param";name="a b")',
    base: '"@query-param";name="a b": 1\n',
    code: 'component-missing',
    message: with2('/?a%20b=1'),
  },
  {
    title: 'a query parameter of a request without query',
    input: '("@query-param";name="x")',
    base: '',
    code: 'component-missing',
    message: with2('/'),
  },
  {
    title: 'a query parameter twice, spelled differently',
    input: '("@query-param";name="a")',
    base: '"@query-param";name="a": 1\n',
    code: 'query-param-repeated',
    message: with2('/?a=1&%61=2'),
  },
  {
    title: 'a query parameter that is not UTF-8',
    input: '("@query-param";name="a")',
    base: '"@query-param";name="a": %EF%BF%BD\n',
    code: 'query-param-malformed',
    message: with2('/?a=%FF'),
  },
  {
    title: 'a query parameter whose name is not UTF-8',
    input: '("@query-param";name="%EF%BF%BD")',
    base: '"@query-param";name="%EF%BF%BD": 1\n',
    code: 'query-param-malformed',
    message: with2('/?%FF=1'),
  },
  {
    title: 'a target URI that is not known',
    input: '("@authority")',
    base: '"@authority": example.com\n',
    code: 'component-missing',
    message: request({ targetUri: undefined }),
  },
  ...[
    'https://user@example.com/',
    'https://example.com/#a',
    '/foo',
    'https://a:70000/',
    'https://a:01/',
    'https://[::1',
  ].map((targetUri): BaseCase => ({
    title: `@target-uri of ${targetUri}`,
    input: '("@target-uri")',
    base: `"@target-uri": ${targetUri}\n`,
    code: 'component-value-invalid',
    message: request({ targetUri }),
  })),
  ...['', 'foo', '/a b', '/a#b', '/ü', '/a\n/b'].map((requestTarget): BaseCase => ({
    title: `@path of ${JSON.stringify(requestTarget)}`,
    input: '("@path")',
    base: `"@path": ${requestTarget}\n`,
    code: 'component-value-invalid',
    message: request({ requestTarget }),
  })),
  {
    title: 'a method with a line break',
    input: '("@method")',
    base: '"@method": GET\n"@path": /\n',
    code: 'component-value-invalid',
    message: request({ method: 'GET\n"@path": /' }),
  },
  ...[99, 1000, 200.5, Number.NaN].map((status): BaseCase => ({
    title: `status ${status}`,
    input: '("@status")',
    base: `"@status": ${status}\n`,
    code: 'component-value-invalid',
    message: response({ status }),
  })),
  ...['a\nb', 'a\rb', 'a\r\nb', 'a\0b', 'ü', 'a\x7fb'].map((value): BaseCase => ({
    title: `the value ${JSON.stringify(value)}`,
    input: '("x")',
    base: `"x": ${value}\n`,
    code: 'component-value-invalid',
    message: withField('X', value),
  })),
  ...['a\nb', '\u0100'].map((value): BaseCase => ({
    title: `the value ${JSON.stringify(value)} in bytes`,
    input: '("x";bs)',
    base: '',
    code: 'component-value-invalid',
    message: withField('X', value),
  })),
  {
    title: ';sf of a field of unknown type',
    input: '("x-any";sf)',
    base: '"x-any";sf: 1\n',
    code: 'component-field-type',
    message: withField('X-Any', '1'),
  },
  {
    title: ';sf of a field named like a method of objects',
    input: '("constructor";sf)',
    base: '',
    code: 'component-field-type',
    message: withField('Constructor', '1'),
  },
  {
    title: ';key of a list',
    input: '("proxy-status";key="a")',
    base: '',
    code: 'component-field-type',
    message: withField('Proxy-Status', 'a'),
  },
  ...(['Priority: u=1,', 'Accept-CH: a b', 'Deprecation: x y'] as const).map((line): BaseCase => {
    const [name = '', value = ''] = line.split(': ');
    return {
      title: `;sf of ${line}`,
      input: `("${name.toLowerCase()}";sf)`,
      base: '',
      code: 'component-field-malformed',
      message: withField(name, value),
    };
  }),
  {
    title: ';key of a malformed dictionary',
    input: '("priority";key="u")',
    base: '',
    code: 'component-field-malformed',
    message: withField('Priority', 'u=1,,'),
  },
];

describe('signature bases that must not exist', () => {
  for (const { title, input, base, code, message = request() } of BASES) {
    it(`refuses ${title}: ${code}`, async () => {
      const signed = await forge(message, input + PARAMETERS, base);
      expect(await outcomeOf(signed)).to.equal(`${SIGNATURE_REASONS[code].status} ${code}`);
    });
  }

  it('refuses to sign the same, with the same codes', async () => {
    for (const { title, input, code, message = request() } of BASES) {
      // What is no identifier in double quotes can't be handed to the signer in the first place.
      if (code === 'component-not-string') continue;
      const components = input.slice(1, -1).match(/"[^"]*"(?:;[a-z]+(?:=(?:"[^"]*"|[^" ;]+))?)*/g) ?? [];
      const error = await thrown(() => createSignatureBase(message, components, {}));
      expect(error, title).to.be.instanceOf(HttpSignatureError).with.property('code', code);
    }
  });
});

/** Fields that carry a signature, wrong in some way. */
interface FieldCase {
  readonly title: string;
  readonly fields: readonly FieldLine[];
  readonly code: SignatureReason;
  readonly policy?: Partial<VerificationPolicy>;
}

const GOOD_INPUT = `sig=("@method")${PARAMETERS}`;
const SIGNATURE = `sig=:${'A'.repeat(86)}==:`;
const lines = (input: string, signature = SIGNATURE): readonly FieldLine[] => [
  ['Signature-Input', input],
  ['Signature', signature],
];

const FIELDS: readonly FieldCase[] = [
  { title: 'no fields', fields: [], code: 'signature-absent' },
  { title: 'no Signature', fields: [['Signature-Input', GOOD_INPUT]], code: 'signature-absent' },
  { title: 'no Signature-Input', fields: [['Signature', SIGNATURE]], code: 'signature-absent' },
  { title: 'empty fields', fields: lines('', ''), code: 'label-not-found' },
  { title: 'a trailing comma in the input', fields: lines(`${GOOD_INPUT},`), code: 'signature-input-malformed' },
  {
    title: 'a trailing comma in the signature',
    fields: lines(GOOD_INPUT, `${SIGNATURE},`),
    code: 'signature-malformed',
  },
  { title: 'single quotes', fields: lines("sig=('@method')"), code: 'signature-input-malformed' },
  {
    title: 'no quotes after an equals sign',
    fields: lines('sig=("@method");keyid='),
    code: 'signature-input-malformed',
  },
  { title: 'curly quotes', fields: lines('sig=(“@method”)'), code: 'signature-input-malformed' },
  { title: 'an unclosed list', fields: lines('sig=("@method"'), code: 'signature-input-malformed' },
  { title: 'no space between components', fields: lines('sig=("@method""@path")'), code: 'signature-input-malformed' },
  { title: 'commas between components', fields: lines('sig=("@method", "@path")'), code: 'signature-input-malformed' },
  { title: 'an upper-case label', fields: lines('Sig=("@method")'), code: 'signature-input-malformed' },
  { title: 'a label twice', fields: lines(`${GOOD_INPUT}, ${GOOD_INPUT}`), code: 'signature-input-malformed' },
  {
    title: 'a label twice, on two lines',
    fields: [['Signature-Input', GOOD_INPUT], ...lines(GOOD_INPUT)],
    code: 'signature-input-malformed',
  },
  { title: 'a signature twice', fields: lines(GOOD_INPUT, `${SIGNATURE}, ${SIGNATURE}`), code: 'signature-malformed' },
  { title: 'a parameter twice', fields: lines('sig=();created=1;created=2'), code: 'signature-input-malformed' },
  { title: 'a component parameter twice', fields: lines('sig=("a";req;req)'), code: 'signature-input-malformed' },
  {
    title: 'base64 without padding',
    fields: lines(GOOD_INPUT, `sig=:${'A'.repeat(86)}:`),
    code: 'signature-malformed',
  },
  { title: 'base64url', fields: lines(GOOD_INPUT, `sig=:${'_'.repeat(86)}==:`), code: 'signature-malformed' },
  { title: 'a string for the signature', fields: lines(GOOD_INPUT, 'sig="AAAA"'), code: 'signature-not-bytes' },
  { title: 'a list for the signature', fields: lines(GOOD_INPUT, 'sig=(:AAAA:)'), code: 'signature-not-bytes' },
  { title: 'an item for the input', fields: lines('sig="@method"'), code: 'input-not-inner-list' },
  { title: 'a label alone', fields: lines('sig'), code: 'input-not-inner-list' },
  { title: 'created as a string', fields: lines('sig=();created="1"'), code: 'parameter-malformed' },
  { title: 'created with a fraction', fields: lines('sig=();created=1.5'), code: 'parameter-malformed' },
  { title: 'created as a date', fields: lines('sig=();created=@1'), code: 'parameter-malformed' },
  { title: 'a negative created', fields: lines('sig=();created=-1'), code: 'parameter-malformed' },
  { title: 'created alone', fields: lines('sig=();created'), code: 'parameter-malformed' },
  { title: 'keyid as a token', fields: lines('sig=();keyid=k'), code: 'parameter-malformed' },
  { title: 'nonce as bytes', fields: lines('sig=();nonce=:AAAA:'), code: 'parameter-malformed' },
  { title: 'tag alone', fields: lines('sig=();tag'), code: 'parameter-malformed' },
  { title: 'another label', fields: lines(GOOD_INPUT), code: 'label-not-found', policy: { label: 'other' } },
  {
    title: 'a label in Signature only',
    fields: lines('a=()', 'a=:AAAA:, b=:AAAA:'),
    code: 'label-not-found',
    policy: { label: 'b' },
  },
  { title: 'another tag', fields: lines('sig=();tag="a"'), code: 'tag-not-found', policy: { tag: 'b' } },
  {
    title: 'the tag under another label',
    fields: lines('sig=();tag="a", b=();tag="b"', `${SIGNATURE}, b=:AAAA:`),
    code: 'tag-not-found',
    policy: { label: 'sig', tag: 'b' },
  },
  { title: 'an unknown algorithm', fields: lines('sig=();alg="rsa-pss-md5"'), code: 'algorithm-unsupported' },
  {
    title: 'a name of objects for the algorithm',
    fields: lines('sig=();alg="toString"'),
    code: 'algorithm-unsupported',
  },
  { title: 'a short signature', fields: lines(GOOD_INPUT, 'sig=:AAAA:'), code: 'signature-length' },
  { title: 'an empty signature', fields: lines(GOOD_INPUT, 'sig=::'), code: 'signature-length' },
  { title: 'a wrong signature', fields: lines(GOOD_INPUT), code: 'signature-invalid' },
];

describe('signature fields that are wrong', () => {
  for (const { title, fields, code, policy: changes = {} } of FIELDS) {
    it(`refuses ${title}: ${code}`, async () => {
      const message = request({ fields: [...request().fields, ...fields] });
      expect(await outcomeOf(message, changes)).to.equal(`${SIGNATURE_REASONS[code].status} ${code}`);
    });
  }

  it('tells label, message and cause', async () => {
    const message = request({ fields: [...request().fields, ...lines(`sig=("priority";sf)`)] });
    const broken = { ...message, fields: [...message.fields.slice(0, 3), ...message.fields.slice(4)] };
    const missing = refusal(await verifyMessage(broken, policy()));
    expect(missing).to.deep.equal({
      status: 'invalid',
      code: 'component-missing',
      message: 'component "priority";sf is not among the headers',
      label: 'sig',
      cause: undefined,
    });
    const malformed = refusal(await verifyMessage(request({ fields: lines('sig=(') }), policy()));
    expect(malformed.label).to.equal(undefined);
    expect(malformed.cause).to.have.property('code', 'structured-field-syntax');
    expect(malformed.message).to.contain('signature-input').and.to.contain('RFC 9651');
  });
});

describe('what can not be judged is unknown', () => {
  const signed = async (): Promise<HttpRequestMessage> =>
    withSignature(
      request(),
      await signMessage(request(), {
        key: ED25519_SIGNER,
        components: ['@method'],
        parameters: { created: CREATED, keyid: 'k' },
      }),
    );
  const cause = new Error('out of order');

  it('an unknown key', async () => {
    expect(await outcomeOf(await signed(), { resolveKey: () => undefined })).to.equal('unknown key-not-found');
  });

  it('a resolver that rejects, or throws', async () => {
    for (const resolveKey of [
      () => Promise.reject(cause),
      () => {
        throw cause;
      },
    ]) {
      const verdict = refusal(await verifyMessage(await signed(), policy({ resolveKey })));
      expect(verdict).to.deep.include({ status: 'unknown', code: 'key-resolver-failed', cause });
    }
  });

  it('a key that fails', async () => {
    const verify = (): boolean => {
      throw cause;
    };
    const resolveKey = resolver({ algorithm: 'ed25519', acceptsHighS: false, verify });
    const verdict = refusal(await verifyMessage(await signed(), policy({ resolveKey })));
    expect(verdict).to.deep.include({ status: 'unknown', code: 'key-failed', cause });
  });

  it('faults of this library are not taken for faults of the message', async () => {
    const broken = { kind: 'request', method: 'GET', requestTarget: '/', fields: undefined } as unknown as HttpMessage;
    expect(await thrown(() => verifyMessage(broken, policy()))).to.be.instanceOf(TypeError);
  });
});

describe('algorithms and keys', () => {
  it('refuses a key of another algorithm than alg says', async () => {
    const signed = await forge(request(), `();created=${CREATED};alg="es256k"`, '');
    expect(await outcomeOf(signed)).to.equal('invalid algorithm-mismatch');
  });

  it('refuses an algorithm outside of the policy, claimed or of the key', async () => {
    for (const parameters of ['', ';alg="ed25519"']) {
      const signed = await forge(request(), `()${parameters}`, '');
      expect(await outcomeOf(signed, { algorithms: ['es256k'] })).to.equal('invalid algorithm-not-allowed');
      expect(await outcomeOf(signed, { algorithms: ['ed25519'] })).to.equal('valid');
    }
  });

  it('hands keyid, alg and parameters to the resolver', async () => {
    const signed = await forge(request(), `();created=${CREATED};keyid="k";alg="ed25519";nonce="n";other=1`, '');
    const seen: unknown[] = [];
    const resolveKey: VerificationPolicy['resolveKey'] = async (...given) => {
      seen.push(...given);
      return Promise.resolve(ED25519);
    };
    expect(outcome(await verifyMessage(signed, policy({ resolveKey })))).to.equal('valid');
    const parameters = { created: CREATED, expires: undefined, nonce: 'n', alg: 'ed25519', keyid: 'k', tag: undefined };
    expect(seen).to.deep.equal(['k', 'ed25519', parameters]);
  });

  it('refuses a high s unless the key accepts it', async () => {
    const signer = createNodeSigningKey('ecdsa-p256-sha256', materialOf('test-key-ecc-p256'));
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const key = {
      algorithm: signer.algorithm,
      sign: async (data: Uint8Array) => {
        const low = Buffer.from(await signer.sign(data)).toString('hex');
        const high = (order - BigInt(`0x${low.slice(64)}`)).toString(16).padStart(64, '0');
        return Buffer.from(low.slice(0, 64) + high, 'hex');
      },
    };
    const signed = await forge(request(), `();created=${CREATED}`, '', key);
    const strict = createNodeVerificationKey('ecdsa-p256-sha256', materialOf('test-key-ecc-p256'));
    const lax = createNodeVerificationKey('ecdsa-p256-sha256', materialOf('test-key-ecc-p256'), { acceptsHighS: true });
    expect(await outcomeOf(signed, { resolveKey: resolver(strict) })).to.equal('invalid signature-high-s');
    expect(await outcomeOf(signed, { resolveKey: resolver(lax) })).to.equal('valid');
  });
});

describe('listing signatures', () => {
  it('lists labels, components and parameters without judging', () => {
    const message = request({ fields: lines(`a=("@method" "date";bs);tag="x", b=();created=5`) });
    const none = { created: undefined, expires: undefined, nonce: undefined, alg: undefined, keyid: undefined };
    expect(listSignatures(message)).to.deep.equal([
      { label: 'a', components: ['"@method"', '"date";bs'], parameters: { ...none, tag: 'x' } },
      { label: 'b', components: [], parameters: { ...none, created: 5, tag: undefined } },
    ]);
  });

  it('throws the reason where there is none', async () => {
    expect(await thrown(() => listSignatures(request()))).to.have.property('code', 'signature-absent');
  });

  it('finds fields in the trailers', async () => {
    const signed = await forge(request(), `("@method");created=${CREATED}`, '"@method": POST\n');
    const trailers = signed.fields.slice(-2);
    expect(await outcomeOf({ ...request(), trailers })).to.equal('valid');
  });
});
