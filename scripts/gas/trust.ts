// The part of the reputation registry that the standard doesn't have: tasks, classes, exclusion, signatures.
import { Wallet } from 'ethers';
import { hashOf } from './chain.ts';
import type { GasContract } from './chain.ts';
import { ENDPOINT40, HASH, TAG1, TAG2, URI53, VALUE } from './inputs.ts';
import { full } from './reputation.ts';
import type { Scene } from './reputation.ts';
import { meanGas } from './rows.ts';
import type { Rows } from './rows.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const REVEAL_DELAY = 30;
const TASK_BACKED = 1;
const VALIDATED = 2;
const MEAN_OF = 8;
/** What the earlier contracts took for the two calls together was 365,192. */
const AUTHORIZATION_AT_MOST = 200_000;
const OVER_PLAIN_FEEDBACK = 1.1;
const NOBODY = `0x${'00'.repeat(20)}`;

interface TrustScene extends Scene {
  identity: GasContract;
  validation: GasContract;
  policy: GasContract;
  /** Of all agents, and of the policy. */
  owner: string;
}

let tasks = 0;

/** Authorizes a task. Returns its id and what both calls take. */
async function authorize(
  { chain, registry }: TrustScene,
  client: string,
  agent: bigint,
  validator = NOBODY,
): Promise<{ taskId: string; commit: number; reveal: number }> {
  const taskId = hashOf(`task ${tasks++}`);
  const minResponse = validator === NOBODY ? 0 : 80;
  const authorization = [taskId, agent, chain.nextTimestamp + DAY, validator, minResponse, hashOf('salt')];
  const [commitment] = await registry.read('taskCommitment', client, authorization);
  const commit = await registry.gas(client, 'commitTaskAuthorization', commitment);
  chain.wait(REVEAL_DELAY);
  const reveal = await registry.gas(client, 'authorizeTaskWithReveal', authorization);
  return { taskId, commit, reveal };
}

function rate(scene: TrustScene, client: string, agent: bigint, taskId: string, tag1 = TAG1): Promise<number> {
  return scene.registry.gas(client, 'giveTaskFeedback', taskId, ...full(agent, { tag1 }).slice(1));
}

export async function measureTasks(scene: TrustScene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const client = await chain.person();
  const agent = await scene.newAgent();
  const plain = await registry.send(await chain.person(), 'giveFeedback', ...full(agent));
  const validator = await chain.person();

  const { taskId, commit, reveal } = await authorize(scene, client, agent, validator);
  rows.add('commitTaskAuthorization', commit);
  rows.add('authorizeTaskWithReveal', reveal);
  rows.add('commit and reveal of a task authorization, together', commit + reveal, { most: AUTHORIZATION_AT_MOST });
  rows.add('giveTaskFeedback, first of the agent with a task, strings', await rate(scene, client, agent, taskId));

  const other = await chain.person();
  const second = await authorize(scene, other, agent);
  const otherTag = await chain.person();
  const third = await authorize(scene, otherTag, agent);
  rows.add('task feedback, first by a client, with strings', await rate(scene, other, agent, second.taskId), {
    most: Math.floor(OVER_PLAIN_FEEDBACK * plain),
  });
  rows.add(
    'giveTaskFeedback, first by a client, strings, another tag1 than the agent has',
    await rate(scene, otherTag, agent, third.taskId, 'uptime'),
  );
  const gas: number[] = [];
  while (gas.length < MEAN_OF) gas.push(await rate(scene, other, agent, (await authorize(scene, other, agent)).taskId));
  rows.add('giveTaskFeedback, second by a client, strings', gas[0] ?? 0);
  rows.add(`giveTaskFeedback, strings, mean of ${MEAN_OF} after the first by one client`, meanGas(gas));
  rows.add('revokeFeedback, task-backed, a later one', await registry.gas(other, 'revokeFeedback', agent, 3));

  const [requestHash] = await scene.policy.read('taskRequestHash', registry.address, client, taskId, agent, validator);
  await scene.validation.send(scene.owner, 'validationRequest', validator, agent, '', requestHash);
  const answer = (response: number): Promise<number> =>
    scene.validation.send(validator, 'validationResponse', requestHash, response, '', HASH, 'soft');
  await answer(100);
  rows.add('markTaskValidated', await registry.gas(other, 'markTaskValidated', client, taskId, validator));
  await answer(79);
  rows.add('withdrawTaskValidation', await registry.gas(other, 'withdrawTaskValidation', client, taskId));
  await answer(80);
  await registry.send(other, 'markTaskValidated', client, taskId, validator);
  rows.add('getTask', await registry.gas(other, 'getTask', client, taskId));
  rows.add('getCommitmentTime', await registry.gas(other, 'getCommitmentTime', client, HASH));
  const authorization = [taskId, agent, 0, NOBODY, 0, HASH];
  rows.add('taskCommitment', await registry.gas(other, 'taskCommitment', client, authorization));
  rows.add('getFeedbackClass', await registry.gas(other, 'getFeedbackClass', agent, client, 1));
}

