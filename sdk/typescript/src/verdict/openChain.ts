import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { Finality } from '../chain/types.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';

/**
 * Opens the chain for a judgement.
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
    judgement.pass('chain', { number: facts.block.number, hash: facts.block.hash, finality: facts.block.finality });
    return facts;
  } catch (error) {
    throw toChainFault('chain', error);
  }
}
