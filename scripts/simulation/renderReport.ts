import { formatInteger, formatTable } from '../lib/table.ts';
import { DEFAULT_RULES, ONE } from './defaultRules.ts';
import type { GroupResult, ScenarioResult } from './scenario.ts';
import type { SimulationReport } from './simulate.ts';

const GROUP_HEADER = ['judges', 'heads', 'of stake', 'net/verdict', 'on stake', 'slashed', 'right', 'factor'];

/** The results as plain text: who gains what, what held, and where the mechanism doesn't hold. */
export function renderReport(report: SimulationReport): string {
  const { market, deposits, coalition, coalitionAgainstRecords, shading, findings } = report;
  return [
    `${formatInteger(report.rounds)} rounds of the market, ${formatInteger(report.sweepRounds)} of every other row; seed ` +
      `${report.seed}. ETH.`,
    renderAssumptions(report),
    `Market: 9 of 30 judge each request, deposit ${market.deposit} ETH; decisions: ${endings(market)}`,
    formatTable(GROUP_HEADER, market.groups.map(groupRow), [
      'left',
      ...GROUP_HEADER.slice(1).map(() => 'right' as const),
    ]),
    'The same market with other deposits: net of a verdict',
    renderDeposits(deposits),
    'A coalition among 20 calls bad work good; nobody has a record',
    renderCoalition(coalition),
    'The same, but the others have good records and so half of the stake',
    renderCoalition(coalitionAgainstRecords),
    `A coalition among 20 does the work and adds the tolerance of ${DEFAULT_RULES.tolerance} points`,
    renderShading(shading),
    'What has to hold',
    ...findings.map(({ claim, holds, detail }) => `  ${holds ? 'yes' : 'NO '}  ${claim}: ${detail}`),
    'Where the mechanism does not hold',
    ...renderLimits(report).map((line) => `  - ${line}`),
  ]
    .map((part, at, parts) => (at > 0 && isTitle(part, parts[at - 1]) ? `\n${part}` : part))
    .join('\n');
}

/** A paragraph begins where a line without indentation follows a table or a list. */
function isTitle(part: string, before: string | undefined): boolean {
  const lists = (text: string): boolean => text.startsWith('  ');
  return !part.includes('\n') && !lists(part) && before !== undefined && (before.includes('\n') || lists(before));
}

function renderAssumptions({ assumptions }: SimulationReport): string {
  const { gasCost = 0, workCost = 0, honestSpread = 0, blunders = 0, goodWork = 0 } = assumptions;
  return [
    `Assumed: gas of a verdict ${gasCost}, work of an honest one ${workCost} more; honest verdicts spread by ` +
      `${honestSpread} points around the`,
    `truth, and ${percent(blunders)} of them are blunders; ${percent(goodWork)} of the work is good (80 to 100), the rest bad ` +
      '(0 to 60).',
  ].join('\n');
}

function groupRow(group: GroupResult): string[] {
  return [
    group.behaviour,
    group.count.toString(),
    percent(group.stakeShare),
    net(group),
    percent(group.returnOnStake),
    percent(group.slashRate),
    percent(group.rightShare),
    group.stakeFactor.toFixed(2),
  ];
}

function renderDeposits(results: readonly ScenarioResult[]): string {
  const names = results[0]?.groups.map(({ behaviour }) => behaviour) ?? [];
  const rows = results.map(({ deposit, groups }) => [deposit.toString(), ...groups.map(net)]);
  return formatTable(
    ['deposit', ...names],
    rows,
    ['deposit', ...names].map(() => 'right' as const),
  );
}

function renderCoalition(results: readonly ScenarioResult[]): string {
  const header = ['heads', 'of stake', 'decided right', 'wrong', 'disputed', 'net/verdict', 'all of it', 'honest net'];
  const rows = results.map(({ groups, right, wrong, disputed }) => {
    const [honest, coalition] = pair(groups);
    return [
      coalition.count.toString(),
      percent(coalition.stakeShare),
      percent(right),
      percent(wrong),
      percent(disputed),
      net(coalition),
      (coalition.netPerVerdict * coalition.count).toFixed(5),
      net(honest),
    ];
  });
  return formatTable(
    header,
    rows,
    header.map(() => 'right' as const),
  );
}

