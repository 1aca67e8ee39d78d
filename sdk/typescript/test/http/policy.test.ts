import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createMessageVerifier, createMemoryNonceStore, verifyMessage } from '../../src/index.ts';
import type { HttpMessage, VerificationPolicy } from '../../src/index.ts';
import { CREATED, forge, outcome, outcomeOf, policy, refusal, request, thrown } from './support.ts';

const at = (now: number, rest: Partial<VerificationPolicy> = {}): Partial<VerificationPolicy> => ({
  now: () => now,
  maxAge: 300,
  clockSkew: 30,
  ...rest,
});

async function signed(parameters: string): Promise<HttpMessage> {
  return forge(request(), `("@method" "@path")${parameters}`, '"@method": POST\n"@path": /foo\n');
}

describe('times', () => {
  const cases: readonly (readonly [title: string, parameters: string, now: number, wanted: string])[] = [
    ['at created', `;created=${CREATED}`, CREATED, 'valid'],
    ['at the maximum age', `;created=${CREATED}`, CREATED + 300, 'valid'],
    ['half a second after it', `;created=${CREATED}`, CREATED + 300.5, 'invalid too-old'],
    ['a second after it', `;created=${CREATED}`, CREATED + 301, 'invalid too-old'],
    ['ten minutes after', `;created=${CREATED}`, CREATED + 600, 'invalid too-old'],
    ['ahead by the skew', `;created=${CREATED}`, CREATED - 30, 'valid'],
    ['ahead by more', `;created=${CREATED}`, CREATED - 31, 'invalid created-in-future'],
    ['ten minutes ahead', `;created=${CREATED}`, CREATED - 600, 'invalid created-in-future'],
    ['without created', '', CREATED, 'invalid required-parameter-missing'],
    ['expires to come', `;created=${CREATED};expires=${CREATED + 60}`, CREATED + 59, 'valid'],
    ['expires passed within the skew', `;created=${CREATED};expires=${CREATED + 60}`, CREATED + 90, 'valid'],
    ['expires passed', `;created=${CREATED};expires=${CREATED + 60}`, CREATED + 91, 'invalid expired'],
    ['expires before created', `;created=${CREATED};expires=${CREATED - 1}`, CREATED, 'invalid expired'],
    ['expires at created', `;created=${CREATED};expires=${CREATED}`, CREATED, 'valid'],
    ['created at the epoch', ';created=0', 0, 'valid'],
  ];
  for (const [title, parameters, now, wanted] of cases) {
    it(`${title}: ${wanted}`, async () => {
      expect(await outcomeOf(await signed(parameters), at(now))).to.equal(wanted);
    });
  }

  it('expires holds without created and maximum age', async () => {
    const message = await signed(`;expires=${CREATED}`);
    const timeless = (now: number): Partial<VerificationPolicy> => at(now, { maxAge: Infinity, clockSkew: 0 });
    expect(await outcomeOf(message, timeless(CREATED))).to.equal('valid');
    expect(await outcomeOf(message, timeless(CREATED + 1))).to.equal('invalid expired');
  });

  it('the defaults are 300 and 30 seconds, and the clock of the system', async () => {
    const now = Math.floor(Date.now() / 1000);
    const { resolveKey } = policy();
    const bare: VerificationPolicy = { resolveKey, requiredComponents: [] };
    const verdict = async (created: number): Promise<string> =>
      outcome(await verifyMessage(await signed(`;created=${created}`), bare));
    expect(await verdict(now - 290)).to.equal('valid');
    expect(await verdict(now - 310)).to.equal('invalid too-old');
    expect(await verdict(now + 20)).to.equal('valid');
    expect(await verdict(now + 40)).to.equal('invalid created-in-future');
  });
});

describe('required components and parameters', () => {
  it('is met by what is covered, in any order of parameters', async () => {
    const message = await forge(
      { kind: 'response', status: 200, fields: [], request: request() },
      `("priority";key="u";req);created=${CREATED}`,
      '"priority";key="u";req: 1\n',
    );
    const requiredComponents = ['"priority";req;key="u"'];
    expect(await outcomeOf(message, { requiredComponents })).to.equal('valid');
  });

  it('is not met by the same name with other parameters', async () => {
    const message = await forge(request(), `("priority";key="u")`, '"priority";key="u": 1\n');
    const verdict = refusal(await verifyMessage(message, policy({ requiredComponents: ['priority'] })));
    expect(verdict).to.deep.include({
      code: 'required-component-missing',
      message: 'component "priority" is not covered; the policy asks for it',
    });
  });

  it('names the parameter that is missing or empty', async () => {
    const message = await signed(`;created=${CREATED};nonce=""`);
    for (const [name, problem] of [
      ['tag', 'is missing'],
      ['nonce', 'is empty'],
    ] as const) {
      const verdict = refusal(await verifyMessage(message, policy({ requiredParameters: [name] })));
      expect(verdict.code).to.equal('required-parameter-missing');
      expect(verdict.message).to.equal(`parameter ${name} ${problem}; the policy asks for it`);
    }
  });
});

