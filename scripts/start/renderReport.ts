import { printable } from './displayText.ts';
import { renderTable } from './renderTable.ts';
import {
  RULE_HEAD,
  STAKED_HEAD,
  describeFunds,
  describeGovernance,
  describeTask,
  ruleRows,
  stakedRows,
} from './renderJudging.ts';
import type { AgentReport, Average, FileIssue, KeyChange, RefusedFile, StartReport, TagSummary } from './types.ts';

const NARROWEST = 120;
const WIDEST = 160;
const USUAL = 140;

/** The standard's tags in the order of its table, each with its unit. */
const UNITS: Readonly<Record<string, string>> = {
  starred: ' of 100',
  reachable: '',
  ownerVerified: '',
  uptime: ' %',
  successRate: ' %',
  responseTime: ' ms',
  blocktimeFreshness: ' blocks',
};

/** Keeps what belongs together on one line of a cell; printed as a plain space. */
const NO_BREAK = '\u00a0';

const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function describeTags(byTag: readonly TagSummary[]): string {
  const known = Object.keys(UNITS);
  const rank = ({ tag }: TagSummary): number => (known.includes(tag) ? known.indexOf(tag) : known.length);
  return [...byTag]
    .sort((one, other) => rank(one) - rank(other))
    .map(({ tag, mean, count }) => `${tag} ${mean}${UNITS[tag] ?? ''} (${count})`.replaceAll(' ', NO_BREAK))
    .join(', ');
}

function feedbackLines({ feedback }: AgentReport): string[] {
  const { count, clients, revoked, responses, taskBacked, validated, byTag } = feedback;
  const more = [
    revoked > 0 ? `${revoked} revoked` : '',
    responses > 0 ? `${responses} answered` : '',
    taskBacked > 0 ? `${taskBacked} task-backed` : '',
    validated > 0 ? `${validated} validated` : '',
  ].filter(Boolean);
  const head = `${count} by ${counted(clients, 'client')}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
  return byTag.length > 0 ? [head, describeTags(byTag)] : [head];
}

const describeAverage = ({ count, average }: Average): string => (average === null ? '0' : `${count}, mean ${average}`);

function validationLines({ validations }: AgentReport): string[] {
  const { requested, all, independent, requests } = validations;
  const lines = [`independent: ${describeAverage(independent)}`];
  if (requests.some(({ self }) => self)) lines.push(`with own: ${describeAverage(all)}`);
  if (requested > all.count) lines.push(`not answered: ${requested - all.count}`);
  return lines;
}

function nameLines({ name, active }: AgentReport): string[] {
  return active === false ? [name, '(not active)'] : [name];
}

/** What each key is worth, in the order of the registry; "off-chain" is one whose proof the reader has to check. */
function keyLines({ keys }: AgentReport): string[] {
  return keys.map(({ type, state, revoked, valid }) => {
    const worth = valid ? 'valid' : revoked ? 'revoked' : state.endsWith('emitted') ? 'off-chain' : 'void';
    return `${type}: ${worth}`.replaceAll(' ', NO_BREAK);
  });
}

const CHANGES: Readonly<Record<KeyChange['change'], string>> = {
  rotateKey: 'its key is rotated',
  transfer: 'it is sold',
  claimAgent: 'its new owner claims it',
};

const validText = (valid: boolean): string => (valid ? 'valid' : 'not valid');

function changeRows({ keyChanges }: StartReport): string[][] {
  return keyChanges.flatMap(({ agentId, change, keys }) =>
    keys.map(({ key, before, after, afterForBefore }) => [
      String(agentId),
      CHANGES[change],
      key,
      validText(before),
      validText(after),
      validText(afterForBefore),
    ]),
  );
}

const CHANGE_HEAD = ['id', 'what happens', 'key', 'before', 'after', 'after, for a receipt from before'];

const walletText = ({ wallet, owner }: AgentReport): string => (wallet === owner ? 'owner' : shortAddress(wallet));

/**
 * The agents as a table for people.
 *
 * @param report What was read from the chain.
 * @param columns The width of the terminal, where there is one; the table takes 120 to 160 columns.
 */
export function renderAgents(report: StartReport, columns: number | undefined): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns ?? USUAL));
  const head = [
    { title: 'id' },
    { title: 'name, DID', share: 5 },
    { title: 'services', share: 3 },
    { title: 'keys' },
    { title: 'feedback: count, mean by tag', share: 9 },
    { title: 'validations, 0–100' },
    { title: 'wallet' },
  ];
  const rows = report.agents.map((agent) => [
    [String(agent.agentId)],
    [...nameLines(agent), agent.did],
    [agent.services.join(', ')],
    keyLines(agent),
    feedbackLines(agent),
    validationLines(agent),
    [walletText(agent)],
  ]);
  return renderTable(head, rows, width);
}

/** All that is printed for people: the agents, what the changes did to keys, who governs, and how work was judged. */
export function renderReport(report: StartReport, columns: number | undefined): string {
  const tables = [
    { head: CHANGE_HEAD, rows: changeRows(report) },
    { head: RULE_HEAD, rows: ruleRows(report) },
    { head: STAKED_HEAD, rows: stakedRows(report) },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ head, rows }) =>
      renderTable(
        head.map((title) => ({ title })),
        rows.map((cells) => cells.map((text) => [text])),
        WIDEST,
      ),
    );
  const [keys, rules, staked] = tables;
  if (!keys || !rules || !staked) return renderAgents(report, columns);
  const parts = [renderAgents(report, columns), keys, describeGovernance(report), rules, describeTask(report), staked];
  return [...parts, describeFunds(report)].filter(Boolean).join('\n\n');
}

/** The errors of refused files, or the warnings of others, one line each. */
export function renderIssues(files: readonly RefusedFile[], level: FileIssue['level']): string[] {
  return files.flatMap(({ path, issues }) =>
    issues
      .filter((issue) => issue.level === level)
      .map(({ pointer, message }) =>
        printable(`  ${path}  at ${pointer === '' ? 'the whole file' : pointer}: ${message}`),
      ),
  );
}

/** For a table cell in Markdown. */
const cell = (text: string): string =>
  printable(text.replaceAll(NO_BREAK, ' ')).replace(/[\\|<>`*_[\]]/g, (character) => `\\${character}`);

