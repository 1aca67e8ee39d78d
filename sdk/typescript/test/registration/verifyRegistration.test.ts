import { expect } from 'chai';
import { id, keccak256 } from 'ethers';
import { describe, it } from 'mocha';
import {
  FetchError,
  REGISTRATION_REASONS,
  REGISTRATION_TYPE,
  RegistrationError,
  createFetcher,
  findRegistration,
  hashContent,
  verifyDomainProof,
  verifyRegistrationFile,
} from '../../src/index.ts';
import type { ChainAgent, ContentFetcher, RegistrationReason, RegistrationVerification } from '../../src/index.ts';
import { REGISTRY, bytesOf, entry, file } from './support.ts';

const agent: ChainAgent = {
  chainId: 1n,
  registry: REGISTRY.toLowerCase(),
  agentId: 7n,
  agentURI: 'https://tides.example/agent.json',
};
const produced = new Set<RegistrationReason>();

/** A fetcher over pages; what isn't there is a 404. */
function pages(all: Readonly<Record<string, Uint8Array>>, finalUrl?: string): ContentFetcher {
  return (uri) => {
    const bytes = all[uri];
    if (!bytes) return Promise.reject(new FetchError('status-refused', '404', { details: { status: 404 } }));
    return Promise.resolve({ uri, bytes, finalUrl: finalUrl ?? uri });
  };
}

function note(result: RegistrationVerification, code: RegistrationReason): RegistrationVerification {
  expect(result.code).to.equal(code);
  expect(result.verdict).to.equal(REGISTRATION_REASONS[code].verdict);
  expect(result.message).to.include(REGISTRATION_REASONS[code].meaning);
  produced.add(code);
  return result;
}

