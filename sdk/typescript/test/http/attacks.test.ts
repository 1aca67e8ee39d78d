import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import {
  createMemoryNonceStore,
  createMessageVerifier,
  createSignatureBase,
  createSigningKey,
  createVerificationKey,
  signMessage,
  verifyMessage,
} from '../../src/index.ts';
import type { HttpRequestMessage, NonceStore, SignatureParameters } from '../../src/index.ts';
import {
  CREATED,
  ED25519,
  ED25519_SIGNER,
  RFC9421,
  forge,
  materialOf,
  outcome,
  outcomeOf,
  policy,
  request,
  resolver,
  withSignature,
} from './support.ts';

const PARAMETERS: SignatureParameters = { created: CREATED, keyid: 'k', nonce: 'n-1' };

async function sign(
  components: readonly string[],
  parameters: SignatureParameters,
  label = 'sig1',
): Promise<HttpRequestMessage> {
  return withSignature(request(), await signMessage(request(), { key: ED25519_SIGNER, components, parameters, label }));
}

/** What every replay test uses: a bound in time, and a store. */
const remembering = (nonceStore: NonceStore): ReturnType<typeof policy> =>
  policy({ nonceStore, maxAge: 300, now: () => CREATED + 1 });

const memory = (): NonceStore => createMemoryNonceStore({ now: () => CREATED + 1 });

describe('A33: replays', () => {
  it('A33: of 100 parallel duplicates exactly one is accepted', async () => {
    const verify = createMessageVerifier(remembering(memory()));
    const message = await sign(['@method', '@path'], PARAMETERS);
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => verify(message)));
    const outcomes = verdicts.map(outcome).sort();
    expect(outcomes.filter((one) => one === 'valid')).to.have.length(1);
    expect(outcomes.filter((one) => one === 'invalid replay')).to.have.length(99);
  });

  it('A33: with keys and resolvers that answer at different times still exactly one', async () => {
    const pause = (): Promise<void> => new Promise((done) => setTimeout(done, Math.random() * 5));
    const resolveKey = async (): Promise<typeof ED25519> => {
      await pause();
      return ED25519;
    };
    const verify = createMessageVerifier({ ...remembering(memory()), resolveKey });
    const message = await sign(['@method', '@path'], PARAMETERS);
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => verify(message)));
    expect(verdicts.filter(({ status }) => status === 'valid')).to.have.length(1);
  });

  it('A33: an empty or missing nonce does not pass', async () => {
    for (const nonce of ['', undefined]) {
      const message = await sign(['@method'], { ...PARAMETERS, nonce });
      const verdict = await verifyMessage(message, remembering(memory()));
      expect(outcome(verdict)).to.equal('invalid required-parameter-missing');
    }
  });

  it('A33: another label, which is not signed, makes no new signature', async () => {
    const store = memory();
    const message = await sign(['@method'], PARAMETERS);
    expect(outcome(await verifyMessage(message, remembering(store)))).to.equal('valid');
    const fields = message.fields.map(([name, value]) => [name, value.replace(/^sig1=/, 'other=')] as const);
    expect(outcome(await verifyMessage({ ...message, fields }, remembering(store)))).to.equal('invalid replay');
  });

  it('A33: a wrong signature, or one that fails the policy, uses up no nonce', async () => {
    const store = memory();
    const message = await sign(['@method'], PARAMETERS);
    const forged = { ...message, method: 'GET' };
    expect(outcome(await verifyMessage(forged, remembering(store)))).to.equal('invalid signature-invalid');
    const picky = { ...remembering(store), requiredComponents: ['@path'] };
    expect(outcome(await verifyMessage(message, picky))).to.equal('invalid required-component-missing');
    expect(outcome(await verifyMessage(message, remembering(store)))).to.equal('valid');
  });

  it('A33: one nonce under two key ids is two nonces, whatever characters are in them', async () => {
    const store = memory();
    for (const parameters of [
      { ...PARAMETERS, keyid: 'a', nonce: 'bc' },
      { ...PARAMETERS, keyid: 'ab', nonce: 'c' },
      { ...PARAMETERS, keyid: 'a', nonce: 'b"c' },
      { ...PARAMETERS, keyid: 'a"b', nonce: 'c' },
      { ...PARAMETERS, keyid: 'a","b', nonce: 'c' },
    ]) {
      const verdict = await verifyMessage(await sign(['@method'], parameters), remembering(store));
      expect(outcome(verdict)).to.equal('valid');
    }
  });

  it('A33: a nonce is remembered until its signature is too old, and not less', async () => {
    let now = CREATED + 1;
    const nonceStore = createMemoryNonceStore({ now: () => now });
    const verify = createMessageVerifier(policy({ nonceStore, maxAge: 300, clockSkew: 30, now: () => now }));
    const message = await sign(['@method'], PARAMETERS);
    expect(outcome(await verify(message))).to.equal('valid');
    for (const later of [CREATED + 30, CREATED + 299, CREATED + 300]) {
      now = later;
      expect(outcome(await verify(message))).to.equal('invalid replay');
    }
    now = CREATED + 301;
    expect(outcome(await verify(message))).to.equal('invalid too-old');
  });
});

