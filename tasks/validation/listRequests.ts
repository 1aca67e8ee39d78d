import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { checkLimit, checkOffset } from '../lib/readPage.ts';
import { readValidator } from '../lib/readValidator.ts';
import { markText } from '../lib/readText.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { readStatus } from './readStatus.ts';
import type { RequestStatus } from './readStatus.ts';

export interface ListArguments extends ReadArguments {
  /** Empty for all of a validator. */
  readonly agent: string;
  /** Empty for all of an agent. */
  readonly validator: string;
  readonly offset: number;
  readonly limit: number;
}

interface Page {
  readonly total: bigint;
  readonly hashes: readonly string[];
}

/** A page of the requests of an agent or to a validator, oldest first, as of one block. */
export async function listRequests(context: TaskContext, args: ListArguments): Promise<TaskResult> {
  const [offset, limit] = [checkOffset(args.offset), checkLimit(args.limit)];
  if ((args.agent === '') === (args.validator === '')) {
    throw new TaskError('list-of-whom', 'give either --agent or --validator', {
      field: '--agent',
      ...(args.agent !== '' && { value: args.agent }),
    });
  }
  const block = await (await context.ethers()).provider.getBlockNumber();
  const { total, hashes } = await readPage(context, args, block);
  const requests = await Promise.all(hashes.map((hash) => readStatus(context, hash as Hex, block)));
  const next = BigInt(offset + limit) < total ? offset + limit : null;
  return { data: { block, total, offset, requests, next }, text: describe(requests, total, next) };
}

async function readPage(context: TaskContext, args: ListArguments, blockTag: number): Promise<Page> {
  const registry = await context.contract('validationRegistry');
  const { offset, limit } = args;
  if (args.agent !== '') {
    const agentId = await readAgentId(context, args.agent, '--agent');
    const [total, hashes] = await Promise.all([
      registry.getAgentValidationCount(agentId, { blockTag }),
      registry.getAgentValidationsPage(agentId, offset, limit, { blockTag }),
    ]);
    return { total, hashes };
  }
  const validator = await readValidator(context, args.validator, '--validator');
  const [total, hashes] = await Promise.all([
    registry.getValidatorRequestCount(validator, { blockTag }),
    registry.getValidatorRequestsPage(validator, offset, limit, { blockTag }),
  ]);
  return { total, hashes };
}

function describe(requests: readonly RequestStatus[], total: bigint, next: number | null): string[] {
  if (requests.length === 0) return [total === 0n ? 'No requests.' : `No requests here; there are ${total}.`];
  const rows = requests.map(({ requestHash, agentId, validator, response, tag, isTagUtf8, lastUpdate }) => [
    requestHash,
    String(agentId),
    validator,
    response === null ? '-' : String(response),
    markText({ text: tag, isUtf8: isTagUtf8 }),
    formatTime(lastUpdate),
  ]);
  const header = ['request', 'agent', 'validator', 'response', 'tag', 'last change'];
  const table = tableLines(header, rows, ['left', 'right', 'left', 'right', 'left', 'left']);
  return next === null ? table : [...table, `There are ${total}: --offset ${next}`];
}

export default taskAction(listRequests);
