import type {
  FEEDBACK_CLASSES,
  KEY_STATES,
  KEY_TYPES,
  MODES,
  PROPOSAL_STATUSES,
  SETTLEMENTS,
  STATUSES,
  TEE_KINDS,
  VERDICT_STATES,
} from './names.ts';

/** Addresses and bytes in lower case. */
export type Hex = `0x${string}`;

/** Where a row comes from; block and log put rows into the order of the chain. Times are Unix seconds. */
export interface Origin {
  blockNumber: bigint;
  logIndex: number;
  createdAt: bigint;
}

/** An agent of the identity registry, and its entry in SAGE's registry once it has one (`did`). */
export interface Agent extends Origin {
  chainId: number;
  agentId: bigint;
  owner: Hex;
  /** Approved for this agent alone; null for nobody. */
  approved: Hex | null;
  uri: string;
  /** Null when cleared. */
  wallet: Hex | null;
  /** How often it changed hands. */
  transfers: number;
  /** The transaction that minted it. */
  mintedBy: Hex;
  did: string | null;
  /** Who proved the keys of the present epoch. */
  boundOwner: Hex | null;
  /** Whether that account owns the agent still, without a transfer in between where the identity registry counts them. */
  isClaimed: boolean;
  /** Registered in SAGE's registry and not deactivated. */
  isActive: boolean;
  /** What the next key proof has to name. */
  nonce: number;
  epoch: number;
  /** Keys of the present epoch that are not revoked. */
  activeKeys: number;
  /** Whether the registry has recorded the end of the present epoch. */
  hasEnded: boolean;
  /** When the registry saw the bound owner last; counts where the identity registry keeps no times of transfers. */
  seenAt: bigint;
  cardUri: string;
  cardHash: Hex | null;
  cardUpdatedAt: bigint | null;
}

/** A metadata value. `keyHash` is keccak256 of the key, which may be too long for an index and hold any byte. */
export interface AgentMetadata {
  chainId: number;
  agentId: bigint;
  keyHash: Hex;
  key: string;
  value: Hex;
  updatedAt: bigint;
}

/** A change of ownership. Number 0 is the minting. */
export interface AgentTransfer extends Origin {
  chainId: number;
  agentId: bigint;
  number: number;
  from: Hex;
  to: Hex;
}

/** Whether an operator may act for all agents of an owner. */
export interface Operator {
  chainId: number;
  owner: Hex;
  operator: Hex;
  approved: boolean;
}

/** A key of an agent. */
export interface AgentKey extends Origin {
  chainId: number;
  agentId: bigint;
  keyId: Hex;
  keyType: (typeof KEY_TYPES)[number];
  state: (typeof KEY_STATES)[number];
  publicKey: Hex;
  nonce: number;
  epoch: number;
  validFrom: bigint;
  /** When it was revoked; null if it wasn't. */
  validUntil: bigint | null;
  /** Since when its signatures are void; null if never declared. */
  compromisedSince: bigint | null;
  /** When that was declared last. */
  compromiseDeclaredAt: bigint | null;
  /** The proof that whoever relies on the key has to check; null where the contract has checked it. */
  proof: Hex | null;
}

/** The time of one owner, whose keys go out of force with it. */
export interface AgentEpoch extends Origin {
  chainId: number;
  agentId: bigint;
  epoch: number;
  owner: Hex;
  /** From when on its keys are out of force, by what is known now; null while they aren't. */
  endedAt: bigint | null;
}

/** A change between service and none; of several in one block the last. */
export interface AgentService {
  chainId: number;
  agentId: bigint;
  changedAt: bigint;
  isActive: boolean;
  by: Hex;
}

/** A commitment to a registration. */
export interface RegistrationCommitment {
  chainId: number;
  committer: Hex;
  commitment: Hex;
  committedAt: bigint;
  /** Null while it can be used. */
  revealedAt: bigint | null;
}

/** What holds for SAGE's registry as a whole. */
export interface SageRegistry {
  chainId: number;
  /** Whether the identity registry keeps the times of transfers. In no event: read from the registry once. */
  tracksTransfers: boolean;
  isPaused: boolean;
  guardian: Hex | null;
  hook: Hex | null;
  hookBefore: boolean;
  hookAfterwards: boolean;
  /** The reveal that came last: its registration is in the same transaction. */
  revealTransaction: Hex | null;
  revealLogIndex: number;
}

