import { DidError, parseDid, verifyAgent } from '../../sdk/typescript/src/index.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult } from '../lib/types.ts';
import { openVerifier, verdictAnswer } from './openVerifier.ts';
import type { VerdictArguments } from './openVerifier.ts';
import { readAgentPolicy } from './readPolicy.ts';

export interface AgentArguments extends VerdictArguments {
  /** DID, or id. */
  readonly agent: string;
}

/** May this agent be trusted, by this policy? */
export async function judgeAgent(context: TaskContext, args: AgentArguments): Promise<TaskResult> {
  const policy = readAgentPolicy(args.policy);
  const did = await toDid(context, args.agent);
  const verdict = await verifyAgent(did, { ...policy, ...(await openVerifier(context, args)) });
  return verdictAnswer(verdict, args.bundle);
}

async function toDid(context: TaskContext, agent: string): Promise<string> {
  if (!agent.startsWith('did:')) {
    return (await context.contract('sageRegistry')).didOf(await readAgentId(context, agent));
  }
  const { network: own, chainId } = await context.book();
  const network = networkOf(agent);
  if (network === undefined || network === own) return agent;
  const wayOut = `it is of the network "${network}", but the suite on chain ${chainId} is of "${own}"; choose by --network`;
  throw new TaskError('did-other-network', wayOut, { field: 'agent', value: agent });
}

/** Undefined for a DID that is misspelled: about that there is a verdict. */
function networkOf(did: string): string | undefined {
  try {
    return parseDid(did).network;
  } catch (error) {
    if (error instanceof DidError) return undefined;
    throw error;
  }
}

export default taskAction(judgeAgent);
