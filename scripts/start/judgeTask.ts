import { ZeroHash, id, keccak256, parseEther, toUtf8Bytes } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { Accounts, Chain, Registries } from './chain.ts';
import { toDataUri } from './dataUri.ts';
import { demoNumber } from './demoNumber.ts';
import type { RegisteredAgent, TaskReport } from './types.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** The least time between a task's commitment and its reveal, in seconds. */
const TASK_REVEAL = 30;
const CLASSES = ['open', 'task-backed', 'validated'];
const TAG = 'starred';
/** What the client asks of the answer, and governance of those that it lists. */
const THRESHOLD = 80;
const DEPOSIT = parseEther('0.5');
const MIN_VALIDATORS = 3;
/** The numbers of `IStakedValidation.Mode`. */
const STAKE_MODE = 0;

/** A verdict, and whether it is ever shown. */
interface PlannedVerdict {
  readonly judge: HardhatEthersSigner;
  readonly response: number;
  readonly reveals: boolean;
  readonly salt: string;
}

/** What came of a task. */
export interface JudgedTask {
  readonly task: TaskReport;
  /** The staked validation of its result. */
  readonly requestHash: string;
}

/**
 * A client authorizes a task and rates its result, which staked validators then judge: the rating rises to validated. Of five
 * one calls good work bad, and one never reveals.
 *
 * @param owner Owner of the agent.
 */
export async function judgeTask(
  chain: Chain,
  registries: Registries,
  accounts: Accounts,
  agent: RegisteredAgent,
  owner: HardhatEthersSigner,
): Promise<JudgedTask> {
  const { reputation, staked } = registries;
  const [client] = accounts.clients;
  if (!client) throw new Error('a task needs a client');
  const { agentId } = agent;
  const { name } = agent.from.file;
  const taskId = id(`demo task ${agent.did}`);
  const rating = demoNumber(86, 95, name, 'task');
  const validator = await staked.getAddress();
  await authorize(chain, registries, client, { taskId, agentId, validator });
  const rate = reputation.connect(client);
  await (await rate.giveTaskFeedback(taskId, rating, 0, TAG, '', '', '', ZeroHash)).wait();
  const feedbackIndex = await reputation.getLastIndex(agentId, client.address);
  const classOf = async (): Promise<string> =>
    CLASSES[Number(await reputation.getFeedbackClass(agentId, client.address, feedbackIndex))] ?? 'unknown';
  const classWhenRated = await classOf();

  const requestHash = await ask(registries, owner, client, { taskId, agentId });
  await judge(chain, registries, requestHash, planVerdicts(accounts, rating));
  await (await reputation.markTaskValidated(client.address, taskId, validator)).wait();
  const [, , , , , raisedBy, raisedAt] = await reputation.getTask(client.address, taskId);
  const { latest } = await staked.getRequest(requestHash);
  return {
    requestHash,
    task: {
      agentId: Number(agentId),
      client: client.address,
      taskId,
      rating,
      classWhenRated,
      classWhenValidated: await classOf(),
      validator: raisedBy,
      response: Number(latest.response),
      threshold: Number(raisedAt),
    },
  };
}

/** Commits to the task first, so that it can't be made up when the rating is wanted. */
async function authorize(
  chain: Chain,
  { reputation }: Registries,
  client: HardhatEthersSigner,
  { taskId, agentId, validator }: { taskId: string; agentId: bigint; validator: string },
): Promise<void> {
  const block = await chain.ethers.provider.getBlock('latest');
  if (!block) throw new Error('the chain has no block');
  const deadline = block.timestamp + DAY;
  const salt = id(`demo salt ${taskId}`);
  const authorization = { taskId, agentId, deadline, validator, minResponse: THRESHOLD, salt };
  const ours = reputation.connect(client);
  await (await ours.commitTaskAuthorization(await ours.taskCommitment(client.address, authorization))).wait();
  await chain.wait(TASK_REVEAL);
  await (await ours.authorizeTaskWithReveal(authorization)).wait();
}

/** The agent's side asks the standard's way and lets the client choose the terms; the client opens with its deposit. */
async function ask(
  { reputation, validation, policy, staked }: Registries,
  owner: HardhatEthersSigner,
  client: HardhatEthersSigner,
  { taskId, agentId }: { taskId: string; agentId: bigint },
): Promise<string> {
  const validator = await staked.getAddress();
  const requestHash = await policy.taskRequestHash(
    await reputation.getAddress(),
    client.address,
    taskId,
    agentId,
    validator,
  );
  const document = { task: taskId, ask: 'Judge the result of this task.', note: 'demo data' };
  await (
    await validation.connect(owner).validationRequest(validator, agentId, toDataUri(document), requestHash)
  ).wait();
  await (await staked.connect(owner).authorizeRequester(requestHash, client.address)).wait();
  const terms = { mode: STAKE_MODE, commitPeriod: HOUR, minValidators: MIN_VALIDATORS, measurement: ZeroHash };
  await (await staked.connect(client).openRequest(requestHash, terms, { value: DEPOSIT })).wait();
  return requestHash;
}

/** Three about agree with the client, the fourth lies, the fifth commits and is silent. */
function planVerdicts({ judges }: Accounts, rating: number): PlannedVerdict[] {
  const responses = [rating, rating + 2, rating - 3, rating - 50, rating + 1];
  return judges.map((judge, index) => ({
    judge,
    response: responses[index] ?? rating,
    reveals: index < judges.length - 1,
    salt: keccak256(toUtf8Bytes(`demo salt ${judge.address}`)),
  }));
}

/** Nobody's verdict is to be seen before all have committed. */
async function judge(
  chain: Chain,
  { staked }: Registries,
  requestHash: string,
  verdicts: readonly PlannedVerdict[],
): Promise<void> {
  const { latest } = await staked.getRequest(requestHash);
  for (const { judge: account, response, salt } of verdicts) {
    const value = await staked.requiredStake(requestHash, account.address);
    const commitment = await staked.verdictCommitment(requestHash, latest.round, account.address, response, salt);
    await (await staked.connect(account).commitVerdict(requestHash, latest.round, commitment, { value })).wait();
  }
  await chain.wait(HOUR);
  for (const { judge: account, response, reveals, salt } of verdicts) {
    if (reveals) await (await staked.connect(account).revealVerdict(requestHash, response, salt)).wait();
  }
  const { parameters } = await staked.getParameters();
  await chain.wait(Number(parameters.revealPeriod));
  await (await staked.finalize(requestHash)).wait();
}
