import { expect } from 'chai';
import { describe, it } from 'mocha';
import * as client from '../../src/client/index.ts';
import type { Hex, KeyInput, TaskAuthorization } from '../../src/client/index.ts';
import { generatePrivateJwk, createRegistrySigner, createAgreementKey } from '../../src/signers/index.ts';
import { refusal } from '../signers/support.ts';
import { Wallet } from 'ethers';

const A: Hex = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
const CHECKSUMMED: Hex = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const ZERO: Hex = `0x${'0'.repeat(40)}`;
const W: Hex = `0x${'12'.repeat(32)}`;
const contract = { chainId: 1, address: A };
const by = { client: A, nonce: 1, deadline: 2 };
const feedback = { value: 1, valueDecimals: 0, tag1: '', tag2: '', endpoint: '', feedbackURI: '', feedbackHash: W };
const input = { agentId: 1, ...feedback };
const task: TaskAuthorization = { taskId: W, agentId: 1, deadline: 9, validator: CHECKSUMMED, minResponse: 1, salt: W };
const call = { target: A, value: 1, data: '0x' as Hex };

/** A wrong argument: the field that the error names, and the call. */
type Case = readonly [field: string, call: () => unknown];
const any = (value: unknown): never => value as never;

describe('client: arguments', () => {
  let key: KeyInput;
  let x25519: KeyInput;

  before(async () => {
    const signer = await createRegistrySigner('secp256k1', generatePrivateJwk('secp256k1'));
    key = { keyType: 'secp256k1', publicKey: signer.publicKey, proof: await signer.proveDigest(W) };
    const agreement = createAgreementKey(generatePrivateJwk('x25519'));
    x25519 = { keyType: 'x25519', publicKey: agreement.publicKey, proof: `${W}00` };
  });

  async function refuse(cases: readonly Case[]): Promise<void> {
    for (const [field, action] of cases) {
      const error = await refusal('argument-invalid', action);
      expect(error.details['field'], error.message).to.equal(field);
      expect(error.message.startsWith(`${field} is ${String(error.details['value'])}: `), error.message).to.equal(true);
      // Secrets, and where a private key may be given by mistake.
      if (/salt$|publicKey$/.test(field)) expect(error.details['value']).to.equal('(not shown)');
    }
  }

  it('contract and address', async () => {
    const proof = { contract, did: 'did:sage:local:a', owner: A, keyId: W, nonce: 0 };
    const make = (change: object) => () => client.createKeyProofRequest({ ...proof, ...change });
    await refuse([
      ['contract.chainId', make({ contract: { chainId: 0, address: A } })],
      ['contract.chainId', make({ contract: { chainId: 1.5, address: A } })],
      ['contract.chainId', make({ contract: { chainId: 2n ** 53n, address: A } })],
      ['contract.chainId', make({ contract: { chainId: '1', address: A } })],
      ['contract.address', make({ contract: { chainId: 1, address: ZERO } })],
      ['contract.address', make({ contract: { chainId: 1, address: CHECKSUMMED.replace('B', 'b') } })],
      ['contract.address', make({ contract: { chainId: 1, address: A.slice(2) } })],
      ['owner', make({ owner: `${A}00` })],
      ['owner', make({ owner: undefined })],
      ['did', make({ did: 'did:sage:Local:a' })],
      ['did', make({ did: 'did:sage:local:-a' })],
      ['did', make({ did: 'did:sage:local:a\n' })],
      ['did', make({ did: 7 })],
      ['keyId', make({ keyId: '0x12' })],
      ['keyId', make({ keyId: `0x${'zz'.repeat(32)}` })],
      ['nonce', make({ nonce: -1 })],
      ['nonce', make({ nonce: 2 ** 24 })],
      ['nonce', make({ nonce: NaN })],
    ]);
    const same = client.createKeyProofRequest(proof);
    const other = { ...proof, contract: { chainId: 1n, address: CHECKSUMMED }, owner: CHECKSUMMED, nonce: 0n };
    expect(client.createKeyProofRequest(other)).to.deep.equal(same);
  });

  it('DIDs and identifiers', async () => {
    await refuse([
      ['network', () => client.createDid('', 'a')],
      ['network', () => client.createDid('x'.repeat(22), 'a')],
      ['network', () => client.createDid(any(1), 'a')],
      ['identifier', () => client.createDid('local', '')],
      ['identifier', () => client.createDid('local', 'A')],
      ['identifier', () => client.createDid('local', 'a.')],
      ['identifier', () => client.createDid('local', 'a'.repeat(65))],
      ['identifier', () => client.createDid('local', any(null))],
    ]);
    expect(client.createDid('local', 'a'.repeat(64))).to.equal(`did:sage:local:${'a'.repeat(64)}`);
  });

  it('keys, commitments and salts', async () => {
    const options = { contract, committer: A, did: 'did:sage:local:a', keys: [key], agentURI: '', salt: W };
    const make = (change: object) => () => client.createRegistrationCommitment({ ...options, ...change });
    await refuse([
      ['keys', make({ keys: [] })],
      ['keys', make({ keys: Array.from({ length: 11 }, () => key) })],
      ['keys', make({ keys: 'key' })],
      ['keys[1]', make({ keys: [key, key] })],
      ['keys[0].keyType', make({ keys: [{ ...key, keyType: 'rsa' }] })],
      ['keys[0].keyType', make({ keys: [{ ...key, keyType: 0 }] })],
      ['keys[0].publicKey', make({ keys: [{ ...key, publicKey: '0x04' }] })],
      ['keys[0].publicKey', make({ keys: [{ ...key, publicKey: `0x04${'11'.repeat(64)}` }] })],
      ['keys[0].publicKey', make({ keys: [{ keyType: 'erc1271', publicKey: W }] })],
      ['agentURI', make({ agentURI: '\ud800' })],
      ['agentURI', make({ agentURI: undefined })],
      ['salt', make({ salt: `0x${'00'.repeat(32)}` })],
      ['committer', make({ committer: ZERO })],
      ['agentId', () => client.createBindingCommitment({ ...options, agentId: 2n ** 256n })],
      ['attesterId', () => client.createAttestation('0x', '0x')],
      ['commitment', () => client.prepareCommitRegistration(A, '0x')],
      ['contract', () => client.prepareCommitRegistration(ZERO, W)],
      ['keys[0].proof', () => client.prepareClaimAgent(A, 1, [{ ...key, proof: '0x00' }])],
      ['keys[0].proof', () => client.prepareClaimAgent(A, 1, [{ ...x25519, proof: W }])],
      ['keys[0].proof', () => client.prepareClaimAgent(A, 1, [{ ...x25519, proof: any('0xz') }])],
      ['agentId', () => client.prepareClaimAgent(A, -1, [key])],
      ['key.proof', () => client.prepareAddKey(A, 1, { ...key, proof: '0x' })],
      ['key', () => client.prepareRotateKey(A, 1, client.computeKeyId(key), key)],
      ['keyId', () => client.prepareRevokeKey(A, 1, '0x')],
      ['compromisedSince', () => client.prepareRevokeKey(A, 1, W, 2 ** 40)],
      ['identifier', () => client.prepareRegisterAgent(A, { identifier: 'A', keys: [key], agentURI: '', salt: W })],
      ['salt', () => client.prepareBindAgent(A, { agentId: 1, identifier: 'a', keys: [key], salt: '0x' })],
    ]);
    expect(client.prepareClaimAgent(CHECKSUMMED, 1, [key, x25519])).to.include({ to: A, value: 0n });
  });

  it('proving keys', async () => {
    const options = { contract, did: 'did:sage:local:a', owner: A, firstNonce: 0 };
    const publicKey = A;
    const keyId = client.computeKeyId({ keyType: 'erc1271', publicKey });
    const prover = { keyType: 'erc1271', publicKey, keyId, proveDigest: () => Promise.resolve('0x' as Hex) } as const;
    const agreement = createAgreementKey(generatePrivateJwk('x25519'));
    await refuse([
      ['keys[0].attester', () => client.proveKeys({ ...options, keys: [{ key: agreement, attester: prover }] })],
      ['firstNonce', () => client.proveKeys({ ...options, firstNonce: -1, keys: [prover] })],
    ]);
    expect(await client.proveKeys({ ...options, keys: [prover] })).to.deep.equal([
      { keyType: 'erc1271', publicKey, proof: '0x' },
    ]);
  });

  it('tasks and requests', async () => {
    const make = (change: object) => () => client.createTaskCommitment(contract, A, { ...task, ...change });
    const request = { contract, agentId: 1, validator: A, contentHash: W };
    await refuse([
      ['authorization.validator', make({})],
      ['authorization.validator', make({ validator: '0x' })],
      ['authorization.minResponse', make({ validator: W.slice(0, 42), minResponse: 0 })],
      ['authorization.minResponse', make({ validator: ZERO, minResponse: 1 })],
      ['authorization.minResponse', make({ validator: ZERO, minResponse: 101 })],
      ['authorization.agentId', make({ validator: ZERO, minResponse: 0, agentId: 2 ** 32 })],
      ['authorization.deadline', make({ validator: ZERO, minResponse: 0, deadline: 2 ** 40 })],
      ['client', () => client.createTaskCommitment(contract, ZERO, task)],
      ['commitment', () => client.prepareCommitTask(A, '0x')],
      ['authorization.salt', () => client.prepareAuthorizeTask(A, { ...task, salt: '0x' })],
      ['agentId', () => client.createBoundRequestHash({ ...request, agentId: 2 ** 32 })],
      ['validator', () => client.createBoundRequestHash({ ...request, validator: ZERO })],
      ['contentHash', () => client.createBoundRequestHash({ ...request, contentHash: '0x' })],
      ['taskId', () => client.createTaskRequestHash({ ...request, reputationRegistry: A, client: A, taskId: '0x' })],
      [
        'requestURI',
        () => client.prepareValidationRequest(A, { validator: A, agentId: 1, requestURI: any(1), requestHash: W }),
      ],
      ['taskId', () => client.prepareMarkTaskValidated(A, A, '0x', A)],
    ]);
    expect(client.prepareAuthorizeTask(A, task).value).to.equal(0n);
  });

  it('feedback and wallets', async () => {
    const make = (change: object) => () => client.createFeedbackRequest(contract, { ...input, ...change }, by);
    const wallet = { contract, agentId: 1, newWallet: A, owner: A, deadline: 5 };
    await refuse([
      ['input.agentId', make({ agentId: -1 })],
      ['input.value', make({ value: 10n ** 38n + 1n })],
      ['input.value', make({ value: -(10n ** 38n) - 1n })],
      ['input.value', make({ value: 2 ** 53 })],
      ['input.valueDecimals', make({ valueDecimals: 19 })],
      ['input.tag1', make({ tag1: '\u00e9'.repeat(129) })],
      ['input.tag2', make({ tag2: 1 })],
      ['input.endpoint', make({ endpoint: '\udc00' })],
      ['input.feedbackHash', make({ feedbackHash: '0x' })],
      ['by.client', () => client.createFeedbackRequest(contract, input, { ...by, client: ZERO })],
      ['by.nonce', () => client.createFeedbackRequest(contract, input, { ...by, nonce: -1 })],
      ['feedbackIndex', () => client.createRevocationRequest(contract, 1, 0, by)],
      ['taskId', () => client.createTaskFeedbackRequest(contract, '0x', input, by)],
      ['signature', () => client.prepareFeedbackBySig(A, input, by, any('0x1'))],
      ['feedbackIndex', () => client.prepareRevokeFeedbackBySig(A, 1, 2n ** 64n, by, '0x')],
      ['signature', () => client.prepareTaskFeedbackBySig(A, W, input, by, any(null))],
      ['input.tag1', () => client.prepareTaskFeedback(A, W, { ...feedback, tag1: any(undefined) })],
      ['deadline', () => client.createAgentWalletRequest({ ...wallet, deadline: 2n ** 96n })],
      [
        'newWallet',
        () => client.prepareSetAgentWallet(A, { agentId: 1, newWallet: ZERO, deadline: 1, signature: '0x' }),
      ],
    ]);
    expect(client.createFeedbackRequest(contract, { ...input, tag1: '\u00e9'.repeat(128) }, by).digest).to.have.length(
      66,
    );
    const other = client.createAgentWalletRequest({ ...wallet, domainName: 'Other' });
    expect(other.typedData.domain.name).to.equal('Other');
    expect(other.digest).to.not.equal(client.createAgentWalletRequest(wallet).digest);
  });

  it('staked validation', async () => {
    const verdict = { contract, requestHash: W, round: 1, validator: A, response: 50, salt: W };
    const make = (change: object) => () => client.createVerdictCommitment({ ...verdict, ...change });
    const terms = { requestHash: W, mode: 'stake', commitPeriod: 3600, minValidators: 3, deposit: 1 } as const;
    const open = (change: object) => () => client.prepareOpenRequest(A, { ...terms, ...change });
    const answer = {
      keyType: 'secp256k1',
      keyId: W,
      response: 1,
      evidenceHash: W,
      payee: A,
      signature: key.proof,
    } as const;
    await refuse([
      ['round', make({ round: 0 })],
      ['round', make({ round: 65_536 })],
      ['response', make({ response: 101 })],
      ['response', make({ response: 1.5 })],
      ['salt', make({ salt: `0x${'00'.repeat(32)}` })],
      ['payee', () => client.createTeeVerdictRequest({ ...verdict, evidenceHash: W, payee: ZERO })],
      ['mode', open({ mode: 'STAKE' })],
      ['mode', open({ mode: 'toString' })],
      ['commitPeriod', open({ commitPeriod: 3599 })],
      ['commitPeriod', open({ commitPeriod: 2_592_001 })],
      ['minValidators', open({ minValidators: 2 })],
      ['minValidators', open({ minValidators: 101 })],
      ['minValidators', open({ mode: 'tee' })],
      ['measurement', open({ measurement: W })],
      ['deposit', open({ deposit: 0 })],
      ['requestHash', () => client.prepareCommitVerdict(A, '0x', 1, W, 1)],
      ['round', () => client.prepareCommitVerdict(A, W, 0, W, 1)],
      ['round', () => client.prepareCommitVerdict(A, W, 65_536n, W, 1)],
      ['commitment', () => client.prepareCommitVerdict(A, W, 1, `0x${'00'.repeat(32)}`, 1)],
      ['stake', () => client.prepareCommitVerdict(A, W, 1, W, 0)],
      ['response', () => client.prepareRevealVerdict(A, W, 101, W)],
      ['keyType', () => client.prepareTeeAnswer(A, W, { ...answer, keyType: any('ed25519') })],
      ['signature', () => client.prepareTeeAnswer(A, W, { ...answer, keyType: 'p256' })],
      ['requestHash', () => client.prepareFinalize(A, '0x')],
      ['to', () => client.prepareWithdraw(A, ZERO)],
    ]);
    expect(client.prepareOpenRequest(A, { ...terms, mode: 'hybrid', measurement: W, deposit: 7n }).value).to.equal(7n);
    expect(client.prepareTeeAnswer(A, W, answer).to).to.equal(A);
    expect(client.prepareCommitVerdict(A, W, 65_535, W, 1).value).to.equal(1n);
  });

  it('multisig', async () => {
    const options = { calls: [call], nonce: 1, minGas: 0, deadline: 1 };
    const make = (change: object) => () =>
      client.createExecutionRequest({ contract, ...options, ownersVersion: 1, ...change });
    const confirmation = { owner: A, signature: '0x' as Hex };
    await refuse([
      ['calls', make({ calls: [] })],
      ['calls', make({ calls: Array.from({ length: 51 }, () => call) })],
      ['calls', make({ calls: null })],
      ['calls[0].target', make({ calls: [{ ...call, target: '0x' }] })],
      ['calls[0].value', make({ calls: [{ ...call, value: -1 }] })],
      ['calls[0].data', make({ calls: [{ ...call, data: '0x1' }] })],
      ['hash', () => client.createWalletMessageRequest(contract, '0x', 1)],
      ['confirmations', () => client.prepareExecution(A, options, [confirmation, confirmation])],
      ['confirmations[0].owner', () => client.prepareExecution(A, options, [{ ...confirmation, owner: ZERO }])],
      [
        'confirmations[0].signature',
        () => client.prepareExecution(A, options, [{ ...confirmation, signature: any('0') }]),
      ],
    ]);
  });

  it('any value can be described', async () => {
    const values: unknown[] = [null, undefined, Symbol('x'), [], {}, { toString: 1 }, () => 1, 1n, NaN, true];
    for (const value of values) await refusal('argument-invalid', () => client.createDid(any(value), 'a'));
    const { message } = await refusal('argument-invalid', () => client.createDid(any({ toString: 1 }), 'a'));
    expect(message).to.contain('network is an object: expected');
  });

  it('long values are cut in errors', async () => {
    const error = await refusal('argument-invalid', () => client.createDid('x'.repeat(5000), 'a'));
    expect(error.message.length).to.be.lessThan(200);
  });

  it('typed data as JSON for wallets: the digest is the same through ethers', async () => {
    const { typedData } = client.createFeedbackRequest(contract, { ...input, value: -5n }, by);
    const json = JSON.parse(client.serializeTypedData(typedData)) as {
      domain: object;
      types: Record<string, { name: string; type: string }[]>;
      primaryType: string;
      message: Record<string, unknown>;
    };
    expect(json.types['EIP712Domain']?.map(({ name }) => name)).to.deep.equal([
      'name',
      'version',
      'chainId',
      'verifyingContract',
    ]);
    expect(json.primaryType).to.equal('GiveFeedback');
    expect(json.message['value']).to.equal('-5');
    const { EIP712Domain: _domain, ...types } = json.types;
    const wallet = Wallet.createRandom();
    const signer = await createRegistrySigner('secp256k1', Buffer.from(wallet.privateKey.slice(2), 'hex'));
    expect(await wallet.signTypedData(json.domain, types, json.message)).to.equal(
      await signer.signTypedData(typedData),
    );
  });

  it('salts are random', () => {
    expect(client.createSalt()).to.match(/^0x[0-9a-f]{64}$/);
    expect(client.createSalt()).to.not.equal(client.createSalt());
  });
});
