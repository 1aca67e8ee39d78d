import { AbiCoder, keccak256 } from 'ethers';
import { BOUND_MARKER, SUPPORTED_INTERFACES, type ContractName, type ErrorRecord } from './abi.ts';
import type { Value } from './codec.ts';
import {
  ZERO_ADDRESS,
  ZERO_HASH,
  agentOf,
  booksOf,
  feedbackOf,
  isAgentSide,
  type Agent,
  type Feedback,
  type Request,
  type State,
} from './state.ts';

/** Thrown by the reference model where the contracts revert. */
export class Failure extends Error {
  readonly error: ErrorRecord;

  constructor(name: string, ...args: readonly Value[]) {
    super(`${name}(${args.map(String).join(', ')})`);
    this.error = { name, args };
  }
}

/** The registries' surroundings: nothing of it is stored by them. */
export interface Surroundings {
  readonly chainId: bigint;
  readonly addresses: Readonly<Record<ContractName, string>>;
}

export const MAX_AGENT_ID = 2n ** 32n - 1n;
export const MAX_TAG_LENGTH = 256n;
const INT128_LIMIT = 2n ** 127n;

export interface Summary {
  readonly count: bigint;
  readonly value: bigint;
  readonly decimals: bigint;
}

function page<T>(list: readonly T[], offset: bigint, limit: bigint): readonly T[] {
  return list.filter((_, i) => BigInt(i) >= offset && BigInt(i) - offset < limit);
}

/**
 * The answers that the views must give, computed in the most naive way from the whole state. Each method is named
 * after its view, takes the same arguments and returns the list of its return values.
 */
export class ReferenceViews {
  readonly state: State;
  readonly surroundings: Surroundings;

  constructor(state: State, surroundings: Surroundings) {
    this.state = state;
    this.surroundings = surroundings;
  }

  // Identity

  agent(agentId: bigint): Agent {
    const agent = agentOf(this.state, agentId);
    if (agent === undefined) throw new Failure('ERC721NonexistentToken', agentId);
    return agent;
  }

  name(): Value[] {
    return ['AgentIdentity'];
  }

  symbol(): Value[] {
    return ['AGENT'];
  }

  contractURI(): Value[] {
    const json = '{"name":"AgentIdentity","symbol":"AGENT","description":"Identities of AI agents (ERC-8004)."}';
    return [`data:application/json;utf8,${json}`];
  }

  eip712Domain(): Value[] {
    const { chainId, addresses } = this.surroundings;
    return ['0x0f', 'ERC8004IdentityRegistry', '1', chainId, addresses.identity, ZERO_HASH, []];
  }

  agentCount(): Value[] {
    return [BigInt(this.state.identity.agents.length)];
  }

  exists(agentId: bigint): Value[] {
    return [agentOf(this.state, agentId) !== undefined];
  }

  ownerOf(agentId: bigint): Value[] {
    return [this.agent(agentId).owner];
  }

  ownershipOf(agentId: bigint): Value[] {
    const { owner, transfers } = this.agent(agentId);
    return [owner, BigInt(transfers.length)];
  }

  transferredAt(agentId: bigint, transfer: bigint): Value[] {
    const times = agentOf(this.state, agentId)?.transfers ?? [];
    const found = times.filter((_, i) => BigInt(i + 1) === transfer);
    return [found[0] ?? 0n];
  }

  tokenURI(agentId: bigint): Value[] {
    return [this.agent(agentId).uri];
  }

  getApproved(agentId: bigint): Value[] {
    return [this.agent(agentId).approved];
  }

  balanceOf(owner: string): Value[] {
    if (owner === ZERO_ADDRESS) throw new Failure('ERC721InvalidOwner', owner);
    return [BigInt(this.state.identity.agents.filter((agent) => agent.owner === owner).length)];
  }

  isApprovedForAll(owner: string, operator: string): Value[] {
    return [this.state.identity.operators.has(`${owner}/${operator}`)];
  }

