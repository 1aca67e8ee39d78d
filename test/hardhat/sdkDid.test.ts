// DID documents from a chain in this process: all key types, and the whole life of an agent, through did-resolver.
import { expect } from 'chai';
import { Resolver } from 'did-resolver';
import type { DIDResolutionResult } from 'did-resolver';
import { concat, getBytes, hexlify, id, keccak256 } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { base58btc } from 'multiformats/bases/base58';
import { createChainReader } from '../../sdk/typescript/src/chain/index.ts';
import { formatKeyUrl, getResolver } from '../../sdk/typescript/src/did/index.ts';
import type { DidResolverOptions, DidWarning } from '../../sdk/typescript/src/did/index.ts';
import { ed25519Key, p256Key, secp256k1Key, x25519Key } from '../../scripts/lib/demoKeys.ts';
import type { DemoKey } from '../../scripts/lib/demoKeys.ts';
import { proveKeys } from '../../scripts/start/agentKeys.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';

const DID = 'did:sage:local:resolved';
const MINUTE = 60;
const CONTEXT = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'];

describe('DID documents over a chain', () => {
  let chain: Chain;
  let registries: Registries;
  let alice: HardhatEthersSigner;
  let bob: HardhatEthersSigner;
  let agentId: bigint;
  let file: Uint8Array;
  const ids = new Map<DemoKey, string>();
  const k1 = secp256k1Key(id('did: k1'));
  const p256 = p256Key(id('did: p256'));
  const ed = ed25519Key(id('did: ed'));
  const next = p256Key(id('did: next'), { compressed: true });
  const fresh = secp256k1Key(id('did: fresh'), { compressed: true });
  let agreement: DemoKey;
  let emitted: DemoKey;

  const now = async (): Promise<number> => (await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0;
  const moment = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');
  const urls = (...keys: DemoKey[]): string[] => keys.map((key) => ids.get(key) ?? 'unknown key');

  async function learn(key: DemoKey): Promise<`0x${string}`> {
    const keyId = (await registries.sage.keyIdOf(key.keyType, key.publicKey)) as `0x${string}`;
    ids.set(key, formatKeyUrl(DID, keyId));
    return keyId;
  }

  async function resolve(
    url = DID,
    change: Partial<DidResolverOptions> = {},
    options: object = {},
  ): Promise<DIDResolutionResult> {
    const at = await now();
    const { provider } = chain.ethers;
    const reader = createChainReader({
      chainId: Number(registries.chainId),
      rpcs: [
        { request: ({ method, params }): Promise<unknown> => provider.send(method, [...params]) as Promise<unknown> },
      ],
      contracts: { sageRegistry: (await registries.sage.getAddress()) as `0x${string}` },
      now: () => at + 1,
      maxAge: 0,
    });
    return new Resolver(getResolver({ networks: { local: reader }, ...change })).resolve(url, options);
  }

  const at = (seconds: number): Promise<DIDResolutionResult> => resolve(`${DID}?versionTime=${moment(seconds)}`);

  function expectKeys(result: DIDResolutionResult, signing: DemoKey[], agreeing: DemoKey[]): void {
    const { didDocument } = result;
    expect(didDocument?.authentication, JSON.stringify(result.didResolutionMetadata)).to.deep.equal(urls(...signing));
    expect(didDocument?.assertionMethod).to.deep.equal(urls(...signing));
    expect(didDocument?.keyAgreement).to.deep.equal(urls(...agreeing));
    expect(didDocument?.verificationMethod?.map((method) => method.id)).to.have.members(urls(...signing, ...agreeing));
  }

  const warningsOf = ({ didResolutionMetadata }: DIDResolutionResult): string[] =>
    ((didResolutionMetadata['warnings'] ?? []) as DidWarning[]).map(({ code }) => code);

  async function prove(key: DemoKey): Promise<{ keyType: number; publicKey: string; proof: string }> {
    const { nonce } = await registries.sage.getAgent(agentId);
    const owner = await registries.identity.ownerOf(agentId);
    const [input] = await proveKeys(registries, [key], DID, owner, Number(nonce));
    if (!input) throw new Error('one key gives one proof');
    await learn(key);
    return input;
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
    const sage = registries.sage.connect(alice);
    agreement = x25519Key(id('did: x'), { keyId: await learn(k1), key: k1 });
    emitted = x25519Key(id('did: x2'), { keyId: await learn(ed), key: ed });
    const all = [k1, p256, ed, agreement, emitted];
    for (const key of all) await learn(key);
    const inputs = await proveKeys(registries, all, DID, alice.address, 0);
    const salt = id('did: salt');
    const commitment = await sage.registrationCommitment(alice.address, 'resolved', inputs, 'ipfs://file', salt);
    await (await sage.commitRegistration(commitment)).wait();
    await chain.wait(MINUTE);
    await (await sage.registerAgentWithReveal('resolved', inputs, 'ipfs://file', salt)).wait();
    agentId = await sage.agentByDID(DID);
    file = new TextEncoder().encode(
      JSON.stringify({
        ...{ type: 'https://eips.ethereum.org/EIPS/eip-8004#registration-v1', name: 'R', description: 'Resolved' },
        ...{ image: 'https://agent.example/i.png', x402Support: false, active: true, supportedTrust: ['reputation'] },
        services: [
          { name: 'web', endpoint: 'https://agent.example/' },
          { name: 'ENS', endpoint: 'agent.eth' },
        ],
        registrations: [
          {
            agentId: Number(agentId),
            agentRegistry: `eip155:${registries.chainId}:${(await registries.identity.getAddress()).toLowerCase()}`,
          },
        ],
      }),
    );
  });

  after(async () => {
    await chain.close();
  });

  it('all key types are listed as Multikey, with controller, block and metadata', async () => {
    const result = await resolve();
    expectKeys(result, [k1, p256, ed], [agreement, emitted]);
    const { didDocument, didDocumentMetadata, didResolutionMetadata } = result;
    expect(didDocument?.['@context']).to.deep.equal(CONTEXT);
    expect(didDocument?.id).to.equal(DID);
    expect(didDocument?.controller).to.equal(`did:pkh:eip155:${registries.chainId}:${alice.address}`);
    const block = await chain.ethers.provider.getBlock('latest');
    const created = moment(await now());
    expect(didDocumentMetadata).to.deep.equal({ created, versionId: block?.hash, deactivated: false });
    expect(didResolutionMetadata.contentType).to.equal('application/did+ld+json');
    expect((didResolutionMetadata['block'] as { hash: string }).hash).to.equal(block?.hash);
    expect(warningsOf(result)).to.deep.equal(['services-not-fetched']);
    const prefixes = { 0: 'e701', 1: '8024', 2: 'ed01', 3: 'ec01' } as Record<number, string>;
    const compressed = new Map<DemoKey, string>([
      [k1, secp256k1Key(id('did: k1'), { compressed: true }).publicKey],
      [p256, p256Key(id('did: p256'), { compressed: true }).publicKey],
    ]);
    for (const key of [k1, p256, ed, agreement]) {
      const method = didDocument?.verificationMethod?.find((item) => item.id === ids.get(key));
      expect(method?.type).to.equal('Multikey');
      expect(method?.controller).to.equal(DID);
      const bytes = compressed.get(key) ?? key.publicKey;
      const text = hexlify(base58btc.decode(method?.publicKeyMultibase ?? ''));
      expect(text).to.equal(`0x${prefixes[key.keyType]}${bytes.slice(2)}`);
    }
  });

  it('JsonWebKey gives the same keys', async () => {
    const result = await resolve(DID, { format: 'JsonWebKey' });
    const base64 = (hex: string): string => Buffer.from(getBytes(hex)).toString('base64url');
    expect(result.didDocument?.['@context']).to.deep.equal([CONTEXT[0], 'https://w3id.org/security/jwk/v1']);
    const jwk = (key: DemoKey): unknown =>
      result.didDocument?.verificationMethod?.find((method) => method.id === ids.get(key))?.publicKeyJwk;
    const point = (key: DemoKey): object => ({
      x: base64(`0x${key.publicKey.slice(4, 68)}`),
      y: base64(`0x${key.publicKey.slice(68)}`),
    });
    expect(jwk(k1)).to.deep.equal({ kty: 'EC', crv: 'secp256k1', ...point(k1) });
    expect(jwk(p256)).to.deep.equal({ kty: 'EC', crv: 'P-256', ...point(p256) });
    expect(jwk(ed)).to.deep.equal({ kty: 'OKP', crv: 'Ed25519', x: base64(ed.publicKey) });
    expect(jwk(agreement)).to.deep.equal({ kty: 'OKP', crv: 'X25519', x: base64(agreement.publicKey) });
  });

  it('services come from a file that verifies, and from no other', async () => {
    const served = await resolve(DID, { fetcher: (uri) => Promise.resolve({ uri, bytes: file }) });
    expect(served.didDocument?.service).to.deep.equal([
      { id: `${DID}#service-0`, type: 'web', serviceEndpoint: 'https://agent.example/' },
    ]);
    expect(warningsOf(served)).to.deep.equal(['service-endpoint-no-url']);
    await (await registries.sage.connect(alice).setCard(agentId, '', keccak256(file))).wait();
    const other = new TextEncoder().encode(new TextDecoder().decode(file).replace('agent.example/"', 'evil.example/"'));
    const changed = await resolve(DID, { fetcher: (uri) => Promise.resolve({ uri, bytes: other }) });
    expect(changed.didDocument).to.not.have.property('service');
    expect(warningsOf(changed)).to.deep.equal(['file-not-verified']);
  });

  it('keys whose emitted proof or attestation is wrong are left out', async () => {
    const sage = registries.sage.connect(alice);
    const late = ed25519Key(id('did: late'));
    await (await sage.addKey(agentId, { ...(await prove(late)), proof: `0x${'11'.repeat(64)}` })).wait();
    const byLate = x25519Key(id('did: x3'), { keyId: await learn(late), key: late });
    await (await sage.addKey(agentId, await prove(byLate))).wait();
    const input = await prove(x25519Key(id('did: x4'), { keyId: await learn(ed), key: ed }));
    const attester = await sage.keyIdOf(ed.keyType, ed.publicKey);
    const forged = concat([attester, `0x${'11'.repeat(64)}`, ed.publicKey]);
    await (await sage.addKey(agentId, { ...input, proof: forged })).wait();
    const result = await resolve();
    expectKeys(result, [k1, p256, ed], [agreement, emitted]);
    expect(warningsOf(result)).to.deep.equal([...Array<string>(3).fill('key-proof-wrong'), 'services-not-fetched']);
  });

  it('a rotation and a revocation show in the documents of then and now', async () => {
    const sage = registries.sage.connect(alice);
    const before = await now();
    await chain.wait(MINUTE);
    await (await sage.rotateKey(agentId, await learn(p256), await prove(next))).wait();
    const rotated = await now();
    expectKeys(await resolve(), [k1, ed, next], [agreement, emitted]);
    await chain.wait(MINUTE);
    await (await sage.revokeKey(agentId, await learn(k1), 0)).wait();
    const present = await resolve();
    expectKeys(present, [ed, next], [agreement, emitted]);
    const past = await at(before);
    expectKeys(past, [k1, p256, ed], [agreement, emitted]);
    expect(past.didDocument).to.not.have.any.keys('controller', 'service');
    expect(past.didDocumentMetadata).to.deep.equal({ created: present.didDocumentMetadata.created });
    expectKeys(await at(rotated - 1), [k1, p256, ed], [agreement, emitted]);
    expectKeys(await at(rotated), [k1, ed, next], [agreement, emitted]);
    expectKeys(await resolve(DID, {}, { versionTime: moment(rotated) }), [k1, ed, next], [agreement, emitted]);
  });

  it('moments before the registration, after the block, or misspelled are refused', async () => {
    const created = Date.parse((await resolve()).didDocumentMetadata.created ?? '') / 1_000;
    expect((await at(created)).didResolutionMetadata.error).to.equal(undefined);
    const errorAt = async (url: string): Promise<unknown> => (await resolve(url)).didResolutionMetadata.error;
    expect((await at(created - 1)).didResolutionMetadata.error).to.equal('notFound');
    expect((await at((await now()) + 1)).didResolutionMetadata.error).to.equal('versionTimeInFuture');
    expect(await errorAt(`${DID}?versionTime=2026-02-30T00:00:00Z`)).to.equal('invalidDidUrl');
    expect(await errorAt('did:sage:local:nobody')).to.equal('notFound');
    expect(await errorAt('did:sage:other:resolved')).to.equal('networkUnknown');
    expect(await errorAt('did:sage:local:Resolved')).to.equal('invalidDid');
  });

  it('out of service: no keys, deactivated; then back', async () => {
    const sage = registries.sage.connect(alice);
    await (await sage.deactivateAgent(agentId)).wait();
    const during = await now();
    const stopped = await resolve(DID, { fetcher: () => Promise.reject(new Error('not to be asked')) });
    expectKeys(stopped, [], []);
    expect(stopped.didDocumentMetadata.deactivated).to.equal(true);
    expect(stopped.didDocument).to.not.have.property('service');
    await chain.wait(MINUTE);
    await (await sage.reactivateAgent(agentId)).wait();
    expectKeys(await resolve(), [ed, next], [agreement, emitted]);
    expectKeys(await at(during), [], []);
  });

  it('sold: no keys; claimed: those of the new owner, and in the past those of each former one', async () => {
    const owned = await now();
    await chain.wait(MINUTE);
    await (await registries.identity.connect(alice).transferFrom(alice.address, bob.address, agentId)).wait();
    const sold = await resolve();
    expectKeys(sold, [], []);
    expect(sold.didDocumentMetadata.deactivated).to.equal(false);
    expect(sold.didDocument?.controller).to.equal(`did:pkh:eip155:${registries.chainId}:${bob.address}`);
    expectKeys(await at(owned), [ed, next], [agreement, emitted]);
    await (await registries.sage.connect(bob).claimAgent(agentId, [await prove(fresh)])).wait();
    expectKeys(await resolve(), [fresh], []);
    const past = await at(owned);
    expectKeys(past, [ed, next], [agreement, emitted]);
    // Those whose proof is wrong stay left out.
    expect(warningsOf(past)).to.deep.equal(Array<string>(3).fill('key-proof-wrong'));
    const bobs = ed25519Key(id('did: bob'));
    await (await registries.sage.connect(bob).addKey(agentId, await prove(bobs))).wait();
    const second = await now();
    await chain.wait(MINUTE);
    await (await registries.identity.connect(bob).transferFrom(bob.address, alice.address, agentId)).wait();
    await (await registries.sage.connect(alice).claimAgent(agentId, [await prove(p256Key(id('did: back')))])).wait();
    expectKeys(await at(second), [fresh, bobs], []);
    expectKeys(await at(owned), [ed, next], [agreement, emitted]);
  });
});
