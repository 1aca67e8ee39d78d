// A second encoder (ethers) over the same values: digests of all builders, and arguments of prepared calls. The contracts'
// own answers are compared in test/hardhat/sdkDigests.test.ts.
import { AbiCoder, Interface, TypedDataEncoder, concat, dataSlice, id, keccak256, toBeHex } from 'ethers';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import * as client from '../../src/client/index.ts';
import type { Hex, SigningRequest } from '../../src/client/index.ts';
import { createAgreementKey, createRegistrySigner, generatePrivateJwk } from '../../src/signers/index.ts';
import { refusal } from '../signers/support.ts';

const A: Hex = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
const B: Hex = `0x${'b2'.repeat(20)}`;
const W: Hex = `0x${'12'.repeat(32)}`;
const V: Hex = `0x${'34'.repeat(32)}`;
const contract = { chainId: 5, address: A };
const by = { client: B, nonce: 1, deadline: 2 };
const input = {
  agentId: 3,
  value: -4,
  valueDecimals: 5,
  tag1: 'a',
  tag2: 'é',
  endpoint: 'b',
  feedbackURI: 'c',
  feedbackHash: W,
};
const did = 'did:sage:local:a';
const coder = AbiCoder.defaultAbiCoder();
const hash = (types: string, values: unknown[]): string => keccak256(coder.encode(types.split(','), values));

