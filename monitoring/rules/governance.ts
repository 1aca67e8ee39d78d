import type { AlertName } from '../alertTable.ts';
import { flag, integer, struct, text } from '../readArgs.ts';
import type { FieldValue, Finding, SuiteEvent } from '../types.ts';
import type { Rule, RuleTable } from './Rule.ts';

/** Names of the timelock's roles by their hashes (OpenZeppelin's `TimelockController`). */
const ROLES: Readonly<Record<string, string>> = {
  '0x0000000000000000000000000000000000000000000000000000000000000000': 'DEFAULT_ADMIN_ROLE',
  '0xb09aa5aeb3702cfd50b6b62bc4532604938f21248a27a1d5ca736082b6819cc1': 'PROPOSER_ROLE',
  '0xd8aa0f3194971a2a116679f7c2090f6939c8d4e01a2a8d7e41d55e5351469e63': 'EXECUTOR_ROLE',
  '0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783': 'CANCELLER_ROLE',
};
/** Selector and first argument: enough to recognise a call, short enough for a message. */
const SHOWN_HEX = 2 + 2 * 36;

/** Ownership, roles, pause, parameters, timelock: whatever governance can change. */
export const governanceRules: RuleTable = {
  OwnershipTransferStarted: [tell('ownership-transfer-started', 'previousOwner', 'newOwner')],
  OwnershipTransferred: [tell('ownership-transferred', 'previousOwner', 'newOwner')],
  RoleGranted: [tellFields('timelock-role-granted', roleFields)],
  RoleRevoked: [tellFields('timelock-role-revoked', roleFields)],
  GuardianSet: [tell('guardian-changed', 'guardian')],
  StakedGuardianSet: [tell('guardian-changed', 'guardian')],
  TEEKeyGuardianSet: [tell('guardian-changed', 'guardian')],
  OwnerAdded: [tell('multisig-owner-added', 'owner')],
  OwnerRemoved: [tell('multisig-owner-removed', 'owner')],
  ThresholdChanged: [tellThreshold],
  Paused: [tell('paused', 'by')],
  Unpaused: [tell('unpaused', 'by')],
  StakedParametersSet: [
    tellFields('staked-parameters-changed', (event) => ({
      version: text(event, 'version'),
      ...struct(event, 'parameters'),
    })),
  ],
  TEEKeyParametersSet: [tellFields('tee-parameters-changed', (event) => struct(event, 'parameters'))],
  TEEKeyVerifierSet: [tell('tee-verifier-changed', 'kind', 'verifier')],
  VoteWeightSet: [tell('tee-voters-changed', 'voter', 'weight', 'totalWeight')],
  HookSet: [
    tellFields('hook-changed', (event) => ({
      hook: text(event, 'hook'),
      before: flag(event, 'before'),
      afterwards: flag(event, 'afterwards'),
    })),
  ],
  HookFailed: [tell('hook-failed', 'hook', 'agentId', 'reason')],
  BlockedSet: [
    tellFields('block-list-changed', (event) => ({
      account: text(event, 'account'),
      blocked: flag(event, 'blocked'),
    })),
  ],
  MinDelayChange: [tell('timelock-delay-changed', 'oldDuration', 'newDuration')],
  GovernanceValidatorSet: [
    tellFields('policy-validator-changed', (event) => ({
      validator: text(event, 'validator'),
      listed: flag(event, 'listed'),
    })),
  ],
  GovernanceThresholdSet: [tell('policy-threshold-changed', 'threshold')],
  CallScheduled: [
    tellFields('timelock-scheduled', (event) => ({ ...callFields(event), delay: text(event, 'delay') })),
    tellEmergency,
  ],
  CallExecuted: [tellFields('timelock-executed', callFields)],
  Cancelled: [tell('timelock-cancelled', 'id')],
};

/** Tells an event with some of its arguments. */
function tell(alert: AlertName, ...names: readonly string[]): Rule {
  return tellFields(alert, (event) => Object.fromEntries(names.map((name) => [name, text(event, name)])));
}

function tellFields(alert: AlertName, fieldsOf: (event: SuiteEvent) => Finding['fields']): Rule {
  return (event) => [{ alert, fields: fieldsOf(event) }];
}

/** The wallet repeats its threshold whenever an owner comes or goes. */
function tellThreshold(event: SuiteEvent): ReturnType<Rule> {
  const [before, threshold] = [text(event, 'before'), text(event, 'threshold')];
  return before === threshold ? [] : [{ alert: 'multisig-threshold-changed', fields: { before, threshold } }];
}

function tellEmergency(event: SuiteEvent): ReturnType<Rule> {
  const [delay, minDelay] = [integer(event, 'delay'), integer(event, 'minDelay')];
  if (delay >= minDelay) return [];
  const fields = { ...callFields(event), delay: String(delay), minDelay: String(minDelay) };
  return [{ alert: 'timelock-emergency-scheduled', fields }];
}

function roleFields(event: SuiteEvent): Record<string, FieldValue> {
  const role = text(event, 'role');
  return { role: ROLES[role] ?? role, account: text(event, 'account'), sender: text(event, 'sender') };
}

function callFields(event: SuiteEvent): Record<string, FieldValue> {
  const data = text(event, 'data');
  return {
    id: text(event, 'id'),
    index: text(event, 'index'),
    target: text(event, 'target'),
    value: text(event, 'value'),
    data: data.length > SHOWN_HEX ? `${data.slice(0, SHOWN_HEX)}…` : data,
  };
}
