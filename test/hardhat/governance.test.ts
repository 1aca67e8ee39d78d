// The whole suite under its governance, on a chain in this process: what set-up leaves behind, a change by the wallet's owners,
// and what the guardian does at once.
import { expect } from 'chai';
import { Wallet, ZeroAddress, ZeroHash, getAddress, id, toBeHex } from 'ethers';
import type { Contract } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import hre from 'hardhat';
import { after, before, beforeEach, describe, it } from 'mocha';
import { deploySuite } from '../../scripts/deploy/deploySuite.ts';
import type { Deployment } from '../../scripts/deploy/deploySuite.ts';
import type { SuiteConfig } from '../../scripts/deploy/config.ts';
import type { Part } from '../../scripts/deploy/plan.ts';
import { verifyGovernance } from '../../scripts/deploy/verifyGovernance.ts';
import { confirmExecution, prepareExecution, sendExecution } from '../../scripts/governance/execution.ts';
import {
  callThroughMultisig,
  cancelCall,
  executeOperation,
  operationStatus,
  prepareOperation,
  proposeCall,
  scheduleCall,
} from '../../scripts/governance/operation.ts';
import type { Call, Governance } from '../../scripts/governance/types.ts';
import { connectChain } from '../../scripts/start/chain.ts';
import type { Chain } from '../../scripts/start/chain.ts';
import type {
  RegistrationRateHook,
  SageRegistryV3,
  SageTimelock,
  SimpleMultiSig,
  TEEKeyRegistry,
} from '../../typechain-types/index.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const SECP256K1 = 0;
const SGX = 0;

/** 3 of 5; the owners have no ether. */
const owners = Array.from({ length: 5 }, (_, index) => new Wallet(id(`owner ${index}`)));
const three = owners.slice(1, 4);
const readArtifact = (contract: string): ReturnType<typeof hre.artifacts.readArtifact> =>
  hre.artifacts.readArtifact(contract);