describe('client: encoding', () => {
  function check({ typedData, digest }: SigningRequest): void {
    const types = typedData.types as Record<string, { name: string; type: string }[]>;
    expect(digest).to.equal(TypedDataEncoder.hash(typedData.domain, types, typedData.message));
    expect(TypedDataEncoder.from(types).primaryType).to.equal(typedData.primaryType);
    expect(client.hashTypedData(typedData)).to.equal(digest);
  }

  it('typed data', async () => {
    const [first, second] = [
      await createRegistrySigner('secp256k1', generatePrivateJwk('secp256k1')),
      await createRegistrySigner('ed25519', generatePrivateJwk('ed25519')),
    ];
    const keys = [first, second];
    const verdict = { contract, requestHash: W, round: 1, response: 2 };
    const calls = [
      { target: A, value: 1, data: '0x' as Hex },
      { target: B, value: 2n ** 255n, data: '0x1234' as Hex },
    ];
    check(client.createRegistrationCommitment({ contract, committer: B, did, keys, agentURI: 'ipfs://x', salt: W }));
    check(client.createBindingCommitment({ contract, committer: B, agentId: 6, did, keys, salt: W }));
    check(client.createKeyProofRequest({ contract, did, owner: B, keyId: W, nonce: 7 }));
    check(client.createFeedbackRequest(contract, input, by));
    check(client.createTaskFeedbackRequest(contract, W, input, by));
    check(client.createRevocationRequest(contract, 1, 2, by));
    check(client.createAgentWalletRequest({ contract, agentId: 1, newWallet: B, owner: A, deadline: 3 }));
    check(client.createTeeVerdictRequest({ ...verdict, evidenceHash: V, payee: B }));
    check(client.createExecutionRequest({ contract, calls, nonce: 1, minGas: 2, deadline: 3, ownersVersion: 4 }));
    check(client.createWalletMessageRequest(contract, W, 5));
  });

  it('hashes of encoded values', () => {
    const task = { taskId: W, agentId: 1, deadline: 2, validator: A, minResponse: 3, salt: V };
    const taskType =
      'TaskAuthorization(uint256 chainId,address registry,address client,bytes32 taskId,uint256 agentId,uint256 deadline,address validator,uint256 minResponse,bytes32 salt)';
    expect(client.createTaskCommitment(contract, B, task)).to.equal(
      hash('bytes32,uint256,address,address,bytes32,uint256,uint256,address,uint256,bytes32', [
        ...[id(taskType), 5, A, B],
        ...[W, 1, 2, A, 3, V],
      ]),
    );
    const bound = (contentHash: string): string =>
      concat([
        dataSlice(id('SAGE.boundRequestHash'), 0, 4),
        toBeHex(9, 4),
        dataSlice(hash('uint256,address,uint256,address,bytes32', [5, A, 9, B, contentHash]), 8),
      ]);
    expect(client.createBoundRequestHash({ contract, agentId: 9, validator: B, contentHash: W })).to.equal(bound(W));
    const resultType = 'TaskResult(uint256 chainId,address registry,address client,bytes32 taskId)';
    const content = hash('bytes32,uint256,address,address,bytes32', [id(resultType), 5, B, A, W]);
    const request = { contract, reputationRegistry: B, client: A, taskId: W, agentId: 9, validator: B };
    expect(client.createTaskRequestHash(request)).to.equal(bound(content));
    const verdict = { contract, requestHash: W, round: 1, validator: B, response: 2, salt: V };
    expect(client.createVerdictCommitment(verdict)).to.equal(
      hash('bytes32,uint256,address,bytes32,uint16,address,uint8,bytes32', [
        ...[id('SAGE.StakedVerdict'), 5, A],
        ...[W, 1, B, 2, V],
      ]),
    );
  });

  it('a prepared call, with confirmations sorted by owner', () => {
    const abi = new Interface([
      'function executeWithSignatures((address target,uint256 value,bytes data)[] calls,uint256 nonce,uint256 minGas,uint256 deadline,(address owner,bytes signature)[] confirmations)',
    ]);
    const calls = [{ target: A, value: 1, data: '0x12' as Hex }];
    const signature: Hex = '0x99';
    const confirmations = [B, A].map((owner) => ({ owner, signature }));
    const prepared = client.prepareExecution(A, { calls, nonce: 1, minGas: 2, deadline: 3 }, confirmations);
    const sorted = [...confirmations].reverse();
    expect(prepared).to.deep.equal({
      to: A,
      data: abi.encodeFunctionData('executeWithSignatures', [calls, 1, 2, 3, sorted]),
      value: 0n,
    });
    expect(client.prepareExecution(A, { calls, nonce: 1, minGas: 2, deadline: 3 }, sorted)).to.deep.equal(prepared);
  });

  it('rotation and attestation', async () => {
    const signer = await createRegistrySigner('p256', generatePrivateJwk('p256'));
    const key = createAgreementKey(generatePrivateJwk('x25519'));
    const options = { contract, did, owner: B, firstNonce: 5 };
    const [own, attested] = await client.proveKeys({ ...options, keys: [signer, { key, attester: signer }] });
    const { digest } = client.createKeyProofRequest({ contract, did, owner: B, keyId: key.keyId, nonce: 6 });
    expect(attested?.proof).to.equal(client.createAttestation(signer.keyId, await signer.attestDigest(digest)));
    expect(own).to.include({ keyType: 'p256', publicKey: signer.publicKey });
    if (own === undefined) throw new Error('each key gives one proof');
    const rotated = client.prepareRotateKey(A, 1, W, own);
    const abi = new Interface([
      'function rotateKey(uint256 agentId,bytes32 keyId,(uint8 keyType,bytes publicKey,bytes proof) key)',
    ]);
    expect(rotated.data).to.equal(abi.encodeFunctionData('rotateKey', [1, W, { ...own, keyType: 1 }]));
  });

  it('X25519 and Ed25519 keys in a second spelling', async () => {
    for (const publicKey of [`0xed${'ff'.repeat(30)}7f`, `0x${'ff'.repeat(32)}`] as const) {
      await refusal('argument-invalid', () => client.computeKeyId({ keyType: 'x25519', publicKey }));
      await refusal('argument-invalid', () => client.computeKeyId({ keyType: 'ed25519', publicKey }));
    }
    const identity: Hex = `0x01${'00'.repeat(31)}`;
    const error = await refusal('argument-invalid', () =>
      client.computeKeyId({ keyType: 'ed25519', publicKey: identity }),
    );
    expect(error.message).to.contain('small order');
  });
});
