// Feedback and the tasks behind it.
import type { FEEDBACK_CLASSES } from '../names.ts';
import type { Hex, Origin } from './base.ts';

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

/** A commitment to a task. */
export interface TaskCommitment {
  chainId: number;
  client: Hex;
  commitment: Hex;
  committedAt: bigint;
  /** Null while it can be used. */
  revealedAt: bigint | null;
}

/** A nonce of signed feedback that is used up. */
export interface UsedNonce {
  chainId: number;
  client: Hex;
  nonce: bigint;
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