describe('A36: what costs nothing to ask for', () => {
  /** A signature that nobody made: the key is looked up after the base was built. */
  const asking = (query: string, count: number): HttpRequestMessage => {
    const components = Array.from({ length: count }, (_, index) => `"@query-param";name="p${index}"`);
    const fields: HttpRequestMessage['fields'] = [
      ['Signature-Input', `sig=(${components.join(' ')});created=${CREATED}`],
      ['Signature', `sig=:${'A'.repeat(86)}==:`],
    ];
    return request({ requestTarget: `/?${query}`, fields });
  };

  it('A36: more than 64 components are refused before any is looked at', async () => {
    expect(await outcomeOf(asking('', 65))).to.equal('invalid components-too-many');
    expect(await outcomeOf(asking('', 64))).to.equal('invalid component-missing');
  });

  it('A36: the query is decoded once, however many of its parameters are covered', async () => {
    const asked = Array.from({ length: 64 }, (_, index) => `p${index}=1`).join('&');
    const query = `${asked}&${'%41=%42&'.repeat(20_000)}`;
    const time = async (count: number): Promise<number> => {
      const start = performance.now();
      expect(await outcomeOf(asking(query, count))).to.equal('invalid signature-invalid');
      return performance.now() - start;
    };
    await time(1);
    const [one, all] = [await time(1), await time(64)];
    expect(all, `${one} ms for one`).to.be.below(one * 8 + 50);
  });
});

describe('A36: what the policy asks for', () => {
  it('A36: required components are required', async () => {
    const message = await sign(['@method'], PARAMETERS);
    expect(await outcomeOf(message, { requiredComponents: ['@method'] })).to.equal('valid');
    for (const component of ['@path', '"@method";req', 'content-digest', '"@query-param";name="Pet"']) {
      const verdict = await outcomeOf(message, { requiredComponents: ['@method', component] });
      expect(verdict).to.equal('invalid required-component-missing');
    }
  });

  it('A36: a created in the future is refused', async () => {
    const message = await sign(['@method'], { created: CREATED + 31 });
    expect(await outcomeOf(message)).to.equal('invalid created-in-future');
  });

  it('A36: the nonce is checked', async () => {
    const store = memory();
    const message = await sign(['@method'], PARAMETERS);
    expect(outcome(await verifyMessage(message, remembering(store)))).to.equal('valid');
    expect(outcome(await verifyMessage(message, remembering(store)))).to.equal('invalid replay');
  });

  it('A36: a signature under a random label does not stand in for the one asked for', async () => {
    const weak = await forge(request(), `();created=${CREATED};tag="app"`, '');
    const fields = weak.fields.map(([name, value]) => [name, value.replace(/^sig=/, 'decoy=')] as const);
    const strong = await sign(['@method', '@path'], { created: CREATED, tag: 'app' });
    const both = { ...strong, fields: [...fields, ...strong.fields.slice(-2)] };
    const requiredComponents = ['@method', '@path'];
    expect(await outcomeOf(both, { requiredComponents, label: 'sig1' })).to.equal('valid');
    expect(await outcomeOf(both, { requiredComponents, label: 'decoy' })).to.equal(
      'invalid required-component-missing',
    );
    expect(await outcomeOf(both, { requiredComponents, tag: 'app' })).to.equal('invalid label-ambiguous');
    expect(await outcomeOf(both, { requiredComponents })).to.equal('invalid label-ambiguous');
  });

  it('A36: a body that nobody compared is not called checked', async () => {
    const body = new TextEncoder().encode('{}');
    const digest = ['Content-Digest', 'sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:'] as const;
    const message = request({ body, fields: [digest] });
    for (const [components, checked] of [
      [['content-digest'], true],
      [['@method'], false],
    ] as const) {
      const signature = await signMessage(message, { key: ED25519_SIGNER, components, parameters: PARAMETERS });
      const verdict = await verifyMessage(withSignature(message, signature), policy());
      expect(verdict).to.deep.include({ status: 'valid', bodyChecked: checked });
    }
  });
});

