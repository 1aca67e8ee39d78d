// Every call that the client library prepares, sent to a chain in this process: the whole way from keys to a judged task, with
// keys and signatures of the library itself.
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { expect } from 'chai';
import { AbiCoder, FunctionFragment, Interface, id, parseEther } from 'ethers';
import type { Contract } from 'ethers';
import hre, { artifacts } from 'hardhat';
import { after, before, describe, it } from 'mocha';
import { from } from 'ox/AbiFunction';
import { DECLARATIONS } from '../../sdk/typescript/src/client/flows/abi.ts';
import {
  computeKeyId,
  createAgentWalletRequest,
  createBindingCommitment,
  createBoundRequestHash,
  createExecutionRequest,
  createFeedbackRequest,
  createRegistrationCommitment,
  createRevocationRequest,
  createSalt,
  createTaskCommitment,
  createTaskFeedbackRequest,
  createTaskRequestHash,
  createTeeVerdictRequest,
  createVerdictCommitment,
  createWalletMessageRequest,
  prepareAddKey,
  prepareAuthorizeTask,
  prepareBindAgent,
  prepareClaimAgent,
  prepareCommitRegistration,
  prepareCommitTask,
  prepareCommitVerdict,
  prepareExecution,
  prepareFeedbackBySig,
  prepareFinalize,
  prepareMarkTaskValidated,
  prepareOpenRequest,
  prepareRegisterAgent,
  prepareRevealVerdict,
  prepareRevokeFeedbackBySig,
  prepareRevokeKey,
  prepareRotateKey,
  prepareSetAgentWallet,
  prepareTaskFeedback,
  prepareTaskFeedbackBySig,
  prepareTeeAnswer,
  prepareValidationRequest,
  prepareWithdraw,
  proveKeys,
} from '../../sdk/typescript/src/client/index.ts';
import type {
  Address,
  ContractRef,
  Hex,
  KeyProver,
  PreparedCall,
  TaskAuthorization,
} from '../../sdk/typescript/src/client/index.ts';
import {
  createAgreementKey,
  createRegistrySigner,
  generatePrivateJwk,
} from '../../sdk/typescript/src/signers/index.ts';
import type { RegistrySigner } from '../../sdk/typescript/src/signers/index.ts';
import { connectChain, deployRegistries } from '../../scripts/start/chain.ts';
import type { Chain, Registries } from '../../scripts/start/chain.ts';

const IDENTIFIER = 'flows';
const DID = `did:sage:local:${IDENTIFIER}`;
const DAY = 86_400;
const NOBODY: Address = '0x0000000000000000000000000000000000000000';
const DEPOSIT = parseEther('0.01');

const word = (text: string): Hex => id(text) as Hex;
const newSigner = (keyType: RegistrySigner['keyType']): Promise<RegistrySigner> =>
  createRegistrySigner(keyType, generatePrivateJwk(keyType));
const feedback = (
  value: number,
): {
  value: number;
  valueDecimals: number;
  tag1: string;
  tag2: string;
  endpoint: string;
  feedbackURI: string;
  feedbackHash: Hex;
} => ({
  value,
  valueDecimals: 0,
  tag1: 'starred',
  tag2: '',
  endpoint: 'https://agent.example/',
  feedbackURI: '',
  feedbackHash: word('feedback'),
});

