/** Every metric of the watcher. Rules and dashboard may name these and no others; a test holds them together. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly labels: readonly string[];
}

export const METRICS = {
  sage_alerts_raised_total: {
    kind: 'counter',
    help: 'Alerts raised, since the state file began',
    labels: ['alert', 'severity'],
  },
  sage_alerts_retracted_total: { kind: 'counter', help: 'Alerts retracted after a reorganisation', labels: ['alert'] },
  sage_alerts_active: { kind: 'gauge', help: 'Lasting alerts that are raised now', labels: ['alert', 'severity'] },
  sage_watch_head_block: { kind: 'gauge', help: 'Newest block of the node', labels: [] },
  sage_watch_processed_block: { kind: 'gauge', help: 'Last block that was read', labels: [] },
  sage_watch_lag_blocks: { kind: 'gauge', help: 'Blocks from the last that was read to the newest', labels: [] },
  sage_watch_head_age_seconds: {
    kind: 'gauge',
    help: 'Age of the newest block by the clock of the watcher',
    labels: [],
  },
  sage_watch_last_step_timestamp_seconds: { kind: 'gauge', help: 'When a step read everything last', labels: [] },
  sage_watch_steps_total: { kind: 'counter', help: 'Polls by their outcome', labels: ['outcome'] },
  sage_watch_rpc_failures_total: {
    kind: 'counter',
    help: 'Questions to nodes that failed, each try',
    labels: ['code'],
  },
  sage_watch_webhook_deliveries_total: { kind: 'counter', help: 'Deliveries to the webhook', labels: ['outcome'] },
  sage_watch_outbox: { kind: 'gauge', help: 'Notifications that wait for their delivery', labels: [] },
  sage_paused: { kind: 'gauge', help: '1 while the contract is paused', labels: ['part'] },
  sage_staked_funds_ether: {
    kind: 'gauge',
    help: 'Ether of staked validation: locked, owed, treasury',
    labels: ['kind'],
  },
  sage_staked_open_requests: { kind: 'gauge', help: 'Rounds that are not finalized', labels: [] },
  sage_staked_stuck_requests: { kind: 'gauge', help: 'Rounds that should have been finalized', labels: [] },
  sage_staked_reveal_share: {
    kind: 'gauge',
    help: 'Share of commitments revealed, in the last round that ended',
    labels: [],
  },
  sage_tee_funds_ether: { kind: 'gauge', help: 'Ether of the TEE key registry: committed, treasury', labels: ['kind'] },
  sage_tee_open_proposals: { kind: 'gauge', help: 'Proposals that are not settled', labels: [] },
  sage_tee_stuck_proposals: { kind: 'gauge', help: 'Proposals that should have been settled', labels: [] },
  sage_tee_vote_weight: { kind: 'gauge', help: 'Weight of all voters', labels: [] },
  sage_tee_vote_participation: {
    kind: 'gauge',
    help: 'Share of all weight cast in the last proposal that was settled',
    labels: [],
  },
  sage_multisig_balance_ether: { kind: 'gauge', help: 'Ether of the wallet', labels: [] },
  sage_multisig_owners: { kind: 'gauge', help: 'Owners of the wallet', labels: [] },
  sage_multisig_threshold: { kind: 'gauge', help: 'Owners that must agree', labels: [] },
  sage_timelock_delay_seconds: { kind: 'gauge', help: 'Minimum delay of the timelock', labels: [] },
  sage_timelock_pending_operations: { kind: 'gauge', help: 'Operations that wait in the timelock', labels: [] },
  sage_window_transactions: {
    kind: 'gauge',
    help: 'Transactions sent to the contracts in the window: sent, failed',
    labels: ['outcome'],
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
