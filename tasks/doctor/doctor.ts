import { inspectSuite } from '../../scripts/deploy/check/inspectSuite.ts';
import type { Inspection } from '../../scripts/deploy/check/inspectSuite.ts';
import type { Finding, FindingStatus } from '../../scripts/deploy/check/types.ts';
import { gitCommit } from '../../scripts/lib/gitCommit.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readChain } from '../lib/readChain.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

export interface DoctorArguments extends ReadArguments {
  /** Also print what is as it should be. */
  readonly all: boolean;
  /** Compare with what was built last; else the contracts are built first. */
  readonly noCompile: boolean;
}

/**
 * Compares a suite with its address book and with what the present sources build; exit code 0 when nothing differs, 1 when
 * something does, 3 when the chain can't be read. Sends nothing.
 */
export async function doctor(context: TaskContext, { all, noCompile }: DoctorArguments): Promise<TaskResult> {
  const { chainId, network } = await readChain(() => context.book());
  if (!noCompile) {
    context.progress('building the sources, unless they are built');
    await context.hre.tasks.getTask('build').run({ quiet: true, noTests: true });
  }
  const { block, findings } = await readChain(() => inspect(context));
  const counts = { ok: count(findings, 'ok'), differs: count(findings, 'differs'), note: count(findings, 'note') };
  const isClean = counts.differs === 0;
  const shown = findings.filter(({ status }) => all || status !== 'ok');
  return {
    data: { chainId, network, block, isClean, counts, findings: shown },
    text: [
      ...shown.map(lineOf),
      `Suite "${network}" on chain ${chainId} at block ${block}: ${counts.ok} as it should be, ` +
        `${counts.differs} differ, ${counts.note} to know`,
    ],
    exitCode: isClean ? EXIT.ok : EXIT.refused,
  };
}

async function inspect(context: TaskContext): Promise<Inspection> {
  const { artifacts } = context.hre;
  return inspectSuite(await context.book(), {
    provider: (await context.ethers()).provider,
    readBuilt: (contract) => artifacts.readArtifact(contract),
    commit: await gitCommit(),
    onPart: (name) => context.progress(`looked at ${name}`),
  });
}

function count(findings: readonly Finding[], wanted: FindingStatus): number {
  return findings.filter(({ status }) => status === wanted).length;
}

function lineOf({ status, code, contract, field, found, expected, reason }: Finding): string {
  const what = found === expected ? `${field} is ${found}` : `${field} is ${found}, expected ${expected}`;
  return `${status.padEnd(7)}  ${contract}: ${what} (${code}${reason === undefined ? '' : `: ${reason}`})`;
}

export default taskAction(doctor);
