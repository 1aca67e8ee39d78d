import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts } from '../chain/types.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import { verifyDomainProof } from '../registration/verifyDomainProof.ts';
import { verifyRegistrationFile } from '../registration/verifyRegistrationFile.ts';
import { formatDecimal, parseDecimal } from './decimals.ts';
import { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';
import type { AgentRequirements, CheckName, ReputationRequirement, ValidationRequirement } from './types.ts';

/**
 * Checks what a policy asks of an agent beyond its keys: file, domains, reputation, validations, in this order.
 *
 * @throws Fault at the first that isn't met.
 */
export async function checkRequirements(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  requirements: AgentRequirements,
  fetcher: ContentFetcher | undefined,
): Promise<void> {
  const { file, domains = [], reputation = [], validations = [] } = requirements;
  if (file !== undefined) await guard('file', () => checkFile(judgement, facts, agent, file === 'committed', fetcher));
  for (const domain of domains) await guard('domain', () => checkDomain(judgement, facts, agent, domain, fetcher));
  for (const one of reputation) await guard('reputation', () => checkReputation(judgement, facts, agent, one));
  for (const one of validations) await guard('validation', () => checkValidations(judgement, facts, agent, one));
}

async function guard(check: CheckName, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    throw toChainFault(check, error);
  }
}

async function referenceOf(judgement: Judgement, facts: ChainFacts, agent: AgentFacts) {
  const registry = judgement.use(await facts.identityRegistry());
  return { chainId: BigInt(facts.block.chainId), registry, agentId: agent.agentId };
}

async function checkFile(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  mustBeCommitted: boolean,
  fetcher: ContentFetcher | undefined,
): Promise<void> {
  const { agentURI, cardURI, contentHash } = judgement.use(await facts.card(agent.agentId));
  if (mustBeCommitted && contentHash === undefined)
    throw new Fault('file', 'file-not-committed', { facts: { agentURI } });
  const reference = await referenceOf(judgement, facts, agent);
  const chainAgent = { ...reference, agentURI, cardURI, ...(contentHash === undefined ? {} : { contentHash }) };
  const found = await verifyRegistrationFile(chainAgent, judgement.recording('file', fetcher));
  const details = {
    uri: cardURI === '' ? agentURI : cardURI,
    contentHash: found.contentHash ?? null,
    isCommitted: found.isCommitted ?? false,
    issues: found.issues.map(({ code, pointer }) => ({ code, pointer })),
  };
  if (found.verdict === 'valid') {
    judgement.pass('file', details);
    return;
  }
  throw new Fault('file', `file/${found.code}`, { facts: details, detail: found.message, cause: found.cause });
}

async function checkDomain(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  domain: string,
  fetcher: ContentFetcher | undefined,
): Promise<void> {
  const reference = await referenceOf(judgement, facts, agent);
  const found = await verifyDomainProof(domain, reference, judgement.recording('domain', fetcher));
  if (found.verdict === 'valid') {
    judgement.pass('domain', { domain });
    return;
  }
  throw new Fault('domain', `domain/${found.code}`, { facts: { domain }, detail: found.message, cause: found.cause });
}

async function checkReputation(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  { class: trustClass, tag = '', minCount, minMean }: ReputationRequirement,
): Promise<void> {
  const { count, mean } = judgement.use(await facts.trust(agent.agentId, trustClass, tag));
  const found = { class: trustClass, tag, count: String(count), mean: formatDecimal(mean) };
  if (count < BigInt(minCount))
    throw new Fault('reputation', 'reputation-too-little', { facts: { ...found, minCount } });
  const least = minMean === undefined ? undefined : parseDecimal(minMean);
  if (least !== undefined && mean < least) {
    throw new Fault('reputation', 'reputation-too-low', { facts: { ...found, minMean: formatDecimal(least) } });
  }
  judgement.pass('reputation', found);
}

async function checkValidations(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  { validators, tag = '', minCount, minResponse = 0 }: ValidationRequirement,
): Promise<void> {
  const { count, average } = judgement.use(await facts.validations(agent.agentId, validators, tag));
  const found = { validators: [...validators], tag, count: String(count), average };
  if (count < BigInt(minCount))
    throw new Fault('validation', 'validation-too-little', { facts: { ...found, minCount } });
  if (average < minResponse) throw new Fault('validation', 'validation-too-low', { facts: { ...found, minResponse } });
  judgement.pass('validation', found);
}
