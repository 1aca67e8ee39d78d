import { answerWithTee } from './answerWithTee.ts';
import type { Accounts, Chain, Registries } from './chain.ts';
import { judgeTask } from './judgeTask.ts';
import type { Step } from './progress.ts';
import { readStaked } from './readStaked.ts';
import type { RegisteredAgent, StartReport } from './types.ts';
import { withdrawAll } from './withdrawAll.ts';

/** The part of the report that tells of judged work. */
export type JudgedWork = Pick<StartReport, 'task' | 'stakedValidations' | 'funds'>;

/** Has a task of the first active agent judged by staked validators, another piece of its work by a TEE, and all paid. */
export async function judgeWork(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  agents: readonly RegisteredAgent[],
  step: Step,
): Promise<JudgedWork> {
  const agent = agents.find(({ from }) => from.file.active !== false) ?? agents[0];
  if (!agent) return { task: null, stakedValidations: [], funds: null };
  const owner = await chain.ethers.getSigner(await registries.identity.ownerOf(agent.agentId));
  const { task, requestHash } = await step('having a task judged by staked validators', () =>
    judgeTask(chain, registries, accounts, agent, owner),
  );
  return step('having work judged by a TEE, and paying', async () => {
    const byTee = await answerWithTee(registries, accounts, agent, owner);
    const stakedValidations = [await readStaked(registries, requestHash), await readStaked(registries, byTee)];
    const { clients, judges, teeOperator } = accounts;
    const funds = await withdrawAll(registries, [...clients, ...judges, owner, teeOperator]);
    return { task, stakedValidations, funds };
  });
}
