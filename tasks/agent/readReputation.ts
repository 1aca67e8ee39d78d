import type { IReputationTrust } from '../../typechain-types/ERC8004ReputationRegistryV2.ts';
import type { TaskContext } from '../lib/TaskContext.ts';

/** Feedback of a class. */
export interface ClassSummary {
  readonly count: bigint;
  /** With 18 decimals; 0 for no feedback. */
  readonly mean: bigint;
}

/** What the reputation registry holds of an agent. */
export interface ReputationFacts {
  readonly clients: bigint;
  /** Of all classes, revoked ones included. */
  readonly given: bigint;
  /** Of live feedback. */
  readonly taskBacked: ClassSummary;
  readonly validated: ClassSummary;
}

/** The numbers of `FeedbackClass`. */
const TASK_BACKED = 1;
const VALIDATED = 2;
/** Clients that one call looks at. */
const PAGE = 100;

/** Counts feedback by class. Open feedback isn't averaged: whose opinion counts is the reader's choice. */
export async function readReputation(context: TaskContext, agentId: bigint): Promise<ReputationFacts> {
  const reputation = await context.contract('reputationRegistry');
  const clients = await reputation.getClientCount(agentId);
  let given = 0n;
  for (let offset = 0; offset < clients; offset += PAGE) {
    const page = await reputation.getClientsPage(agentId, offset, PAGE);
    for (const client of page) given += await reputation.getLastIndex(agentId, client);
  }
  return {
    clients,
    given,
    taskBacked: toSummary(await reputation.getTrustSummary(agentId, TASK_BACKED)),
    validated: toSummary(await reputation.getTrustSummary(agentId, VALIDATED)),
  };
}

function toSummary({ count, meanAt18Decimals: mean }: IReputationTrust.TrustSummaryStructOutput): ClassSummary {
  return { count, mean };
}