describe('hashContent', () => {
  it('is keccak-256 of the exact bytes, as the chain computes it', () => {
    expect(hashContent(new Uint8Array())).to.equal(
      '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(hashContent(new TextEncoder().encode('{}'))).to.equal(id('{}'));
    expect(hashContent(bytesOf(file()))).to.equal(keccak256(bytesOf(file())));
  });
});

describe('findRegistration', () => {
  const found = (changes: object, of: Partial<ChainAgent> = {}) =>
    findRegistration([{ ...entry, ...changes }], { ...agent, ...of });

  it('matches chain, registry in any letter case, and id', () => {
    expect(found({})).to.deep.equal(entry);
    expect(found({}, { registry: REGISTRY })).to.deep.equal(entry);
    expect(findRegistration([{ ...entry, agentId: 8 }, entry], agent)).to.deep.equal(entry);
  });

  const OTHERS: readonly object[] = [
    { agentId: 8 },
    { agentId: '7' },
    { agentRegistry: `eip155:11:${REGISTRY}` },
    { agentRegistry: 'eip155:1:0x00000000000000000000000000000000000a11cf' },
    { agentRegistry: `solana:1:${REGISTRY}` },
    { agentRegistry: 'nonsense' },
  ];
  for (const changes of OTHERS) {
    it(`does not match ${JSON.stringify(changes)}`, () => expect(found(changes)).to.equal(undefined));
  }
});

describe('verifyRegistrationFile', () => {
  const uri = agent.agentURI;
  const bytes = bytesOf(file());

  it('is valid where chain and file name each other', async () => {
    const result = note(await verifyRegistrationFile(agent, pages({ [uri]: bytes })), 'ok');
    expect(result.contentHash).to.equal(keccak256(bytes));
    expect(result.bytes).to.deep.equal(bytes);
    expect(result.isCommitted).to.equal(false);
    expect(result.result?.kind).to.equal('registration');
  });

  it('holds the bytes to the hash of the chain', async () => {
    const contentHash = keccak256(bytes);
    for (const hash of [contentHash, `0x${contentHash.slice(2).toUpperCase()}`]) {
      const result = note(await verifyRegistrationFile({ ...agent, contentHash: hash }, pages({ [uri]: bytes })), 'ok');
      expect(result.isCommitted).to.equal(true);
    }
    const spaced = new TextEncoder().encode(JSON.stringify(file(), null, 1));
    const other = await verifyRegistrationFile({ ...agent, contentHash }, pages({ [uri]: spaced }));
    note(other, 'hash-mismatch');
    expect(other.contentHash).to.equal(keccak256(spaced));
    expect(other.message).to.include(contentHash);
    const zero = `0x${'0'.repeat(64)}`;
    note(await verifyRegistrationFile({ ...agent, contentHash: zero }, pages({ [uri]: bytes })), 'hash-mismatch');
  });

  it('wants the same file from both URIs of the chain', async () => {
    const cardURI = 'ipfs://tides';
    const with2 = { ...agent, cardURI };
    note(await verifyRegistrationFile(with2, pages({ [uri]: bytes, [cardURI]: bytes })), 'ok');
    note(
      await verifyRegistrationFile(with2, pages({ [uri]: bytes, [cardURI]: bytesOf(file({ name: 'x' })) })),
      'file-differs',
    );
    note(await verifyRegistrationFile(with2, pages({ [uri]: bytes })), 'fetch-failed');
    for (const same of [uri, ''])
      note(await verifyRegistrationFile({ ...agent, cardURI: same }, pages({ [uri]: bytes })), 'ok');
  });

  it('wants a file found elsewhere to be the one that the chain leads to', async () => {
    note(await verifyRegistrationFile(agent, pages({ [uri]: bytes }), { found: bytes }), 'ok');
    const found = bytesOf(file({ name: 'Somebody else' }));
    note(await verifyRegistrationFile(agent, pages({ [uri]: bytes }), { found }), 'file-differs');
  });

  it('wants the file to name the agent', async () => {
    const others: Partial<ChainAgent>[] = [
      { agentId: 8n },
      { chainId: 11155111n },
      { registry: `0x${'1'.repeat(40)}` },
    ];
    for (const changes of others) {
      const result = await verifyRegistrationFile({ ...agent, ...changes }, pages({ [uri]: bytes }));
      note(result, 'agent-not-listed');
    }
    note(
      await verifyRegistrationFile(agent, pages({ [uri]: bytesOf(file({ registrations: undefined })) })),
      'agent-not-listed',
    );
  });

  it('says what is wrong with the file', async () => {
    const of = (value: unknown) => verifyRegistrationFile(agent, pages({ [uri]: bytesOf(value) }));
    const invalid = note(await of(file({ name: '' })), 'file-invalid');
    expect(invalid.issues.map(({ code }) => code)).to.deep.equal(['field-empty']);
    expect(invalid.message).to.include('name is empty');
    note(await of(file({ type: REGISTRATION_TYPE.replace(/1$/, '2') })), 'file-unknown');
    note(await of({ registrations: [entry] }), 'file-is-domain-proof');
  });

  it('reads files of older drafts, with the warning', async () => {
    const old = file({ services: undefined, endpoints: [{ name: 'web', endpoint: 'https://tides.example' }] });
    const result = note(await verifyRegistrationFile(agent, pages({ [uri]: bytesOf(old) })), 'ok');
    expect(result.issues.map(({ code }) => code)).to.deep.equal(['endpoints-legacy']);
  });

  it('is unknown without URI, and where fetching fails, whatever the fetcher throws', async () => {
    note(await verifyRegistrationFile({ ...agent, agentURI: '' }, pages({})), 'agent-uri-missing');
    for (const cause of [new FetchError('timeout', 'x'), new RangeError('odd'), 'odd']) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what strangers' code may do
      const result = note(await verifyRegistrationFile(agent, () => Promise.reject(cause)), 'fetch-failed');
      expect(result.cause).to.equal(cause);
      expect(result.message).to.include(uri);
    }
  });

  it('works with a fetcher of this library and a file in the URI', async () => {
    const agentURI = `data:application/json;base64,${Buffer.from(bytes).toString('base64')}`;
    const fetcher = createFetcher({ fetch: () => Promise.reject(new Error('no network')) });
    note(await verifyRegistrationFile({ ...agent, agentURI, contentHash: keccak256(bytes) }, fetcher), 'ok');
  });

  const WRONG: readonly (readonly [string, Partial<ChainAgent>])[] = [
    ['chainId', { chainId: 0n }],
    ['registry', { registry: '0x1' }],
    ['registry', { registry: `eip155:1:${REGISTRY}` }],
    ['agentId', { agentId: -1n }],
    ['contentHash', { contentHash: '0x12' }],
  ];
  for (const [field, changes] of WRONG) {
    it(`refuses what can not come from a chain: ${field} ${String(Object.values(changes)[0])}`, async () => {
      try {
        await verifyRegistrationFile({ ...agent, ...changes }, pages({}));
        expect.fail('nothing was thrown');
      } catch (error) {
        expect(error).to.be.instanceOf(RegistrationError);
        expect(error).to.have.property('code', 'agent-malformed');
        expect((error as RegistrationError).details).to.deep.equal({ field, value: Object.values(changes)[0] });
      }
    });
  }
});