function renderShading(results: readonly ScenarioResult[]): string {
  const header = ['heads', 'of stake', 'off the truth', 'disputed', 'slashed', 'net/verdict', 'honest net'];
  const rows = results.map(({ groups, meanError, disputed }) => {
    const [honest, coalition] = pair(groups);
    return [
      coalition.count.toString(),
      percent(coalition.stakeShare),
      `${meanError.toFixed(1)} points`,
      percent(disputed),
      percent(coalition.slashRate),
      net(coalition),
      net(honest),
    ];
  });
  return formatTable(
    header,
    rows,
    header.map(() => 'right' as const),
  );
}

function renderLimits(report: SimulationReport): string[] {
  const { limits, market, coalition, coalitionAgainstRecords, shading } = report;
  const [marketHonest, honestAlone] = limits.honestPaysFrom;
  const [marketGuess, guessAlone] = limits.guessingPaysFrom;
  const griefers = coalition.find(({ disputed }) => disputed > 0.99);
  const grief = griefers === undefined ? undefined : pair(griefers.groups)[1];
  const winners = coalitionAgainstRecords.find(({ wrong }) => wrong > 0.5);
  const [honest] = market.groups;
  return [
    `Small rewards: honest work pays from a deposit of ${from(marketHonest)} in the market, and of ${from(honestAlone)} among 8 ` +
      `honest and 1 that guesses; the least deposit is ${Number(DEFAULT_RULES.minDeposit) / 1e18}.`,
    `Large rewards: guessing pays from ${from(marketGuess)} in the market, and from ${from(guessAlone)} among 8 honest: the stake ` +
      'does not grow with the reward.',
    `Above the threshold: whoever holds ${Number(DEFAULT_RULES.consensusBps) / 100} % of the revealed stake decides, and earns; ` +
      `that is ${limits.capitalPerHonestEther.toFixed(2)} times the honest stake, locked but not lost. ` +
      `All 100 seats take ${limits.allSeats[0]} (good records) to ${limits.allSeats[1]}.`,
    grief === undefined
      ? 'Dispute: no coalition of the sweep forced one.'
      : `Dispute: more than ${percent(1 - Number(DEFAULT_RULES.consensusBps) / Number(ONE))} of the stake stops every decision for the ` +
        `gas only, since stakes come back: ${(-grief.netPerVerdict * grief.count).toFixed(5)} a round with ${grief.count} of 20 heads.`,
    winners === undefined
      ? 'Records: no coalition of the sweep won.'
      : `Records: good ones halve the voice with the stake. Against them ${pair(winners.groups)[1].count} of 20 fresh heads decide.`,
    `Bad records double the voice with the stake: in the market ${honest === undefined ? 0 : honest.count} of 30 heads are honest and hold ` +
      `${percent(honest?.stakeShare ?? 0)} of the stake.`,
    renderShadingLimit(shading),
    `Many accounts: work is done once, so a second account of an honest judge nets ` +
      `${((honest?.netPerVerdict ?? 0) + (report.assumptions['workCost'] ?? 0)).toFixed(5)} a verdict, where the first nets ` +
      `${(honest?.netPerVerdict ?? 0).toFixed(5)}: heads are not independent judges.`,
    `Farming: who is agent, requester and validators at once has a good record after ${limits.farmingRounds} rounds, for ` +
      `${limits.farmingCost.toFixed(4)} each.`,
  ];
}

function renderShadingLimit(shading: readonly ScenarioResult[]): string {
  const better = shading
    .map(({ groups }) => pair(groups))
    .find(([honest, others]) => others.netPerVerdict > honest.netPerVerdict);
  const last = shading.at(-1);
  if (better === undefined || last === undefined) return 'Shading: never paid more than honest work.';
  const [honest, others] = pair(last.groups);
  return (
    `Shading: within the tolerance nobody is slashed. From ${percent(better[1].stakeShare)} of the stake on it pays more than honest ` +
    `work; ${percent(others.stakeShare)} move the decision by ${last.meanError.toFixed(1)} points, and the honest then net ` +
    `${net(honest)}.`
  );
}

/** The honest and the others of a scenario with two groups. */
function pair(groups: readonly GroupResult[]): [GroupResult, GroupResult] {
  const [honest, others] = groups;
  if (honest === undefined || others === undefined) throw new Error('the scenario lacks a group');
  return [honest, others];
}

function endings({ right, wrong, disputed, expired }: ScenarioResult): string {
  return `${percent(right)} right, ${percent(wrong)} wrong, ${percent(disputed)} disputed, ${percent(expired)} expired`;
}

function from(deposit: number | null): string {
  return deposit === null ? 'no amount' : deposit.toFixed(2);
}

function net({ netPerVerdict }: GroupResult): string {
  return netPerVerdict.toFixed(5);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
