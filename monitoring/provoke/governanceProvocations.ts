import { ZeroHash, id } from 'ethers';
import type { AlertName } from '../alertTable.ts';
import type { FieldValue } from '../types.ts';
import type { Provocation } from './Provocation.ts';
import { registerDid } from './registerDid.ts';
import { proposeKey } from './judging.ts';
import { DAY, WHO } from './World.ts';
import type { GovernanceCall, World } from './World.ts';

const GOVERNED = ['timelock-scheduled', 'timelock-executed'] as const;
const PROPOSER_ROLE = id('PROPOSER_ROLE');

/** An alert that one call of the timelock brings about. */
function governed(
  alert: AlertName,
  by: string,
  call: (world: World) => GovernanceCall,
  fields: (world: World) => Readonly<Record<string, FieldValue>>,
): Provocation {
  return {
    alert,
    by: `${by}, through wallet and timelock`,
    also: GOVERNED,
    act: async ({ world }) => {
      await world.govern([call(world)]);
      return { fields: fields(world) };
    },
  };
}

/** Owners of the wallet change by the wallet itself. */
function ofWallet(
  alert: AlertName,
  by: string,
  call: (world: World) => readonly [name: string, args: readonly unknown[]],
  fields: (world: World) => Readonly<Record<string, FieldValue>>,
  also: readonly AlertName[] = [],
): Provocation {
  return {
    alert,
    by: `${by}, by the wallet itself`,
    also,
    act: async ({ world }) => {
      await world.wallet(world.target('multisig'), world.encode('multisig', ...call(world)));
      return { fields: fields(world) };
    },
  };
}

const STAKED_RULES = {
  minDeposit: '20000000000000000',
  baseStake: '200000000000000000',
  tolerance: '5',
  fullSlashDistance: '40',
  consensusBps: '7000',
  rewardBps: '2000',
  slashBps: '9000',
  revealPeriod: '7200',
  minValidators: '4',
};

const TEE_RULES = {
  stake: '2000000000000000000',
  votingPeriod: '172800',
  trustPeriod: '86400',
  approvalBps: '7000',
  participationBps: '2000',
  slashBps: '6000',
  feeBps: '2000',
};

