import type { EventRecord } from './abi.ts';
import type { Value } from './codec.ts';
import {
  ZERO_ADDRESS,
  addFeedback,
  addRequest,
  agentOf,
  emptyState,
  feedbackOf,
  isAgentSide,
  type Agent,
  type Feedback,
  type State,
} from './state.ts';

/**
 * Rebuilds the state of the registries from their logs and nothing else. Two things are not in any log and in no view
 * either: the deadline of the last wallet signature, and who sent a request (a validator that asks itself is of the
 * agent's side at that moment, which the identity logs before it tell).
 */
export class Replay {
  readonly state: State = emptyState();
  logs = 0;

  /** @param time of the block, Unix seconds */
  feed({ name, args }: EventRecord, time: bigint): void {
    this.logs += 1;
    this.#apply(name, args, time);
  }

  #apply(name: string, args: readonly Value[], time: bigint): void {
    const number = (i: number): bigint => args[i] as bigint;
    const text = (i: number): string => args[i] as string;
    switch (name) {
      case 'Transfer':
        this.#transfer(text(0), text(1), number(2), time);
        return;
      case 'Registered':
        this.#agent(number(0)).uri = text(1);
        return;
      case 'URIUpdated':
        this.#agent(number(0)).uri = text(1);
        return;
      case 'MetadataUpdate':
        // Announces a new URI, which another event carries.
        this.#agent(number(0));
        return;
      case 'MetadataSet':
        this.#metadata(number(0), text(2), text(3));
        return;
      case 'Approval':
        this.#agent(number(2)).approved = text(1);
        return;
      case 'ApprovalForAll':
        if (args[2] as boolean) this.state.identity.operators.add(`${text(0)}/${text(1)}`);
        else this.state.identity.operators.delete(`${text(0)}/${text(1)}`);
        return;
      case 'NewFeedback': {
        const [value, decimals] = [number(3), number(4)];
        const feedback = { value, decimals, tag1: text(6), tag2: text(7), revoked: false, responders: [] };
        if (addFeedback(this.state, number(0), text(1), feedback) !== number(2))
          throw new Error('a feedback is missing');
        return;
      }
      case 'FeedbackRevoked':
        this.#feedback(number(0), text(1), number(2)).revoked = true;
        return;
      case 'ResponseAppended':
        this.#feedback(number(0), text(1), number(2)).responders.push(text(3));
        return;
      case 'ValidationRequest':
        this.#request(text(0), number(1), text(3), time);
        return;
      case 'ValidationResponse':
        this.#answer(text(2), number(3), text(5), text(6), time);
        return;
      default:
        throw new Error(`unknown event ${name}`);
    }
  }

  #transfer(from: string, to: string, agentId: bigint, time: bigint): void {
    if (from !== ZERO_ADDRESS) {
      const agent = this.#agent(agentId);
      agent.owner = to;
      agent.approved = ZERO_ADDRESS;
      agent.transfers.push(time);
      return;
    }
    const { agents } = this.state.identity;
    if (agentId !== BigInt(agents.length)) throw new Error(`agent ${agentId} doesn't follow the last one`);
    const blank = { approved: ZERO_ADDRESS, wallet: ZERO_ADDRESS, uri: '', lastDeadline: 0n };
    agents.push({ owner: to, transfers: [], metadata: new Map(), ...blank });
  }

  #metadata(agentId: bigint, key: string, value: string): void {
    const agent = this.#agent(agentId);
    if (key === 'agentWallet') agent.wallet = value === '0x' ? ZERO_ADDRESS : value;
    else agent.metadata.set(key, value);
  }

  #request(validator: string, agentId: bigint, hash: string, time: bigint): void {
    const selfAtRequest = isAgentSide(this.state, this.#agent(agentId), validator);
    addRequest(this.state, { hash, validator, agentId, selfAtRequest, answer: undefined, lastUpdate: time });
  }

  #answer(hash: string, response: bigint, responseHash: string, tag: string, time: bigint): void {
    const request = this.state.validation.requests.get(hash);
    if (request === undefined) throw new Error(`request ${hash} is missing`);
    request.answer = { response, responseHash, tag };
    request.lastUpdate = time;
  }

  #agent(agentId: bigint): Agent {
    const agent = agentOf(this.state, agentId);
    if (agent === undefined) throw new Error(`agent ${agentId} is missing`);
    return agent;
  }

  #feedback(agentId: bigint, client: string, index: bigint): Feedback {
    const feedback = feedbackOf(this.state, agentId, client)[Number(index) - 1];
    if (feedback === undefined) throw new Error(`feedback ${index} of ${client} for agent ${agentId} is missing`);
    return feedback;
  }
}