describe('choosing the signature', () => {
  const both = async (): Promise<HttpMessage> => {
    const one = await signed(`;created=${CREATED};tag="a"`);
    const two = await signed(`;created=${CREATED};tag="b"`);
    const rename = (message: HttpMessage, label: string): HttpMessage['fields'] =>
      message.fields.slice(-2).map(([name, value]) => [name, value.replace(/^sig/, label)]);
    return { ...request(), fields: [...request().fields, ...rename(one, 'one'), ...rename(two, 'two')] };
  };

  it('by label', async () => {
    for (const label of ['one', 'two']) {
      expect(await verifyMessage(await both(), policy({ label }))).to.deep.include({ status: 'valid', label });
    }
  });

  it('by tag', async () => {
    expect(await verifyMessage(await both(), policy({ tag: 'b' }))).to.deep.include({ status: 'valid', label: 'two' });
  });

  it('refuses to guess', async () => {
    expect(await outcomeOf(await both())).to.equal('invalid label-ambiguous');
  });

  it('refuses two signatures with the tag', async () => {
    const message = await both();
    const fields = message.fields.map(([name, value]) => [name, value.replace('"b"', '"a"')] as const);
    expect(await outcomeOf({ ...message, fields }, { tag: 'a' })).to.equal('invalid label-ambiguous');
  });
});

describe('a policy that makes no sense', () => {
  const cases: readonly (readonly [title: string, changes: object, code: string])[] = [
    ['a negative maximum age', { maxAge: -1 }, 'policy-invalid'],
    ['a maximum age that is no number', { maxAge: Number.NaN }, 'policy-invalid'],
    ['a maximum age as a string', { maxAge: '300' }, 'policy-invalid'],
    ['an infinite skew', { clockSkew: Infinity }, 'policy-invalid'],
    ['an unknown parameter', { requiredParameters: ['name'] }, 'policy-invalid'],
    ['a rule for the digest that there is not', { contentDigest: 'always' }, 'policy-invalid'],
    ['no rule for the digest', { contentDigest: null }, 'policy-invalid'],
    ['an unknown algorithm', { algorithms: ['none'] }, 'policy-invalid'],
    ['a nonce store that fills for ever', { nonceStore: createMemoryNonceStore() }, 'policy-invalid'],
    ['a component that does not exist', { requiredComponents: ['@body'] }, 'component-unknown'],
    ['a component in upper case', { requiredComponents: ['Date'] }, 'component-name-invalid'],
    ['half an identifier', { requiredComponents: ['"date'] }, 'component-name-invalid'],
  ];
  for (const [title, changes, code] of cases) {
    it(`${title}: ${code}`, async () => {
      expect(await thrown(() => createMessageVerifier(policy(changes)))).to.have.property('code', code);
    });
  }

  it('a clock that gives no time stops the verification, and the nonce store', async () => {
    const message = await signed(`;created=${CREATED}`);
    for (const time of [Number.NaN, Infinity]) {
      const error = await thrown(() => verifyMessage(message, policy(at(time))));
      expect(error).to.have.property('code', 'policy-invalid');
      const store = createMemoryNonceStore({ now: () => time });
      expect(await thrown(() => store.checkAndStore('a', 1))).to.have.property('code', 'policy-invalid');
      const other = createMemoryNonceStore({ now: () => CREATED });
      expect(await thrown(() => other.checkAndStore('a', time))).to.have.property('code', 'policy-invalid');
    }
  });

  it('a nonce store goes with expires instead of a maximum age', async () => {
    const nonceStore = createMemoryNonceStore({ now: () => CREATED });
    const changes = { nonceStore, requiredParameters: ['expires'] as const };
    const message = await signed(`;nonce="n";expires=${CREATED + 5}`);
    expect(await outcomeOf(message, changes)).to.equal('valid');
    expect(await outcomeOf(message, changes)).to.equal('invalid replay');
  });
});