describe('A37: what is signed is what RFC 9421 says', () => {
  const components = ['@method'];
  const base = createSignatureBase(request(), components, PARAMETERS);
  const data = new TextEncoder().encode(base);

  for (const [made, checked] of [
    ['rsa-v1_5-sha256', 'rsa-pss-sha512'],
    ['rsa-pss-sha512', 'rsa-v1_5-sha256'],
  ] as const) {
    it(`A37: a signature by ${made} is none by ${checked}, with one key`, async () => {
      const material = materialOf('test-key-rsa');
      for (const signer of [createNodeSigningKey(made, material), await createSigningKey(made, material)]) {
        const signature = await signer.sign(data);
        for (const create of [createNodeVerificationKey, createVerificationKey]) {
          expect(await (await create(made, material)).verify(data, signature)).to.equal(true);
          expect(await (await create(checked, material)).verify(data, signature)).to.equal(false);
        }
      }
    });
  }

  it('A37: PSS with another salt length than 64 bytes is refused', async () => {
    const { constants, createPrivateKey, sign: signRaw } = await import('node:crypto');
    const material = materialOf('test-key-rsa');
    const key = createPrivateKey(RFC9421.keys['test-key-rsa']?.privateKeyPem ?? '');
    for (const saltLength of [0, 20, 32, 63, 64]) {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      const signature = signRaw('sha512', data, { key, padding, saltLength });
      for (const create of [createNodeVerificationKey, createVerificationKey]) {
        expect(await (await create('rsa-pss-sha512', material)).verify(data, signature)).to.equal(saltLength === 64);
      }
    }
  });

  it('A37: parameters in another order are another signature', async () => {
    const message = await sign(components, PARAMETERS);
    expect(await outcomeOf(message)).to.equal('valid');
    const swap = (value: string): string => value.replace(/(;created=\d+)(;keyid="k")/, '$2$1');
    const fields = message.fields.map(([name, value]) => [name, swap(value)] as const);
    expect(fields).to.not.deep.equal(message.fields);
    expect(await outcomeOf({ ...message, fields })).to.equal('invalid signature-invalid');
  });

  it('A37: the tag is signed: it can neither be dropped, added nor changed', async () => {
    const tagged = await sign(components, { ...PARAMETERS, tag: 'app' });
    const plain = await sign(components, PARAMETERS);
    expect(tagged.fields.at(-2)?.[1]).to.contain(';tag="app"');
    const edit = (message: HttpRequestMessage, from: string | RegExp, to: string): HttpRequestMessage => {
      const fields = message.fields.map(([name, value]) => [name, value.replace(from, to)] as const);
      expect(fields).to.not.deep.equal(message.fields);
      return { ...message, fields };
    };
    expect(await outcomeOf(tagged, { tag: 'app' })).to.equal('valid');
    for (const message of [
      edit(tagged, ';tag="app"', ''),
      edit(tagged, '"app"', '"apq"'),
      edit(plain, ';keyid="k"', ';keyid="k";tag="app"'),
    ]) {
      expect(await outcomeOf(message)).to.equal('invalid signature-invalid');
    }
  });

  it('A37: parameters that nobody knows are signed too', async () => {
    const message = await forge(request(), `();created=${CREATED};x=1`, '');
    expect(await outcomeOf(message)).to.equal('valid');
    const fields = message.fields.map(([name, value]) => [name, value.replace(';x=1', '')] as const);
    expect(await outcomeOf({ ...message, fields })).to.equal('invalid signature-invalid');
  });
});

