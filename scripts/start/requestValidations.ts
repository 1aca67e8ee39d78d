import { keccak256, toUtf8Bytes } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import type { Accounts, Registries } from './chain.ts';
import { toDataUri } from './dataUri.ts';
import { demoNumber } from './demoNumber.ts';
import type { Count } from './progress.ts';
import type { RegisteredAgent } from './types.ts';

/**
 * Has every agent checked by two validators: the first answers at once (`soft`) and again when it is sure (`hard`), the
 * second answers once. An agent that isn't active asks and gets no answer. The owner of the first agent that is active
 * also validates its own agent: allowed by the standard, and marked by the registry.
 */
export async function requestValidations(
  registries: Registries,
  accounts: Accounts,
  agents: readonly RegisteredAgent[],
  count: Count,
): Promise<void> {
  const [first, second] = accounts.validators;
  if (!first || !second) throw new Error('two validators are needed');
  let selfValidated = false;
  for (const [index, agent] of agents.entries()) {
    const owner = accounts.owners[agent.account];
    if (!owner) throw new Error(`no owner for agent ${agent.agentId}`);
    const { name, active } = agent.from.file;
    const ask = (validator: HardhatEthersSigner) => request(registries, owner, agent.agentId, validator);
    const asked = await ask(first);
    if (active !== false) {
      await respond(registries, first, asked, demoNumber(60, 90, name, 'soft'), 'soft');
      await respond(registries, first, asked, demoNumber(75, 100, name, 'hard'), 'hard');
      await respond(registries, second, await ask(second), demoNumber(70, 100, name, 'second'), 'soft');
    }
    if (active !== false && !selfValidated) {
      selfValidated = true;
      await respond(registries, owner, await ask(owner), 100, 'soft');
    }
    count(index + 1, agents.length);
  }
}

/** Asks through a bound hash, which nobody but this agent can use: a plain one could be taken by whoever sees it first. */
async function request(
  { validation }: Registries,
  owner: HardhatEthersSigner,
  agentId: bigint,
  validator: HardhatEthersSigner,
): Promise<string> {
  const document = { task: 'Check the work of this agent.', agentId: Number(agentId), note: 'demo data' };
  const contentHash = keccak256(toUtf8Bytes(JSON.stringify(document)));
  const requestHash = await validation.boundRequestHash(agentId, validator.address, contentHash);
  const ours = validation.connect(owner);
  await (await ours.validationRequest(validator.address, agentId, toDataUri(document), requestHash)).wait();
  return requestHash;
}

async function respond(
  { validation }: Registries,
  validator: HardhatEthersSigner,
  requestHash: string,
  response: number,
  tag: string,
): Promise<void> {
  const document = { requestHash, response, tag, note: 'demo data' };
  const hash = keccak256(toUtf8Bytes(JSON.stringify(document)));
  const ours = validation.connect(validator);
  await (await ours.validationResponse(requestHash, response, toDataUri(document), hash, tag)).wait();
}
