// Sessions and signed cards between agents that are registered on a chain in this process: keys come from the chain reader, and
// from nowhere else.
import { expect } from 'chai';
import { getBytes, id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { readChainKeys, signAgentCard, verifyAgentCard } from '../../sdk/typescript/src/card/index.ts';
import { ChainError, createChainReader, fromEthersProvider } from '../../sdk/typescript/src/chain/index.ts';
import type { ChainReader, Rpc } from '../../sdk/typescript/src/chain/index.ts';
import { DidError, formatKeyUrl } from '../../sdk/typescript/src/did/index.ts';
import { createSigningKey } from '../../sdk/typescript/src/http/index.ts';
import type { SigningKey } from '../../sdk/typescript/src/http/index.ts';
import {
  SessionError,
  createKeysResolver,
  createMemorySessionStore,
  createSessionEndpoint,
} from '../../sdk/typescript/src/session/index.ts';
import type { KeysResolver, SessionEndpoint, SessionErrorCode } from '../../sdk/typescript/src/session/index.ts';
import { ed25519Key, p256Key, x25519Key } from '../../scripts/lib/demoKeys.ts';
import type { DemoKey } from '../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../scripts/start/agentKeys.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';

const MINUTE = 60;
const MAX_AGE = 12;

interface Agent {
  readonly did: string;
  readonly agentId: bigint;
  readonly owner: HardhatEthersSigner;
  readonly signingId: `0x${string}`;
  readonly agreementId: `0x${string}`;
  readonly signing: DemoKey;
  readonly key: SigningKey;
  readonly endpoint: SessionEndpoint;
}

describe('sessions and cards with keys of a chain', () => {
  let chain: Chain;
  let registries: Registries;
  let reader: ChainReader;
  let resolveKeys: KeysResolver;
  let tide: Agent;
  let reef: Agent;
  let stranger: HardhatEthersSigner;
  let rpc: Rpc;
  /** Seconds that the clock of the verifiers is ahead of the chain. */
  let ahead = 1;
  let time = 0;

  async function blockTime(): Promise<number> {
    return (await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0;
  }

  /** Sets the clock of both sides, which reads the newest block when it is further than `MAX_AGE`. */
  async function sync(): Promise<void> {
    time = (await blockTime()) + ahead;
  }

  async function keyIdOf({ keyType, publicKey }: DemoKey): Promise<`0x${string}`> {
    return (await registries.sage.keyIdOf(keyType, publicKey)) as `0x${string}`;
  }

  async function register(
    identifier: string,
    owner: HardhatEthersSigner,
    signing: DemoKey,
    algorithm: 'ed25519' | 'ecdsa-p256-sha256',
  ): Promise<Agent> {
    const did = `did:sage:local:${identifier}`;
    const sage = registries.sage.connect(owner);
    const signingId = await keyIdOf(signing);
    const agreement = x25519Key(id(`${identifier} x25519`), { keyId: signingId, key: signing });
    const inputs = await proveKeys(registries, [signing, agreement], did, owner.address, 0);
    const salt = id(`${identifier} salt`);
    const commitment = await sage.registrationCommitment(owner.address, identifier, inputs, '', salt);
    await (await sage.commitRegistration(commitment)).wait();
    await chain.wait(MINUTE);
    await (await sage.registerAgentWithReveal(identifier, inputs, '', salt)).wait();
    const agreementId = await keyIdOf(agreement);
    const key = await createSigningKey(algorithm, getBytes(id(`${identifier} signing`)));
    const identity = {
      did,
      registry: `eip155:${registries.chainId}:${(await sage.getAddress()).toLowerCase()}`,
      signing: { keyId: signingId, key },
      agreement: { keyId: agreementId, privateKey: getBytes(id(`${identifier} x25519`)) },
    };
    const now = (): number => time;
    const endpoint = createSessionEndpoint({ identity, resolveKeys, store: createMemorySessionStore({ now }), now });
    return { did, agentId: await sage.agentByDID(did), owner, signingId, agreementId, signing, key, endpoint };
  }

  async function connect(): Promise<string> {
    const answer = await reef.endpoint.answer(await tide.endpoint.start(reef.did));
    const { message, session } = await reef.endpoint.accept(await tide.endpoint.finish(answer));
    expect(session.peer).to.include({ did: tide.did, signingKeyId: tide.signingId });
    await tide.endpoint.complete(message);
    return session.id;
  }

  async function expectRefusal(action: () => Promise<unknown>, code: SessionErrorCode): Promise<SessionError> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      expect(error.code, error.message).to.equal(code);
      return error;
    }
    return expect.fail(`not refused with ${code}`);
  }

  before(async () => {
    chain = await connectChain(hre, 4);
    const [deployer, alice, bob, carol] = (await chain.ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    stranger = carol;
    registries = await deployRegistries(chain, deployer);
    rpc = fromEthersProvider(chain.ethers.provider);
    reader = createChainReader({
      chainId: Number(registries.chainId),
      rpcs: [rpc],
      contracts: { sageRegistry: (await registries.sage.getAddress()) as `0x${string}` },
      now: () => time,
      maxAge: MAX_AGE,
      maxHeadAge: 600,
    });
    resolveKeys = createKeysResolver({ networks: { local: reader } });
    tide = await register('tide', alice, ed25519Key(id('tide signing')), 'ed25519');
    reef = await register('reef', bob, p256Key(id('reef signing')), 'ecdsa-p256-sha256');
    await sync();
  });

  after(async () => {
    await chain.close();
  });

  it('keys in force are given with their registry in the form that sessions sign', async () => {
    const found = await resolveKeys(tide.did, time);
    expect(found).to.deep.equal({
      registry: `eip155:${registries.chainId}:${(await registries.sage.getAddress()).toLowerCase()}`,
      keys: [
        { id: tide.signingId, type: 'ed25519', publicKey: getBytes(tide.signing.publicKey) },
        {
          id: tide.agreementId,
          type: 'x25519',
          publicKey: getBytes(x25519Key(id('tide x25519'), { keyId: '', key: tide.signing }).publicKey),
        },
      ],
    });
  });

  it('two agents shake hands and talk', async () => {
    const sessionId = await connect();
    const record = await tide.endpoint.seal(sessionId, new TextEncoder().encode('ebb'));
    const { plaintext, peer } = await reef.endpoint.open(record);
    expect(new TextDecoder().decode(plaintext)).to.equal('ebb');
    expect(peer.did).to.equal(tide.did);
  });

  it('nobody, another network, a silent chain: refused, each for its reason', async () => {
    await expectRefusal(() => tide.endpoint.start('did:sage:local:nobody'), 'peer-unknown');
    await expectRefusal(() => tide.endpoint.start('did:sage:local:UPPER'), 'peer-unknown');
    const other = await expectRefusal(() => tide.endpoint.start('did:sage:base:reef'), 'resolver-failed');
    expect((other.cause as DidError).code).to.equal('network-unknown');
    const silent = createChainReader({
      chainId: reader.chainId,
      rpcs: [{ request: () => Promise.reject(new Error('down')) }],
      contracts: reader.contracts,
    });
    const resolve = createKeysResolver({ networks: { local: silent } });
    let fault: unknown;
    await resolve(reef.did, time).catch((error: unknown) => (fault = error));
    expect(fault).to.be.instanceOf(ChainError).with.property('code', 'chain-unreachable');
    expect(() => createKeysResolver({ networks: {} }))
      .to.throw(DidError)
      .with.property('code', 'argument-invalid');
  });

  it('a card is valid when a key of the chain signed it, and only then', async () => {
    const card = {
      protocolVersion: '0.3.0',
      name: 'Tide',
      description: 'Tells the tide',
      url: 'https://tide.example/a2a',
      version: '1.0.0',
      capabilities: {},
      defaultInputModes: ['text/plain'],
      defaultOutputModes: ['text/plain'],
      skills: [{ id: 'tide', name: 'Tide', description: 'Tells the tide', tags: ['sea'] }],
    };
    const text = JSON.stringify(card);
    const source = { networks: { local: reader } };
    for (const kid of [tide.signingId, formatKeyUrl(tide.did, tide.signingId)]) {
      const signed = JSON.stringify({ ...card, signatures: [await signAgentCard(text, tide.key, kid)] });
      const { code } = await verifyAgentCard(signed, await readChainKeys(tide.did, source));
      expect(code).to.equal('ok');
      const foreign = await verifyAgentCard(signed, await readChainKeys(reef.did, source));
      expect(foreign.code).to.equal('key-not-found');
    }
    const forged = JSON.stringify({ ...card, signatures: [await signAgentCard(text, reef.key, tide.signingId)] });
    expect((await verifyAgentCard(forged, await readChainKeys(tide.did, source))).code).to.equal('algorithm-mismatch');
    // The agreement key is no key for signatures.
    const kids = (await readChainKeys(tide.did, source)).map((key) => key.kids);
    expect(kids).to.deep.equal([[tide.signingId, formatKeyUrl(tide.did, tide.signingId)]]);
  });

  it('a revoked key opens sessions for maxAge at most; the moment before still has it', async () => {
    await sync();
    await connect();
    const before = await blockTime();
    await chain.wait(MINUTE);
    const sage = registries.sage.connect(tide.owner);
    const { nonce } = await sage.getAgent(tide.agentId);
    const [next] = await proveKeys(
      registries,
      [ed25519Key(id('tide next'))],
      tide.did,
      tide.owner.address,
      Number(nonce),
    );
    if (!next) throw new Error('one key gives one proof');
    await (await sage.rotateKey(tide.agentId, tide.signingId, next)).wait();
    // The reader is asked within its maxAge: it answers from the block that it has.
    time += MAX_AGE - 1;
    await connect();
    await sync();
    const hello = await tide.endpoint.start(reef.did);
    const refused = await expectRefusal(() => reef.endpoint.answer(hello), 'key-not-found');
    expect(refused.message).to.contain(tide.signingId);
    const past = await resolveKeys(tide.did, before);
    expect(past?.keys.map((key) => key.id)).to.deep.equal([tide.signingId, tide.agreementId]);
    const present = await resolveKeys(tide.did, time);
    expect(present?.keys.map((key) => key.id)).to.deep.equal([
      tide.agreementId,
      await keyIdOf(ed25519Key(id('tide next'))),
    ]);
  });

  it('out of service, or sold: nobody may speak for the agent', async () => {
    await (await registries.sage.connect(reef.owner).deactivateAgent(reef.agentId)).wait();
    ahead += MAX_AGE;
    await sync();
    await expectRefusal(() => tide.endpoint.start(reef.did), 'peer-unknown');
    const source = { networks: { local: reader } };
    const codeOf = (did: string): Promise<unknown> =>
      readChainKeys(did, source).catch((error: unknown) => (error as DidError).code);
    expect(await codeOf(reef.did)).to.equal('agent-deactivated');
    await (await registries.sage.connect(reef.owner).reactivateAgent(reef.agentId)).wait();
    const { identity } = registries;
    await (await identity.connect(reef.owner).transferFrom(reef.owner.address, stranger.address, reef.agentId)).wait();
    ahead += MAX_AGE;
    await sync();
    await expectRefusal(() => tide.endpoint.start(reef.did), 'peer-unknown');
    expect(await codeOf(reef.did)).to.equal('agent-unclaimed');
    expect(await codeOf('did:sage:local:nobody')).to.equal('did-not-found');
    expect(await codeOf('did:web:reef')).to.equal('did-malformed');
  });
});
