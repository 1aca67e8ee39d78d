import { expect } from 'chai';
import { ZeroAddress, toBeHex } from 'ethers';
import { after, before, describe, it } from 'mocha';
import type { Right } from '../../../scripts/deploy/check/readRights.ts';
import type { Part } from '../../../scripts/deploy/plan.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

describe('sage roles', () => {
  let desk: Desk;

  before(async () => {
    desk = await openDesk();
  });

  after(async () => {
    await desk.close();
  });

  const addressOf = (part: Part): string => desk.book.contracts[part]?.address ?? '';

  async function rights(): Promise<[part: string, right: string, holder: string | null, known: string | null][]> {
    const answer = await desk.must<{ rights: (Right & { holder: string | null; known: string | null })[] }>(['roles']);
    return answer.rights.map(({ part, right, holder, known }) => [part, right, holder, known]);
  }

  it('tells owner, guardian, wallet, roles and listed validators as the plan has them', async () => {
    const [timelock, multisig] = [addressOf('timelock'), addressOf('multisig')];
    const { owners, guardian } = desk.book.governance;
    const owned = (part: Part): unknown[][] => [
      [part, 'owner', timelock, 'timelock'],
      [part, 'pending owner', null, null],
    ];
    const guarded = (part: Part): unknown[][] => [...owned(part), [part, 'guardian', guardian, 'guardian']];
    expect(await rights()).to.deep.equal([
      ...owners.map((owner) => ['multisig', 'owner, 2 of 3 confirm', owner, null]),
      ['timelock', 'DEFAULT_ADMIN_ROLE', timelock, 'timelock'],
      ['timelock', 'PROPOSER_ROLE', multisig, 'multisig'],
      ['timelock', 'CANCELLER_ROLE', multisig, 'multisig'],
      ['timelock', 'EXECUTOR_ROLE', ZeroAddress, 'anybody'],
      ...guarded('teeKeyRegistry'),
      ...guarded('stakedValidation'),
      ...owned('taskValidationPolicy'),
      ['taskValidationPolicy', 'listed validator', addressOf('stakedValidation'), 'stakedValidation'],
      ...guarded('sageRegistry'),
      ['sageRegistry', 'hook', null, null],
      ...owned('registrationRateHook'),
    ]);
  });

  it('prints a table with a line for each right', async () => {
    const { out, exitCode } = await desk.run(['roles']);
    expect(exitCode).to.equal(0);
    const timelock = addressOf('timelock');
    for (const contract of ['TEEKeyRegistry', 'StakedValidation', 'TaskValidationPolicy', 'SageRegistryV3']) {
      expect(out).to.match(new RegExp(`^${contract} +owner +${timelock} +timelock$`, 'm'));
      expect(out).to.match(new RegExp(`^${contract} +pending owner +nobody$`, 'm'));
    }
  });

  it('tells what the chain says, not what the book does', async () => {
    const who = desk.accounts[6]?.address ?? '';
    const timelock = addressOf('timelock');
    await desk.provider.send('anvil_setBalance', [timelock, toBeHex(10n ** 18n)]);
    await desk.provider.send('anvil_impersonateAccount', [timelock]);
    const signer = await desk.provider.getSigner(timelock);
    const calls = [
      await desk.contract('sageRegistry').transferOwnership.populateTransaction(who),
      await desk.contract('teeKeyRegistry').setVoteWeights.populateTransaction([who], [3]),
      await desk.contract('taskValidationPolicy').setGovernanceValidator.populateTransaction(who, true),
      await desk
        .contract('taskValidationPolicy')
        .setGovernanceValidator.populateTransaction(addressOf('stakedValidation'), false),
    ];
    for (const { to, data } of calls) await (await signer.sendTransaction({ to, data })).wait();
    const found = await rights();
    expect(found).to.deep.include(['sageRegistry', 'pending owner', who, null]);
    expect(found).to.deep.include(['teeKeyRegistry', 'voter (weight 3)', who, null]);
    expect(found.filter(([, right]) => right === 'listed validator')).to.deep.equal([
      ['taskValidationPolicy', 'listed validator', who, null],
    ]);
  });

  it("says that it can't be told when the chain doesn't answer", async () => {
    const gone = await openDesk({ deploy: false });
    await gone.close();
    const { err, exitCode } = await gone.run(['roles']);
    expect(exitCode).to.equal(3);
    expect(err).to.match(/^error: the chain could not be read: HHE703/);
  });
});
