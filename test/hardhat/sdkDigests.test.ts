// A38: every digest, commitment and id that the client library computes is the one that the contract gives. Random inputs.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { expect } from 'chai';
import { hexlify } from 'ethers';
import fc from 'fast-check';
import hre from 'hardhat';
import { after, before, describe, it } from 'mocha';
import {
  KEY_TYPES,
  computeKeyId,
  createAgentWalletRequest,
  createBindingCommitment,
  createBoundRequestHash,
  createDid,
  createExecutionRequest,
  createFeedbackRequest,
  createKeyProofRequest,
  createRegistrationCommitment,
  createRevocationRequest,
  createTaskCommitment,
  createTaskFeedbackRequest,
  createTaskRequestHash,
  createTeeVerdictRequest,
  createVerdictCommitment,
  createWalletMessageRequest,
} from '../../sdk/typescript/src/client/index.ts';
import type { Address, ContractRef, Hex, RegistryKeyType } from '../../sdk/typescript/src/client/index.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';
import type { SimpleMultiSig, StakedValidation, TaskValidationPolicy } from '../../typechain-types/index.js';

/** Random inputs for each builder. */
const RUNS = 200;

const hex = (bytes: Uint8Array): Hex => hexlify(bytes) as Hex;
const bytesOf = (size: number): fc.Arbitrary<Hex> => fc.uint8Array({ minLength: size, maxLength: size }).map(hex);
const address: fc.Arbitrary<Address> = bytesOf(20).filter((value) => !/^0x0+$/.test(value));
const salt = bytesOf(32).filter((value) => !/^0x0+$/.test(value));
const uint = (bits: number): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), fc.constantFrom(0n, (1n << BigInt(bits)) - 1n));
/** All of Unicode but halves of surrogate pairs. */
const text = (maxLength: number): fc.Arbitrary<string> => fc.string({ unit: 'binary', maxLength });
const tag = text(60);
const identifier = fc.stringMatching(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/);
const data = fc.uint8Array({ maxLength: 100 }).map(hex);

/** What makes a public key of each type out of a secret. */
const MAKERS: Readonly<Record<Exclude<RegistryKeyType, 'erc1271'>, (secret: Uint8Array) => Hex[]>> = {
  secp256k1: (secret) => [true, false].map((compressed) => hex(secp256k1.getPublicKey(secret, compressed))),
  p256: (secret) => [true, false].map((compressed) => hex(p256.getPublicKey(secret, compressed))),
  ed25519: (secret) => [hex(ed25519.getPublicKey(secret))],
  x25519: (secret) => [hex(x25519.getPublicKey(secret))],
};
const secret = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((bytes) => secp256k1.utils.isValidSecretKey(bytes) && p256.utils.isValidSecretKey(bytes));
const keyType = fc.constantFrom(...(Object.keys(MAKERS) as (keyof typeof MAKERS)[]));
const key = fc.tuple(keyType, secret, fc.boolean()).map(([type, bytes, first]) => {
  const spellings = MAKERS[type](bytes);
  return { keyType: type, publicKey: (first ? spellings.at(0) : spellings.at(-1)) ?? '0x' };
});
const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 4, selector: computeKeyId });

const feedback = fc.record({
  agentId: uint(256),
  value: fc.bigInt(-(10n ** 38n), 10n ** 38n),
  valueDecimals: fc.bigInt(0n, 18n),
  tag1: tag,
  tag2: tag,
  endpoint: text(80),
  feedbackURI: text(80),
  feedbackHash: bytesOf(32),
});
const signedBy = fc.record({ client: address, nonce: uint(256), deadline: uint(256) });
const inputs = (
  list: readonly { keyType: RegistryKeyType; publicKey: Hex }[],
): { keyType: number; publicKey: Hex; proof: Hex }[] =>
  list.map((one) => ({ keyType: KEY_TYPES[one.keyType], publicKey: one.publicKey, proof: '0x' }));

async function always<Values extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  predicate: (...values: Values) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.tuple(...arbitraries) as unknown as fc.Arbitrary<Values>, (values) => predicate(...values)),
    { numRuns: RUNS },
  );
}

