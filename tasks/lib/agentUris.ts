import type { ISageRegistryV3 } from '../../typechain-types/SageRegistryV3.ts';
import type { TaskContext } from './TaskContext.ts';
import { readText } from './readText.ts';
import type { ChainText } from './readText.ts';

/** Reads the URI of an agent's registration file. An agent that isn't there arrives as `ERC721NonexistentToken`. */
export async function readTokenUri(context: TaskContext, agentId: bigint): Promise<ChainText> {
  const identity = await context.contract('identityRegistry');
  return readText(await identity.tokenURI.staticCallResult(agentId), 0);
}

/** The URI in what `getCard` gives. */
export function cardUri(card: ISageRegistryV3.CardStructOutput): ChainText {
  return readText(card, 0);
}
