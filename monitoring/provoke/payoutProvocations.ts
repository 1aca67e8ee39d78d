import { parseEther } from 'ethers';
import { confirmExecution, prepareExecution, sendExecution } from '../../scripts/governance/execution.ts';
import { commit, finalize, openRound, proposeKey, reveal, settle, vote } from './judging.ts';
import type { Provocation } from './Provocation.ts';
import { WHO } from './World.ts';
import type { World } from './World.ts';

const MUCH = parseEther('12');

async function fill(world: World, target: string): Promise<void> {
  await world.sendRaw(WHO.deployer, target, '0x', { value: MUCH });
}

const PROVOCATIONS: readonly Provocation[] = [
  {
    alert: 'large-payout',
    by: 'withdraw of a deposit of 12 ether that came back',
    also: ['request-participation-low'],
    act: async ({ world }) => {
      await finalize(world, await openRound(world, 'rich', MUCH));
      const to = world.address(WHO.stranger);
      await world.send(WHO.agent, 'stakedValidation', 'withdraw', [to]);
      return { fields: { kind: 'withdrawal', amount: String(MUCH), to } };
    },
  },
  {
    alert: 'large-payout',
    by: 'withdrawTreasury of staked validation (threshold 0.05 ether), through wallet and timelock',
    also: ['timelock-scheduled', 'timelock-executed', 'request-verdicts-withheld'],
    thresholds: { payoutEther: '0.05' },
    act: async ({ world }) => {
      const round = await openRound(world, 'slashed');
      await commit(world, round);
      await reveal(world, round, 2);
      await finalize(world, round);
      const to = world.address(WHO.stranger);
      const amount = parseEther('0.05');
      await world.govern([{ part: 'stakedValidation', name: 'withdrawTreasury', args: [to, amount] }]);
      return { fields: { kind: 'treasury', amount: String(amount), to } };
    },
  },
  {
    alert: 'large-payout',
    by: 'withdraw of what is left of a rejected stake (threshold 0.5 ether)',
    thresholds: { payoutEther: '0.5' },
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'slashed');
      await vote(world, proposal, [1, 2], false);
      await settle(world, proposal);
      const to = world.address(WHO.agent);
      await world.send(WHO.stranger, 'teeKeyRegistry', 'withdraw', [to]);
      return { fields: { kind: 'withdrawal', amount: String(parseEther('0.5')), to } };
    },
  },
  {
    alert: 'large-payout',
    by: 'withdrawTreasury of the TEE key registry (threshold 0.5 ether), through wallet and timelock',
    also: ['timelock-scheduled', 'timelock-executed'],
    thresholds: { payoutEther: '0.5' },
    act: async ({ world }) => {
      const proposal = await proposeKey(world, 'slashed too');
      await vote(world, proposal, [1, 2], false);
      await settle(world, proposal);
      const to = world.address(WHO.stranger);
      const amount = parseEther('0.5');
      await world.govern([{ part: 'teeKeyRegistry', name: 'withdrawTreasury', args: [to, amount] }]);
      return { fields: { kind: 'treasury', amount: String(amount), to } };
    },
  },
  {
    alert: 'large-payout',
    by: 'a call of the timelock with 12 ether',
    also: ['timelock-scheduled', 'timelock-executed'],
    act: async ({ world }) => {
      await fill(world, world.target('timelock'));
      await world.govern([{ part: 'multisig', name: '', value: MUCH }]);
      return { fields: { kind: 'timelock call', amount: String(MUCH), to: world.target('multisig') } };
    },
  },
  {
    alert: 'large-payout',
    by: 'a transaction of the wallet with 12 ether, confirmed on the chain',
    act: async ({ world }) => {
      await fill(world, world.target('multisig'));
      const transactionId = String(await world.contract('multisig').getTransactionCount());
      await world.wallet(world.address(WHO.stranger), '0x', MUCH);
      return { fields: { kind: 'wallet transaction', amount: String(MUCH), transactionId } };
    },
  },
  {
    alert: 'large-payout',
    by: 'a transaction of the wallet with 12 ether, signed off the chain',
    act: async ({ world }) => {
      await fill(world, world.target('multisig'));
      const multisig = world.contract('multisig', WHO.stranger);
      const calls = [{ target: world.address(WHO.stranger), value: MUCH, data: '0x' }];
      const execution = await prepareExecution(multisig, calls);
      const signers = WHO.owners.slice(0, 2).map((index) => world.accounts[index]);
      const confirmations = [];
      for (const signer of signers) if (signer) confirmations.push(await confirmExecution(multisig, execution, signer));
      await sendExecution(multisig, execution, confirmations);
      return { fields: { kind: 'wallet transaction', amount: String(MUCH), nonce: String(execution.nonce) } };
    },
  },
];

/** Every way on which ether leaves. */
export function payoutProvocations(): readonly Provocation[] {
  return PROVOCATIONS;
}
