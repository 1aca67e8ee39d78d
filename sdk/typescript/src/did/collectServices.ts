import type { Service } from 'did-resolver';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts } from '../chain/types.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import { verifyRegistrationFile } from '../registration/verifyRegistrationFile.ts';
import type { DidWarning } from './types.ts';

/** What makes a text a URL here: a scheme, and the platform's parser takes it. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * The services of an agent, from its registration file. Only a file that the chain leads to and that names the agent
 * counts; of another one nothing is taken.
 *
 * @param facts The chain at one block.
 * @param agent The agent.
 * @param fetcher Fetches the file.
 * @throws ChainError
 */
export async function collectServices(
  facts: ChainFacts,
  agent: AgentFacts,
  fetcher: ContentFetcher | undefined,
): Promise<{ readonly services: readonly Service[]; readonly warnings: readonly DidWarning[] }> {
  const { did, agentId } = agent;
  if (fetcher === undefined) return refuse('services-not-fetched', 'no services; give the resolver a fetcher');
  const { agentURI, cardURI, contentHash } = (await facts.card(agentId)).value;
  const registry = (await facts.identityRegistry()).value;
  const chainId = BigInt(facts.block.chainId);
  const chainAgent = { chainId, registry, agentId, agentURI, cardURI, contentHash };
  const { verdict, code, message, result } = await verifyRegistrationFile(chainAgent, fetcher);
  if (verdict !== 'valid' || result?.kind !== 'registration') {
    return refuse('file-not-verified', `no services; ${code}: ${message}`);
  }
  const services: Service[] = [];
  const warnings: DidWarning[] = [];
  for (const [index, { name, endpoint }] of result.file.services.entries()) {
    if (SCHEME.test(endpoint) && URL.canParse(endpoint)) {
      services.push({ id: `${did}#service-${index}`, type: name, serviceEndpoint: endpoint });
    } else {
      const shown = JSON.stringify(endpoint.slice(0, 200));
      warnings.push({ code: 'service-endpoint-no-url', message: `/services/${index}/endpoint: ${shown} is no URL` });
    }
  }
  return { services, warnings };
}

function refuse(code: DidWarning['code'], message: string): { services: readonly Service[]; warnings: DidWarning[] } {
  return { services: [], warnings: [{ code, message }] };
}