describe('test_attack_A38: the client library computes what the contracts compute', () => {
  let chain: Chain;
  let registries: Registries;
  let policy: TaskValidationPolicy;
  let wallet: SimpleMultiSig;
  let staked: StakedValidation;
  let deployer: HardhatEthersSigner;

  async function contractRef(contract: { getAddress: () => Promise<string> }): Promise<ContractRef> {
    return { chainId: registries.chainId, address: (await contract.getAddress()) as Address };
  }

  before(async () => {
    chain = await connectChain(hre, 2);
    [deployer] = (await chain.ethers.getSigners()) as [HardhatEthersSigner];
    registries = await deployRegistries(chain, deployer);
    policy = await chain.ethers.getContractAt(
      'TaskValidationPolicy',
      await registries.reputation.getValidationPolicy(),
    );
    wallet = await chain.ethers.deployContract('SimpleMultiSig', [[deployer.address], 1]);
    const { p256Verifier } = await registries.sage.getParameters();
    const teeKeys = await chain.ethers.deployContract('TEEKeyRegistry', [deployer.address, deployer.address]);
    staked = await chain.ethers.deployContract('StakedValidation', [
      await registries.validation.getAddress(),
      await teeKeys.getAddress(),
      p256Verifier,
      deployer.address,
      deployer.address,
    ]);
  });

  after(async () => {
    await chain.close();
  });

  it('createDid', async () => {
    await always([identifier], async (name) => {
      expect(createDid('local', name)).to.equal(await registries.sage.didFor(name));
    });
  });

  it('computeKeyId, for both spellings of a point', async () => {
    await always([keyType, secret], async (type, bytes) => {
      for (const publicKey of MAKERS[type](bytes)) {
        const expected = await registries.sage.keyIdOf(KEY_TYPES[type], publicKey);
        expect(computeKeyId({ keyType: type, publicKey })).to.equal(expected);
      }
    });
    const contract = (await registries.sage.getAddress()) as Address;
    const expected = await registries.sage.keyIdOf(KEY_TYPES.erc1271, contract);
    expect(computeKeyId({ keyType: 'erc1271', publicKey: contract })).to.equal(expected);
  });

  it('computeKeyId refuses what the contract refuses, and nothing else', async () => {
    const wild = fc.oneof(
      bytesOf(32),
      bytesOf(33),
      bytesOf(65),
      bytesOf(33).map((value): Hex => `0x02${value.slice(4)}`),
      bytesOf(65).map((value): Hex => `0x04${value.slice(4)}`),
      fc.constantFrom<Hex>(
        ...[
          0n,
          1n,
          2n,
          2n ** 255n - 20n,
          2n ** 255n - 19n,
          2n ** 255n - 18n,
          2n ** 255n - 1n,
          2n ** 255n,
          2n ** 255n + 1n,
        ].map((number) => hex(Uint8Array.from(Buffer.from(number.toString(16).padStart(64, '0'), 'hex')).reverse())),
        // The order-8 points of both curves, and a point of order 8 plus one of prime order.
        '0xc7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
        '0x26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
        '0xe0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
        '0x5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
        hex(
          ed25519.Point.BASE.add(
            ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'),
          ).toBytes(),
        ),
      ),
    );
    // Half of them are keys, whatever is drawn of the rest: both answers come up in every run.
    const offered = fc.oneof(
      key.map(({ keyType: type, publicKey }) => [type, publicKey] as const),
      fc.tuple(keyType, wild),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(offered, async ([type, publicKey]) => {
        const expected = await registries.sage.keyIdOf(KEY_TYPES[type], publicKey).catch(() => undefined);
        let id: string | undefined;
        try {
          id = computeKeyId({ keyType: type, publicKey });
        } catch (error) {
          expect(error).to.have.property('code', 'argument-invalid');
        }
        expect(id, `${type} ${publicKey}`).to.equal(expected);
        if (id !== undefined) taken += 1;
      }),
      { numRuns: 600 },
    );
    expect(taken).to.be.within(150, 550);
  });

  it('createRegistrationCommitment', async () => {
    const contract = await contractRef(registries.sage);
    await always([address, identifier, keys, text(200), salt], async (committer, name, list, agentURI, bytes) => {
      const did = createDid('local', name);
      const { digest } = createRegistrationCommitment({ contract, committer, did, keys: list, agentURI, salt: bytes });
      expect(digest).to.equal(
        await registries.sage.registrationCommitment(committer, name, inputs(list), agentURI, bytes),
      );
    });
  });

  it('createBindingCommitment', async () => {
    const contract = await contractRef(registries.sage);
    await always([address, uint(256), identifier, keys, salt], async (committer, agentId, name, list, bytes) => {
      const did = createDid('local', name);
      const { digest } = createBindingCommitment({ contract, committer, agentId, did, keys: list, salt: bytes });
      expect(digest).to.equal(await registries.sage.bindingCommitment(committer, agentId, name, inputs(list), bytes));
    });
  });

  it('createKeyProofRequest', async () => {
    const contract = await contractRef(registries.sage);
    await always([identifier, address, bytesOf(32), uint(24)], async (name, owner, keyId, nonce) => {
      const did = createDid('local', name);
      const { digest } = createKeyProofRequest({ contract, did, owner, keyId, nonce });
      expect(digest).to.equal(await registries.sage.keyProofDigest(did, owner, keyId, nonce));
    });
  });

  it('createTaskCommitment', async () => {
    const contract = await contractRef(registries.reputation);
    const validated = fc.record({ validator: address, minResponse: fc.bigInt(1n, 100n) });
    const plain = fc.constant({ validator: '0x0000000000000000000000000000000000000000', minResponse: 0n });
    const task = fc
      .tuple(
        fc.record({ taskId: bytesOf(32), agentId: uint(32), deadline: uint(40), salt }),
        fc.oneof(validated, plain),
      )
      .map(([one, other]) => ({ ...one, ...other }));
    await always([address, task], async (client, authorization) => {
      expect(createTaskCommitment(contract, client, authorization)).to.equal(
        await registries.reputation.taskCommitment(client, authorization),
      );
    });
  });

  it('createBoundRequestHash and createTaskRequestHash', async () => {
    const contract = await contractRef(registries.validation);
    const reputationRegistry = (await registries.reputation.getAddress()) as Address;
    await always([uint(32), address, bytesOf(32), address], async (agentId, validator, word, client) => {
      expect(createBoundRequestHash({ contract, agentId, validator, contentHash: word })).to.equal(
        await registries.validation.boundRequestHash(agentId, validator, word),
      );
      expect(
        createTaskRequestHash({ contract, reputationRegistry, client, taskId: word, agentId, validator }),
      ).to.equal(await policy.taskRequestHash(reputationRegistry, client, word, agentId, validator));
    });
  });

  it('createFeedbackRequest and createTaskFeedbackRequest', async () => {
    const contract = await contractRef(registries.reputation);
    await always([feedback, signedBy, bytesOf(32)], async (input, by, taskId) => {
      expect(createFeedbackRequest(contract, input, by).digest).to.equal(
        await registries.reputation.feedbackDigest(input, by),
      );
      expect(createTaskFeedbackRequest(contract, taskId, input, by).digest).to.equal(
        await registries.reputation.taskFeedbackDigest(taskId, input, by),
      );
    });
  });

  it('createRevocationRequest', async () => {
    const contract = await contractRef(registries.reputation);
    const index = fc.bigInt(1n, 2n ** 64n - 1n);
    await always([uint(256), index, signedBy], async (agentId, feedbackIndex, by) => {
      expect(createRevocationRequest(contract, agentId, feedbackIndex, by).digest).to.equal(
        await registries.reputation.revocationDigest(agentId, feedbackIndex, by),
      );
    });
  });

  // The identity registry has no view of this digest: that it takes a signature over ours shows that they are the same.
  it('createAgentWalletRequest', async () => {
    const contract = await contractRef(registries.identity);
    await (await registries.identity['register()']()).wait();
    let deadline = BigInt((await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0) + 100n;
    await always([secret], async (bytes) => {
      const newWallet = new chain.ethers.Wallet(hex(bytes));
      deadline += 1n;
      const { digest } = createAgentWalletRequest({
        contract,
        agentId: 0,
        newWallet: newWallet.address as Address,
        owner: deployer.address as Address,
        deadline,
      });
      const signature = newWallet.signingKey.sign(digest).serialized;
      await registries.identity.setAgentWallet.staticCall(0, newWallet.address, deadline, signature);
    });
  });

  it('createVerdictCommitment and createTeeVerdictRequest', async () => {
    const contract = await contractRef(staked);
    const round = fc.integer({ min: 1, max: 65_535 });
    const response = fc.integer({ min: 0, max: 100 });
    await always([bytesOf(32), round, address, response, salt], async (requestHash, number, account, answer, bytes) => {
      const options = { contract, requestHash, round: number, response: answer };
      expect(createVerdictCommitment({ ...options, validator: account, salt: bytes })).to.equal(
        await staked.verdictCommitment(requestHash, number, account, answer, bytes),
      );
      expect(createTeeVerdictRequest({ ...options, evidenceHash: bytes, payee: account }).digest).to.equal(
        await staked.teeVerdictDigest(requestHash, number, answer, bytes, account),
      );
    });
  });

  it('createExecutionRequest and createWalletMessageRequest', async () => {
    const contract = await contractRef(wallet);
    const ownersVersion = await wallet.ownersVersion();
    const calls = fc.array(fc.record({ target: bytesOf(20), value: uint(256), data }), { minLength: 1, maxLength: 5 });
    await always([calls, uint(256), uint(256), uint(256)], async (list, nonce, minGas, deadline) => {
      expect(createExecutionRequest({ contract, calls: list, nonce, minGas, deadline, ownersVersion }).digest).to.equal(
        await wallet.executionDigest(list, nonce, minGas, deadline),
      );
    });
    await always([bytesOf(32)], async (hash) => {
      expect(createWalletMessageRequest(contract, hash, ownersVersion).digest).to.equal(
        await wallet.messageDigest(hash),
      );
    });
  });
});