  isAuthorizedOrOwner(spender: string, agentId: bigint): Value[] {
    return [isAgentSide(this.state, this.agent(agentId), spender)];
  }

  getAgentWallet(agentId: bigint): Value[] {
    return [agentOf(this.state, agentId)?.wallet ?? ZERO_ADDRESS];
  }

  getMetadata(agentId: bigint, key: string): Value[] {
    const agent = agentOf(this.state, agentId);
    if (agent === undefined) return ['0x'];
    if (key === 'agentWallet') return [agent.wallet === ZERO_ADDRESS ? '0x' : agent.wallet];
    return [agent.metadata.get(key) ?? '0x'];
  }

  supportsInterface(contract: ContractName, interfaceId: string): Value[] {
    return [SUPPORTED_INTERFACES[contract].includes(interfaceId)];
  }

  getIdentityRegistry(): Value[] {
    return [this.surroundings.addresses.identity];
  }

  // Reputation

  getClients(agentId: bigint): Value[] {
    return [[...booksOf(this.state, agentId).keys()]];
  }

  getClientCount(agentId: bigint): Value[] {
    return [BigInt(booksOf(this.state, agentId).size)];
  }

  getClientsPage(agentId: bigint, offset: bigint, limit: bigint): Value[] {
    return [page([...booksOf(this.state, agentId).keys()], offset, limit)];
  }

  getLastIndex(agentId: bigint, client: string): Value[] {
    return [BigInt(feedbackOf(this.state, agentId, client).length)];
  }

  /** A feedback that must exist. */
  feedback(agentId: bigint, client: string, index: bigint): Feedback {
    const book = feedbackOf(this.state, agentId, client);
    const feedback = index === 0n ? undefined : book[Number(index) - 1];
    if (feedback === undefined) {
      throw new Failure('ReputationFeedbackNotFound', agentId, client, index, BigInt(book.length));
    }
    return feedback;
  }

  readFeedback(agentId: bigint, client: string, index: bigint): Value[] {
    const { value, decimals, tag1, tag2, revoked } = this.feedback(agentId, client, index);
    return [value, decimals, tag1, tag2, revoked];
  }

  readFeedbackPage(agentId: bigint, client: string, fromIndex: bigint, limit: bigint): Value[] {
    const entries = feedbackOf(this.state, agentId, client).map((feedback, i): Value => {
      const { value, decimals, tag1, tag2, revoked, responders } = feedback;
      return [BigInt(i + 1), value, decimals, tag1, tag2, revoked, BigInt(responders.length)];
    });
    return [page(entries, fromIndex === 0n ? 0n : fromIndex - 1n, limit)];
  }

  passes(feedback: Feedback, tag1: string, tag2: string): boolean {
    return (tag1 === '' || feedback.tag1 === tag1) && (tag2 === '' || feedback.tag2 === tag2);
  }

  /** Whether a feedback belongs in a summary. */
  counts(feedback: Feedback, tag1: string, tag2: string): boolean {
    return !feedback.revoked && this.passes(feedback, tag1, tag2);
  }

  readAllFeedback(
    agentId: bigint,
    clients: readonly string[],
    tag1: string,
    tag2: string,
    revokedToo: boolean,
  ): Value[] {
    const books = booksOf(this.state, agentId);
    const named = clients.length === 0 ? [...books.keys()] : clients;
    const rows = named.flatMap((client) =>
      (books.get(client) ?? [])
        .map((feedback, i) => ({ client, index: BigInt(i + 1), feedback }))
        .filter(({ feedback }) => (revokedToo || !feedback.revoked) && this.passes(feedback, tag1, tag2)),
    );
    return [
      rows.map((row) => row.client),
      rows.map((row) => row.index),
      rows.map((row) => row.feedback.value),
      rows.map((row) => row.feedback.decimals),
      rows.map((row) => row.feedback.tag1),
      rows.map((row) => row.feedback.tag2),
      rows.map((row) => row.feedback.revoked),
    ];
  }

