import { readFileSync } from 'node:fs';
import { parseEther } from 'ethers';
import { ALERT_NAMES } from './alertTable.ts';
import type { AlertName } from './alertTable.ts';
import { MonitorError, invalidField } from './MonitorError.ts';

/** From when on the rules tell. */
export interface Thresholds {
  /** Decimal, in ether. */
  readonly payoutEther: string;
  readonly fastSettlementSeconds: number;
  readonly lastVoteSeconds: number;
  readonly heavyVoterBps: number;
  readonly participationBps: number;
  readonly failedCount: number;
  readonly failedBps: number;
  readonly failedWindowBlocks: number;
  readonly stuckRequestSeconds: number;
  readonly stuckProposalSeconds: number;
}

/** Names of environment variables, never their values. */
export interface WebhookVariables {
  readonly urlVariable: string;
  readonly secretVariable: string;
}

export interface Configuration {
  /** Blocks that must follow before a block is read. */
  readonly confirmations: number;
  readonly pollSeconds: number;
  readonly maxHeadAgeSeconds: number;
  /** Most blocks of one question for logs. */
  readonly maxRange: number;
  /** Most bytes of one answer. A whole block must fit: of its logs and its transactions nobody can be asked for less. */
  readonly maxAnswerBytes: number;
  /** How many hashes of read blocks are remembered. */
  readonly reorganisationDepth: number;
  readonly requestTimeoutMs: number;
  readonly retries: number;
  /** Before the second try; doubled for each further one. */
  readonly retryDelayMs: number;
  /** Environment variable with the URLs of the nodes, separated by spaces; not needed with `--rpc`. */
  readonly rpcVariable: string;
  /** Alerts that are not told. */
  readonly disabled: readonly AlertName[];
  readonly webhook: WebhookVariables | null;
  readonly thresholds: Thresholds;
}

export const DEFAULT_CONFIGURATION: Configuration = {
  confirmations: 12,
  pollSeconds: 12,
  maxHeadAgeSeconds: 300,
  maxRange: 2000,
  maxAnswerBytes: 64_000_000,
  reorganisationDepth: 64,
  requestTimeoutMs: 10_000,
  retries: 4,
  retryDelayMs: 500,
  rpcVariable: 'SAGE_RPC_URL',
  disabled: [],
  webhook: null,
  thresholds: {
    payoutEther: '10',
    fastSettlementSeconds: 172_800,
    lastVoteSeconds: 300,
    heavyVoterBps: 5000,
    participationBps: 2500,
    failedCount: 10,
    failedBps: 5000,
    failedWindowBlocks: 100,
    stuckRequestSeconds: 3600,
    stuckProposalSeconds: 86_400,
  },
};

type Range = readonly [minimum: number, maximum: number];

const DAY = 86_400;
const NUMBERS: Readonly<Record<string, Range>> = {
  confirmations: [0, 1000],
  pollSeconds: [1, DAY],
  maxHeadAgeSeconds: [1, 30 * DAY],
  maxRange: [1, 100_000],
  maxAnswerBytes: [100_000, 500_000_000],
  reorganisationDepth: [1, 1000],
  requestTimeoutMs: [100, 120_000],
  retries: [0, 20],
  retryDelayMs: [1, 60_000],
};
const THRESHOLD_NUMBERS: Readonly<Record<string, Range>> = {
  fastSettlementSeconds: [1, 60 * DAY],
  lastVoteSeconds: [1, 30 * DAY],
  heavyVoterBps: [1, 10_000],
  participationBps: [1, 10_000],
  failedCount: [1, 1_000_000],
  failedBps: [1, 10_000],
  failedWindowBlocks: [1, 1000],
  stuckRequestSeconds: [1, 365 * DAY],
  stuckProposalSeconds: [1, 365 * DAY],
};
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/**
 * Reads a configuration file; what it leaves out has its default.
 *
 * @throws MonitorError `configuration-invalid`
 */
export function readConfiguration(path: string): Configuration {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new MonitorError('configuration-invalid', `--config: ${path} can't be read; name a JSON file`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MonitorError('configuration-invalid', `${path} is no JSON; see monitoring/README.md`, { cause });
  }
  return checkConfiguration(value);
}

/**
 * Checks a configuration, and fills in the defaults.
 *
 * @param value Parsed JSON.
 * @throws MonitorError `configuration-invalid` for the first field that is wrong or unknown.
 */
export function checkConfiguration(value: unknown): Configuration {
  const given = checkObject('the configuration', value, DEFAULT_CONFIGURATION);
  for (const [field, range] of Object.entries(NUMBERS)) checkNumber(field, given[field], range);
  checkVariable('rpcVariable', given['rpcVariable']);
  checkDisabled(given['disabled']);
  const webhook = given['webhook'];
  if (webhook !== null) checkWebhook(webhook);
  const thresholds = checkObject('thresholds', given['thresholds'], DEFAULT_CONFIGURATION.thresholds, 'thresholds.');
  for (const [field, range] of Object.entries(THRESHOLD_NUMBERS)) {
    checkNumber(`thresholds.${field}`, thresholds[field], range);
  }
  checkEther('thresholds.payoutEther', thresholds['payoutEther']);
  return { ...given, thresholds } as unknown as Configuration;
}

function checkObject(name: string, value: unknown, defaults: object, prefix = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidField(name, value, 'give an object');
  }
  for (const [field, one] of Object.entries(value)) {
    if (field in defaults) continue;
    throw invalidField(`${prefix}${field}`, one, `there is no such field; known: ${Object.keys(defaults).join(', ')}`);
  }
  return { ...defaults, ...value };
}

function checkNumber(field: string, value: unknown, [minimum, maximum]: Range): void {
  if (Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum) return;
  throw invalidField(field, value, `give a whole number from ${minimum} to ${maximum}`);
}

function checkVariable(field: string, value: unknown): void {
  if (typeof value === 'string' && VARIABLE.test(value)) return;
  // A URL that was put here by mistake holds a secret: it isn't shown.
  const shown = typeof value === 'string' ? `a text of ${value.length} characters` : value;
  throw invalidField(field, shown, 'give the name of an environment variable, such as SAGE_WEBHOOK_URL');
}

function checkDisabled(value: unknown): void {
  if (!Array.isArray(value)) throw invalidField('disabled', value, 'give a list of names of alerts');
  for (const name of value as readonly unknown[]) {
    if (ALERT_NAMES.some((known) => known === name)) continue;
    throw invalidField('disabled', name, `there is no such alert; known: ${ALERT_NAMES.join(', ')}`);
  }
}

function checkWebhook(value: unknown): void {
  const names = { urlVariable: '', secretVariable: '' };
  const given = checkObject('webhook', value, names, 'webhook.');
  for (const field of Object.keys(names)) checkVariable(`webhook.${field}`, given[field]);
}

function checkEther(field: string, value: unknown): void {
  const expected = 'give ether above 0 as a decimal text, such as "2.5"';
  if (typeof value !== 'string' || !/^\d{1,9}(\.\d{1,18})?$/.test(value) || parseEther(value) === 0n) {
    throw invalidField(field, value, expected);
  }
}

/**
 * The secret behind a name.
 *
 * @throws MonitorError `configuration-invalid` when the variable is not set; the value never occurs in an error.
 */
export function readVariable(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new MonitorError(
    'configuration-invalid',
    `environment variable ${name} is not set; set it, or change its name`,
  );
}