describe('A44: valid fields are accepted, and lines end as they should', () => {
  it('A44: a byte sequence keeps its colons on both sides', async () => {
    const { signature } = await signMessage(request(), { key: ED25519_SIGNER, components: [], parameters: {} });
    expect(signature).to.match(/^sig1=:[A-Za-z0-9+/]{86}==:$/);
  });

  for (const [title, cut] of [
    ['the last colon', /:$/],
    ['the first colon', /:/],
  ] as const) {
    it(`A44: a signature without ${title} is refused`, async () => {
      const message = await sign(['@method'], PARAMETERS);
      const fields = message.fields.map(
        ([name, value]) => [name, name === 'Signature' ? value.replace(cut, '') : value] as const,
      );
      expect(await outcomeOf({ ...message, fields })).to.equal('invalid signature-malformed');
    });
  }

  it('A44: an identifier line ends in a colon and a space, also for an empty value', () => {
    const message = request({ fields: [['X-Empty', '']] });
    const base = createSignatureBase(message, ['x-empty', '@path'], { created: 1 });
    expect(base).to.equal('"x-empty": \n"@path": /foo\n"@signature-params": ("x-empty" "@path");created=1');
  });

  it('A44: odd but valid headers are accepted', async () => {
    const message = await sign(['@method', 'date', 'example'], PARAMETERS);
    const odd: HttpRequestMessage['fields'] = message.fields.map(([name, value]) => {
      if (name === 'Signature-Input') return ['SIGNATURE-INPUT', `  ${value.replace('" "', '"   "')}, b=();x   `];
      if (name === 'Signature') return ['signature', ` b=:AAAA:\t ,\t ${value} `];
      return [name.toUpperCase(), `\t${value}  `];
    });
    expect(await outcomeOf({ ...message, fields: odd }, { label: 'sig1' })).to.equal('valid');
  });

  it('A44: signatures spread over several lines are read together', async () => {
    const one = await signMessage(request(), { key: ED25519_SIGNER, components: ['@method'], parameters: PARAMETERS });
    const message = withSignature(request(), one);
    const options = { key: ED25519_SIGNER, components: ['"signature";key="sig1"'], parameters: PARAMETERS, label: 'b' };
    const two = withSignature(message, await signMessage(message, options));
    for (const label of ['sig1', 'b']) expect(await outcomeOf(two, { label })).to.equal('valid');
    const fields = two.fields.map(([name, value]) => [name, value.replace('sig1=:', 'sig1=:AAAA')] as const);
    expect(await outcomeOf({ ...two, fields }, { label: 'b' })).to.equal('invalid signature-invalid');
  });

  it('A44: a query and a path are signed as sent', async () => {
    const target = "/a/../b//c%2f%7E?x=%41&y='()&y";
    const message = request({ requestTarget: target, targetUri: `https://example.com${target}` });
    const components = ['@path', '@query', '@request-target', '@target-uri'];
    const [path, query, raw, uri] = createSignatureBase(message, components, {}).split('\n');
    expect([path, query]).to.deep.equal(['"@path": /a/../b//c%2f%7E', `"@query": ?x=%41&y='()&y`]);
    expect([raw, uri]).to.deep.equal([`"@request-target": ${target}`, `"@target-uri": https://example.com${target}`]);
    const signature = await signMessage(message, { key: ED25519_SIGNER, components, parameters: PARAMETERS });
    expect(await outcomeOf(withSignature(message, signature), { resolveKey: resolver(ED25519) })).to.equal('valid');
  });
});
