import type {
  Agent,
  AgentEpoch,
  AgentKey,
  AgentMetadata,
  AgentService,
  AgentTransfer,
  ContractOwner,
  HookFailure,
  Operator,
  RegistrationCommitment,
  SageRegistry,
} from './rows/agents.ts';
import type {
  AgentClient,
  Feedback,
  FeedbackResponse,
  PolicyValidator,
  Task,
  TaskCommitment,
  TaskPolicy,
  UsedNonce,
} from './rows/reputation.ts';
import type {
  StakedAccount,
  StakedBook,
  StakedParameters,
  StakedRequest,
  StakedRound,
  StakedVerdict,
  ValidationAnswer,
  ValidationRequest,
} from './rows/validation.ts';
import type {
  TeeAccount,
  TeeBallot,
  TeeBook,
  TeeKey,
  TeeProposal,
  TeeTotalWeight,
  TeeVerifier,
  TeeVoteWeight,
} from './rows/teeKeys.ts';

export type * from './rows/agents.ts';
export type * from './rows/base.ts';
export type * from './rows/reputation.ts';
export type * from './rows/teeKeys.ts';
export type * from './rows/validation.ts';

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
