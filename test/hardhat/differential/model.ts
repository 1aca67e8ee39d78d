import type { ContractName, ErrorRecord, EventRecord } from './abi.ts';
import type { Value } from './codec.ts';
import type { FeedbackInput, Operation, OperationOf } from './operations.ts';
import {
  ZERO_ADDRESS,
  addFeedback,
  addRequest,
  agentOf,
  feedbackOf,
  isAgentSide,
  type Agent,
  type State,
} from './state.ts';
import { Failure, MAX_AGENT_ID, MAX_TAG_LENGTH, type ReferenceViews, type Surroundings } from './views.ts';

/** Accounts with code: `accepting` says yes to every callback, `rejecting` knows no callback. */
export type AccountCode = 'accepting' | 'rejecting';

export type Outcome =
  | { readonly ok: true; readonly events: readonly EventRecord[]; readonly result: readonly Value[] }
  | { readonly ok: false; readonly error: ErrorRecord };

const MAX_AGENTS = 50n;
const MAX_FEEDBACK = 25n;
const MAX_BATCH_URI_LENGTH = 49_152n;
const MAX_METADATA_ENTRIES = 32n;
const MAX_METADATA_LENGTH = 8192n;
const MAX_WALLET_DELAY = 300n;
/** Room of one contract's code (24,576) less the leading byte that keeps it from being run. */
const MAX_URI_REST = 24_575n;
/** Beginnings that don't count against the room for a URI. */
const URI_BEGINNINGS = [
  'ipfs://',
  'https://',
  'data:application/json;base64,',
  'data:application/json;utf8,',
  'data:application/json,',
  'http://',
  'ar://',
];
const MAX_DECIMALS = 18n;
const MAX_VALUE = 10n ** 38n;
const MAX_RESPONSE = 100n;

function textLength(text: string): bigint {
  return BigInt(Buffer.byteLength(text, 'utf8'));
}

function bytesLength(hex: string): bigint {
  return BigInt((hex.length - 2) / 2);
}

function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, number) => total + number, 0n);
}

/** A reference for the three registries: what an operation must emit, return or fail with, in plain steps. */
export class ReferenceModel {
  readonly state: State;
  readonly views: ReferenceViews;
  readonly #codes: ReadonlyMap<string, AccountCode>;
  /** The clock of the next block, Unix seconds. */
  time: bigint;
  #events: EventRecord[] = [];

  constructor(views: ReferenceViews, codes: ReadonlyMap<string, AccountCode>, time: bigint) {
    this.state = views.state;
    this.views = views;
    this.#codes = codes;
    this.time = time;
  }

  get surroundings(): Surroundings {
    return this.views.surroundings;
  }