/** The same for 2 and for 50 task feedback. */
export async function measureTrustSummaries(scene: TrustScene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const [few, many] = [await scene.newAgent(), await scene.newAgent()];
  for (const [agent, count] of [
    [few, 2],
    [many, 50],
  ] as const) {
    const client = await chain.person();
    for (let i = 0; i < count; i++) {
      const { taskId } = await authorize(scene, client, agent);
      await rate(scene, client, agent, taskId, i % 2 === 0 ? TAG1 : 'uptime');
    }
  }
  const reader = await chain.person();
  const measure = async (call: string, signature: string, ...args: unknown[]): Promise<void> => {
    const gas = await registry.gas(reader, signature, many, ...args);
    rows.add(call, gas);
    rows.add(`${call}: 50 over 2`, gas - (await registry.gas(reader, signature, few, ...args)), { most: 0 });
  };
  await measure('getTrustSummary, task-backed', 'getTrustSummary', TASK_BACKED);
  await measure('getTrustSummary, validated', 'getTrustSummary', VALIDATED);
  await measure('getTrustSummaryByTag, main tag', 'getTrustSummaryByTag', TASK_BACKED, TAG1);
  await measure('getTrustSummaryByTag, other tag', 'getTrustSummaryByTag', TASK_BACKED, 'uptime');
  const [client] = (await registry.read('getClientsPage', many, 1, 1))[0] as string[];
  rows.add(
    'getOpenSummary, a client with 50 task feedback',
    await registry.gas(reader, 'getOpenSummary', many, [client], ''),
  );
}

export async function measureExclusion(scene: TrustScene, rows: Rows): Promise<void> {
  const { chain, registry, identity, owner } = scene;
  const agent = await scene.newAgent();
  const [client, anybody] = [await chain.person(), await chain.person()];
  for (const tag1 of [TAG1, 'uptime', 'starred', 'quality']) {
    await rate(scene, client, agent, (await authorize(scene, client, agent)).taskId, tag1);
  }
  await identity.send(owner, 'setApprovalForAll', client, true);
  rows.add('announceExclusion', await registry.gas(anybody, 'announceExclusion', agent, client));
  chain.wait(DAY);
  rows.add('excludeClient, with tasks under three tags', await registry.gas(anybody, 'excludeClient', agent, client));
  rows.add('getExclusion', await registry.gas(anybody, 'getExclusion', agent, client));
  await identity.send(owner, 'setApprovalForAll', client, false);
  rows.add(
    'reinstateClient, with tasks under three tags',
    await registry.gas(anybody, 'reinstateClient', agent, client),
  );
}

export async function measureSigned(scene: TrustScene, rows: Rows): Promise<void> {
  const { chain, registry } = scene;
  const agent = await scene.newAgent();
  const relayer = await chain.person();
  const wallet = new Wallet(hashOf('key of a client'));
  await chain.fund(wallet.address);
  const input = [agent, VALUE, 0, TAG1, TAG2, ENDPOINT40, URI53, HASH];
  let nonce = 0;
  const send = async (call: string, signature: string, digestOf: string, ...args: unknown[]): Promise<void> => {
    const by = [wallet.address, nonce++, chain.nextTimestamp + HOUR];
    const digest = String((await registry.read(digestOf, ...args, by))[0]);
    rows.add(digestOf, await registry.gas(relayer, digestOf, ...args, by));
    const signed = wallet.signingKey.sign(digest).serialized;
    rows.add(call, await registry.gas(relayer, signature, ...args, by, signed));
  };
  await send('giveFeedbackBySig, first by a client, strings', 'giveFeedbackBySig', 'feedbackDigest', input);
  const { taskId } = await authorize(scene, wallet.address, agent);
  await send('giveTaskFeedbackBySig, strings', 'giveTaskFeedbackBySig', 'taskFeedbackDigest', taskId, input);
  await send('revokeFeedbackBySig', 'revokeFeedbackBySig', 'revocationDigest', agent, 1);
  rows.add('cancelNonce', await registry.gas(relayer, 'cancelNonce', nonce));
  rows.add('isNonceUsed', await registry.gas(relayer, 'isNonceUsed', relayer, nonce));
}