/** A hook that failed after a registration. */
export interface HookFailure extends Origin {
  chainId: number;
  agentId: bigint;
  hook: Hex;
  reason: Hex;
}

/** A client of an agent. */
export interface AgentClient extends Origin {
  chainId: number;
  agentId: bigint;
  client: Hex;
  lastIndex: number;
  /** Left out of the trust summaries. */
  isExcluded: boolean;
  /** From when on an announced exclusion can be carried out; null without one. */
  exclusionFrom: bigint | null;
}

/** A feedback: `value` / 10^`decimals`. */
export interface Feedback extends Origin {
  chainId: number;
  agentId: bigint;
  client: Hex;
  feedbackIndex: number;
  value: bigint;
  decimals: number;
  /** The value at 18 decimals, so that sums are exact. */
  valueAt18Decimals: bigint;
  tag1: string;
  tag2: string;
  endpoint: string;
  uri: string;
  hash: Hex;
  feedbackClass: (typeof FEEDBACK_CLASSES)[number];
  isRevoked: boolean;
  revokedAt: bigint | null;
  responses: number;
}

/** An answer to a feedback; numbers count up from 1. */
export interface FeedbackResponse extends Origin {
  chainId: number;
  agentId: bigint;
  client: Hex;
  feedbackIndex: number;
  number: number;
  responder: Hex;
  uri: string;
  hash: Hex;
}

/** A task that a client authorized. */
export interface Task extends Origin {
  chainId: number;
  client: Hex;
  taskId: Hex;
  agentId: bigint;
  deadline: bigint;
  /** Whom the client named; null for nobody. */
  validator: Hex | null;
  minResponse: number;
  /** Its rating; null before. */
  feedbackIndex: number | null;
  /** Whose answer made the rating validated; null while it isn't. */
  raisedBy: Hex | null;
  /** The threshold that the answer met. */
  raisedAt: number | null;
}

/** A commitment to a task. Which task it was revealed for is in no event. */
export interface TaskCommitment {
  chainId: number;
  client: Hex;
  commitment: Hex;
  committedAt: bigint;
}

/** A nonce of signed feedback that is used up. */
export interface UsedNonce {
  chainId: number;
  client: Hex;
  nonce: bigint;
}

/** A request for validation with its last answer. */
export interface ValidationRequest extends Origin {
  chainId: number;
  requestHash: Hex;
  agentId: bigint;
  validator: Hex;
  uri: string;
  /** The validator was the agent's own side when the request was made. */
  isSelf: boolean;
  answers: number;
  /** 0 to 100; null before the first answer. */
  response: number | null;
  responseUri: string;
  responseHash: Hex | null;
  tag: string;
  /** Of the last answer, or of the request before the first. */
  updatedAt: bigint;
}

/** An answer; numbers count up from 1, and the last counts. */
export interface ValidationAnswer extends Origin {
  chainId: number;
  requestHash: Hex;
  number: number;
  response: number;
  uri: string;
  hash: Hex;
  tag: string;
}

/** A request that `StakedValidation` knows. */
export interface StakedRequest {
  chainId: number;
  requestHash: Hex;
  /** Null while it was never opened. */
  agentId: bigint | null;
  /** Who may open it besides the agent's side. */
  authorized: Hex | null;
  /** The latest round; 0 while it was never opened. */
  round: number;
}

/** A round of a staked validation. Amounts in wei. */
export interface StakedRound extends Origin {
  chainId: number;
  requestHash: Hex;
  round: number;
  status: (typeof STATUSES)[number];
  mode: (typeof MODES)[number];
  parametersVersion: number;
  agentId: bigint;
  requester: Hex;
  deposit: bigint;
  measurement: Hex;
  commitEnd: bigint;
  revealEnd: bigint;
  minValidators: number;
  committed: number;
  revealed: number;
  response: number;
  teeResponse: number;
  teePayee: Hex | null;
  teeAnsweredAt: bigint | null;
  teeKeyId: Hex | null;
  teeEvidenceHash: Hex | null;
  finalizedAt: bigint | null;
  refund: bigint | null;
  rewardPerHead: bigint | null;
  toTreasury: bigint | null;
}

