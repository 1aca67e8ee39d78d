import type { Address } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from './TaskContext.ts';
import { readAddress } from './readAddress.ts';

/** How a user names the suite's market of staked judges. */
const STAKED = 'staked';

/**
 * A validator that a user names.
 *
 * @param text An address, or `staked` for the suite's StakedValidation.
 * @param field The option or argument, for errors.
 * @throws {TaskError} `bad-address`, `part-missing`
 */
export async function readValidator(context: TaskContext, text: string, field: string): Promise<Address> {
  return text === STAKED ? ((await context.addressOf('stakedValidation')) as Address) : readAddress(text, field);
}
