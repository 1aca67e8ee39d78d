import { expect } from 'chai';
import { Resolver } from 'did-resolver';
import type { DIDResolutionResult } from 'did-resolver';
import { describe, it } from 'mocha';
import { decodeData, encodeResult } from 'ox/AbiFunction';
import type { AbiFunction } from 'ox/AbiFunction';
import { keccak256 } from 'ox/Hash';
import { fromString, slice } from 'ox/Hex';
import type { Hex } from 'ox/Hex';
import { ABI } from '../../src/chain/abi.ts';
import { ChainError } from '../../src/chain/ChainError.ts';
import { ChainFacts } from '../../src/chain/ChainFacts.ts';
import type { ChainReader } from '../../src/chain/createChainReader.ts';
import { FactCache } from '../../src/chain/FactCache.ts';
import type { BlockReference } from '../../src/chain/types.ts';
import { computeKeyId } from '../../src/client/computeKeyId.ts';
import { DidError, getResolver } from '../../src/did/index.ts';

const DID = 'did:sage:local:fake';
const SAGE: Hex = `0x${'5a'.repeat(20)}`;
const IDENTITY: Hex = `0x${'1d'.repeat(20)}`;
const ZERO: Hex = `0x${'00'.repeat(32)}`;
const START = 1_800_000_000;
const CONTRACT_KEY: Hex = `0x${'c0'.repeat(20)}`;
const BLOCK: BlockReference = {
  ...{ chainId: 31_337, number: 9, hash: `0x${'b1'.repeat(32)}`, timestamp: START + 100, finality: 'latest' },
};

const encode: (abi: AbiFunction, output: never) => Hex = encodeResult;

interface Script {
  readonly registered?: boolean;
  readonly told?: string;
  readonly keyType?: number;
  readonly fault?: ChainError;
}

/** A chain with one agent that has one key: by default a contract, so that nothing comes from logs. */
function scripted({ registered = true, told = DID, keyType = 4, fault }: Script): ChainReader {
  const contracts = { sageRegistry: SAGE, identityRegistry: IDENTITY };
  const keyId = computeKeyId({ keyType: 'erc1271', publicKey: CONTRACT_KEY });
  const agent = { did: told, owner: CONTRACT_KEY, isClaimed: true, isActive: true, nonce: 1, epoch: 0, activeKeys: 1 };
  const key = {
    ...{ keyId, keyType, state: 1, validFrom: START, validUntil: 0, compromisedSince: 0 },
    ...{ nonce: 0, epoch: 0, proofHash: ZERO },
  };
  const answers: readonly [AbiFunction, unknown][] = [
    [ABI.agentByDID, 7n],
    [ABI.getAgent, agent],
    [ABI.ownerOf, CONTRACT_KEY],
    [ABI.getKeys, [key]],
    [ABI.getKey, key],
    [ABI.isKeyInForceAt, true],
  ];
  const call = (_to: Hex, data: Hex): Promise<{ result: Hex } | { revert: Hex }> => {
    if (!registered) return Promise.resolve({ revert: slice(keccak256(fromString('SageDidUnknown(string)')), 0, 4) });
    const [abi, output] = answers.find(([{ hash }]) => hash !== undefined && data.startsWith(slice(hash, 0, 4))) ?? [];
    if (abi === undefined) throw new Error(`nothing is scripted for ${data}`);
    decodeData(abi, data);
    return Promise.resolve({ result: encode(abi, output as never) });
  };
  const pinned = { block: BLOCK, call, code: () => Promise.resolve<Hex>('0x'), logs: () => Promise.resolve([]) };
  const facts = new ChainFacts({ pinned, contracts, logsFrom: 0, cache: new FactCache(100) });
  const open = (): Promise<ChainFacts> => (fault === undefined ? Promise.resolve(facts) : Promise.reject(fault));
  return { chainId: BLOCK.chainId, contracts, logsFrom: 0, open };
}

