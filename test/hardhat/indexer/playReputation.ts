import { ZeroHash, id } from 'ethers';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { at, govern, sent, spareAccounts } from './world.ts';
import type { World } from './world.ts';

const DAY = 24 * 3600;
const HOUR = 3600;
const NO_TEXT = ['', '', '', '', ZeroHash] as const;
const MAX_VALUE = 10n ** 38n;

/** Batches, signed feedback, extreme values, revocations, answers; tasks that rise and fall; clients excluded and taken back. */
export async function playReputation(world: World): Promise<void> {
  await rate(world);
  await sign(world);
  await rateTasks(world);
  await exclude(world);
}

async function rate(world: World): Promise<void> {
  const { registries, accounts, agents } = world;
  const client = at(accounts.clients, 1);
  const reputation = registries.reputation.connect(client);
  const { agentId } = at(agents, 1);
  const about = { agentId, endpoint: 'https://a.example', feedbackURI: 'ipfs://f', feedbackHash: id('f') };
  await sent(
    reputation.giveFeedbackBatch([
      { ...about, value: MAX_VALUE, valueDecimals: 0, tag1: 'huge', tag2: '' },
      { ...about, value: -MAX_VALUE, valueDecimals: 18, tag1: '', tag2: 'tiny' },
      { ...about, agentId: at(agents, 2).agentId, value: -1n, valueDecimals: 3, tag1: 'übel', tag2: 'x' },
    ]),
  );
  const last = await reputation.getLastIndex(agentId, client.address);
  await sent(reputation.revokeFeedback(agentId, last));
  const answers = registries.reputation.connect(at(accounts.clients, 2));
  for (const uri of ['ipfs://one', 'ipfs://two']) {
    await sent(answers.appendResponse(agentId, client.address, last, uri, id(uri)));
  }
}

async function sign(world: World): Promise<void> {
  const { registries, accounts, agents } = world;
  const { reputation, chainId } = registries;
  const client = at(accounts.clients, 3);
  const { agentId } = at(agents, 0);
  const input = { agentId, value: 7n, valueDecimals: 1, tag1: 'signed', tag2: '', endpoint: '', feedbackURI: '' };
  const by = { client: client.address, nonce: 5n, deadline: 2n ** 40n };
  const domain = {
    name: 'ERC8004ReputationRegistryV2',
    version: '1',
    chainId,
    verifyingContract: await reputation.getAddress(),
  };
  const field = (type: string, name: string): { name: string; type: string } => ({ name, type });
  const types = {
    GiveFeedback: [
      field('address', 'client'),
      field('uint256', 'agentId'),
      field('int128', 'value'),
      field('uint8', 'valueDecimals'),
      ...['tag1', 'tag2', 'endpoint', 'feedbackURI'].map((name) => field('string', name)),
      field('bytes32', 'feedbackHash'),
      field('uint256', 'nonce'),
      field('uint256', 'deadline'),
    ],
  };
  const whole = { ...input, feedbackHash: ZeroHash };
  const signature = await client.signTypedData(domain, types, { ...whole, ...by });
  await sent(reputation.giveFeedbackBySig(whole, by, signature));
  await sent(reputation.connect(client).cancelNonce(9));
}

/** Authorizes a task for an agent by a validator; gives the commitment that was revealed. */
async function authorize(
  { chain, registries }: World,
  client: HardhatEthersSigner,
  task: { readonly taskId: string; readonly agentId: bigint; readonly validator: string; readonly minResponse: number },
): Promise<string> {
  const reputation = registries.reputation.connect(client);
  const now = (await chain.ethers.provider.getBlock('latest'))?.timestamp ?? 0;
  const authorization = { ...task, deadline: now + 10 * DAY, salt: id(`salt ${task.taskId}`) };
  const commitment = await reputation.taskCommitment(client.address, authorization);
  await sent(reputation.commitTaskAuthorization(commitment));
  await chain.wait(60);
  await sent(reputation.authorizeTaskWithReveal(authorization));
  return commitment;
}

/**
 * Three tasks of a client: one validated and lowered again, one validated and revoked, one without validator; one never rated,
 * whose commitment is made once more.
 */
async function rateTasks(world: World): Promise<void> {
  const { registries, accounts, agents } = world;
  const { reputation, validation, policy } = registries;
  const client = at(accounts.clients, 4);
  const validator = at(accounts.validators, 0);
  const agent = at(agents, 3);
  const { agentId } = agent;
  const owner = at(accounts.owners, agent.account);
  const ours = reputation.connect(client);
  await sent(ours.commitTaskAuthorization(id('never revealed')));
  for (const name of ['lowered', 'revoked', 'plain', 'unrated']) {
    const named = name === 'plain' ? `0x${'0'.repeat(40)}` : validator.address;
    const commitment = await authorize(world, client, {
      taskId: id(name),
      agentId,
      validator: named,
      minResponse: name === 'plain' ? 0 : 50,
    });
    if (name === 'unrated') await sent(ours.commitTaskAuthorization(commitment));
    else await sent(ours.giveTaskFeedback(id(name), 80 + name.length, 0, name, '', '', '', ZeroHash));
  }
  for (const name of ['lowered', 'revoked']) {
    const registry = await reputation.getAddress();
    const hash = await policy.taskRequestHash(registry, client.address, id(name), agentId, validator.address);
    await sent(validation.connect(owner).validationRequest(validator.address, agentId, '', hash));
    await sent(validation.connect(validator).validationResponse(hash, 90, '', ZeroHash, ''));
    await sent(reputation.markTaskValidated(client.address, id(name), validator.address));
    if (name === 'revoked') {
      const last = await reputation.getLastIndex(agentId, client.address);
      await sent(ours.revokeFeedback(agentId, last - 1n));
    } else {
      await sent(validation.connect(validator).validationResponse(hash, 10, '', ZeroHash, ''));
      await sent(reputation.withdrawTaskValidation(client.address, id(name)));
    }
  }
}

/** One client excluded and left so, one excluded and taken back, one announced only; rules of the policy changed by governance. */
async function exclude(world: World): Promise<void> {
  const { chain, registries, accounts, agents } = world;
  const { reputation, identity, policy } = registries;
  const agent = at(agents, 3);
  const { agentId } = agent;
  const owner = identity.connect(at(accounts.owners, agent.account));
  const clients = [at(accounts.clients, 4), at(accounts.clients, 0), at(accounts.clients, 1)];
  await sent(reputation.connect(at(clients, 2)).giveFeedback(agentId, 1, 0, ...NO_TEXT));
  for (const { address } of clients) {
    await sent(owner.setApprovalForAll(address, true));
    await sent(reputation.announceExclusion(agentId, address));
  }
  await chain.wait(DAY + HOUR);
  for (const { address } of clients.slice(0, 2)) await sent(reputation.excludeClient(agentId, address));
  await sent(owner.setApprovalForAll(at(clients, 1).address, false));
  await sent(reputation.reinstateClient(agentId, at(clients, 1).address));
  const [spare] = await spareAccounts(world);
  const target = await policy.getAddress();
  const listed = spare?.address ?? '';
  await govern(world, [
    { target, data: policy.interface.encodeFunctionData('setGovernanceThreshold', [70]) },
    { target, data: policy.interface.encodeFunctionData('setGovernanceValidator', [listed, true]) },
    { target, data: policy.interface.encodeFunctionData('setGovernanceValidator', [listed, false]) },
  ]);
}
