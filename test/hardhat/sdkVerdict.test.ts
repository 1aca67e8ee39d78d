// Verdicts about requests and agents on a chain in this process: every state of agent and key, bundles and their replay.
import { expect } from 'chai';
import { AbiCoder, getBytes, id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { openBlock, createChainReader, fromEthersProvider } from '../../sdk/typescript/src/chain/index.ts';
import type { ChainReader, Rpc } from '../../sdk/typescript/src/chain/index.ts';
import { formatKeyUrl } from '../../sdk/typescript/src/did/formatKeyUrl.ts';
import { createContentDigest, createMemoryNonceStore, createSigningKey } from '../../sdk/typescript/src/http/index.ts';
import { signMessage } from '../../sdk/typescript/src/http/index.ts';
import type { HttpRequestMessage, SignatureAlgorithm } from '../../sdk/typescript/src/http/index.ts';
import { createNodeVerificationKey } from '../../sdk/typescript/src/http/node/createNodeVerificationKey.ts';
import { replay, verifyAgent, verifyRequest } from '../../sdk/typescript/src/verdict/index.ts';
import type { AgentPolicy, RequestPolicy, Verdict } from '../../sdk/typescript/src/verdict/index.ts';
import { ed25519Key, p256Key, secp256k1Key, x25519Key } from '../../scripts/lib/demoKeys.ts';
import type { DemoKey } from '../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../scripts/start/agentKeys.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';

const IDENTIFIER = 'verdicts';
const DID = `did:sage:local:${IDENTIFIER}`;
const MINUTE = 60;
const SECRETS = {
  secp256k1: id('verdict: k1'),
  p256: id('verdict: p256'),
  ed25519: id('verdict: ed'),
  late: id('late'),
};
const ALGORITHMS: Readonly<Record<keyof typeof SECRETS, SignatureAlgorithm>> = {
  secp256k1: 'es256k',
  p256: 'ecdsa-p256-sha256',
  ed25519: 'ed25519',
  late: 'ed25519',
};

describe('verdicts over a chain', () => {
  let chain: Chain;
  let registries: Registries;
  let alice: HardhatEthersSigner;
  let bob: HardhatEthersSigner;
  let agentId: bigint;
  let rpc: Rpc;
  /** When the first owner had the agent in service for the last time. */
  let served: number;
  const keys: Record<keyof typeof SECRETS, DemoKey> = {
    secp256k1: secp256k1Key(SECRETS.secp256k1),
    p256: p256Key(SECRETS.p256),
    ed25519: ed25519Key(SECRETS.ed25519),
    late: ed25519Key(SECRETS.late),
  };

  const keyIdOf = async ({ keyType, publicKey }: DemoKey): Promise<`0x${string}`> =>
    (await registries.sage.keyIdOf(keyType, publicKey)) as `0x${string}`;

  async function blockTime(): Promise<number> {
    return (await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0;
  }

  async function createReader(): Promise<ChainReader> {
    const at = await blockTime();
    return createChainReader({
      chainId: Number((await chain.ethers.provider.getNetwork()).chainId),
      rpcs: [rpc],
      contracts: {
        sageRegistry: (await registries.sage.getAddress()) as `0x${string}`,
        reputationRegistry: (await registries.reputation.getAddress()) as `0x${string}`,
        validationRegistry: (await registries.validation.getAddress()) as `0x${string}`,
      },
      now: () => at + 1,
      maxAge: 0,
    });
  }

  async function sign(name: keyof typeof SECRETS, created: number, change: Partial<HttpRequestMessage> = {}) {
    const body = new TextEncoder().encode('{"do":"it"}');
    const message: HttpRequestMessage = {
      kind: 'request',
      method: 'POST',
      requestTarget: '/act?x=1',
      targetUri: 'https://agent.example/act?x=1',
      fields: [
        ['Content-Length', String(body.length)],
        ['Content-Digest', await createContentDigest(body, ['sha-256'])],
      ],
      body,
    };
    const { signatureInput, signature } = await signMessage(message, {
      key: await createSigningKey(ALGORITHMS[name], getBytes(SECRETS[name])),
      label: 'sig1',
      components: ['@method', '@target-uri', 'content-digest'],
      parameters: { created, keyid: formatKeyUrl(DID, await keyIdOf(keys[name])), nonce: id(String(created)) },
    });
    return {
      ...message,
      fields: [...message.fields, ['Signature-Input', signatureInput], ['Signature', signature]],
      ...change,
    } as HttpRequestMessage;
  }

  async function policy(change: Partial<RequestPolicy> = {}): Promise<RequestPolicy> {
    const at = await blockTime();
    return { reader: await createReader(), now: () => at + 2, ...change };
  }

  /** The bundle holds up as JSON, alone and against the chain; and not when anything in it is changed. */
  async function expectReplays(verdict: Verdict): Promise<void> {
    const json = JSON.stringify(verdict.bundle());
    const bundle = JSON.parse(json) as Record<string, unknown>;
    const alone = await replay(bundle);
    expect(alone.code, alone.message).to.equal('ok');
    expect(alone.chainChecked).to.equal(false);
    expect(alone.verdict?.code).to.equal(verdict.code);
    const compared = await replay(bundle, { chain: (block) => openBlock([rpc], block) });
    expect(compared.code, compared.message).to.equal('ok');
    expect(compared.chainChecked).to.equal(verdict.block !== undefined);
    const other = verdict.status === 'valid' ? 'invalid' : 'valid';
    const forged = await replay({ ...bundle, verdict: { ...(bundle['verdict'] as object), status: other } });
    expect(forged.code).to.equal('bundle-differs');
  }

  before(async () => {
    chain = await connectChain(hre, 3);
    const [deployer, first, second] = (await chain.ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    [alice, bob] = [first, second];
    registries = await deployRegistries(chain, deployer);
    rpc = fromEthersProvider(chain.ethers.provider);
    const sage = registries.sage.connect(alice);
    const agreement = x25519Key(id('x'), { keyId: await keyIdOf(keys.secp256k1), key: keys.secp256k1 });
    const inputs = await proveKeys(
      registries,
      [keys.secp256k1, keys.p256, keys.ed25519, agreement],
      DID,
      alice.address,
      0,
    );
    const salt = id('verdict: salt');
    await (
      await sage.commitRegistration(
        await sage.registrationCommitment(alice.address, IDENTIFIER, inputs, 'ipfs://file', salt),
      )
    ).wait();
    await chain.wait(MINUTE);
    await (await sage.registerAgentWithReveal(IDENTIFIER, inputs, 'ipfs://file', salt)).wait();
    agentId = await sage.agentByDID(DID);
  });

  after(async () => {
    await chain.close();
  });

  for (const name of ['secp256k1', 'p256', 'ed25519'] as const) {
    it(`a request signed with ${name} is valid, and its bundle replays`, async () => {
      const created = (await blockTime()) + 1;
      const verdict = await verifyRequest(await sign(name, created), await policy());
      expect(verdict.code, verdict.message).to.equal('ok');
      expect(verdict.status).to.equal('valid');
      expect(verdict.isFinal).to.equal(false);
      expect(verdict.subject).to.deep.equal({
        did: DID,
        agentId,
        owner: alice.address.toLowerCase(),
        keyId: await keyIdOf(keys[name]),
      });
      expect(verdict.checks.map(({ name: check }) => check)).to.deep.equal([
        'chain',
        'did',
        'agent',
        'key',
        'signature',
      ]);
      await expectReplays(verdict);
    });
  }

  it('node:crypto gives the same verdict', async () => {
    const created = (await blockTime()) + 1;
    const verdict = await verifyRequest(
      await sign('ed25519', created),
      await policy({ createKey: createNodeVerificationKey }),
    );
    expect(verdict.code).to.equal('ok');
  });

  it('a changed body, target or signature is invalid', async () => {
    const created = (await blockTime()) + 1;
    const changes: [Partial<HttpRequestMessage>, string][] = [
      [{ body: new TextEncoder().encode('{"do":"evil"}') }, 'signature/digest-mismatch'],
      [{ targetUri: 'https://agent.example/act?x=2' }, 'signature/signature-invalid'],
      [{ method: 'PUT' }, 'signature/signature-invalid'],
      [{ body: undefined }, 'signature/body-missing'],
    ];
    for (const [change, code] of changes) {
      const verdict = await verifyRequest(await sign('ed25519', created, change), await policy());
      expect(verdict.code).to.equal(code);
      expect(verdict.subject).to.equal(undefined);
      await expectReplays(verdict);
    }
  });

  it('A36: a nonce works once, also for 100 at the same time', async () => {
    const created = (await blockTime()) + 1;
    const request = await sign('ed25519', created);
    const once = await policy({ nonceStore: createMemoryNonceStore() });
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => verifyRequest(request, once)));
    expect(verdicts.filter(({ status }) => status === 'valid')).to.have.length(1);
    expect(verdicts.filter(({ code }) => code === 'signature/replay')).to.have.length(99);
  });

  it('a clock ten minutes off is told', async () => {
    const at = await blockTime();
    for (const [offset, code] of [
      [-600, 'signature/created-in-future'],
      [600, 'signature/too-old'],
    ] as const) {
      const verdict = await verifyRequest(await sign('ed25519', at + 1), await policy({ now: () => at + offset }));
      expect(verdict.code).to.equal(code);
      expect(verdict.block).to.equal(undefined);
      await expectReplays(verdict);
    }
  });

  it('names that are no key of an agent are invalid', async () => {
    const at = (await blockTime()) + 1;
    const request = await sign('ed25519', at);
    const withKeyId = (keyid: string): HttpRequestMessage => ({
      ...request,
      fields: request.fields.map(
        ([name, value]) => [name, value.replace(/keyid="[^"]*"/, `keyid="${keyid}"`)] as const,
      ),
    });
    const keyId = await keyIdOf(keys.ed25519);
    const cases = [
      ['', 'did-missing'],
      [DID, 'did-missing'],
      [`did:sage:Local:${IDENTIFIER}#${keyId}`, 'did-missing'],
      [`did:sage:local:nobody#${keyId}`, 'did-not-found'],
      [`${DID}#0x${'00'.repeat(32)}`, 'key-not-found'],
    ] as const;
    for (const [keyid, code] of cases) {
      const verdict = await verifyRequest(withKeyId(keyid), await policy());
      expect(verdict.code, keyid).to.equal(code);
      expect(verdict.status).to.equal('invalid');
      await expectReplays(verdict);
    }
    const agreement = x25519Key(id('x'), { keyId, key: keys.secp256k1 });
    const verdict = await verifyRequest(withKeyId(`${DID}#${await keyIdOf(agreement)}`), await policy());
    expect(verdict.code).to.equal('key-cannot-sign');
  });

  it('A38: the library and the contract agree on what an Ed25519 key signs to be added', async () => {
    const facts = await (await createReader()).open();
    const { value } = await facts.keyProofDigest(DID, alice.address as `0x${string}`, await keyIdOf(keys.ed25519), 2);
    const agreed = await registries.sage.keyProofDigest(DID, alice.address, await keyIdOf(keys.ed25519), 2);
    expect(value).to.equal(agreed);
  });

  it('an Ed25519 key whose proof is wrong is invalid, whatever the chain stored', async () => {
    const sage = registries.sage.connect(alice);
    const { nonce } = await sage.getAgent(agentId);
    const [input] = await proveKeys(registries, [keys.late], DID, alice.address, Number(nonce));
    if (!input) throw new Error('one key gives one proof');
    await (await sage.addKey(agentId, { ...input, proof: `0x${'11'.repeat(64)}` })).wait();
    const verdict = await verifyRequest(await sign('late', (await blockTime()) + 1), await policy());
    expect(verdict.code).to.equal('key-proof-invalid');
    await expectReplays(verdict);
  });

  it('an agent is judged by file, reputation and validations', async () => {
    const at = await blockTime();
    const base: AgentPolicy = { reader: await createReader(), now: () => at };
    const plain = await verifyAgent(DID, base);
    expect(plain.code).to.equal('ok');
    await expectReplays(plain);

    const file = new TextEncoder().encode('{}');
    const fetcher = (uri: string) => Promise.resolve({ uri, bytes: file });
    const cases = [
      [{ file: 'linked' }, 'file/file-invalid'],
      [{ file: 'committed' }, 'file-not-committed'],
      [{ domains: ['agent.example'] }, 'domain/file-invalid'],
      [{ reputation: [{ class: 'task-backed', minCount: 1 }] }, 'reputation-too-little'],
      [{ validations: [{ validators: [bob.address as `0x${string}`], minCount: 1 }] }, 'validation-too-little'],
    ] as const;
    for (const [agent, code] of cases) {
      const verdict = await verifyAgent(DID, { ...base, agent, fetcher });
      expect(verdict.code).to.equal(code);
      await expectReplays(verdict);
    }
    expect((await verifyAgent(DID, { ...base, agent: { file: 'linked' } })).code).to.equal('fetcher-missing');
    const tee = { keyId: await keyIdOf(keys.ed25519), measurements: [id('m') as `0x${string}`] };
    expect((await verifyAgent(DID, { ...base, tee })).code).to.equal('contract-missing');
    expect((await verifyAgent('did:sage:local:nobody', base)).code).to.equal('did-not-found');
    expect((await verifyAgent('did:sage:local:', base)).code).to.equal('did-malformed');
  });

  it('another file with the committed hash, linked both ways, is valid', async () => {
    const sage = registries.sage.connect(alice);
    const registry = (await registries.identity.getAddress()).toLowerCase();
    const { chainId } = await chain.ethers.provider.getNetwork();
    const file = new TextEncoder().encode(
      JSON.stringify({
        type: 'https://eips.ethereum.org/EIPS/eip-8004#registration-v1',
        name: 'V',
        description: 'Verdicts',
        image: 'https://agent.example/i.png',
        services: [{ name: 'web', endpoint: 'https://agent.example/' }],
        x402Support: false,
        active: true,
        registrations: [{ agentId: Number(agentId), agentRegistry: `eip155:${chainId}:${registry}` }],
        supportedTrust: ['reputation'],
      }),
    );
    const fetcher = (uri: string) => Promise.resolve({ uri, bytes: file });
    const { keccak256 } = await import('ethers');
    await (await sage.setCard(agentId, '', keccak256(file))).wait();
    const verdict = await verifyAgent(DID, {
      reader: await createReader(),
      agent: { file: 'committed', domains: ['agent.example'] },
      fetcher,
    });
    expect(verdict.code, verdict.message).to.equal('ok');
    await expectReplays(verdict);
    const changed = JSON.parse(JSON.stringify(verdict.bundle())) as { contents: { bytes: string }[] };
    for (const content of changed.contents) content.bytes = btoa('{}');
    expect((await replay(changed)).code).to.equal('bundle-differs');
  });

  it('a revoked key counts for messages from before, where the policy asks for that only', async () => {
    const sage = registries.sage.connect(alice);
    const signedAt = await blockTime();
    await chain.wait(MINUTE);
    await (await sage.revokeKey(agentId, await keyIdOf(keys.p256), 0)).wait();
    const request = await sign('p256', signedAt);
    expect((await verifyRequest(request, await policy())).code).to.equal('key-revoked');
    const past = await verifyRequest(request, await policy({ keyMustBeInForce: 'signing-time', maxAge: Infinity }));
    expect(past.code, past.message).to.equal('ok');
    await expectReplays(past);
    const later = await sign('p256', (await blockTime()) + 1);
    expect((await verifyRequest(later, await policy({ keyMustBeInForce: 'signing-time' }))).code).to.equal(
      'key-revoked',
    );
    await (await sage.revokeKey(agentId, await keyIdOf(keys.p256), signedAt)).wait();
    const compromised = await verifyRequest(request, await policy({ keyMustBeInForce: 'signing-time' }));
    expect(compromised.code).to.equal('key-compromised');
  });

  it('out of service, sold: invalid; a message from then stays invalid after the return', async () => {
    const sage = registries.sage.connect(alice);
    await (await sage.deactivateAgent(agentId)).wait();
    const during = (await blockTime()) + 1;
    const request = await sign('ed25519', during);
    const stopped = await verifyRequest(request, await policy());
    expect(stopped.code).to.equal('agent-deactivated');
    await expectReplays(stopped);
    await chain.wait(MINUTE);
    await (await sage.reactivateAgent(agentId)).wait();
    const afterwards = await verifyRequest(request, await policy());
    expect(afterwards.code).to.equal('key-not-in-force');
    served = await blockTime();
    await chain.wait(MINUTE);
    await (await registries.identity.connect(alice).transferFrom(alice.address, bob.address, agentId)).wait();
    const sold = await verifyRequest(await sign('ed25519', (await blockTime()) + 1), await policy());
    expect(sold.code).to.equal('agent-unclaimed');
    await expectReplays(sold);
  });

  it('a message from the time of a former owner counts by his proofs, which name him', async () => {
    const sage = registries.sage.connect(bob);
    const request = await sign('ed25519', served);
    const { nonce } = await sage.getAgent(agentId);
    const next = secp256k1Key(id('verdict: bob'));
    await (await sage.claimAgent(agentId, await proveKeys(registries, [next], DID, bob.address, Number(nonce)))).wait();
    const past = await policy({ keyMustBeInForce: 'signing-time', maxAge: Infinity });
    const verdict = await verifyRequest(request, past);
    expect(verdict.code, verdict.message).to.equal('ok');
    expect(verdict.subject?.owner).to.equal(bob.address.toLowerCase());
    await expectReplays(verdict);
    expect((await verifyRequest(request, await policy({ maxAge: Infinity }))).code).to.equal('key-not-in-force');

    const bundle = JSON.parse(JSON.stringify(verdict.bundle())) as {
      answers: { kind: string; logs: { topics: string[] }[] }[];
    };
    const owner = alice.address.slice(2).toLowerCase();
    const told = bundle.answers.filter(({ kind }) => kind === 'logs').flatMap(({ logs }) => logs);
    const named = told.filter(({ topics }) => topics[2]?.endsWith(owner) === true);
    expect(named).to.have.length(1);
    for (const { topics } of named) topics[2] = topics[2]?.replace(owner, bob.address.slice(2).toLowerCase()) ?? '';
    expect((await replay(bundle)).verdict?.code).to.equal('key-proof-invalid');
    const compared = await replay(bundle, { chain: (block) => openBlock([rpc], block) });
    expect(compared.code).to.equal('bundle-contradicted');
  });

  it('P12b: A46: a former owner’s key, which nobody revoked, signs no fresh message, whatever the policy', async () => {
    const key = await registries.sage.getKey(agentId, await keyIdOf(keys.ed25519));
    expect([key.validUntil, key.compromisedSince]).to.deep.equal([0n, 0n]);
    for (const ahead of [-1, 0, 1, 2]) {
      const fresh = await sign('ed25519', (await blockTime()) + ahead);
      const refused = await verifyRequest(fresh, await policy({ keyMustBeInForce: 'signing-time' }));
      expect(refused.code, String(ahead)).to.equal('key-not-in-force');
      await expectReplays(refused);
    }
  });

  it('a bundle with the signature of an account is compared with the chain as well', async () => {
    const at = await createReader();
    const verdict = await verifyAgent(DID, { reader: at });
    const registry = (await registries.sage.getAddress()) as `0x${string}`;
    const wrapper = AbiCoder.defaultAbiCoder().encode(['address', 'bytes', 'bytes'], [registry, '0x', '0x01']);
    const signature = `${wrapper}${'6492'.repeat(16)}` as `0x${string}`;
    const { answers } = await (await at.open()).accountSignature(registry, id('digest') as `0x${string}`, signature);
    expect(answers.map((answer) => (answer.kind === 'call' ? answer.to : answer.kind))).to.deep.equal([
      'code',
      registry.toLowerCase(),
      null,
    ]);
    const original = verdict.bundle();
    const chainAt = { chain: (block: typeof original.block & object) => openBlock([rpc], block) };
    const expectAnswers = async (added: readonly object[], code: string): Promise<void> => {
      const bundle: unknown = JSON.parse(JSON.stringify({ ...original, answers: [...original.answers, ...added] }));
      expect((await replay(bundle, chainAt)).code).to.equal(code);
    };
    const [code, call, deployless] = answers as readonly [object, object, object];
    await expectAnswers(answers, (await replay(original, chainAt)).code);
    await expectAnswers([{ ...code, code: '0x' }], 'bundle-contradicted');
    await expectAnswers([{ ...deployless, result: '0x' }], 'bundle-contradicted');
    await expectAnswers([call, { ...code, kind: 'balance' }], 'bundle-malformed');
  });

  it('a bundle that another node contradicts, or that is no bundle, is told', async () => {
    const verdict = await verifyAgent(DID, { reader: await createReader() });
    const bundle = JSON.parse(JSON.stringify(verdict.bundle())) as { answers: { result?: string }[] };
    const answer = bundle.answers.find(({ result }) => result !== undefined);
    if (answer?.result === undefined) throw new Error('there are answers');
    answer.result = `${answer.result.slice(0, -2)}ff`;
    expect((await replay(bundle, { chain: (block) => openBlock([rpc], block) })).code).to.equal('bundle-contradicted');
    for (const wrong of [null, 1, 'x', {}, { ...bundle, format: 'sage-evidence/2' }, { ...bundle, more: 1 }]) {
      expect((await replay(wrong)).code).to.equal('bundle-malformed');
    }
    const poorer = { ...verdict.bundle(), answers: [] };
    expect((await replay(JSON.parse(JSON.stringify(poorer)))).code).to.equal('bundle-incomplete');
  });
});