describe('governance of the suite', () => {
  let chain: Chain;
  let deployer: HardhatEthersSigner;
  let guardian: HardhatEthersSigner;
  let stranger: HardhatEthersSigner;
  let config: SuiteConfig;
  let deployment: Deployment;
  let governance: Governance;
  let sage: SageRegistryV3;
  let teeKeys: TEEKeyRegistry;
  let hook: RegistrationRateHook;
  let snapshot: unknown;

  before(async () => {
    chain = await connectChain(hre, 4);
    [deployer, guardian, stranger] = (await chain.ethers.getSigners()) as [
      HardhatEthersSigner,
      HardhatEthersSigner,
      HardhatEthersSigner,
    ];
    config = {
      network: 'local',
      governance: { owners: owners.map(({ address }) => address), threshold: 3, guardian: guardian.address },
      rateHook: true,
    };
    deployment = await deploySuite(config, deployer, readArtifact);
    governance = {
      multisig: await at<SimpleMultiSig>('multisig'),
      timelock: await at<SageTimelock>('timelock'),
    };
    sage = await at<SageRegistryV3>('sageRegistry');
    teeKeys = await at<TEEKeyRegistry>('teeKeyRegistry');
    hook = await at<RegistrationRateHook>('registrationRateHook');
  });

  after(async () => {
    await chain.close();
  });

  beforeEach(async () => {
    if (snapshot !== undefined) await chain.ethers.provider.send('evm_revert', [snapshot]);
    snapshot = await chain.ethers.provider.send('evm_snapshot', []);
  });

  /** A contract of the suite, called by an account that has no right. */
  async function at<T>(part: Part): Promise<T> {
    const found = deployment.contracts.find((contract) => contract.part === part);
    if (found === undefined) throw new Error(`${part} is not in the deployment`);
    return (await chain.ethers.getContractAt(found.contract, found.address, stranger)) as unknown as T;
  }

  async function callOf(contract: { getAddress: Contract['getAddress'] }, data: string): Promise<Call> {
    return { target: await contract.getAddress(), value: 0n, data };
  }

  const setHook = async (): Promise<Call> =>
    callOf(sage, sage.interface.encodeFunctionData('setHook', [await hook.getAddress(), true, true]));

  /** Has voters trust a TEE key, by way of governance, which names the voters. */
  async function trustKey(): Promise<string> {
    const { publicKey } = new Wallet(id('a TEE key')).signingKey;
    const weights = teeKeys.interface.encodeFunctionData('setVoteWeights', [[stranger.address], [1n]]);
    const { operation } = await proposeCall(governance, three, await callOf(teeKeys, weights));
    await chain.wait(2 * DAY);
    await executeOperation(governance.timelock, operation);
    const { stake, votingPeriod } = await teeKeys.getParameters();
    await teeKeys.propose(SECP256K1, publicKey, SGX, id('measurement'), 'ipfs://evidence', id('evidence'), {
      value: stake,
    });
    await teeKeys.vote(1, true);
    await chain.wait(Number(votingPeriod));
    await teeKeys.settle(1);
    return teeKeys.keyIdOf(SECP256K1, publicKey);
  }

  describe('after set-up', () => {
    it('P46: the chain shows that the timelock owns every contract and nobody else holds a right', async () => {
      const facts = await verifyGovernance(config, deployment, chain.ethers.provider, readArtifact);
      const owned = facts.filter(({ field }) => field === 'owner');
      const timelock = await governance.timelock.getAddress();
      expect(owned.map(({ contract, value }) => [contract, value])).to.deep.equal(
        ['TEEKeyRegistry', 'StakedValidation', 'TaskValidationPolicy', 'SageRegistryV3', 'RegistrationRateHook'].map(
          (name) => [name, timelock],
        ),
      );
      expect(facts.filter(({ field }) => field === 'guardian').map(({ contract }) => contract)).to.deep.equal([
        'TEEKeyRegistry',
        'StakedValidation',
        'SageRegistryV3',
      ]);
    });

    it('P46: set-up is one transaction for each contract, so that no right was handed over', async () => {
      expect(await chain.ethers.provider.getTransactionCount(deployer.address)).to.equal(deployment.contracts.length);
    });

    it('P46: other code at an address is noticed', async () => {
      const [first, ...others] = deployment.contracts;
      if (first === undefined) throw new Error('nothing was deployed');
      const contracts = [{ ...first, codeHash: ZeroHash }, ...others];
      await expectError(
        verifyGovernance(config, { ...deployment, contracts }, chain.ethers.provider, readArtifact),
        `ERC8004IdentityRegistry: code hash is ${first.codeHash}, expected ${ZeroHash}`,
      );
    });

    it('P46: what differs is told with contract, field, found and expected', async () => {
      const differ = async (change: Partial<SuiteConfig['governance']>): Promise<string> =>
        verifyGovernance(
          { ...config, governance: { ...config.governance, ...change } },
          deployment,
          chain.ethers.provider,
          readArtifact,
        )
          .then(() => 'no difference')
          .catch((error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
      expect(await differ({ threshold: 4 })).to.equal(
        'GovernanceMismatchError: SimpleMultiSig: threshold is 3, expected 4',
      );
      expect(await differ({ delay: 3 * DAY })).to.equal(
        `GovernanceMismatchError: SageTimelock: minimum delay is ${2 * DAY}, expected ${3 * DAY}`,
      );
      expect(await differ({ guardian: stranger.address })).to.equal(
        `GovernanceMismatchError: TEEKeyRegistry: guardian is ${guardian.address}, expected ${stranger.address}`,
      );
    });
  });

  describe('where somebody got a right after set-up', () => {
    const changes: readonly [string, Part, (who: string) => readonly [string, readonly unknown[]], string][] = [
      [
        'a new owner is named',
        'taskValidationPolicy',
        (who) => ['transferOwnership', [who]],
        'TaskValidationPolicy: pending owner is WHO, expected ZERO',
      ],
      [
        'a second proposer',
        'timelock',
        (who) => ['grantRole', [id('PROPOSER_ROLE'), who]],
        'SageTimelock: members of PROPOSER_ROLE is MULTISIG, WHO, expected MULTISIG',
      ],
      [
        'a role that we do not know',
        'timelock',
        (who) => ['grantRole', [id('KING'), who]],
        `SageTimelock: further roles in the log is ${id('KING')}, expected none`,
      ],
      [
        'another guardian',
        'stakedValidation',
        (who) => ['setGuardian', [who]],
        'StakedValidation: guardian is WHO, expected GUARDIAN',
      ],
      [
        'a further listed validator',
        'taskValidationPolicy',
        (who) => ['setGovernanceValidator', [who, true]],
        'TaskValidationPolicy: listed validators by the log is STAKED, WHO, expected STAKED',
      ],
      [
        'no owner',
        'registrationRateHook',
        () => ['renounceOwnership', []],
        'RegistrationRateHook: owner is ZERO, expected TIMELOCK',
      ],
    ];
    for (const [title, part, change, message] of changes) {
      it(`P46: the proof finds it: ${title}`, async () => {
        const addressOf = (of: Part): string => deployment.contracts.find((other) => other.part === of)?.address ?? '';
        const timelock = addressOf('timelock');
        const who = `0x${'f'.repeat(39)}1`;
        await chain.ethers.provider.send('hardhat_setBalance', [timelock, toBeHex(10n ** 18n)]);
        const signer = await chain.ethers.getImpersonatedSigner(timelock);
        const { interface: abi } = await at<Contract>(part);
        const [name, args] = change(who);
        await signer.sendTransaction({ to: addressOf(part), data: abi.encodeFunctionData(name, args) });
        const named = message
          .replaceAll('WHO', getAddress(who))
          .replaceAll('ZERO', ZeroAddress)
          .replaceAll('MULTISIG', addressOf('multisig'))
          .replaceAll('GUARDIAN', guardian.address)
          .replaceAll('STAKED', addressOf('stakedValidation'))
          .replaceAll('TIMELOCK', timelock);
        await expectError(verifyGovernance(config, deployment, chain.ethers.provider, readArtifact), named);
      });
    }
  });

  describe('a change through the multisig', () => {
    it('three owners confirm off-chain, anyone sends it, 48 hours later anyone executes it', async () => {
      const { multisig, timelock } = governance;
      const operation = await prepareOperation(timelock, await setHook());
      expect(operation.delay).to.equal(BigInt(2 * DAY));
      const execution = await prepareExecution(multisig, [await scheduleCall(timelock, operation)]);
      const confirmations = [];
      for (const owner of three) confirmations.push(await confirmExecution(multisig, execution, owner));
      const receipt = await sendExecution(multisig, execution, confirmations);
      const scheduledAt = (await receipt.getBlock()).timestamp;
      const { state, readyAt } = await operationStatus(timelock, operation);
      expect([state, readyAt]).to.deep.equal(['waiting', BigInt(scheduledAt + 2 * DAY)]);
      await chain.wait(2 * DAY);
      await executeOperation(timelock, operation);
      expect(await sage.getHook()).to.deep.equal([await hook.getAddress(), true, true]);
      expect((await operationStatus(timelock, operation)).state).to.equal('done');
    });

    it('P44: not a second early', async () => {
      const { timelock } = governance;
      const { operation, receipt } = await proposeCall(governance, three, await setHook());
      const readyAt = (await receipt.getBlock()).timestamp + 2 * DAY;
      const { target, value, data, predecessor, salt } = operation;
      await chain.ethers.provider.send('evm_setNextBlockTimestamp', [readyAt - 1]);
      await expect(timelock.execute(target, value, data, predecessor, salt))
        .to.be.revertedWithCustomError(timelock, 'TimelockUnexpectedOperationState')
        .withArgs(operation.id, `0x${'0'.repeat(63)}4`);
      await chain.ethers.provider.send('evm_setNextBlockTimestamp', [readyAt]);
      await timelock.execute(target, value, data, predecessor, salt);
      expect((await sage.getHook()).before).to.equal(true);
    });

    it('refuses two of three, the wrong state, and a nonce used before', async () => {
      const { multisig, timelock } = governance;
      await expectError(
        proposeCall(governance, three.slice(1), await setHook()),
        'confirmations: 2 given, 3 are needed; ask more owners',
      );
      const operation = await prepareOperation(timelock, await setHook());
      await expectError(
        executeOperation(timelock, operation),
        `operation ${operation.id}: unknown, not ready; schedule it first`,
      );
      const execution = await prepareExecution(multisig, [await scheduleCall(timelock, operation)]);
      const confirmations = [];
      for (const owner of owners) confirmations.push(await confirmExecution(multisig, execution, owner));
      await expect(
        multisig.executeWithSignatures(
          [...execution.calls],
          execution.nonce,
          0,
          execution.deadline,
          confirmations.slice(0, 2),
        ),
      )
        .to.be.revertedWithCustomError(multisig, 'MultiSigTooFewConfirmations')
        .withArgs(2, 3);
      await sendExecution(multisig, execution, confirmations);
      await expect(sendExecution(multisig, execution, confirmations))
        .to.be.revertedWithCustomError(multisig, 'MultiSigNonceUsed')
        .withArgs(1);
      const { readyAt } = await operationStatus(timelock, operation);
      await expectError(
        executeOperation(timelock, operation),
        `operation ${operation.id}: waiting, not ready; wait until Unix second ${readyAt}`,
      );
      await chain.wait(2 * DAY);
      await executeOperation(timelock, operation);
      await expectError(
        executeOperation(timelock, operation),
        `operation ${operation.id}: done, not ready; it is done`,
      );
    });

    it('refuses a stranger among the signers, and a shorter delay than the minimum', async () => {
      const { multisig, timelock } = governance;
      const operation = await prepareOperation(timelock, await setHook());
      const outsider = new Wallet(id('outsider'));
      await expect(
        callThroughMultisig(governance, [...three.slice(1), outsider], await scheduleCall(timelock, operation)),
      )
        .to.be.revertedWithCustomError(multisig, 'MultiSigNotOwner')
        .withArgs(outsider.address);
      const short = await scheduleCall(timelock, { ...operation, delay: BigInt(2 * DAY - 1) });
      const reason = timelock.interface.encodeErrorResult('TimelockInsufficientDelay', [2 * DAY - 1, 2 * DAY]);
      await expect(callThroughMultisig(governance, three, short))
        .to.be.revertedWithCustomError(multisig, 'MultiSigCallFailed')
        .withArgs(0, await timelock.getAddress(), reason);
    });

    it('can be taken back until it is executed', async () => {
      const { timelock } = governance;
      const { operation } = await proposeCall(governance, three, await setHook());
      await chain.wait(2 * DAY);
      await callThroughMultisig(governance, three, await cancelCall(timelock, operation));
      await expectError(
        executeOperation(timelock, operation),
        `operation ${operation.id}: unknown, not ready; schedule it first`,
      );
    });
  });

  describe('in an emergency', () => {
    it('the guardian pauses registrations at once; the end of the pause takes the owners and 24 hours', async () => {
      const { timelock } = governance;
      await sage.connect(guardian).pause();
      expect(await sage.isPaused()).to.equal(true);
      await expect(sage.connect(guardian).unpause())
        .to.be.revertedWithCustomError(sage, 'OwnableUnauthorizedAccount')
        .withArgs(guardian.address);
      const unpause = await callOf(sage, sage.interface.encodeFunctionData('unpause'));
      const { operation } = await proposeCall(governance, three, unpause);
      expect(operation.delay).to.equal(BigInt(DAY));
      await chain.wait(DAY);
      await executeOperation(timelock, operation);
      expect(await sage.isPaused()).to.equal(false);
    });

    it('the guardian revokes a TEE key at once', async () => {
      const keyId = await trustKey();
      expect(await teeKeys.isTrusted(keyId)).to.equal(true);
      await expect(teeKeys.revoke(keyId, 'leaked'))
        .to.be.revertedWithCustomError(teeKeys, 'TEEKeyNotGuardian')
        .withArgs(stranger.address);
      await teeKeys.connect(guardian).revoke(keyId, 'leaked');
      expect(await teeKeys.isTrusted(keyId)).to.equal(false);
    });

    it('a guardian that went bad is replaced in 24 hours and can do nothing about it', async () => {
      const { timelock } = governance;
      const replace = await callOf(sage, sage.interface.encodeFunctionData('setGuardian', [stranger.address]));
      const { operation } = await proposeCall(governance, three, replace);
      await expect(timelock.connect(guardian).cancel(operation.id))
        .to.be.revertedWithCustomError(timelock, 'AccessControlUnauthorizedAccount')
        .withArgs(guardian.address, await timelock.CANCELLER_ROLE());
      await chain.wait(DAY);
      await executeOperation(timelock, operation);
      await expect(sage.connect(guardian).pause())
        .to.be.revertedWithCustomError(sage, 'SageNotGuardian')
        .withArgs(guardian.address);
      await sage.pause();
    });
  });

  describe('over registries that others have deployed', () => {
    it('uses them and still passes the proof', async () => {
      const identity = await chain.ethers.deployContract('ERC8004IdentityRegistry', deployer);
      const identityRegistry = await identity.getAddress();
      const validation = await chain.ethers.deployContract('ERC8004ValidationRegistry', [identityRegistry], deployer);
      const existing = { identityRegistry, validationRegistry: await validation.getAddress() };
      const other = await deploySuite({ ...config, existing }, deployer, readArtifact);
      expect(
        other.contracts.filter(({ deployment: made }) => made === undefined).map(({ address }) => address),
      ).to.deep.equal(Object.values(existing));
      await verifyGovernance({ ...config, existing }, other, chain.ethers.provider, readArtifact);
      const last = other.contracts.find(({ part }) => part === 'sageRegistry');
      const itsSage = await chain.ethers.getContractAt('SageRegistryV3', last?.address ?? '');
      expect(await itsSage.getFunction('getIdentityRegistry')()).to.equal(identityRegistry);
    });

    it('refuses what cannot work, before anything is sent', async () => {
      const sent = await chain.ethers.provider.getTransactionCount(deployer.address);
      const refused = async (change: Partial<SuiteConfig>, message: string): Promise<void> =>
        expectError(deploySuite({ ...config, ...change }, deployer, readArtifact), message);
      const [identity, validation] = deployment.contracts.map(({ address }) => address) as [string, string];
      const tee = await teeKeys.getAddress();
      await refused(
        { existing: { identityRegistry: stranger.address } },
        `existing.identityRegistry: "${stranger.address}"; no contract is at this address; check address and chain`,
      );
      await refused(
        { existing: { identityRegistry: tee, validationRegistry: validation } },
        `existing.validationRegistry: "${validation}"; it serves ${identity}, not existing.identityRegistry`,
      );
      await refused(
        { existing: { validationRegistry: validation } },
        'existing.identityRegistry: missing; name the one that validationRegistry serves',
      );
      const timelock = await governance.timelock.getAddress();
      await refused(
        { existing: { identityRegistry: identity, reputationRegistry: timelock } },
        `existing.reputationRegistry: "${timelock}"; it does not tell its identity registry; check address and chain`,
      );
      const sageAddress = await sage.getAddress();
      await refused(
        { existing: { identityRegistry: identity, validationRegistry: sageAddress } },
        `existing.validationRegistry: "${sageAddress}"; it does not show bound request hashes, which our reputation registry needs; leave it out, or name existing.reputationRegistry too`,
      );
      const govern = (change: Partial<SuiteConfig['governance']>): Partial<SuiteConfig> => ({
        governance: { ...config.governance, ...change },
      });
      await refused(govern({ threshold: 2 }), 'governance.threshold: 2; choose 3 to 5');
      await refused(govern({ delay: DAY }), `governance.delay: ${DAY}; choose ${2 * DAY} to ${30 * DAY} seconds`);
      await refused(govern({ owners: [stranger.address] }), 'governance.owners: 1; name 2 to 50 owners');
      await refused(
        govern({ owners: [stranger.address, stranger.address.toLowerCase()] }),
        `governance.owners: "${stranger.address}"; name every owner once`,
      );
      await refused(
        govern({ guardian: ZeroAddress }),
        `governance.guardian: "${ZeroAddress}"; give an address (0x and 40 hex digits, the checksum right) that is not zero`,
      );
      await refused({ network: 'Main' }, 'network: "Main"; use 1 to 21 characters of a-z 0-9 -');
      expect(await chain.ethers.provider.getTransactionCount(deployer.address)).to.equal(sent);
    });

    it('leaves our reputation registry and its policy out where there is another', async () => {
      const [identity] = deployment.contracts.map(({ address }) => address) as [string];
      const reputation = deployment.contracts.find(({ part }) => part === 'reputationRegistry')?.address ?? '';
      const existing = { identityRegistry: identity, reputationRegistry: reputation };
      const other = await deploySuite({ ...config, existing }, deployer, readArtifact);
      expect(other.contracts.map(({ part }) => part)).not.to.include('taskValidationPolicy');
      await verifyGovernance({ ...config, existing }, other, chain.ethers.provider, readArtifact);
    });
  });
});

async function expectError(promise: Promise<unknown>, message: string): Promise<void> {
  const outcome = await promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  expect(outcome).to.equal(message);
}