const resolve = (url: string, script: Script = {}, options: object = {}): Promise<DIDResolutionResult> =>
  new Resolver(getResolver({ networks: { local: scripted(script) } })).resolve(url, options);

async function expectError(result: Promise<DIDResolutionResult>, error: string, code?: string): Promise<void> {
  const { didDocument, didResolutionMetadata, didDocumentMetadata } = await result;
  expect(didResolutionMetadata.error, JSON.stringify(didResolutionMetadata)).to.equal(error);
  expect(didResolutionMetadata['code']).to.equal(code);
  expect(didResolutionMetadata['message']).to.be.a('string');
  expect(didDocument).to.equal(null);
  expect(didDocumentMetadata).to.deep.equal({});
}

describe('the resolver of did:sage', () => {
  it('a contract is no verification method, and a warning says so', async () => {
    const { didDocument, didResolutionMetadata } = await resolve(DID);
    expect(didDocument?.verificationMethod).to.deep.equal([]);
    expect(didDocument?.authentication).to.deep.equal([]);
    const warnings = didResolutionMetadata['warnings'] as { code: string }[];
    expect(warnings.map(({ code }) => code)).to.deep.equal(['key-not-representable', 'services-not-fetched']);
  });

  it('only the chain can say notFound', async () => {
    await expectError(resolve(DID, { registered: false }), 'notFound');
    const fault = new ChainError('chain-unreachable', 'nobody answers');
    await expectError(resolve(DID, { fault }), 'chainUnreadable', 'chain-unreachable');
    await expectError(resolve(DID, { keyType: 0 }), 'chainUnreadable', 'logs-missing');
    await expectError(resolve(DID, { told: 'did:sage:local:b' }), 'chainUnreadable', 'chain-answer-malformed');
    await expectError(resolve('did:sage:constructor:fake'), 'networkUnknown');
  });

  it('questions that it would misunderstand are refused', async () => {
    await expectError(resolve('did:sage:local:Fake'), 'invalidDid');
    await expectError(resolve(`${DID}?versionId=1`), 'invalidDidUrl');
    await expectError(resolve(`${DID}/path`), 'invalidDidUrl');
    await expectError(resolve(DID, {}, { accept: 'application/did+json' }), 'representationNotSupported');
    await expectError(resolve(DID, {}, { versionTime: 1 }), 'invalidDidUrl');
    const [then, later] = ['2027-01-15T08:01:00Z', '2027-01-15T08:01:01Z'];
    await expectError(resolve(`${DID}?versionTime=${then}`, {}, { versionTime: later }), 'invalidDidUrl');
    for (const text of ['2027-01-15', '2027-01-15T08:01:00.5Z', '2027-01-15T08:01:00+00:00', '2027-02-30T00:00:00Z']) {
      await expectError(resolve(`${DID}?versionTime=${encodeURIComponent(text)}`), 'invalidDidUrl');
    }
    expect((await resolve(`${DID}?versionTime=${then}`)).didResolutionMetadata.error).to.equal(undefined);
  });

  it('the moments of the first key and of the block are the bounds of versionTime', async () => {
    const at = (seconds: number): Promise<DIDResolutionResult> =>
      resolve(`${DID}?versionTime=${new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z')}`);
    await expectError(at(START - 1), 'notFound');
    await expectError(at(BLOCK.timestamp + 1), 'versionTimeInFuture');
    expect((await at(START)).didDocumentMetadata).to.deep.equal({ created: '2027-01-15T08:00:00Z' });
    expect((await at(BLOCK.timestamp)).didDocument?.id).to.equal(DID);
  });

  it('wrong options are told', () => {
    for (const wrong of [{ networks: {} }, { networks: { local: scripted({}) }, format: 'Jwk' as 'Multikey' }]) {
      expect(() => getResolver(wrong))
        .to.throw(DidError)
        .with.property('code', 'argument-invalid');
    }
  });
});