describe('calls that the client library prepares', () => {
  let chain: Chain;
  let registries: Registries;
  let staked: Contract;
  let teeKeys: Contract;
  let wallet: Contract;
  let sage: ContractRef;
  let reputation: ContractRef;
  let validation: ContractRef;
  let identity: ContractRef;
  let judges: ContractRef;
  let multisig: ContractRef;
  let deployer: HardhatEthersSigner;
  let alice: HardhatEthersSigner;
  let bob: HardhatEthersSigner;
  let relayer: HardhatEthersSigner;
  let client: HardhatEthersSigner;
  let validators: HardhatEthersSigner[];
  let agentId: bigint;
  let first: RegistrySigner;
  let second: RegistrySigner;
  /** Selectors of the calls that were sent. */
  const sent = new Set<string>();

  const at = (signer: HardhatEthersSigner): Address => signer.address as Address;
  const refOf = async (contract: { getAddress: () => Promise<string> }): Promise<ContractRef> => ({
    chainId: registries.chainId,
    address: (await contract.getAddress()) as Address,
  });
  const view = (contract: Contract, name: string, ...values: unknown[]): Promise<unknown> =>
    contract.getFunction(name)(...values) as Promise<unknown>;
  const call = async (
    contract: Contract,
    from: HardhatEthersSigner,
    name: string,
    ...values: unknown[]
  ): Promise<void> => {
    const sending = (await contract.connect(from).getFunction(name)(...values)) as { wait: () => Promise<unknown> };
    await sending.wait();
  };

  async function send(signer: HardhatEthersSigner, { to, data, value }: PreparedCall): Promise<void> {
    await (await signer.sendTransaction({ to, data, value })).wait();
    sent.add(data.slice(0, 10));
  }

  async function now(): Promise<number> {
    return (await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0;
  }

  async function nonce(): Promise<bigint> {
    return (await registries.sage.getAgent(agentId)).nonce;
  }

  before(async () => {
    chain = await connectChain(hre, 9);
    const signers = await chain.ethers.getSigners();
    [deployer, alice, bob, relayer, client] = signers as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    validators = signers.slice(5, 8);
    registries = await deployRegistries(chain, deployer);
    const deploy = (name: string, values: unknown[]): Promise<Contract> =>
      chain.ethers.deployContract(name, values, deployer);
    teeKeys = await deploy('TEEKeyRegistry', [deployer.address, deployer.address]);
    const { p256Verifier } = await registries.sage.getParameters();
    staked = await deploy('StakedValidation', [
      await registries.validation.getAddress(),
      await teeKeys.getAddress(),
      p256Verifier,
      deployer.address,
      deployer.address,
    ]);
    wallet = await deploy('SimpleMultiSig', [[alice.address, bob.address], 2]);
    sage = await refOf(registries.sage);
    reputation = await refOf(registries.reputation);
    validation = await refOf(registries.validation);
    identity = await refOf(registries.identity);
    judges = await refOf(staked);
    multisig = await refOf(wallet);
    first = await newSigner('secp256k1');
    second = await newSigner('p256');
  });

  after(async () => {
    await chain.close();
  });

  /** The two owners of the wallet sign a hash that it shall confirm. */
  async function walletSignature(hash: Hex): Promise<Hex> {
    const { typedData } = createWalletMessageRequest(multisig, hash, (await view(wallet, 'ownersVersion')) as bigint);
    return AbiCoder.defaultAbiCoder().encode(
      ['(address owner,bytes signature)[]'],
      [await confirmations(typedData)],
    ) as Hex;
  }

  async function confirmations(
    typedData: ReturnType<typeof createWalletMessageRequest>['typedData'],
  ): Promise<{ owner: Address; signature: Hex }[]> {
    const { domain, types, message } = typedData;
    const owners = [alice, bob].sort((one, other) =>
      one.address.toLowerCase() < other.address.toLowerCase() ? -1 : 1,
    );
    return Promise.all(
      owners.map(async (owner) => ({
        owner: at(owner),
        signature: (await owner.signTypedData(
          domain,
          types as Record<string, { name: string; type: string }[]>,
          message,
        )) as Hex,
      })),
    );
  }

  it('declares every function as its contract does', async () => {
    for (const [contract, functions] of Object.entries(DECLARATIONS)) {
      const { abi } = await artifacts.readArtifact(contract);
      for (const [name, declaration] of Object.entries(functions as Record<string, readonly [string]>)) {
        const ours = FunctionFragment.from(from(declaration)).format('full');
        expect(ours, `${contract}.${name}`).to.equal(new Interface(abi).getFunction(name)?.format('full'));
      }
    }
  });

  it('commitRegistration, registerAgentWithReveal: keys of all types', async () => {
    const ed25519 = await newSigner('ed25519');
    const agreement = createAgreementKey(generatePrivateJwk('x25519'));
    const publicKey = multisig.address;
    const contractKey: KeyProver = {
      keyType: 'erc1271',
      publicKey,
      keyId: computeKeyId({ keyType: 'erc1271', publicKey }),
      proveDigest: walletSignature,
    };
    const keys = [first, second, ed25519, { key: agreement, attester: second }, contractKey];
    const inputs = await proveKeys({ contract: sage, did: DID, owner: at(alice), firstNonce: 0, keys });
    const salt = createSalt();
    const options = { contract: sage, committer: at(alice), did: DID, keys: inputs, agentURI: 'ipfs://file', salt };
    await send(alice, prepareCommitRegistration(sage.address, createRegistrationCommitment(options).digest));
    await chain.wait(60);
    await send(
      alice,
      prepareRegisterAgent(sage.address, { identifier: IDENTIFIER, keys: inputs, agentURI: 'ipfs://file', salt }),
    );
    agentId = await registries.sage.agentByDID(DID);
    const states = await Promise.all(
      [first, second, ed25519, agreement, contractKey].map(
        async ({ keyId }) => (await registries.sage.getKey(agentId, keyId)).state,
      ),
    );
    // Proved, ProofEmitted (no verifier for Ed25519 here), Attested.
    expect(states).to.deep.equal([1n, 1n, 2n, 3n, 1n]);
    const hash = word('a message');
    for (const signer of [first, second]) {
      const signature = await signer.signHash(hash);
      expect(await registries.sage.verifySignature(agentId, signer.keyId, hash, signature)).to.equal(true);
      expect(await registries.sage.verifySignature(agentId, signer.keyId, word('another'), signature)).to.equal(false);
    }
  });

  it('addKey, rotateKey, revokeKey', async () => {
    const [added, successor] = [await newSigner('p256'), await newSigner('secp256k1')];
    const prove = async (key: KeyProver) => {
      const options = { contract: sage, did: DID, owner: at(alice), firstNonce: await nonce(), keys: [key] };
      const [input] = await proveKeys(options);
      if (input === undefined) throw new Error('one key gives one proof');
      return input;
    };
    await send(alice, prepareAddKey(sage.address, agentId, await prove(added)));
    expect(await registries.sage.isKeyValid(agentId, added.keyId)).to.equal(true);
    await send(alice, prepareRotateKey(sage.address, agentId, first.keyId, await prove(successor)));
    expect(await registries.sage.isKeyValid(agentId, first.keyId)).to.equal(false);
    expect(await registries.sage.isKeyValid(agentId, successor.keyId)).to.equal(true);
    await send(alice, prepareRevokeKey(sage.address, agentId, added.keyId));
    expect((await registries.sage.getKey(agentId, added.keyId)).compromisedSince).to.equal(0n);
    const since = await now();
    await send(alice, prepareRevokeKey(sage.address, agentId, added.keyId, since));
    expect((await registries.sage.getKey(agentId, added.keyId)).compromisedSince).to.equal(BigInt(since));
    first = successor;
  });

  it('bindAgentWithReveal', async () => {
    await (await registries.identity.connect(bob)['register()']()).wait();
    const bound = (await registries.identity.agentCount()) - 1n;
    const did = 'did:sage:local:bound';
    const key = await newSigner('p256');
    const inputs = await proveKeys({ contract: sage, did, owner: at(bob), firstNonce: 0, keys: [key] });
    const salt = createSalt();
    const options = { contract: sage, committer: at(bob), agentId: bound, did, keys: inputs, salt };
    await send(bob, prepareCommitRegistration(sage.address, createBindingCommitment(options).digest));
    await chain.wait(60);
    await send(bob, prepareBindAgent(sage.address, { agentId: bound, identifier: 'bound', keys: inputs, salt }));
    expect(await registries.sage.isKeyValid(bound, key.keyId)).to.equal(true);
  });

  it('setAgentWallet', async () => {
    const signer = await newSigner('secp256k1');
    const newWallet = signer.address ?? NOBODY;
    const deadline = (await now()) + 200;
    const options = { contract: identity, agentId, newWallet, owner: at(alice), deadline };
    const signature = await signer.signTypedData(createAgentWalletRequest(options).typedData);
    await send(alice, prepareSetAgentWallet(identity.address, { agentId, newWallet, deadline, signature }));
    expect((await registries.identity.getAgentWallet(agentId)).toLowerCase()).to.equal(newWallet);
  });

  it('giveFeedbackBySig, revokeFeedbackBySig', async () => {
    const signer = await newSigner('secp256k1');
    const by = { client: signer.address ?? NOBODY, nonce: 7, deadline: (await now()) + 100 };
    const input = { agentId, ...feedback(80) };
    const given = await signer.signTypedData(createFeedbackRequest(reputation, input, by).typedData);
    await send(relayer, prepareFeedbackBySig(reputation.address, input, by, given));
    expect((await registries.reputation.readFeedback(agentId, by.client, 1)).value).to.equal(80n);
    const again = { ...by, nonce: 8 };
    const revoked = await signer.signTypedData(createRevocationRequest(reputation, agentId, 1, again).typedData);
    await send(relayer, prepareRevokeFeedbackBySig(reputation.address, agentId, 1, again, revoked));
    expect((await registries.reputation.readFeedback(agentId, by.client, 1)).isRevoked).to.equal(true);
  });

  async function authorize(sender: HardhatEthersSigner, authorization: TaskAuthorization): Promise<void> {
    const commitment = createTaskCommitment(reputation, at(sender), authorization);
    await send(sender, prepareCommitTask(reputation.address, commitment));
    await chain.wait(30);
    await send(sender, prepareAuthorizeTask(reputation.address, authorization));
  }

  it('commitTaskAuthorization, authorizeTaskWithReveal, giveTaskFeedbackBySig', async () => {
    const deadline = (await now()) + 2 * DAY;
    const taskId = word('signed task');
    await authorize(client, { taskId, agentId, deadline, validator: NOBODY, minResponse: 0, salt: createSalt() });
    const by = { client: at(client), nonce: 1, deadline };
    const input = { agentId, ...feedback(70) };
    const { domain, types, message } = createTaskFeedbackRequest(reputation, taskId, input, by).typedData;
    const signature = await client.signTypedData(
      domain,
      types as Record<string, { name: string; type: string }[]>,
      message,
    );
    await send(relayer, prepareTaskFeedbackBySig(reputation.address, taskId, input, by, signature as Hex));
    expect((await registries.reputation.getTask(client.address, taskId)).feedbackIndex).to.equal(1n);
  });

  it('validationRequest, openRequest, commitVerdict, revealVerdict, finalize, withdraw, markTaskValidated', async () => {
    const taskId = word('judged task');
    const deadline = (await now()) + 5 * DAY;
    await authorize(client, {
      taskId,
      agentId,
      deadline,
      validator: judges.address,
      minResponse: 60,
      salt: createSalt(),
    });
    await send(client, prepareTaskFeedback(reputation.address, taskId, feedback(90)));
    const requestHash = createTaskRequestHash({
      contract: validation,
      reputationRegistry: reputation.address,
      client: at(client),
      taskId,
      agentId,
      validator: judges.address,
    });
    const request = { validator: judges.address, agentId, requestURI: 'ipfs://result', requestHash };
    await send(alice, prepareValidationRequest(validation.address, request));
    const terms = { requestHash, mode: 'stake', commitPeriod: 3600, minValidators: 3, deposit: DEPOSIT } as const;
    await send(alice, prepareOpenRequest(judges.address, terms));
    const round = 1;
    const verdicts = validators.map((validator, index) => ({ validator, response: 88 + index, salt: createSalt() }));
    for (const { validator, response, salt } of verdicts) {
      const options = { contract: judges, requestHash, round, validator: at(validator), response, salt };
      const commitment = createVerdictCommitment(options);
      expect(await view(staked, 'verdictCommitment', requestHash, round, validator.address, response, salt)).to.equal(
        commitment,
      );
      const stake = (await view(staked, 'requiredStake', requestHash, validator.address)) as bigint;
      const late = prepareCommitVerdict(judges.address, requestHash, round + 1, commitment, stake);
      await expect(send(validator, late))
        .to.be.revertedWithCustomError(staked, 'StakedWrongRound')
        .withArgs(requestHash, round + 1, round);
      await send(validator, prepareCommitVerdict(judges.address, requestHash, round, commitment, stake));
    }
    await chain.wait(3600);
    for (const { validator, response, salt } of verdicts) {
      await send(validator, prepareRevealVerdict(judges.address, requestHash, response, salt));
    }
    await send(relayer, prepareFinalize(judges.address, requestHash));
    expect((await registries.validation.getValidationStatus(requestHash)).response).to.equal(89n);
    const [winner] = validators as [HardhatEthersSigner];
    const owed = (await view(staked, 'owedTo', winner.address)) as bigint;
    const receiver = (await newSigner('secp256k1')).address ?? NOBODY;
    await send(winner, prepareWithdraw(judges.address, receiver));
    expect(await chain.ethers.provider.getBalance(receiver)).to.equal(owed);
    await send(relayer, prepareMarkTaskValidated(reputation.address, at(client), taskId, judges.address));
    expect((await registries.reputation.getTask(client.address, taskId)).raisedBy.toLowerCase()).to.equal(
      judges.address.toLowerCase(),
    );
  });

  for (const keyType of ['secp256k1', 'p256'] as const) {
    it(`answerWithTEE: ${keyType}`, async () => {
      const key = await newSigner(keyType);
      const keyNumber = keyType === 'p256' ? 1 : 0;
      await call(teeKeys, deployer, 'setVoteWeights', [deployer.address], [100]);
      await chain.wait(1);
      const measurement = word('code');
      const proposal = [keyNumber, key.publicKey, 0, measurement, 'ipfs://evidence', word('evidence')];
      await call(teeKeys, deployer, 'propose', ...proposal, { value: parseEther('1') });
      const proposalId = await view(teeKeys, 'getProposalCount');
      await chain.wait(1);
      await call(teeKeys, deployer, 'vote', proposalId, true);
      await chain.wait(8 * DAY);
      await call(teeKeys, deployer, 'settle', proposalId);
      expect(await view(teeKeys, 'isTrusted', key.keyId)).to.equal(true);

      const contentHash = word(`content ${keyType}`);
      const requestHash = createBoundRequestHash({
        contract: validation,
        agentId,
        validator: judges.address,
        contentHash,
      });
      const request = { validator: judges.address, agentId, requestURI: '', requestHash };
      await send(alice, prepareValidationRequest(validation.address, request));
      const terms = {
        requestHash,
        mode: 'tee',
        commitPeriod: 3600,
        minValidators: 0,
        measurement,
        deposit: DEPOSIT,
      } as const;
      await send(alice, prepareOpenRequest(judges.address, terms));
      const verdict = { requestHash, round: 1, response: 77, evidenceHash: word('run'), payee: at(bob) };
      const signing = createTeeVerdictRequest({ contract: judges, ...verdict });
      const signature = await key.signTypedData(signing.typedData);
      const answer = { keyType, keyId: key.keyId, ...verdict, signature };
      await send(relayer, prepareTeeAnswer(judges.address, requestHash, answer));
      expect((await registries.validation.getValidationStatus(requestHash)).response).to.equal(77n);
    });
  }

  it('executeWithSignatures', async () => {
    const receiver = (await newSigner('secp256k1')).address ?? NOBODY;
    await (await deployer.sendTransaction({ to: multisig.address, value: 5n })).wait();
    const options = {
      calls: [{ target: receiver, value: 5n, data: '0x' as Hex }],
      nonce: 1,
      minGas: 0,
      deadline: (await now()) + 100,
    };
    const ownersVersion = (await view(wallet, 'ownersVersion')) as bigint;
    const { typedData } = createExecutionRequest({ contract: multisig, ...options, ownersVersion });
    // In the wrong order: preparing sorts them.
    const signatures = (await confirmations(typedData)).reverse();
    await send(relayer, prepareExecution(multisig.address, options, signatures));
    expect(await chain.ethers.provider.getBalance(receiver)).to.equal(5n);
  });

  it('claimAgent', async () => {
    await (await registries.identity.connect(alice).transferFrom(alice.address, bob.address, agentId)).wait();
    const key = await newSigner('secp256k1');
    const options = { contract: sage, did: DID, owner: at(bob), firstNonce: await nonce(), keys: [key] };
    await send(bob, prepareClaimAgent(sage.address, agentId, await proveKeys(options)));
    expect(await registries.sage.isKeyValid(agentId, key.keyId)).to.equal(true);
    expect(await registries.sage.isKeyValid(agentId, first.keyId)).to.equal(false);
  });

  it('every call that can be prepared was sent', () => {
    const all = Object.values(DECLARATIONS).flatMap((functions) =>
      Object.values(functions as Record<string, readonly [string]>).map((declaration) => from(declaration)),
    );
    const missing = all.filter((item) => !sent.has(FunctionFragment.from(item).selector)).map(({ name }) => name);
    expect(missing).to.deep.equal([]);
  });
});
