import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { Finality } from '../chain/types.ts';
import { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';

/** From the least sure on. */
const FINALITIES: readonly unknown[] = ['latest', 'safe', 'finalized'] satisfies readonly Finality[];

/**
 * Opens the chain for a judgement. A reader of the caller's own, or the block of a bundle, may be less sure than the policy
 * asks for.
 *
 * @throws Fault
 */
export async function openChain(
  judgement: Judgement,
  reader: ChainReader,
  finality: Finality | undefined,
): Promise<ChainFacts> {
  try {
    const facts = await reader.open(finality);
    judgement.facts = facts;
    const { number, hash, finality: found } = facts.block;
    const asked = FINALITIES.indexOf(finality ?? 'latest');
    if (asked < 0 || FINALITIES.indexOf(found) < asked) {
      throw new Fault('chain', 'chain-not-final', { facts: { number, hash, finality: found } });
    }
    judgement.pass('chain', { number, hash, finality: found });
    return facts;
  } catch (error) {
    throw toChainFault('chain', error);
  }
}
