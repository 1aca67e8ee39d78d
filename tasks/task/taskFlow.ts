import { createSalt, createTaskCommitment } from '../../sdk/typescript/src/client/index.ts';
import type { Address, ContractRef, Hex, TaskAuthorization } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { listPending, readPending, removePending, savePending } from '../lib/pending.ts';
import type { PendingData } from '../lib/pending.ts';

/** The kind of the pending flows. */
const KIND = 'task';

/** What is kept of an authorization between commitment and reveal. Integers are decimal texts. */
interface KeptTask extends PendingData {
  readonly deadline: string;
  readonly validator: Address;
  readonly minResponse: string;
  readonly salt: Hex;
}

/** Which authorization: a client has one for each task id and registry. */
export interface TaskFlow {
  readonly registry: ContractRef & { readonly address: Address };
  readonly client: Address;
  readonly agentId: bigint;
  readonly taskId: Hex;
}

type FlowOwner = Omit<TaskFlow, 'taskId'>;

/** With the agent before the task, so that those of an agent can be found. */
function prefixOf({ registry, client, agentId }: FlowOwner): string {
  return `${registry.address}:${client}:${agentId}:`;
}

const idOf = (flow: TaskFlow): string => prefixOf(flow) + flow.taskId;

/** The ids of the tasks on an agent that a client has begun to authorize here. */
export async function findBegun(context: TaskContext, owner: FlowOwner): Promise<Hex[]> {
  const prefix = prefixOf(owner);
  const ids = await listPending(context, KIND);
  return ids.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length) as Hex);
}

/** What was begun; undefined for nothing. */
export async function readBegun(context: TaskContext, flow: TaskFlow): Promise<TaskAuthorization | undefined> {
  const kept = await readPending<KeptTask>(context, KIND, idOf(flow));
  if (kept === undefined) return undefined;
  const { deadline, validator, minResponse, salt } = kept;
  const { taskId, agentId } = flow;
  return { taskId, agentId, deadline: BigInt(deadline), validator, minResponse: BigInt(minResponse), salt };
}

/** Keeps an authorization until it is revealed. */
export async function keepBegun(context: TaskContext, flow: TaskFlow, authorization: TaskAuthorization): Promise<void> {
  const { deadline, validator, minResponse, salt } = authorization;
  const kept: KeptTask = { deadline: String(deadline), validator, minResponse: String(minResponse), salt };
  await savePending(context, KIND, idOf(flow), kept);
}

/** Forgets it, once it is revealed. */
export async function forgetBegun(context: TaskContext, flow: TaskFlow): Promise<void> {
  await removePending(context, KIND, idOf(flow));
}

/** A new authorization with a random salt. */
export function newAuthorization(
  { taskId, agentId }: TaskFlow,
  terms: Pick<TaskAuthorization, 'deadline' | 'validator' | 'minResponse'>,
): TaskAuthorization {
  return { taskId, agentId, ...terms, salt: createSalt() };
}

/** The commitment to an authorization. */
export function commitmentOf({ registry, client }: TaskFlow, authorization: TaskAuthorization): Hex {
  return createTaskCommitment(registry, client, authorization);
}