/** The report for people that is kept as a file. */
export function renderMarkdown(report: StartReport): string {
  const { chain, registries, agents, refused, warnings, ignored } = report;
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const issues = (files: readonly RefusedFile[]): string[] =>
    files.flatMap(({ path, issues: found }) =>
      found.map((issue) =>
        row([path, issue.level, issue.pointer === '' ? 'whole file' : issue.pointer, issue.message]),
      ),
    );
  const section = (title: string, text: string, head: readonly string[], rows: readonly string[][]): string[] => {
    if (rows.length === 0) return [];
    const words = text === '' ? [] : ['', text];
    return ['', `## ${title}`, ...words, '', row(head), row(head.map(() => '---')), ...rows.map(row)];
  };
  const issueHead = ['| file | level | place | what |', '|---|---|---|---|'];
  return [
    '# Agents on the local chain',
    '',
    `${report.note} Chain id ${chain.chainId}, rules of ${chain.hardfork}, ${chain.block} blocks.`,
    '',
    '| registry | address |',
    '|---|---|',
    row(['identity', registries.identity]),
    row(['reputation', registries.reputation]),
    row(['validation', registries.validation]),
    row(['SAGE', registries.sage]),
    row(['task validation policy', registries.policy]),
    row(['staked validation', registries.staked]),
    row(['TEE keys', registries.teeKeys]),
    '',
    '## Agents',
    '',
    '| id | name | DID | file | services | keys | feedback | validations (0–100) | owner | wallet |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...agents.map((agent) =>
      row([
        String(agent.agentId),
        nameLines(agent).join(' '),
        agent.did,
        agent.file,
        agent.services.join(', '),
        keyLines(agent).join(', '),
        feedbackLines(agent).join(': '),
        validationLines(agent).join('; '),
        agent.owner,
        agent.wallet === agent.owner ? 'owner' : agent.wallet,
      ]),
    ),
    ...section('What happens to keys', '', CHANGE_HEAD, changeRows(report)),
    ...section('Who governs', describeGovernance(report), RULE_HEAD, ruleRows(report)),
    ...section('Judged work', describeTask(report), STAKED_HEAD, stakedRows(report)),
    ...(report.funds === null ? [] : ['', describeFunds(report)]),
    ...(refused.length > 0 ? ['', '## Files that were refused', '', ...issueHead, ...issues(refused)] : []),
    ...(warnings.length > 0
      ? ['', '## Warnings about files that were taken', '', ...issueHead, ...issues(warnings)]
      : []),
    ...(ignored.length > 0 ? ['', `Not *.json, so not looked at: ${ignored.map(cell).join(', ')}.`] : []),
    '',
  ].join('\n');
}
