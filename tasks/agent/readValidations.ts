import type { TaskContext } from '../lib/TaskContext.ts';

/** Answered requests. */
export interface Answers {
  readonly answered: bigint;
  /** 0 to 100, rounded down; null for no answer. */
  readonly average: bigint | null;
}

/** What the validation registry holds of an agent. */
export interface ValidationFacts extends Answers {
  readonly requested: bigint;
  /** Without validators that were the agent's own side when they were asked. */
  readonly independent: Answers;
}

/** Requests that one call looks at. */
const PAGE = 100;

/** Counts the requests for validations of an agent and their answers. */
export async function readValidations(context: TaskContext, agentId: bigint): Promise<ValidationFacts> {
  const validation = await context.contract('validationRegistry');
  const requested = await validation.getAgentValidationCount(agentId);
  const summarize = async (independentOnly: boolean): Promise<Answers> => {
    let [answered, sum] = [0n, 0n];
    for (let offset = 0; offset < requested; offset += PAGE) {
      const page = await validation.summarizePage(agentId, offset, PAGE, [], '', independentOnly);
      answered += page.count;
      sum += page.responseSum;
    }
    return { answered, average: answered === 0n ? null : sum / answered };
  };
  return { requested, ...(await summarize(false)), independent: await summarize(true) };
}