  /** The most frequent decimals; of equally frequent ones the smallest. */
  mode(decimals: readonly bigint[]): bigint {
    let best = 0n;
    let bestCount = 0;
    for (let candidate = 0n; candidate <= 18n; ++candidate) {
      const count = decimals.filter((one) => one === candidate).length;
      if (count > bestCount) [best, bestCount] = [candidate, count];
    }
    return best;
  }

  /** Quotient, truncated toward zero. */
  divide(dividend: bigint, divisor: bigint): bigint {
    return dividend / divisor;
  }

  summaryOf(matches: readonly Feedback[]): Summary {
    if (matches.length === 0) return { count: 0n, value: 0n, decimals: 0n };
    const count = BigInt(matches.length);
    const sum = matches.reduce((total, { value, decimals }) => total + value * 10n ** (18n - decimals), 0n);
    const mean = this.divide(sum, count);
    let decimals = this.mode(matches.map((match) => match.decimals));
    const at = (places: bigint): bigint => this.divide(mean, 10n ** (18n - places));
    const fits = (value: bigint): boolean => value >= -INT128_LIMIT && value < INT128_LIMIT;
    while (!fits(at(decimals))) --decimals;
    return { count, value: at(decimals), decimals };
  }

  getSummary(agentId: bigint, clients: readonly string[], tag1: string, tag2: string): Value[] {
    if (clients.length === 0) throw new Failure('ReputationEmptyClientList', agentId);
    const given = clients.flatMap((client) => feedbackOf(this.state, agentId, client));
    const { count, value, decimals } = this.summaryOf(given.filter((feedback) => this.counts(feedback, tag1, tag2)));
    return [count, value, decimals];
  }

  summarizeFeedbackPage(
    agentId: bigint,
    client: string,
    fromIndex: bigint,
    limit: bigint,
    tag1: string,
    tag2: string,
  ): Value[] {
    const book = feedbackOf(this.state, agentId, client);
    const looked = page(book, fromIndex === 0n ? 0n : fromIndex - 1n, limit);
    const matches = looked.filter((feedback) => this.counts(feedback, tag1, tag2));
    const sum = matches.reduce((total, { value, decimals }) => total + value * 10n ** (18n - decimals), 0n);
    const counts = Array.from({ length: 19 }, (_, i) =>
      BigInt(matches.filter(({ decimals }) => decimals === BigInt(i)).length),
    );
    return [[BigInt(matches.length), sum, counts]];
  }

  getResponseCount(agentId: bigint, client: string, index: bigint, responders: readonly string[]): Value[] {
    const books = booksOf(this.state, agentId);
    const chosen =
      client === ZERO_ADDRESS
        ? [...books.values()].flat()
        : (books.get(client) ?? []).filter((_, i) => index === 0n || BigInt(i + 1) === index);
    const answers = chosen.flatMap((feedback) => feedback.responders);
    if (responders.length === 0) return [BigInt(answers.length)];
    return [
      responders.reduce((total, responder) => total + BigInt(answers.filter((one) => one === responder).length), 0n),
    ];
  }

  // Validation

  request(hash: string): Request {
    const request = this.state.validation.requests.get(hash);
    if (request === undefined) throw new Failure('ValidationUnknownRequest', hash);
    return request;
  }

  boundRequestHash(agentId: bigint, validator: string, contentHash: string): Value[] {
    if (agentId > MAX_AGENT_ID) throw new Failure('ValidationAgentIdTooLarge', agentId, MAX_AGENT_ID);
    const { chainId, addresses } = this.surroundings;
    const hash = keccak256(
      AbiCoder.defaultAbiCoder().encode(
        ['uint256', 'address', 'uint256', 'address', 'bytes32'],
        [chainId, addresses.validation, agentId, validator, contentHash],
      ),
    );
    return [BOUND_MARKER + agentId.toString(16).padStart(8, '0') + hash.slice(-48)];
  }

