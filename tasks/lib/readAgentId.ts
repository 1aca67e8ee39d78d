import { parseDid } from '../../sdk/typescript/src/index.ts';
import type { TaskContext } from './TaskContext.ts';
import { TaskError } from './TaskError.ts';

/** The largest token id. */
const LARGEST = 2n ** 256n - 1n;

/**
 * The id of the agent that a user names: by its DID, or by its id in the identity registry.
 *
 * @param text `did:sage:{network}:{identifier}` of this suite's network, or a decimal number.
 * @param field The argument, for errors.
 * @throws {TaskError} `bad-agent` for other texts, `did-other-network` for a DID of another suite. A DID that nobody
 * registered arrives as the registry's own error, `SageDidUnknown`. An id isn't looked up.
 */
export async function readAgentId(context: TaskContext, text: string, field = 'agent'): Promise<bigint> {
  if (/^\d{1,78}$/.test(text) && BigInt(text) <= LARGEST) return BigInt(text);
  if (!text.startsWith('did:')) {
    throw new TaskError('bad-agent', 'give a DID (did:sage:…) or the decimal id of an agent', { field, value: text });
  }
  const { did, network } = parseDid(text);
  const { network: own, chainId } = await context.book();
  if (network !== own) {
    const wayOut = `it is of the network "${network}", but the suite on chain ${chainId} is of "${own}"; choose by --network`;
    throw new TaskError('did-other-network', wayOut, { field, value: text });
  }
  return (await context.contract('sageRegistry')).agentByDID(did);
}