  /** Performs an operation. One that fails leaves the state as it was: every check comes before the first change. */
  apply(op: Operation): Outcome {
    this.#events = [];
    try {
      const result = this.perform(op);
      return { ok: true, events: this.#events, result };
    } catch (failure) {
      if (failure instanceof Failure) return { ok: false, error: failure.error };
      throw failure;
    }
  }

  perform(op: Operation): Value[] {
    switch (op.kind) {
      case 'register':
        return this.register(op);
      case 'registerWithURI':
        return this.registerWithURI(op);
      case 'registerWithMetadata':
        return this.registerWithMetadata(op);
      case 'registerBatch':
        return this.registerBatch(op);
      case 'registerFor':
        return this.registerFor(op);
      case 'setAgentURI':
        return this.setAgentURI(op);
      case 'setMetadata':
        return this.setMetadata(op);
      case 'setAgentWallet':
        return this.setAgentWallet(op);
      case 'unsetAgentWallet':
        return this.unsetAgentWallet(op);
      case 'approve':
        return this.approve(op);
      case 'setApprovalForAll':
        return this.setApprovalForAll(op);
      case 'transferFrom':
        this.checkTransfer(op.sender, op.from, op.to, op.agentId);
        return this.transfer(op.to, op.agentId);
      case 'safeTransferFrom':
      case 'safeTransferFromWithData':
        this.checkTransfer(op.sender, op.from, op.to, op.agentId);
        this.checkReceiver(op.to);
        return this.transfer(op.to, op.agentId);
      case 'giveFeedback':
        this.checkFeedback(op.sender, op);
        return this.giveFeedback(op.sender, op);
      case 'giveFeedbackBatch':
        return this.giveFeedbackBatch(op);
      case 'revokeFeedback':
        return this.revokeFeedback(op);
      case 'appendResponse':
        return this.appendResponse(op);
      case 'validationRequest':
        return this.validationRequest(op);
      case 'validationResponse':
        return this.validationResponse(op);
    }
  }

  // Identity

  register({ sender }: OperationOf<'register'>): Value[] {
    this.checkReceiver(sender);
    const agentId = this.mint(sender, '');
    this.emit('identity', 'Registered', agentId, '', sender);
    this.emitWallet(agentId, sender);
    return [agentId];
  }

  registerWithURI({ sender, uri }: OperationOf<'registerWithURI'>): Value[] {
    this.checkURI(uri);
    this.checkReceiver(sender);
    return [this.createAgent(sender, uri)];
  }

  registerWithMetadata({ sender, uri, metadata }: OperationOf<'registerWithMetadata'>): Value[] {
    const count = BigInt(metadata.length);
    if (count > MAX_METADATA_ENTRIES) throw new Failure('IdentityTooManyMetadataEntries', count, MAX_METADATA_ENTRIES);
    this.checkURI(uri);
    for (const [key] of metadata) this.checkMetadataKey(key);
    this.checkMetadataLength(sum(metadata.map(([, value]) => bytesLength(value))));
    this.checkReceiver(sender);
    const agentId = this.createAgent(sender, uri);
    for (const [key, value] of metadata) this.writeMetadata(agentId, key, value);
    return [agentId];
  }

  registerBatch({ sender, uris }: OperationOf<'registerBatch'>): Value[] {
    const count = BigInt(uris.length);
    if (count === 0n || count > MAX_AGENTS) throw new Failure('IdentityBatchSize', count, MAX_AGENTS);
    const length = sum(uris.map(textLength));
    if (length > MAX_BATCH_URI_LENGTH) throw new Failure('IdentityURITooLong', length, MAX_BATCH_URI_LENGTH);
    for (const uri of uris) this.checkURI(uri);
    this.checkReceiver(sender);
    const first = BigInt(this.state.identity.agents.length);
    for (const uri of uris) this.createAgent(sender, uri);
    return [first];
  }

  registerFor({ owner, uri }: OperationOf<'registerFor'>): Value[] {
    this.checkURI(uri);
    if (owner === ZERO_ADDRESS) throw new Failure('ERC721InvalidReceiver', owner);
    this.checkReceiver(owner);
    return [this.createAgent(owner, uri)];
  }

  setAgentURI({ sender, agentId, uri }: OperationOf<'setAgentURI'>): Value[] {
    const agent = this.controlledAgent(sender, agentId);
    this.checkURI(uri);
    agent.uri = uri;
    this.emit('identity', 'MetadataUpdate', agentId);
    this.emit('identity', 'URIUpdated', agentId, uri, sender);
    return [];
  }

  setMetadata({ sender, agentId, key, value }: OperationOf<'setMetadata'>): Value[] {
    this.controlledAgent(sender, agentId);
    this.checkMetadataLength(bytesLength(value));
    this.checkMetadataKey(key);
    this.writeMetadata(agentId, key, value);
    return [];
  }

  setAgentWallet(op: OperationOf<'setAgentWallet'>): Value[] {
    const { sender, agentId, newWallet, deadline } = op;
    const agent = this.controlledAgent(sender, agentId);
    if (newWallet === ZERO_ADDRESS) throw new Failure('IdentityZeroWallet', agentId);
    if (deadline < this.time) throw new Failure('IdentityWalletDeadlineExpired', deadline, this.time);
    const latest = this.time + MAX_WALLET_DELAY;
    if (deadline > latest) throw new Failure('IdentityWalletDeadlineTooFar', deadline, latest);
    this.checkDeadlineLater(agent, deadline);
    if (!this.consents(op, agent)) throw new Failure('IdentityInvalidWalletSignature', agentId, newWallet);
    agent.wallet = newWallet;
    agent.lastDeadline = deadline;
    this.emitWallet(agentId, newWallet);
    return [];
  }

  unsetAgentWallet({ sender, agentId }: OperationOf<'unsetAgentWallet'>): Value[] {
    const agent = this.controlledAgent(sender, agentId);
    agent.wallet = ZERO_ADDRESS;
    this.emitWallet(agentId, '0x');
    return [];
  }

  approve({ sender, to, agentId }: OperationOf<'approve'>): Value[] {
    const agent = this.views.agent(agentId);
    const mayApprove = sender === agent.owner || this.state.identity.operators.has(`${agent.owner}/${sender}`);
    if (!mayApprove) throw new Failure('ERC721InvalidApprover', sender);
    agent.approved = to;
    this.emit('identity', 'Approval', agent.owner, to, agentId);
    return [];
  }

  setApprovalForAll({ sender, operator, approved }: OperationOf<'setApprovalForAll'>): Value[] {
    if (operator === ZERO_ADDRESS) throw new Failure('ERC721InvalidOperator', operator);
    if (approved) this.state.identity.operators.add(`${sender}/${operator}`);
    else this.state.identity.operators.delete(`${sender}/${operator}`);
    this.emit('identity', 'ApprovalForAll', sender, operator, approved);
    return [];
  }

  checkTransfer(sender: string, from: string, to: string, agentId: bigint): void {
    if (to === ZERO_ADDRESS) throw new Failure('ERC721InvalidReceiver', to);
    const agent = this.views.agent(agentId);
    if (!isAgentSide(this.state, agent, sender)) throw new Failure('ERC721InsufficientApproval', sender, agentId);
    if (agent.owner !== from) throw new Failure('ERC721IncorrectOwner', from, agentId, agent.owner);
  }

  transfer(to: string, agentId: bigint): Value[] {
    const agent = this.views.agent(agentId);
    const from = agent.owner;
    agent.owner = to;
    agent.approved = ZERO_ADDRESS;
    agent.wallet = ZERO_ADDRESS;
    agent.transfers.push(this.time);
    this.emitWallet(agentId, '0x');
    this.emit('identity', 'Transfer', from, to, agentId);
    return [];
  }

  createAgent(owner: string, uri: string): bigint {
    const agentId = this.mint(owner, uri);
    this.emit('identity', 'MetadataUpdate', agentId);
    this.emit('identity', 'Registered', agentId, uri, owner);
    this.emitWallet(agentId, owner);
    return agentId;
  }

  mint(owner: string, uri: string): bigint {
    const { agents } = this.state.identity;
    const agentId = BigInt(agents.length);
    const blank = { approved: ZERO_ADDRESS, lastDeadline: 0n, transfers: [], metadata: new Map<string, string>() };
    agents.push({ owner, uri, wallet: owner, ...blank });
    this.emit('identity', 'Transfer', ZERO_ADDRESS, owner, agentId);
    return agentId;
  }

  writeMetadata(agentId: bigint, key: string, value: string): void {
    this.views.agent(agentId).metadata.set(key, value);
    this.emit('identity', 'MetadataSet', agentId, key, key, value);
  }

  emitWallet(agentId: bigint, wallet: string): void {
    this.emit('identity', 'MetadataSet', agentId, 'agentWallet', 'agentWallet', wallet);
  }

  controlledAgent(sender: string, agentId: bigint): Agent {
    const agent = this.views.agent(agentId);
    if (!isAgentSide(this.state, agent, sender)) throw new Failure('IdentityNotAuthorized', agentId, sender);
    return agent;
  }

  checkURI(uri: string): void {
    const beginning = URI_BEGINNINGS.find((candidate) => uri.startsWith(candidate)) ?? '';
    const maximum = MAX_URI_REST + textLength(beginning);
    if (textLength(uri) > maximum) throw new Failure('IdentityURITooLong', textLength(uri), maximum);
  }

  checkMetadataKey(key: string): void {
    if (key === 'agentWallet') throw new Failure('IdentityReservedMetadataKey', key);
  }

  checkMetadataLength(length: bigint): void {
    if (length > MAX_METADATA_LENGTH) throw new Failure('IdentityMetadataTooLong', length, MAX_METADATA_LENGTH);
  }

  checkReceiver(receiver: string): void {
    if (this.#codes.get(receiver) === 'rejecting') throw new Failure('ERC721InvalidReceiver', receiver);
  }

  checkDeadlineLater(agent: Agent, deadline: bigint): void {
    if (deadline <= agent.lastDeadline) {
      throw new Failure('IdentityWalletDeadlineNotLater', deadline, agent.lastDeadline);
    }
  }

  consents({ agentId, newWallet, deadline, consent }: OperationOf<'setAgentWallet'>, agent: Agent): boolean {
    if (this.#codes.get(newWallet) === 'accepting') return true;
    return (
      consent.wellFormed &&
      consent.signer === newWallet &&
      consent.newWallet === newWallet &&
      consent.agentId === agentId &&
      consent.owner === agent.owner &&
      consent.deadline === deadline
    );
  }

  // Reputation

  giveFeedbackBatch({ sender, inputs }: OperationOf<'giveFeedbackBatch'>): Value[] {
    const count = BigInt(inputs.length);
    if (count === 0n || count > MAX_FEEDBACK) throw new Failure('ReputationBatchSize', count, MAX_FEEDBACK);
    for (const input of inputs) this.checkFeedback(sender, input);
    for (const input of inputs) this.giveFeedback(sender, input);
    return [];
  }

  checkFeedback(client: string, { agentId, value, decimals, tag1, tag2 }: FeedbackInput): void {
    if (decimals > MAX_DECIMALS) throw new Failure('ReputationInvalidDecimals', decimals);
    if (value > MAX_VALUE || value < -MAX_VALUE) throw new Failure('ReputationValueOutOfRange', value);
    if (isAgentSide(this.state, this.views.agent(agentId), client)) {
      throw new Failure('ReputationSelfFeedback', agentId, client);
    }
    this.checkTag(tag1);
    this.checkTag(tag2);
  }

  giveFeedback(client: string, input: FeedbackInput): Value[] {
    const { agentId, value, decimals, tag1, tag2, endpoint, feedbackURI, feedbackHash } = input;
    const feedback = { value, decimals, tag1, tag2, revoked: false, responders: [] };
    const index = addFeedback(this.state, agentId, client, feedback);
    const texts = [tag1, tag1, tag2, endpoint, feedbackURI];
    this.emit('reputation', 'NewFeedback', agentId, client, index, value, decimals, ...texts, feedbackHash);
    return [];
  }

  revokeFeedback({ sender, agentId, index }: OperationOf<'revokeFeedback'>): Value[] {
    const feedback = this.views.feedback(agentId, sender, index);
    if (feedback.revoked) throw new Failure('ReputationAlreadyRevoked', agentId, sender, index);
    feedback.revoked = true;
    this.emit('reputation', 'FeedbackRevoked', agentId, sender, index);
    return [];
  }

  appendResponse(op: OperationOf<'appendResponse'>): Value[] {
    const { sender, agentId, client, index, responseURI, responseHash } = op;
    if (responseURI === '') throw new Failure('ReputationEmptyResponseURI', agentId, client, index);
    this.views.feedback(agentId, client, index).responders.push(sender);
    this.emit('reputation', 'ResponseAppended', agentId, client, index, sender, responseURI, responseHash);
    return [];
  }

  checkTag(tag: string): void {
    if (textLength(tag) > MAX_TAG_LENGTH) throw new Failure('TagTooLong', textLength(tag), MAX_TAG_LENGTH);
  }

  // Validation

  validationRequest(op: OperationOf<'validationRequest'>): Value[] {
    const { sender, validator, agentId, requestURI, requestHash } = op;
    if (validator === ZERO_ADDRESS) throw new Failure('ValidationZeroValidator', requestHash);
    if (agentId > MAX_AGENT_ID) throw new Failure('ValidationAgentIdTooLarge', agentId, MAX_AGENT_ID);
    const bound = this.views.boundAgent(requestHash);
    if (bound !== undefined && bound !== agentId) {
      throw new Failure('ValidationHashBoundToOtherAgent', requestHash, bound, agentId);
    }
    const agent = this.views.agent(agentId);
    if (!isAgentSide(this.state, agent, sender)) throw new Failure('ValidationNotAuthorized', agentId, sender);
    const holder = this.state.validation.requests.get(requestHash);
    if (holder !== undefined) throw new Failure('ValidationRequestExists', requestHash, holder.agentId);
    addRequest(this.state, {
      hash: requestHash,
      validator,
      agentId,
      selfAtRequest: isAgentSide(this.state, agent, validator),
      answer: undefined,
      lastUpdate: this.time,
    });
    this.emit('validation', 'ValidationRequest', validator, agentId, requestURI, requestHash);
    return [];
  }

  validationResponse(op: OperationOf<'validationResponse'>): Value[] {
    const { sender, requestHash, response, responseURI, responseHash, tag } = op;
    const request = this.views.request(requestHash);
    if (request.validator !== sender) {
      throw new Failure('ValidationNotValidator', requestHash, request.validator, sender);
    }
    if (response > MAX_RESPONSE) throw new Failure('ValidationResponseOutOfRange', requestHash, response);
    this.checkTag(tag);
    request.answer = { response, responseHash, tag };
    request.lastUpdate = this.time;
    const texts = [responseURI, responseHash, tag];
    this.emit('validation', 'ValidationResponse', sender, request.agentId, requestHash, response, ...texts);
    return [];
  }

  emit(contract: ContractName, name: string, ...args: readonly Value[]): void {
    this.#events.push({ contract, name, args });
  }

  /** For the generator: who owns the agent, zero for an unknown one. */
  ownerOf(agentId: bigint): string {
    return agentOf(this.state, agentId)?.owner ?? ZERO_ADDRESS;
  }

  /** For the generator: how much feedback the client gave. */
  feedbackCount(agentId: bigint, client: string): number {
    return feedbackOf(this.state, agentId, client).length;
  }
}