/** A validator's part in a round. Amounts in wei. */
export interface StakedVerdict extends Origin {
  chainId: number;
  requestHash: Hex;
  round: number;
  validator: Hex;
  /** Its place in the round; counts up from 0. */
  index: number;
  commitment: Hex;
  stake: bigint;
  state: (typeof VERDICT_STATES)[number];
  response: number;
  salt: Hex | null;
  settlement: (typeof SETTLEMENTS)[number] | null;
  payout: bigint | null;
}

/** An account of `StakedValidation`. */
export interface StakedAccount {
  chainId: number;
  account: Hex;
  /** Wei that it can withdraw. */
  owed: bigint;
  /** Judged verdicts that agreed with a decision, and those that didn't or were never shown. */
  right: number;
  wrong: number;
}

/** A version of the rules of staked validations. */
export interface StakedParameters {
  chainId: number;
  version: number;
  minDeposit: bigint;
  baseStake: bigint;
  tolerance: number;
  fullSlashDistance: number;
  consensusBps: number;
  rewardBps: number;
  slashBps: number;
  revealPeriod: number;
  minValidators: number;
}

/** What holds for `StakedValidation` as a whole. Amounts in wei. */
export interface StakedBook {
  chainId: number;
  parametersVersion: number;
  guardian: Hex | null;
  isPaused: boolean;
  locked: bigint;
  owed: bigint;
  treasury: bigint;
}

/** A TEE key; `proposals` with these ids, 0 for none. */
export interface TeeKey {
  chainId: number;
  keyId: Hex;
  keyType: (typeof KEY_TYPES)[number];
  publicKey: Hex;
  openProposal: number;
  decidedBy: number;
  /** First second without trust; 0 after a rejection or revocation. */
  trustedUntil: bigint;
  /** 0 if never revoked, or approved again since. */
  revokedAt: bigint;
  revokeReason: string;
  /** Proposals up to this id can't make it trusted. */
  voidUpTo: number;
}

/** A proposal to trust a TEE key, with the rules that held when it was made. Amounts in wei. */
export interface TeeProposal extends Origin {
  chainId: number;
  proposalId: number;
  keyId: Hex;
  proposer: Hex;
  kind: (typeof TEE_KINDS)[number];
  keyType: (typeof KEY_TYPES)[number];
  measurement: Hex;
  evidenceUri: string;
  evidenceHash: Hex;
  evidenceVerified: boolean;
  totalWeight: bigint;
  weightFor: bigint;
  weightAgainst: bigint;
  status: (typeof PROPOSAL_STATUSES)[number];
  stake: bigint;
  votingPeriod: number;
  trustPeriod: number;
  approvalBps: number;
  participationBps: number;
  slashBps: number;
  feeBps: number;
  refund: bigint | null;
  kept: bigint | null;
}

/** A vote about a TEE key. */
export interface TeeBallot {
  chainId: number;
  proposalId: number;
  voter: Hex;
  support: boolean;
  weight: bigint;
}

/** The weight of a voter from a moment on; of several in one block the last. */
export interface TeeVoteWeight {
  chainId: number;
  voter: Hex;
  since: bigint;
  weight: bigint;
}

/** The weight of all voters from a moment on; of several in one block the last. */
export interface TeeTotalWeight {
  chainId: number;
  since: bigint;
  weight: bigint;
}

/** What `TEEKeyRegistry` owes an account, in wei. */
export interface TeeAccount {
  chainId: number;
  account: Hex;
  owed: bigint;
}

/** Who checks the evidence for a kind of TEE on-chain; null for nobody. */
export interface TeeVerifier {
  chainId: number;
  kind: (typeof TEE_KINDS)[number];
  verifier: Hex | null;
}

/** What holds for `TEEKeyRegistry` as a whole: the rules of the next proposal, the guardian, the ether in wei. */
export interface TeeBook {
  chainId: number;
  guardian: Hex | null;
  proposals: number;
  committed: bigint;
  treasury: bigint;
  stake: bigint;
  votingPeriod: number;
  trustPeriod: number;
  approvalBps: number;
  participationBps: number;
  slashBps: number;
  feeBps: number;
}

/** What governance asks of validations of tasks. */
export interface TaskPolicy {
  chainId: number;
  /** The least response; 0 before it is set. */
  threshold: number;
}