  /** The agent that a hash is bound to, if it is. */
  boundAgent(hash: string): bigint | undefined {
    return hash.startsWith(BOUND_MARKER) ? BigInt(`0x${hash.slice(10, 18)}`) : undefined;
  }

  boundAgentOf(hash: string): Value[] {
    const agentId = this.boundAgent(hash);
    return [agentId !== undefined, agentId ?? 0n];
  }

  requestExists(hash: string): Value[] {
    return [this.state.validation.requests.has(hash)];
  }

  isAnswered(hash: string): Value[] {
    return [this.state.validation.requests.get(hash)?.answer !== undefined];
  }

  isSelfValidation(hash: string): Value[] {
    const { agentId, validator, selfAtRequest } = this.request(hash);
    return [selfAtRequest, isAgentSide(this.state, this.agent(agentId), validator)];
  }

  getValidationStatus(hash: string): Value[] {
    const { validator, agentId, answer, lastUpdate } = this.request(hash);
    const { response, responseHash, tag } = answer ?? { response: 0n, responseHash: ZERO_HASH, tag: '' };
    return [validator, agentId, response, responseHash, tag, lastUpdate];
  }

  requestsOf(agentId: bigint): readonly Request[] {
    return this.state.validation.ofAgent.get(agentId) ?? [];
  }

  requestsTo(validator: string): readonly Request[] {
    return this.state.validation.ofValidator.get(validator) ?? [];
  }

  getAgentValidations(agentId: bigint): Value[] {
    return [this.requestsOf(agentId).map(({ hash }) => hash)];
  }

  getAgentValidationCount(agentId: bigint): Value[] {
    return [BigInt(this.requestsOf(agentId).length)];
  }

  getAgentValidationsPage(agentId: bigint, offset: bigint, limit: bigint): Value[] {
    return [page(this.requestsOf(agentId), offset, limit).map(({ hash }) => hash)];
  }

  getValidatorRequests(validator: string): Value[] {
    return [this.requestsTo(validator).map(({ hash }) => hash)];
  }

  getValidatorRequestCount(validator: string): Value[] {
    return [BigInt(this.requestsTo(validator).length)];
  }

  getValidatorRequestsPage(validator: string, offset: bigint, limit: bigint): Value[] {
    return [page(this.requestsTo(validator), offset, limit).map(({ hash }) => hash)];
  }

  responses(
    requests: readonly Request[],
    validators: readonly string[],
    tag: string,
    independentOnly: boolean,
  ): readonly bigint[] {
    const found: bigint[] = [];
    for (const { validator, answer, selfAtRequest } of requests) {
      if (answer === undefined) continue;
      if (validators.length > 0 && !validators.includes(validator)) continue;
      if (tag !== '' && answer.tag !== tag) continue;
      if (independentOnly && selfAtRequest) continue;
      found.push(answer.response);
    }
    return found;
  }

  getValidationSummary(agentId: bigint, validators: readonly string[], tag: string, independentOnly: boolean): Value[] {
    const responses = this.responses(this.requestsOf(agentId), validators, tag, independentOnly);
    const sum = responses.reduce((total, response) => total + response, 0n);
    const count = BigInt(responses.length);
    return [count, count === 0n ? 0n : sum / count];
  }

  summarizeValidationPage(
    agentId: bigint,
    offset: bigint,
    limit: bigint,
    validators: readonly string[],
    tag: string,
    independentOnly: boolean,
  ): Value[] {
    const looked = page(this.requestsOf(agentId), offset, limit);
    const responses = this.responses(looked, validators, tag, independentOnly);
    return [BigInt(responses.length), responses.reduce((total, response) => total + response, 0n)];
  }
}