const PROVOCATIONS: readonly Provocation[] = [
  governed(
    'ownership-transfer-started',
    'transferOwnership of staked validation',
    (world) => ({ part: 'stakedValidation', name: 'transferOwnership', args: [world.address(WHO.stranger)] }),
    (world) => ({ previousOwner: world.target('timelock'), newOwner: world.address(WHO.stranger) }),
  ),
  {
    alert: 'ownership-transferred',
    by: 'transferOwnership of the policy through wallet and timelock, acceptOwnership by the new owner',
    also: [...GOVERNED, 'ownership-transfer-started'],
    act: async ({ world }) => {
      const newOwner = world.address(WHO.stranger);
      await world.govern([{ part: 'taskValidationPolicy', name: 'transferOwnership', args: [newOwner] }]);
      await world.send(WHO.stranger, 'taskValidationPolicy', 'acceptOwnership');
      return { fields: { previousOwner: world.target('timelock'), newOwner } };
    },
  },
  governed(
    'timelock-role-granted',
    'grantRole of the proposers',
    (world) => ({ part: 'timelock', name: 'grantRole', args: [PROPOSER_ROLE, world.address(WHO.stranger)] }),
    (world) => ({ role: 'PROPOSER_ROLE', account: world.address(WHO.stranger), sender: world.target('timelock') }),
  ),
  {
    ...governed(
      'timelock-role-revoked',
      'grantRole of the proposers to another, revokeRole of the wallet',
      (world) => ({ part: 'timelock', name: 'revokeRole', args: [PROPOSER_ROLE, world.target('multisig')] }),
      () => ({}),
    ),
    also: [...GOVERNED, 'timelock-role-granted'],
    act: async ({ world }) => {
      await world.govern([
        { part: 'timelock', name: 'grantRole', args: [PROPOSER_ROLE, world.address(WHO.stranger)] },
        { part: 'timelock', name: 'revokeRole', args: [PROPOSER_ROLE, world.target('multisig')] },
      ]);
      const fields = { role: 'PROPOSER_ROLE', account: world.target('multisig'), sender: world.target('timelock') };
      return { fields };
    },
  },
  ...(['sageRegistry', 'stakedValidation', 'teeKeyRegistry'] as const).map((part) =>
    governed(
      'guardian-changed',
      `setGuardian of ${part}`,
      (world) => ({ part, name: 'setGuardian', args: [world.address(WHO.stranger)] }),
      (world) => ({ guardian: world.address(WHO.stranger) }),
    ),
  ),
  ofWallet(
    'multisig-owner-added',
    'addOwner',
    (world) => ['addOwner', [world.address(WHO.stranger), 2]],
    (world) => ({ owner: world.address(WHO.stranger) }),
  ),
  ofWallet(
    'multisig-owner-removed',
    'removeOwner',
    (world) => ['removeOwner', [world.address(3), 2]],
    (world) => ({ owner: world.address(3) }),
  ),
  ofWallet(
    'multisig-threshold-changed',
    'changeThreshold',
    () => ['changeThreshold', [3]],
    () => ({ before: '2', threshold: '3' }),
  ),
  ...(['sageRegistry', 'stakedValidation'] as const).map((part): Provocation => ({
    alert: 'paused',
    by: `pause of ${part} by the guardian`,
    act: async ({ world }) => {
      await world.send(WHO.guardian, part, 'pause');
      return { fields: { by: world.address(WHO.guardian) } };
    },
  })),
  {
    alert: 'unpaused',
    by: 'pause by the guardian, unpause through wallet and timelock',
    also: [...GOVERNED, 'paused'],
    act: async ({ world }) => {
      await world.send(WHO.guardian, 'sageRegistry', 'pause');
      await world.govern([{ part: 'sageRegistry', name: 'unpause' }]);
      return { fields: { by: world.target('timelock') } };
    },
  },
  governed(
    'staked-parameters-changed',
    'setParameters',
    () => ({ part: 'stakedValidation', name: 'setParameters', args: [STAKED_RULES] }),
    () => ({ version: '2', ...STAKED_RULES }),
  ),
  governed(
    'tee-parameters-changed',
    'setParameters',
    () => ({ part: 'teeKeyRegistry', name: 'setParameters', args: [TEE_RULES] }),
    () => TEE_RULES,
  ),
  governed(
    'tee-verifier-changed',
    'setVerifier',
    (world) => ({ part: 'teeKeyRegistry', name: 'setVerifier', args: [1, world.target('p256Verifier')] }),
    (world) => ({ kind: '1', verifier: world.target('p256Verifier') }),
  ),
  governed(
    'tee-voters-changed',
    'setVoteWeights',
    (world) => ({ part: 'teeKeyRegistry', name: 'setVoteWeights', args: [[world.address(WHO.stranger)], [7]] }),
    (world) => ({ voter: world.address(WHO.stranger), weight: '7', totalWeight: '107' }),
  ),
  governed(
    'hook-changed',
    'setHook',
    (world) => ({ part: 'sageRegistry', name: 'setHook', args: [world.target('registrationRateHook'), true, true] }),
    (world) => ({ hook: world.target('registrationRateHook'), before: true, afterwards: true }),
  ),
  {
    alert: 'hook-failed',
    by: 'a hook that knows no afterRegister, and a registration',
    also: [...GOVERNED, 'hook-changed'],
    act: async ({ world }) => {
      const hook = world.target('taskValidationPolicy');
      await world.govern([{ part: 'sageRegistry', name: 'setHook', args: [hook, false, true] }]);
      const agentId = await registerDid(world, WHO.stranger, 'hooked');
      return { fields: { hook, agentId, reason: '0x' } };
    },
  },
  governed(
    'block-list-changed',
    'setBlocked',
    (world) => ({ part: 'registrationRateHook', name: 'setBlocked', args: [world.address(WHO.stranger), true] }),
    (world) => ({ account: world.address(WHO.stranger), blocked: true }),
  ),
  governed(
    'timelock-delay-changed',
    'updateDelay',
    () => ({ part: 'timelock', name: 'updateDelay', args: [3 * DAY] }),
    () => ({ oldDuration: String(2 * DAY), newDuration: String(3 * DAY) }),
  ),
  governed(
    'policy-validator-changed',
    'setGovernanceValidator',
    (world) => ({
      part: 'taskValidationPolicy',
      name: 'setGovernanceValidator',
      args: [world.target('stakedValidation'), false],
    }),
    (world) => ({ validator: world.target('stakedValidation'), listed: false }),
  ),
  governed(
    'policy-threshold-changed',
    'setGovernanceThreshold',
    () => ({ part: 'taskValidationPolicy', name: 'setGovernanceThreshold', args: [90] }),
    () => ({ threshold: '90' }),
  ),
  {
    alert: 'timelock-scheduled',
    by: 'scheduleBatch by the wallet',
    act: async ({ world }) => {
      const operation = await world.schedule([{ part: 'sageRegistry', name: 'pause' }]);
      const call = { target: world.target('sageRegistry'), value: '0', data: world.encode('sageRegistry', 'pause') };
      return { fields: { id: operation.id, index: '0', ...call, delay: operation.delay } };
    },
  },
  {
    alert: 'timelock-emergency-scheduled',
    by: 'schedule of a pause with 24 hours by the wallet',
    also: ['timelock-scheduled'],
    act: async ({ world }) => {
      const target = world.target('sageRegistry');
      const data = world.encode('sageRegistry', 'pause');
      const args = [target, 0, data, ZeroHash, ZeroHash] as const;
      const operation = await world.contract('timelock').hashOperation(...args);
      await world.wallet(world.target('timelock'), world.encode('timelock', 'schedule', [...args, DAY]));
      const delays = { delay: String(DAY), minDelay: String(2 * DAY) };
      return { fields: { id: operation, index: '0', target, value: '0', data, ...delays } };
    },
  },
  {
    alert: 'timelock-executed',
    by: 'executeBatch of what waited; calldata is cut',
    also: ['timelock-scheduled', 'block-list-changed'],
    act: async ({ world }) => {
      const args = [world.address(WHO.stranger), true];
      const operation = await world.govern([{ part: 'registrationRateHook', name: 'setBlocked', args }]);
      const data = `${world.encode('registrationRateHook', 'setBlocked', args).slice(0, 74)}…`;
      const target = world.target('registrationRateHook');
      return { fields: { id: operation.id, index: '0', target, value: '0', data } };
    },
  },
  {
    alert: 'timelock-cancelled',
    by: 'cancel by the wallet',
    also: ['timelock-scheduled'],
    act: async ({ world }) => {
      const operation = await world.schedule([{ part: 'sageRegistry', name: 'pause' }]);
      await world.wallet(world.target('timelock'), world.encode('timelock', 'cancel', [operation.id]));
      return { fields: { id: operation.id } };
    },
  },
  {
    alert: 'tee-key-revoked',
    by: 'revoke of a proposed key by the guardian',
    act: async ({ world }) => {
      const { keyId } = await proposeKey(world, 'revoked');
      const reason = 'leaked\n"key"';
      await world.send(WHO.guardian, 'teeKeyRegistry', 'revoke', [keyId, reason]);
      return { fields: { keyId, revoker: world.address(WHO.guardian), reason } };
    },
  },
];

/** Ownership, roles, pause, parameters and the timelock. */
export function governanceProvocations(): readonly Provocation[] {
  return PROVOCATIONS;
}