/** Whether governance lists a validator of tasks. */
export interface PolicyValidator {
  chainId: number;
  validator: Hex;
  isListed: boolean;
}

/** Who owns a contract, which has rights over it. */
export interface ContractOwner {
  chainId: number;
  contract: Hex;
  owner: Hex;
  /** To whom the ownership was offered; null for nobody. */
  pendingOwner: Hex | null;
}

/** All tables by name. */
export interface Rows {
  agent: Agent;
  agentMetadata: AgentMetadata;
  agentTransfer: AgentTransfer;
  operator: Operator;
  agentKey: AgentKey;
  agentEpoch: AgentEpoch;
  agentService: AgentService;
  registrationCommitment: RegistrationCommitment;
  sageRegistry: SageRegistry;
  hookFailure: HookFailure;
  agentClient: AgentClient;
  feedback: Feedback;
  feedbackResponse: FeedbackResponse;
  task: Task;
  taskCommitment: TaskCommitment;
  usedNonce: UsedNonce;
  validationRequest: ValidationRequest;
  validationAnswer: ValidationAnswer;
  stakedRequest: StakedRequest;
  stakedRound: StakedRound;
  stakedVerdict: StakedVerdict;
  stakedAccount: StakedAccount;
  stakedParameters: StakedParameters;
  stakedBook: StakedBook;
  teeKey: TeeKey;
  teeProposal: TeeProposal;
  teeBallot: TeeBallot;
  teeVoteWeight: TeeVoteWeight;
  teeTotalWeight: TeeTotalWeight;
  teeAccount: TeeAccount;
  teeVerifier: TeeVerifier;
  teeBook: TeeBook;
  taskPolicy: TaskPolicy;
  policyValidator: PolicyValidator;
  contractOwner: ContractOwner;
}

export type Table = keyof Rows;

/** The columns of each table that name a row. */
export const KEYS = {
  agent: ['chainId', 'agentId'],
  agentMetadata: ['chainId', 'agentId', 'keyHash'],
  agentTransfer: ['chainId', 'agentId', 'number'],
  operator: ['chainId', 'owner', 'operator'],
  agentKey: ['chainId', 'agentId', 'keyId'],
  agentEpoch: ['chainId', 'agentId', 'epoch'],
  agentService: ['chainId', 'agentId', 'changedAt'],
  registrationCommitment: ['chainId', 'committer', 'commitment'],
  sageRegistry: ['chainId'],
  hookFailure: ['chainId', 'agentId'],
  agentClient: ['chainId', 'agentId', 'client'],
  feedback: ['chainId', 'agentId', 'client', 'feedbackIndex'],
  feedbackResponse: ['chainId', 'agentId', 'client', 'feedbackIndex', 'number'],
  task: ['chainId', 'client', 'taskId'],
  taskCommitment: ['chainId', 'client', 'commitment'],
  usedNonce: ['chainId', 'client', 'nonce'],
  validationRequest: ['chainId', 'requestHash'],
  validationAnswer: ['chainId', 'requestHash', 'number'],
  stakedRequest: ['chainId', 'requestHash'],
  stakedRound: ['chainId', 'requestHash', 'round'],
  stakedVerdict: ['chainId', 'requestHash', 'round', 'validator'],
  stakedAccount: ['chainId', 'account'],
  stakedParameters: ['chainId', 'version'],
  stakedBook: ['chainId'],
  teeKey: ['chainId', 'keyId'],
  teeProposal: ['chainId', 'proposalId'],
  teeBallot: ['chainId', 'proposalId', 'voter'],
  teeVoteWeight: ['chainId', 'voter', 'since'],
  teeTotalWeight: ['chainId', 'since'],
  teeAccount: ['chainId', 'account'],
  teeVerifier: ['chainId', 'kind'],
  teeBook: ['chainId'],
  taskPolicy: ['chainId'],
  policyValidator: ['chainId', 'validator'],
  contractOwner: ['chainId', 'contract'],
} as const satisfies { readonly [T in Table]: readonly (keyof Rows[T])[] };

/** What names a row of a table. */
export type Key<T extends Table> = Pick<Rows[T], (typeof KEYS)[T][number] & keyof Rows[T]>;
