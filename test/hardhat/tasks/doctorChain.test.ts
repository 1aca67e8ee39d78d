// Each fault is planted on the chain, under a suite that was found clean before; and changes by governance, which are none.
import { expect } from 'chai';
import { ZeroAddress, id, keccak256 } from 'ethers';
import type { Result } from 'ethers';
import { after, afterEach, before, describe, it } from 'mocha';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { DeployedEntry } from '../../../scripts/deploy/addressBook.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import { callThroughMultisig, executeOperation, proposeCall } from '../../../scripts/governance/operation.ts';
import type { Governance } from '../../../scripts/governance/types.ts';
import type { IStakedRules } from '../../../typechain-types/StakedValidation.js';
import { Bench } from './doctorBench.ts';
import type { Desk } from './desk.ts';

const DAY = 86_400;

describe('sage doctor and the chain', () => {
  let bench: Bench;
  let desk: Desk;

  before(async () => {
    bench = await Bench.open();
    ({ desk } = bench);
  });

  afterEach(async () => {
    await bench.reset();
  });

  after(async () => {
    await desk.close();
  });

  describe('finds what is wrong on the chain', () => {
    it('a placeholder, by the book and by the sources', async () => {
      const address = bench.addressOf('p256Verifier');
      const placeholder = '0x60006000fd';
      await desk.provider.send('anvil_setCode', [address, placeholder]);
      const { codeHash } = bench.entryOf('p256Verifier');
      const wayOut = `the book's commit isn't the present one: check out ${'0'.repeat(40)}, build, and run this again`;
      expect(await bench.faultsOf()).to.deep.equal([
        `differs  P256Verifier: code hash is ${keccak256(placeholder)}, expected ${codeHash} (code-book)`,
        `differs  P256Verifier: code of the present sources is ${keccak256(placeholder)}, expected ${codeHash} (code-sources: ${wayOut})`,
      ]);
      const booked = bench.changed({ p256Verifier: { codeHash: keccak256(placeholder) } });
      expect(await bench.faultsOf(booked)).to.have.length(1);
    });

    it('a placeholder that answers nothing, view by view', async () => {
      await desk.provider.send('anvil_setCode', [bench.addressOf('sageRegistry'), '0x60006000fd']);
      expect(await bench.faultsOf()).to.include.members([
        `differs  SageRegistryV3: owner is no answer, expected ${bench.addressOf('timelock')} (owner)`,
        `differs  SageRegistryV3: getIdentityRegistry is no answer, expected ${bench.addressOf('identityRegistry')} (link)`,
        'differs  SageRegistryV3: paused is no answer, expected false (paused)',
      ]);
    });

    it('an immutable value that no view tells', async () => {
      const args = [...bench.entryOf('stakedValidation').constructorArguments];
      args[2] = bench.addressOf('identityRegistry');
      const wrong = await bench.redeploy('stakedValidation', args);
      const entry = wrong.contracts.stakedValidation as DeployedEntry;
      const { constructorArguments } = bench.entryOf('stakedValidation');
      const { report } = await bench.examine(bench.changed({ stakedValidation: { ...entry, constructorArguments } }));
      expect(report.findings.filter(({ contract }) => contract === 'StakedValidation')).to.deep.include({
        status: 'differs',
        code: 'code-sources',
        part: 'stakedValidation',
        contract: 'StakedValidation',
        field: 'code of the present sources',
        found: `0x${bench.addressOf('identityRegistry').slice(2).toLowerCase().padStart(64, '0')}`,
        expected: `0x${bench.addressOf('p256Verifier').slice(2).toLowerCase().padStart(64, '0')}`,
        reason: "1 immutable values are not those of the book's constructor arguments",
      });
    });

    it("an owner that isn't the timelock", async () => {
      const eoa = desk.accounts[5]?.address ?? '';
      const args = [...bench.entryOf('sageRegistry').constructorArguments];
      args[4] = eoa;
      expect(await bench.faultsOf(await bench.redeploy('sageRegistry', args))).to.include.members([
        `differs  SageRegistryV3: owner is ${eoa}, expected ${bench.addressOf('timelock')} (owner)`,
        `differs  SageRegistryV3: argument owner by the plan is ${eoa}, expected ${bench.addressOf('timelock')} (constructor-arguments: found is what the book says)`,
      ]);
    });

    it('somebody about to become owner', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const timelock = await bench.impersonate('timelock');
      const { data } = await desk.contract('teeKeyRegistry').transferOwnership.populateTransaction(who);
      await timelock.sendTransaction({ to: bench.addressOf('teeKeyRegistry'), data });
      expect(await bench.faultsOf()).to.deep.equal([
        `differs  TEEKeyRegistry: pending owner is ${who}, expected ${ZeroAddress} (pending-owner)`,
      ]);
    });

    it('a second proposer', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const timelock = await bench.impersonate('timelock');
      const { data } = await desk.contract('timelock').grantRole.populateTransaction(id('PROPOSER_ROLE'), who);
      await timelock.sendTransaction({ to: bench.addressOf('timelock'), data });
      const members = [bench.addressOf('multisig'), who].sort().join(', ');
      expect(await bench.faultsOf()).to.deep.equal([
        `differs  SageTimelock: members of PROPOSER_ROLE is ${members}, expected ${bench.addressOf('multisig')} (role)`,
        `differs  SageTimelock: members of PROPOSER_ROLE by the log is ${members}, expected ${bench.addressOf('multisig')} (role)`,
      ]);
    });

    it('a validator that is not listed', async () => {
      const book = await bench.redeploy('taskValidationPolicy', [
        bench.addressOf('validationRegistry'),
        bench.addressOf('timelock'),
        [],
      ]);
      const staked = bench.addressOf('stakedValidation');
      expect(await bench.faultsOf(book)).to.include.members([
        `differs  TaskValidationPolicy: listing of ${staked} is false, expected true (listed-validators)`,
        `differs  TaskValidationPolicy: listed validators by the log is none, expected ${staked} (listed-validators)`,
      ]);
    });

    it('a reputation registry of another suite', async () => {
      const identity = (await bench.deploy('ERC8004IdentityRegistry', [])).address;
      const validation = (await bench.deploy('ERC8004ValidationRegistry', [identity])).address;
      const policy = (await bench.deploy('TaskValidationPolicy', [validation, bench.addressOf('timelock'), []]))
        .address;
      const faults = await bench.faultsOf(await bench.redeploy('reputationRegistry', [identity, policy]));
      expect(faults).to.include.members([
        `differs  ERC8004ReputationRegistryV2: getIdentityRegistry is ${identity}, expected ${bench.addressOf('identityRegistry')} (link)`,
        `differs  ERC8004ReputationRegistryV2: getValidationPolicy is ${policy}, expected ${bench.addressOf('taskValidationPolicy')} (link)`,
      ]);
    });

    it('a pause, and who made it', async () => {
      const guardian = desk.accounts[4];
      if (guardian === undefined) throw new Error('no guardian');
      const receipt = await (await desk.contract('sageRegistry', 4).pause()).wait();
      expect(await bench.faultsOf()).to.deep.equal([
        `differs  SageRegistryV3: paused is true, expected false (paused: by ${guardian.address} in block ${receipt?.blockNumber}, transaction ${receipt?.hash})`,
      ]);
    });

    it('a parameter, a guardian and a listing that no operation changed', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const timelock = await bench.impersonate('timelock');
      const hook = bench.addressOf('registrationRateHook');
      const calls = [
        await desk.contract('sageRegistry').setHook.populateTransaction(hook, true, false),
        await desk.contract('stakedValidation').setGuardian.populateTransaction(who),
        await desk.contract('taskValidationPolicy').setGovernanceThreshold.populateTransaction(60),
      ];
      for (const { to, data } of calls) await timelock.sendTransaction({ to, data });
      const guardian = desk.book.governance.guardian;
      expect(await bench.faultsOf()).to.deep.equal([
        `differs  StakedValidation: guardian is ${who}, expected ${guardian} (guardian: no operation of the timelock made it so)`,
        'differs  TaskValidationPolicy: governance threshold is 60, expected 80 (parameter: no operation of the timelock made it so)',
        `differs  SageRegistryV3: hook is ${hook}, before true, after false, expected ${ZeroAddress}, before false, after false (hook: no operation of the timelock made it so)`,
      ]);
    });
  });

  describe('takes for right what governance has changed', () => {
    const owners = (): HardhatEthersSigner[] => desk.accounts.slice(1, 3);
    const governance = (): Governance => ({
      multisig: desk.contract('multisig'),
      timelock: desk.contract('timelock'),
    });

    async function govern(part: Part, data: string): Promise<string> {
      const call = { target: bench.addressOf(part), value: 0n, data };
      const { operation } = await proposeCall(governance(), owners(), call);
      await desk.wait(Number(operation.delay));
      await executeOperation(governance().timelock, operation);
      return operation.id;
    }

    it('through the timelock: a note with the operation', async () => {
      const who = desk.accounts[6]?.address ?? '';
      const staked = desk.contract('stakedValidation').interface;
      const policy = desk.contract('taskValidationPolicy').interface;
      const timelock = desk.contract('timelock').interface;
      const [, rules] = await desk.contract('stakedValidation').getParameters();
      const fields = (rules as unknown as Result).toObject();
      const parameters = { ...fields, tolerance: 11n } as unknown as IStakedRules.ParametersStruct;
      const setParameters = await govern('stakedValidation', staked.encodeFunctionData('setParameters', [parameters]));
      const setGuardian = await govern('stakedValidation', staked.encodeFunctionData('setGuardian', [who]));
      const list = await govern(
        'taskValidationPolicy',
        policy.encodeFunctionData('setGovernanceValidator', [who, true]),
      );
      const updateDelay = await govern('timelock', timelock.encodeFunctionData('updateDelay', [3 * DAY]));
      const { report, exitCode } = await bench.examine();
      expect(exitCode).to.equal(0);
      const notes = report.findings.filter(({ code }) => code !== 'commit');
      expect(
        notes.map(({ status, field, found, reason }) => [status, field, found, reason?.split(' in block')[0]]),
      ).to.deep.equal([
        ['note', 'minimum delay', String(3 * DAY), `changed by operation ${updateDelay}`],
        ['note', 'guardian', who, `changed by operation ${setGuardian}`],
        ['note', 'tolerance', '11', `changed by operation ${setParameters}`],
        [
          'note',
          'listed validators by the log',
          [bench.addressOf('stakedValidation'), who].sort().join(', '),
          `changed by operation ${list}`,
        ],
      ]);
    });

    it('through the wallet: a note with its transaction', async () => {
      const { multisig } = governance();
      const [first] = desk.book.governance.owners;
      const newcomer = desk.accounts[7]?.address ?? '';
      const data = multisig.interface.encodeFunctionData('addOwner', [newcomer, 3]);
      await callThroughMultisig(governance(), owners(), { target: bench.addressOf('multisig'), value: 0n, data });
      const { report, exitCode } = await bench.examine();
      expect(exitCode).to.equal(0);
      const notes = report.findings.filter(({ code }) => code !== 'commit');
      const reason = 'changed by signed transaction with nonce 1 of the wallet';
      expect(notes.map(({ status, field, reason: why }) => [status, field, why])).to.deep.equal([
        ['note', 'owners', reason],
        ['note', 'threshold', reason],
      ]);
      expect(notes[0]?.found).to.include(newcomer).and.to.include(first);
    });
  });
});
