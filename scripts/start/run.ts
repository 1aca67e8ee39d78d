import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HARDFORK, accountCount, assignAccounts, deployRegistries } from './chain.ts';
import type { Accounts, Chain, Registries } from './chain.ts';
import { StartError } from './errors.ts';
import { changeKeys } from './changeKeys.ts';
import { changeRules } from './changeRules.ts';
import { giveFeedback } from './giveFeedback.ts';
import { judgeWork } from './judgeWork.ts';
import type { JudgedWork } from './judgeWork.ts';
import { HELP, parseOptions } from './options.ts';
import type { StartOptions } from './options.ts';
import { createProgress } from './progress.ts';
import type { Step } from './progress.ts';
import { readAgentFolder } from './readAgentFolder.ts';
import { readBack } from './readBack.ts';
import { readGovernance } from './readGovernance.ts';
import { registerAgents } from './registerAgents.ts';
import { renderIssues, renderMarkdown, renderReport } from './renderReport.ts';
import { requestValidations } from './requestValidations.ts';
import { trustTeeKey } from './trustTeeKey.ts';
import type { FolderContent, GovernanceReport, StartReport, TeeKeyReport } from './types.ts';

/** Everything that the run needs from outside. */
export interface StartIo {
  /** The result, for stdout. */
  readonly out: (text: string) => void;
  /** Progress and findings, for stderr. */
  readonly err: (text: string) => void;
  /** Where relative paths begin. */
  readonly folder: string;
  /** The project, for its examples. */
  readonly root: string;
  /** The width of the terminal, where there is one. */
  readonly width: number | undefined;
  /** Builds what has to be built and starts a chain with so many funded accounts. */
  readonly connect: (accounts: number) => Promise<Chain>;
}

const NOTE =
  'Read from the registries. Keys, ratings, validations and verdicts are demo data: made up, the same in every run, ' +
  'ratings and validations fitting the services that each file names.';

/**
 * The main job.
 *
 * @param args The command line after the command.
 * @param io The world.
 * @returns The exit code: 0 all files taken, 2 some refused, 1 failure with its reason told.
 */
export async function runStart(args: readonly string[], io: StartIo): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options.help) {
      io.out(HELP);
      return 0;
    }
    const report = await makeReport(options, io);
    await writeReports(options, io, report);
    io.out(options.json ? JSON.stringify(report, null, 2) : renderReport(report, io.width));
    tellEnd(options, io, report);
    return report.refused.length > 0 ? 2 : 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    io.err(`start: ${error.message}`);
    return 1;
  }
}

async function makeReport(options: StartOptions, io: StartIo): Promise<StartReport> {
  const step = createProgress(io.err);
  const shown = options.agents ?? join('examples', 'agents');
  const folder = options.agents === undefined ? join(io.root, shown) : resolve(io.folder, options.agents);
  const content = await readAgentFolder(folder, shown);
  io.err(
    `${content.agents.length + content.refused.length} files in ${shown}: ${content.agents.length} are registration files`,
  );
  if (content.ignored.length > 0) io.err(`not *.json, so not looked at: ${content.ignored.join(', ')}`);

  const chain = await step('building the contracts and starting the chain', () =>
    io.connect(accountCount(content.agents.length)),
  );
  try {
    return await playAndRead(chain, content, step);
  } finally {
    await chain.close();
  }
}

async function playAndRead(chain: Chain, content: FolderContent, step: Step): Promise<StartReport> {
  const accounts = await assignAccounts(chain, content.agents.length);
  const registries = await step('deploying the registries', () => deployRegistries(chain, accounts.deployer));
  const { agents, refused } = await step('registering agents with DIDs and keys', (count) =>
    registerAgents(chain, registries, accounts, content.agents, count),
  );
  await step('giving feedback', (count) => giveFeedback(registries, accounts, agents, count));
  await step('requesting and answering validations', (count) =>
    requestValidations(registries, accounts, agents, count),
  );
  const keyChanges = await step('rotating a key, selling and claiming an agent', () =>
    changeKeys(chain, registries, accounts, agents),
  );
  const governed = await govern(chain, registries, accounts, agents.length > 0, step);
  const judged = await judgeWork(chain, registries, accounts, agents, step);
  const read = await step('reading the registries', (count) => readBack(registries, agents, count));
  return assemble(chain, registries, content, { agents: read, keyChanges, refused, ...governed, ...judged });
}

/** Rules change and a TEE key is voted in; without agents there is nothing to do it for. */
async function govern(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  hasAgents: boolean,
  step: Step,
): Promise<{ governance: GovernanceReport; teeKey: TeeKeyReport | null }> {
  if (!hasAgents) return { governance: await readGovernance(registries, []), teeKey: null };
  const changes = await step('changing rules through the wallet and the timelock', () =>
    changeRules(chain, registries, accounts),
  );
  const teeKey = await step('voting in a TEE key', () => trustTeeKey(chain, registries, accounts));
  return { governance: await readGovernance(registries, changes), teeKey };
}

async function assemble(
  { ethers }: Chain,
  { identity, reputation, validation, sage, policy, staked, teeKeys, chainId }: Registries,
  content: FolderContent,
  told: Pick<StartReport, 'governance' | 'agents' | 'keyChanges' | 'refused' | 'teeKey'> & JudgedWork,
): Promise<StartReport> {
  const taken = content.agents.filter(({ warnings }) => warnings.length > 0);
  return {
    note: NOTE,
    chain: { chainId: Number(chainId), hardfork: HARDFORK, block: await ethers.provider.getBlockNumber() },
    registries: {
      identity: await identity.getAddress(),
      reputation: await reputation.getAddress(),
      validation: await validation.getAddress(),
      sage: await sage.getAddress(),
      policy: await policy.getAddress(),
      staked: await staked.getAddress(),
      teeKeys: await teeKeys.getAddress(),
    },
    governance: told.governance,
    agents: told.agents,
    keyChanges: told.keyChanges,
    teeKey: told.teeKey,
    task: told.task,
    stakedValidations: told.stakedValidations,
    funds: told.funds,
    warnings: taken
      .map(({ path, warnings }) => ({ path, issues: warnings }))
      .filter(({ path }) => !told.refused.some((one) => one.path === path)),
    refused: [...content.refused, ...told.refused],
    ignored: content.ignored,
  };
}

async function writeReports(options: StartOptions, io: StartIo, report: StartReport): Promise<void> {
  const folder = resolve(io.folder, options.out);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'start.json'), `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(join(folder, 'start.md'), renderMarkdown(report));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`the reports can't be written (${reason}); name another folder: --out DIR`, { cause: error });
  }
}

function tellEnd(options: StartOptions, io: StartIo, report: StartReport): void {
  const { agents, refused, warnings } = report;
  const notes = renderIssues(warnings, 'warning');
  if (notes.length > 0) io.err(['taken with a warning:', ...notes].join('\n'));
  if (refused.length > 0) io.err(['refused:', ...renderIssues(refused, 'error')].join('\n'));
  const where = `${join(options.out, 'start.json')} and ${join(options.out, 'start.md')}`;
  io.err(`${agents.length} agents registered, ${refused.length} files refused; reports in ${where}`);
}
