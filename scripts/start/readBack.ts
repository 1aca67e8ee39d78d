import { formatUnits } from 'ethers';
import { parseRegistrationFile } from '../../sdk/typescript/src/index.ts';
import type { RegistrationFile } from '../../sdk/typescript/src/index.ts';
import type { Registries } from './chain.ts';
import { fromDataUri } from './dataUri.ts';
import type { Count } from './progress.ts';
import { KEY_STATES, KEY_TYPES } from './keyNames.ts';
import type { AgentReport, Average, KeyReport, RegisteredAgent, TagSummary, ValidationReport } from './types.ts';

/** The numbers of `FeedbackClass`. */
const TASK_BACKED = 1;
const VALIDATED = 2;

/**
 * Reads everything about the agents from the registries, as a stranger would: nothing of what the run did before is
 * used but the ids, and the path of the file for the reader of the report.
 */
export async function readBack(
  registries: Registries,
  agents: readonly RegisteredAgent[],
  count: Count,
): Promise<AgentReport[]> {
  const reports: AgentReport[] = [];
  for (const [index, { agentId, from }] of agents.entries()) {
    reports.push(await readAgent(registries, agentId, from.path));
    count(index + 1, agents.length);
  }
  return reports;
}

async function readAgent(registries: Registries, agentId: bigint, path: string): Promise<AgentReport> {
  const { identity, sage } = registries;
  const uri = await identity.tokenURI(agentId);
  const file = readFile(uri, path);
  return {
    agentId: Number(agentId),
    did: await sage.didOf(agentId),
    file: path,
    name: file.name,
    services: file.services.map(({ name }) => name),
    active: file.active ?? null,
    x402Support: file.x402Support ?? null,
    supportedTrust: file.supportedTrust ?? [],
    owner: await identity.ownerOf(agentId),
    wallet: await identity.getAgentWallet(agentId),
    agentURIBytes: uri.length,
    keys: await readKeys(registries, agentId),
    feedback: await readFeedback(registries, agentId),
    validations: await readValidations(registries, agentId),
  };
}

async function readKeys({ sage }: Registries, agentId: bigint): Promise<KeyReport[]> {
  const { nonce } = await sage.getAgent(agentId);
  const keys: KeyReport[] = [];
  for (const { keyId, keyType, state, validUntil } of await sage.getKeys(agentId, 0, nonce)) {
    keys.push({
      keyId,
      type: KEY_TYPES[Number(keyType)] ?? 'unknown',
      state: KEY_STATES[Number(state)] ?? 'unknown',
      revoked: validUntil !== 0n,
      valid: await sage.isKeyValid(agentId, keyId),
    });
  }
  return keys;
}

function readFile(uri: string, path: string): RegistrationFile {
  const bytes = fromDataUri(uri);
  const result = bytes && parseRegistrationFile(bytes);
  if (result?.kind !== 'registration') throw new Error(`the agent URI of ${path} does not read back as its file`);
  return result.file;
}

async function readFeedback({ reputation }: Registries, agentId: bigint): Promise<AgentReport['feedback']> {
  const clients = [...(await reputation.getClients(agentId))];
  const nobody = `0x${'00'.repeat(20)}`;
  const { tag1s, revokedStatuses } = await reputation.readAllFeedback(agentId, [], '', '', true);
  const byTag: TagSummary[] = [];
  for (const tag of new Set(tag1s)) {
    const { count, summaryValue, summaryValueDecimals } = await reputation.getSummary(agentId, clients, tag, '');
    if (count > 0n) byTag.push({ tag, count: Number(count), mean: formatMean(summaryValue, summaryValueDecimals) });
  }
  const revoked = revokedStatuses.filter(Boolean).length;
  return {
    count: revokedStatuses.length - revoked,
    clients: clients.length,
    revoked,
    responses: Number(await reputation.getResponseCount(agentId, nobody, 0, [])),
    taskBacked: Number((await reputation.getTrustSummary(agentId, TASK_BACKED)).count),
    validated: Number((await reputation.getTrustSummary(agentId, VALIDATED)).count),
    byTag,
  };
}

/** With all its decimals, so that 99.70 isn't read as less exact than it is. */
function formatMean(value: bigint, decimals: bigint): string {
  return decimals === 0n ? value.toString() : padDecimals(formatUnits(value, decimals), Number(decimals));
}

function padDecimals(text: string, decimals: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

async function readValidations({ validation }: Registries, agentId: bigint): Promise<AgentReport['validations']> {
  const requests: ValidationReport[] = [];
  for (const requestHash of await validation.getAgentValidations(agentId)) {
    const { validatorAddress, response, tag } = await validation.getValidationStatus(requestHash);
    const { atRequest } = await validation.isSelfValidation(requestHash);
    requests.push({
      requestHash,
      validator: validatorAddress,
      answered: await validation.isAnswered(requestHash),
      response: Number(response),
      tag,
      self: atRequest,
    });
  }
  return {
    requested: requests.length,
    all: toAverage(await validation.getSummary(agentId, [], '')),
    independent: toAverage(await validation.getIndependentSummary(agentId, [], '')),
    requests,
  };
}

function toAverage({ count, avgResponse }: { readonly count: bigint; readonly avgResponse: bigint }): Average {
  return { count: Number(count), average: count === 0n ? null : Number(avgResponse) };
}
