/** Every alert: what it means and what to do. README's table is made from this one. */

/** `critical`: somebody gets up at night. `high`: within hours. `warning`: on the next working day. `notice`: to be compared with what was announced. */
export type Severity = 'critical' | 'high' | 'warning' | 'notice';

export interface AlertDefinition {
  readonly severity: Severity;
  readonly group: string;
  /** A few words. */
  readonly title: string;
  /** When exactly it is raised. Names in backticks are fields of the configuration. */
  readonly meaning: string;
  /** What to do first. */
  readonly action: string;
  /** Stays raised until it ends, and is resolved then. Others are told once. */
  readonly lasts?: true;
}

const COMPARE = 'Compare with the operation that was announced; unknown: treat as compromise of governance.';
const HOSTILE =
  'Nobody announced it: the guardian pauses, the owners of the wallet meet at once and cancel what is scheduled.';

export const ALERTS = {
  'ownership-transfer-started': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'A transfer of ownership has begun',
    meaning: '`OwnershipTransferStarted` of any contract with an owner.',
    action: `${HOSTILE} It isn't done before the new owner accepts.`,
  },
  'ownership-transferred': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'A contract has another owner',
    meaning: '`OwnershipTransferred` after the deployment.',
    action: HOSTILE,
  },
  'timelock-role-granted': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'An account got a role of the timelock',
    meaning: '`RoleGranted` after the deployment.',
    action: HOSTILE,
  },
  'timelock-role-revoked': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'An account lost a role of the timelock',
    meaning: '`RoleRevoked`.',
    action: HOSTILE,
  },
  'guardian-changed': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'A contract has another guardian',
    meaning: '`GuardianSet`, `StakedGuardianSet` or `TEEKeyGuardianSet` after the deployment.',
    action: COMPARE,
  },
  'multisig-owner-added': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'The wallet has a further owner',
    meaning: '`OwnerAdded` after the deployment.',
    action: HOSTILE,
  },
  'multisig-owner-removed': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'The wallet lost an owner',
    meaning: '`OwnerRemoved`.',
    action: HOSTILE,
  },
  'multisig-threshold-changed': {
    severity: 'critical',
    group: 'ownership and roles',
    title: 'Another number of owners must agree',
    meaning: '`ThresholdChanged` to another number; the wallet repeats it whenever an owner comes or goes.',
    action: HOSTILE,
  },
  paused: {
    severity: 'critical',
    group: 'pause',
    title: 'A contract was paused',
    meaning: '`Paused` of the SAGE registry or of staked validation.',
    action: 'Ask the guardian why. A pause stops new registrations or new requests only; it ends by the timelock.',
  },
  unpaused: {
    severity: 'high',
    group: 'pause',
    title: 'A pause has ended',
    meaning: '`Unpaused`.',
    action: 'Check that what led to the pause is mended.',
  },
  'staked-parameters-changed': {
    severity: 'high',
    group: 'parameters',
    title: 'Rules of staked validation changed',
    meaning: '`StakedParametersSet` after the deployment; the fields hold the new rules.',
    action: COMPARE,
  },
  'tee-parameters-changed': {
    severity: 'high',
    group: 'parameters',
    title: 'Rules of TEE proposals changed',
    meaning: '`TEEKeyParametersSet` after the deployment; the fields hold the new rules.',
    action: COMPARE,
  },
  'tee-verifier-changed': {
    severity: 'critical',
    group: 'parameters',
    title: 'Another contract checks TEE evidence',
    meaning: '`TEEKeyVerifierSet`.',
    action: COMPARE,
  },
  'tee-voters-changed': {
    severity: 'high',
    group: 'parameters',
    title: 'A vote weight changed',
    meaning: '`VoteWeightSet`; one alert for each voter.',
    action: `${COMPARE} Open proposals keep the weights from before.`,
  },
  'hook-changed': {
    severity: 'high',
    group: 'parameters',
    title: 'Another hook is asked at registrations',
    meaning: '`HookSet`.',
    action: COMPARE,
  },
  'hook-failed': {
    severity: 'warning',
    group: 'parameters',
    title: 'The hook failed after a registration',
    meaning: '`HookFailed`: the registration stands, the hook missed it.',
    action: 'Look at the reason; a hook that counts has counted too little.',
  },
  'block-list-changed': {
    severity: 'notice',
    group: 'parameters',
    title: 'The list of blocked accounts changed',
    meaning: '`BlockedSet` of the registration rate hook.',
    action: COMPARE,
  },
  'timelock-delay-changed': {
    severity: 'critical',
    group: 'parameters',
    title: 'The timelock waits for another time',
    meaning: '`MinDelayChange` after the deployment.',
    action: COMPARE,
  },
  'policy-validator-changed': {
    severity: 'high',
    group: 'parameters',
    title: 'The list of validators that governance trusts changed',
    meaning: '`GovernanceValidatorSet` after the deployment.',
    action: COMPARE,
  },
  'policy-threshold-changed': {
    severity: 'high',
    group: 'parameters',
    title: 'Another answer makes feedback validated',
    meaning: '`GovernanceThresholdSet` after the deployment.',
    action: COMPARE,
  },
  'timelock-scheduled': {
    severity: 'high',
    group: 'timelock',
    title: 'An operation waits in the timelock',
    meaning: '`CallScheduled`; one alert for each call of a batch, with target, value and the first bytes of the data.',
    action: 'Decode it (`npx hardhat sage timelock show`) and compare; until it is executed it can be cancelled.',
  },
  'timelock-emergency-scheduled': {
    severity: 'critical',
    group: 'timelock',
    title: 'An operation waits for the emergency delay only',
    meaning: '`CallScheduled` with a delay below the minimum delay that holds.',
    action: 'Half the usual time is left to object: decode it now.',
  },
  'timelock-executed': {
    severity: 'high',
    group: 'timelock',
    title: 'An operation of the timelock was executed',
    meaning: '`CallExecuted`; one alert for each call of a batch.',
    action: COMPARE,
  },
  'timelock-cancelled': {
    severity: 'high',
    group: 'timelock',
    title: 'An operation of the timelock was cancelled',
    meaning: '`Cancelled`.',
    action: 'Ask the owners of the wallet why.',
  },
  'tee-key-approved': {
    severity: 'high',
    group: 'TEE keys',
    title: 'A TEE key is trusted',
    meaning: '`TEEKeySettled` with status Approved; `trustedUntil` 0 says that a revocation came first.',
    action: 'Check evidence and measurement yourself; a wrong key is revoked by the guardian at once.',
  },
  'tee-key-revoked': {
    severity: 'critical',
    group: 'TEE keys',
    title: 'A TEE key lost its trust',
    meaning: '`TEEKeyRevoked`.',
    action: 'Find the answers that the key gave, and read the reason.',
  },
  'vote-fast-settlement': {
    severity: 'high',
    group: 'votes',
    title: 'A proposal was settled soon after it was made',
    meaning: 'From `TEEKeyProposed` to `TEEKeySettled` (not withdrawn) at most `thresholds.fastSettlementSeconds`.',
    action: 'Ask whether the voters had time to judge the evidence; revoke the key if not.',
  },
  'vote-single-voter': {
    severity: 'high',
    group: 'votes',
    title: 'One voter alone decided',
    meaning: 'A proposal was approved or rejected with exactly one ballot.',
    action: 'Check the evidence; ask the other voters why they stayed away.',
  },
  'vote-heavy-voter': {
    severity: 'warning',
    group: 'votes',
    title: 'One ballot has a large share of all weight',
    meaning: '`TEEKeyVoted` with at least `thresholds.heavyVoterBps` of the total weight of the proposal.',
    action: 'Spread the weights, if one voter alone can reach the participation that is needed.',
  },
  'vote-last-seconds': {
    severity: 'warning',
    group: 'votes',
    title: 'A vote was cast just before the end',
    meaning: '`TEEKeyVoted` within `thresholds.lastVoteSeconds` before the end of the vote.',
    action: 'Check whether it turned the result; nobody had time to answer.',
  },
  'rejected-key-proposed-again': {
    severity: 'high',
    group: 'votes',
    title: 'A rejected or revoked key is proposed again',
    meaning:
      '`TEEKeyProposed` for a key whose last decision is a rejection, or that was revoked and not approved since.',
    action: 'Tell the voters what spoke against it the last time.',
  },
  'large-payout': {
    severity: 'high',
    group: 'payouts',
    title: 'Much ether left a contract',
    meaning:
      'At least `thresholds.payoutEther` by `StakedWithdrawn`, `StakedTreasuryPaid`, `TEEKeyWithdrawn`, `TEEKeyTreasuryPaid`, ' +
      '`CallExecuted` of the timelock or a transaction of the wallet. For calls signed off-chain that came through another ' +
      'contract the amount can\'t be read: they are always told, with amount "unknown".',
    action: 'Compare with the books; a payout by governance must have been announced.',
  },
  'transactions-failing': {
    severity: 'high',
    group: 'failures',
    title: 'Many transactions fail',
    meaning:
      'In the last `thresholds.failedWindowBlocks` blocks at least `thresholds.failedCount` transactions sent directly to the ' +
      'contracts failed, and they are at least `thresholds.failedBps` of those sent.',
    action: 'Look at the reverts: an attack that is tried out, a broken client, a pause.',
    lasts: true,
  },
  'request-stuck': {
    severity: 'warning',
    group: 'stuck',
    title: 'A staked request is not finalized',
    meaning: 'Still open `thresholds.stuckRequestSeconds` after its reveal end. Anybody can finalize it.',
    action: 'Finalize it (`npx hardhat sage validation finalize`); stakes stay locked until then.',
    lasts: true,
  },
  'proposal-stuck': {
    severity: 'warning',
    group: 'stuck',
    title: 'A TEE proposal is not settled',
    meaning: 'Still open `thresholds.stuckProposalSeconds` after the end of its vote. Anybody can settle it.',
    action: "Settle it (`npx hardhat sage tee settle`); the key can't be proposed again until then.",
    lasts: true,
  },
  'vote-participation-low': {
    severity: 'warning',
    group: 'participation',
    title: 'Few voted',
    meaning:
      'A proposal was settled (not withdrawn) with less than `thresholds.participationBps` of the total weight cast.',
    action: "Ask the voters; below the registry's own bound a proposal lapses and costs its proposer the fee.",
  },
  'request-participation-low': {
    severity: 'warning',
    group: 'participation',
    title: 'Too few validators committed',
    meaning: 'A round ended with fewer commitments than its `minValidators`.',
    action: 'Look at stake and reward: the work may not pay.',
  },
  'request-verdicts-withheld': {
    severity: 'warning',
    group: 'participation',
    title: 'Validators did not reveal',
    meaning: 'A round ended with more commitments than reveals.',
    action: 'One: somebody lost a salt. Several at once: look for a common operator.',
  },
  'watcher-node-down': {
    severity: 'critical',
    group: 'watcher',
    title: 'No node answers',
    meaning: 'No endpoint gave an answer after `retries` tries. Resolved by the next answer.',
    action: 'Nothing is watched meanwhile: bring up a node or name another endpoint.',
    lasts: true,
  },
  'watcher-node-garbage': {
    severity: 'critical',
    group: 'watcher',
    title: "A node answers what can't be true",
    meaning: "An answer that JSON-RPC or the contracts' ABI doesn't allow, or that contradicts another one.",
    action: "Don't trust this node; take another, and compare.",
    lasts: true,
  },
  'watcher-head-stuck': {
    severity: 'critical',
    group: 'watcher',
    title: 'The newest block is old',
    meaning: "The newest block is older than `maxHeadAgeSeconds` by the watcher's clock.",
    action: 'The node has lost its peers, or the chain stands still. Compare with another node.',
    lasts: true,
  },
  'watcher-log-unreadable': {
    severity: 'critical',
    group: 'watcher',
    title: "A log of our contracts can't be read",
    meaning:
      "A log with the topic of an event of ours that doesn't decode as that event, or that a rule stumbles over. The rules have " +
      'not judged it; what follows is read.',
    action: 'Look at the transaction by hand and say what it changed; then mend the watcher.',
  },
  'watcher-reorganisation': {
    severity: 'notice',
    group: 'watcher',
    title: 'Blocks that were read are no longer part of the chain',
    meaning: 'A block beneath the confirmations was replaced. What was raised from it is retracted.',
    action: 'Often: raise `confirmations`.',
  },
  'watcher-webhook-failing': {
    severity: 'high',
    group: 'watcher',
    title: "The webhook doesn't take alerts",
    meaning: 'A delivery failed after `retries` tries. It is kept and tried at every poll.',
    action: 'Mend the receiver. Lines and metrics go on.',
    lasts: true,
  },
} as const satisfies Record<string, AlertDefinition>;

export type AlertName = keyof typeof ALERTS;

/** All names, in the order of the table. */
export const ALERT_NAMES = Object.keys(ALERTS) as readonly AlertName[];

/** The definition behind a name. */
export function definitionOf(name: AlertName): AlertDefinition {
  return ALERTS[name];
}
