/** What the three registries know, as plain lists and maps. Addresses and hashes are hex in lower case. */

export const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
export const ZERO_HASH = `0x${'0'.repeat(64)}`;

export interface Agent {
  owner: string;
  /** Approved for this agent alone; zero for nobody. */
  approved: string;
  uri: string;
  /** Zero when cleared. */
  wallet: string;
  /** Deadline of the wallet signature accepted last; no view shows it. */
  lastDeadline: bigint;
  /** When it was transferred, Unix seconds; the first transfer comes first. */
  readonly transfers: bigint[];
  readonly metadata: Map<string, string>;
}

export interface IdentityState {
  /** The position is the agent's id. */
  readonly agents: Agent[];
  /** `owner/operator`. */
  readonly operators: Set<string>;
}

export interface Feedback {
  readonly value: bigint;
  readonly decimals: bigint;
  readonly tag1: string;
  readonly tag2: string;
  revoked: boolean;
  /** One entry per response. */
  readonly responders: string[];
}

export interface ReputationState {
  /** By agent, then by client in order of the first feedback; index 1 comes first. */
  readonly books: Map<bigint, Map<string, Feedback[]>>;
}

export interface Answer {
  readonly response: bigint;
  readonly responseHash: string;
  readonly tag: string;
}

export interface Request {
  readonly hash: string;
  readonly validator: string;
  readonly agentId: bigint;
  /** Whether the validator was of the agent's own side when the request was made. */
  readonly selfAtRequest: boolean;
  answer: Answer | undefined;
  /** Unix seconds. */
  lastUpdate: bigint;
}

export interface ValidationState {
  /** In order of the requests. */
  readonly requests: Map<string, Request>;
  /** The same requests, so that a list needs no walk over those of everybody else. */
  readonly ofAgent: Map<bigint, Request[]>;
  readonly ofValidator: Map<string, Request[]>;
}

export interface State {
  readonly identity: IdentityState;
  readonly reputation: ReputationState;
  readonly validation: ValidationState;
}

export function emptyState(): State {
  return {
    identity: { agents: [], operators: new Set() },
    reputation: { books: new Map() },
    validation: { requests: new Map(), ofAgent: new Map(), ofValidator: new Map() },
  };
}

export function agentOf(state: State, agentId: bigint): Agent | undefined {
  return agentId < BigInt(state.identity.agents.length) ? state.identity.agents[Number(agentId)] : undefined;
}

/** Whether the account is owner, operator or approved for the agent. */
export function isAgentSide(state: State, agent: Agent, account: string): boolean {
  if (account === ZERO_ADDRESS) return false;
  return (
    account === agent.owner || account === agent.approved || state.identity.operators.has(`${agent.owner}/${account}`)
  );
}

/** The clients of an agent with their feedback. */
export function booksOf(state: State, agentId: bigint): Map<string, Feedback[]> {
  return state.reputation.books.get(agentId) ?? new Map<string, Feedback[]>();
}

export function feedbackOf(state: State, agentId: bigint, client: string): readonly Feedback[] {
  return booksOf(state, agentId).get(client) ?? [];
}

export function addFeedback(state: State, agentId: bigint, client: string, feedback: Feedback): bigint {
  const books = booksOf(state, agentId);
  state.reputation.books.set(agentId, books);
  const book = books.get(client) ?? [];
  books.set(client, book);
  book.push(feedback);
  return BigInt(book.length);
}

function append<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(item);
}

export function addRequest(state: State, request: Request): void {
  const { requests, ofAgent, ofValidator } = state.validation;
  requests.set(request.hash, request);
  append(ofAgent, request.agentId, request);
  append(ofValidator, request.validator, request);
}