describe('the nonce store in memory', () => {
  it('forgets a nonce when its time is over', () => {
    let time = 0;
    const store = createMemoryNonceStore({ now: () => time });
    expect(store.checkAndStore('a', 10)).to.equal(true);
    time = 10;
    expect(store.checkAndStore('a', 20)).to.equal(false);
    time = 10.5;
    expect(store.checkAndStore('a', 20)).to.equal(true);
  });

  it('makes room by dropping what is over, and refuses when nothing is', async () => {
    let time = 0;
    const store = createMemoryNonceStore({ maxEntries: 2, now: () => time });
    store.checkAndStore('a', 5);
    store.checkAndStore('b', 50);
    const full = await thrown(() => store.checkAndStore('c', 50));
    expect(full).to.deep.include({ code: 'nonce-store-full', details: { maxEntries: 2 } });
    time = 6;
    expect(store.checkAndStore('c', 50)).to.equal(true);
    expect(store.checkAndStore('b', 50)).to.equal(false);
    expect(await thrown(() => store.checkAndStore('d', 50))).to.have.property('code', 'nonce-store-full');
  });

  it('looks for what is over at most once a second', async () => {
    let time = 0;
    const store = createMemoryNonceStore({ maxEntries: 1, now: () => time });
    store.checkAndStore('a', 0.5);
    await thrown(() => store.checkAndStore('b', 50));
    time = 0.9;
    expect(await thrown(() => store.checkAndStore('b', 50))).to.have.property('code', 'nonce-store-full');
    time = 1;
    expect(store.checkAndStore('b', 50)).to.equal(true);
  });

  it('A33: forgets what is over also when there is room, once a second, and only that', () => {
    let time = 0;
    const store = createMemoryNonceStore({ now: () => time });
    for (let index = 0; index < 1_000; index++) store.checkAndStore(`a${index}`, 10 + (index % 10));
    store.checkAndStore('late', 500);
    expect(store.size()).to.equal(1_001);
    for (const [at, size] of [
      [15.5, 502],
      [15.9, 503],
      [16, 404],
      [567, 1],
    ] as const) {
      time = at;
      store.checkAndStore(`b${at}`, at + 550);
      expect(store.size(), String(at)).to.equal(size);
    }
  });

  it('keeps a nonce for its time when the clock is set forth and back, or it is filed anew', () => {
    let time = 0;
    const store = createMemoryNonceStore({ maxEntries: 3, now: () => time });
    store.checkAndStore('a', 10);
    time = 1_000;
    expect(store.checkAndStore('a', 1_010)).to.equal(true);
    time = 5;
    expect(store.checkAndStore('a', 20)).to.equal(false);
    expect(store.checkAndStore('b', 20)).to.equal(true);
    time = 20;
    expect(store.checkAndStore('b', 30)).to.equal(false);
    time = 21;
    expect(store.checkAndStore('b', 30)).to.equal(true);
    expect(store.checkAndStore('c', 30)).to.equal(true);
    time = 31;
    expect([store.checkAndStore('d', 50), store.checkAndStore('e', 50)]).to.deep.equal([true, true]);
  });

  it('refuses a size that is none', async () => {
    for (const maxEntries of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 24 + 1, '9' as unknown as number]) {
      const error = await thrown(() => createMemoryNonceStore({ maxEntries }));
      expect(error, String(maxEntries)).to.have.property('code', 'policy-invalid');
    }
  });

  it('A33: a store gets 64 digits, however long key id and nonce are, and others for each pair', async () => {
    const seen: string[] = [];
    const nonceStore = { checkAndStore: (key: string) => seen.push(key) > 0 };
    const nonces = ['n', 'n'.repeat(10_000), 'n"', 'm'];
    for (const nonce of nonces) {
      const text = nonce.replaceAll('"', '\\"');
      const message = await signed(`;created=${CREATED};keyid="k";nonce="${text}"`);
      expect(await outcomeOf(message, at(CREATED, { nonceStore }))).to.equal('valid');
    }
    const wanted = nonces.map((nonce) =>
      createHash('sha256')
        .update(JSON.stringify(['k', nonce]))
        .digest('hex'),
    );
    expect(seen).to.deep.equal(wanted);
  });

  it('uses the clock of the system by default', () => {
    const store = createMemoryNonceStore();
    const now = Date.now() / 1000;
    expect([store.checkAndStore('a', now + 60), store.checkAndStore('a', now + 60)]).to.deep.equal([true, false]);
    expect([store.checkAndStore('b', now - 60), store.checkAndStore('b', now - 60)]).to.deep.equal([true, true]);
  });

  it('a store that fails makes the verdict unknown', async () => {
    const cause = new Error('down');
    const nonceStore = { checkAndStore: () => Promise.reject(cause) };
    const message = await signed(`;created=${CREATED};nonce="n"`);
    const verdict = refusal(await verifyMessage(message, policy(at(CREATED, { nonceStore }))));
    expect(verdict).to.deep.include({ status: 'unknown', code: 'nonce-store-failed', cause });
  });
});
