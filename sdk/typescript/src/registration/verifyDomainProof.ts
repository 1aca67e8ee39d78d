import { FetchError } from '../fetch/FetchError.ts';
import type { ContentFetcher, FetchedContent } from '../fetch/types.ts';
import { checkChainAgent } from './checkChainAgent.ts';
import { concludeRegistration } from './concludeRegistration.ts';
import { judgeRegistrationFile } from './judgeRegistrationFile.ts';
import type { AgentReference, RegistrationVerification } from './types.ts';

const PATH = '/.well-known/agent-registration.json';

/** The origin of a domain, or undefined where the text is more, or less, than a host and a port. */
function toOrigin(domain: string): string | undefined {
  const text = `https://${domain}/`;
  if (domain === '' || !URL.canParse(text)) return undefined;
  const { origin, href } = new URL(text);
  return href === `${origin}/` && !/[\s/?#@\\]/.test(domain) ? origin : undefined;
}

function isAbsent(error: unknown): boolean {
  if (!(error instanceof FetchError) || error.code !== 'status-refused') return false;
  return error.details['status'] === 404 || error.details['status'] === 410;
}

/**
 * Verifies that a domain vouches for an agent: `https://{domain}/.well-known/agent-registration.json` (ERC-8004,
 * "Endpoint Domain Verification") names the agent. The file may list registrations only.
 *
 * It proves that who runs the web server of the domain wants to be taken for this agent, at the moment of fetching. It
 * doesn't prove the opposite direction: that comes from a registration file whose services are on the domain, see
 * {@link verifyRegistrationFile}.
 *
 * @param domain A host name, with a port where it isn't 443.
 * @param agent The agent.
 * @param fetcher Fetches the proof; it must state `finalUrl` where it follows redirects, as `createFetcher` does.
 * @returns The verdict with a reason. Nothing is thrown for any content.
 * @throws RegistrationError `agent-malformed`
 */
export async function verifyDomainProof(
  domain: string,
  agent: AgentReference,
  fetcher: ContentFetcher,
): Promise<RegistrationVerification> {
  checkChainAgent(agent);
  const origin = toOrigin(domain);
  if (origin === undefined) return concludeRegistration('domain-malformed', {}, JSON.stringify(domain.slice(0, 100)));
  let content: FetchedContent;
  try {
    content = await fetcher(`${origin}${PATH}`);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return concludeRegistration(isAbsent(cause) ? 'proof-absent' : 'fetch-failed', { cause }, detail);
  }
  const { bytes, finalUrl } = content;
  if (finalUrl !== undefined && (!URL.canParse(finalUrl) || new URL(finalUrl).origin !== origin)) {
    return concludeRegistration('domain-redirected', { bytes }, finalUrl.slice(0, 200));
  }
  return judgeRegistrationFile(bytes, agent, true);
}