describe('verifyDomainProof', () => {
  const url = 'https://tides.example/.well-known/agent-registration.json';
  const proof = bytesOf({ registrations: [entry] });

  it('is valid with a list of registrations, and with a whole file', async () => {
    for (const bytes of [proof, bytesOf(file())]) {
      note(await verifyDomainProof('tides.example', agent, pages({ [url]: bytes })), 'ok');
    }
    note(await verifyDomainProof('TIDES.example', agent, pages({ [url]: proof })), 'ok');
    const other = 'https://tides.example:8443/.well-known/agent-registration.json';
    note(await verifyDomainProof('tides.example:8443', agent, pages({ [other]: proof })), 'ok');
  });

  it('takes a fetcher that follows no redirects and states no final URL', async () => {
    note(await verifyDomainProof('tides.example', agent, (uri) => Promise.resolve({ uri, bytes: proof })), 'ok');
  });

  it('wants the domain itself to answer', async () => {
    note(
      await verifyDomainProof('tides.example', agent, pages({ [url]: proof }, 'https://tides.example/proof.json')),
      'ok',
    );
    for (const finalUrl of [
      'https://www.tides.example/',
      'http://tides.example/',
      'https://tides.example:444/',
      'odd',
    ]) {
      note(await verifyDomainProof('tides.example', agent, pages({ [url]: proof }, finalUrl)), 'domain-redirected');
    }
  });

  it('wants the proof to name the agent, and to be one', async () => {
    const of = (value: unknown) => verifyDomainProof('tides.example', agent, pages({ [url]: bytesOf(value) }));
    note(await of({ registrations: [] }), 'agent-not-listed');
    note(await of({ registrations: [{ ...entry, agentId: 8 }] }), 'agent-not-listed');
    note(await of({ registrations: [{ ...entry, agentId: '7' }] }), 'file-invalid');
    note(await of({ see: 'elsewhere' }), 'file-invalid');
    note(await of(file({ type: REGISTRATION_TYPE.replace(/1$/, '3') })), 'file-unknown');
  });

  it('is invalid where there is none, and unknown where that can not be told', async () => {
    const failing = (status: number) => () =>
      Promise.reject(new FetchError('status-refused', 'x', { details: { status } }));
    for (const status of [404, 410])
      note(await verifyDomainProof('tides.example', agent, failing(status)), 'proof-absent');
    for (const status of [403, 500])
      note(await verifyDomainProof('tides.example', agent, failing(status)), 'fetch-failed');
    const timeout = new FetchError('timeout', 'x');
    expect(
      note(await verifyDomainProof('tides.example', agent, () => Promise.reject(timeout)), 'fetch-failed').cause,
    ).to.equal(timeout);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what strangers' code may do
    note(await verifyDomainProof('tides.example', agent, () => Promise.reject('odd')), 'fetch-failed');
  });

  for (const domain of [
    '',
    'tides.example/',
    'tides.example/a',
    'me@tides.example',
    'tides.example?',
    'tides.example#',
    'https://tides.example',
    'tides example',
    'tides.example\\',
    ' tides.example',
    '[',
  ]) {
    it(`takes ${JSON.stringify(domain)} for no domain, and asks nobody`, async () => {
      const fetcher = () => expect.fail('fetched');
      note(await verifyDomainProof(domain, agent, fetcher), 'domain-malformed');
    });
  }

  it('refuses what can not come from a chain', async () => {
    try {
      await verifyDomainProof('tides.example', { ...agent, agentId: -1n }, pages({}));
      expect.fail('nothing was thrown');
    } catch (error) {
      expect(error).to.be.instanceOf(RegistrationError).with.property('code', 'agent-malformed');
    }
  });
});

describe('the table of registration reasons', () => {
  it('has none that the tests above do not produce', () => {
    expect([...produced].sort()).to.deep.equal(Object.keys(REGISTRATION_REASONS).sort());
  });
});
