import type { FileVerdict, Issue } from '../json/types.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import type { RegistrationReason } from './registrationReasonTable.ts';

/** One finding about a registration file; {@link REGISTRATION_ISSUES} explains each code. */
export type RegistrationIssue = Issue<RegistrationIssueCode>;

/** One way to reach an agent. Fields that the standard doesn't name are kept. */
export interface Service {
  readonly name: string;
  readonly endpoint: string;
  readonly version?: string | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly domains?: readonly string[] | undefined;
  readonly [field: string]: unknown;
}

/** Where an agent is registered. */
export interface Registration {
  /** The ERC-721 token id; a string only where `agentRegistry` isn't in the namespace `eip155`. */
  readonly agentId: number | string;
  /** `{namespace}:{chain}:{registry address}`, for example `eip155:1:0x8004A169FB4a3325136EB29fA0ceB6D2e539a432`. */
  readonly agentRegistry: string;
  readonly [field: string]: unknown;
}

/** The parts of an `agentRegistry`. */
export interface AgentRegistry {
  readonly namespace: string;
  readonly chain: string;
  readonly address: string;
}

/** A registration file as read: old spellings replaced, missing lists empty, fields that nobody named kept. */
export interface RegistrationFile {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly image: string;
  readonly services: readonly Service[];
  readonly x402Support?: boolean | undefined;
  readonly active?: boolean | undefined;
  readonly registrations: readonly Registration[];
  readonly supportedTrust?: readonly string[] | undefined;
  readonly [field: string]: unknown;
}

/** A file that describes an agent. Its issues are warnings. */
export interface RegistrationResult {
  readonly kind: 'registration';
  readonly file: RegistrationFile;
  readonly issues: readonly RegistrationIssue[];
}

/** A file that only lists registrations: it proves who serves a domain and describes no agent. */
export interface DomainProofResult {
  readonly kind: 'domain-proof';
  readonly registrations: readonly Registration[];
  readonly issues: readonly RegistrationIssue[];
}

/** A file that can't be used; at least one issue is an error. */
export interface InvalidResult {
  readonly kind: 'invalid';
  readonly issues: readonly RegistrationIssue[];
}

export type RegistrationFileResult = RegistrationResult | DomainProofResult | InvalidResult;

/** Which agent, in which registry, on which chain. */
export interface AgentReference {
  /** EIP-155. */
  readonly chainId: bigint;
  /** Address of the ERC-8004 identity registry, `0x` and 40 hex digits. */
  readonly registry: string;
  /** The ERC-721 token id. */
  readonly agentId: bigint;
}

/** What the chain says about an agent's file. Who verifies answers for it: read all of it at one block. */
export interface ChainAgent extends AgentReference {
  /** `tokenURI` of the identity registry. */
  readonly agentURI: string;
  /** Where `SageRegistryV3` says that the file is (`setCard`); empty or absent when that is the agent URI. */
  readonly cardURI?: string | undefined;
  /** keccak-256 of the file that `SageRegistryV3` holds (`setCard`); absent where it was never set. */
  readonly contentHash?: string | undefined;
}

/** The verdict about a registration file or a domain proof in connection with the chain. */
export interface RegistrationVerification {
  readonly verdict: FileVerdict;
  readonly code: RegistrationReason;
  /** For people: what it means, what was found, the way out. */
  readonly message: string;
  /** Of the file, where one was read. */
  readonly issues: readonly RegistrationIssue[];
  /** keccak-256 of the bytes, where any were fetched. */
  readonly contentHash?: string;
  /** The exact bytes that were judged. */
  readonly bytes?: Uint8Array;
  /** The file, where it could be read. */
  readonly result?: RegistrationFileResult;
  /** Where the chain holds a hash and the content has it. Without it the content may change at any time. */
  readonly isCommitted?: boolean;
  /** What the fetcher threw. */
  readonly cause?: unknown;
}
