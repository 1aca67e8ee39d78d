import type { Hex, RegistryKeyType } from '../client/types.ts';
import type { ChainReader } from '../chain/createChainReader.ts';
import type { BlockReference, Finality, RecordedAnswer, TeeKindName, TrustClass } from '../chain/types.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import type {
  HttpRequestMessage,
  SignatureAlgorithm,
  SignatureParameters,
  VerificationKey,
  VerificationPolicy,
} from '../http/types.ts';
import type { TeeResult } from '../tee/types.ts';
import type { VerdictReason, VerdictStatus } from './reasonTable.ts';

/** Least feedback of one class; the class includes no other. */
export interface ReputationRequirement {
  readonly class: TrustClass;
  /** Only feedback with this tag1; all when left out. */
  readonly tag?: string | undefined;
  /** 1 or more. */
  readonly minCount: number;
  /** Lowest mean, in units of 1; fractions to 18 decimals are compared exactly, as text such as `"4.5"`. */
  readonly minMean?: string | undefined;
}

/** Least validations, those by the agent's own side left out. */
export interface ValidationRequirement {
  /** Whose answers count. At least one: anybody can answer under fresh addresses. */
  readonly validators: readonly Hex[];
  readonly tag?: string | undefined;
  /** 1 or more. */
  readonly minCount: number;
  /** 0 to 100. */
  readonly minResponse?: number | undefined;
}

/** What must run where. */
export interface TeeRequirement {
  /** Accepted measurements as the TEE key registry holds them, see `TEEKind`. At least one. */
  readonly measurements: readonly Hex[];
  /** Accepted kinds of hardware; all when left out. */
  readonly kinds?: readonly TeeKindName[] | undefined;
  /** Fetches the evidence, holds its hash against the one voted on, and has it judged anew. */
  readonly verifyEvidence?: TeeEvidenceVerifier | undefined;
}

/** Evidence that voters saw. */
export interface TeeEvidence {
  readonly kind: TeeKindName;
  readonly bytes: Uint8Array;
  readonly measurement: Hex;
  readonly keyId: Hex;
  readonly keyType: RegistryKeyType;
  /** As the agent registered it. */
  readonly publicKey: Hex;
  /** Seconds since 1970: when the voters were asked. */
  readonly proposedAt: number;
  /** Seconds since 1970: when the verdict is made. */
  readonly now: number;
}

/**
 * Puts into the bundle what a verifier looked up besides the evidence, so that a replay finds it.
 *
 * @param uri Names it.
 * @param bytes What was found.
 */
export type RecordInput = (uri: string, bytes: Uint8Array) => void;

/**
 * Judges evidence and holds the key against it. `createTeeEvidenceVerifier` makes one for all formats of this library, which
 * bundles can replay alone; another one has to be handed to `replay` too.
 */
export type TeeEvidenceVerifier = (evidence: TeeEvidence, record: RecordInput) => TeeResult | Promise<TeeResult>;

/** What is asked of an agent besides being registered, in service and claimed by its owner. */
export interface AgentRequirements {
  /**
   * `linked`: the registration file must be there and name the agent. `committed`: besides, the chain must hold its hash.
   * Not looked at when left out.
   */
  readonly file?: 'linked' | 'committed' | undefined;
  /** Domains that must name the agent in their `/.well-known/agent-registration.json`. */
  readonly domains?: readonly string[] | undefined;
  readonly reputation?: readonly ReputationRequirement[] | undefined;
  readonly validations?: readonly ValidationRequirement[] | undefined;
}

/** Makes a key of raw bytes. */
export type VerificationKeyFactory = (
  algorithm: SignatureAlgorithm,
  material: Uint8Array,
) => VerificationKey | Promise<VerificationKey>;

interface CommonPolicy {
  readonly reader: ChainReader;
  /** How sure the block must be; `latest` by default, and the verdict says `isFinal: false` then. */
  readonly finality?: Finality | undefined;
  /** Needed for files, domains and evidence. */
  readonly fetcher?: ContentFetcher | undefined;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: (() => number) | undefined;
  readonly agent?: AgentRequirements | undefined;
}

/** What is asked of an agent. */
export interface AgentPolicy extends CommonPolicy {
  /** The agent's key in force that has to be a trusted TEE key, with what is asked of it. */
  readonly tee?: (TeeRequirement & { readonly keyId: Hex }) | undefined;
}

/** What is asked of a request and of the agent that signed it. */
export interface RequestPolicy
  extends CommonPolicy, Omit<VerificationPolicy, 'resolveKey' | 'now' | 'requiredComponents'> {
  /**
   * When left out: `@method`, `@target-uri`, and `content-digest` for requests with content, whose body must then be at
   * hand. A request whose body was read before, or that HTTP/2 didn't end with its header section, counts as one with content
   * until the body is at hand. Components that are not covered can be changed by anybody on the way.
   */
  readonly requiredComponents?: readonly string[];
  /**
   * `now` (the default): the key must be in force at the block and have been so when the signature was made.
   * `signing-time`: only the latter, for old messages; set `maxAge` accordingly.
   */
  readonly keyMustBeInForce?: 'now' | 'signing-time' | undefined;
  /**
   * Makes verification keys: `createVerificationKey` when left out, which runs everywhere; in Node
   * `createNodeVerificationKey` is several times faster.
   */
  readonly createKey?: VerificationKeyFactory | undefined;
  /**
   * Bytes of the body of a fetch `Request` that are read at most; 1 MiB by default, Infinity for no bound. A longer one ends
   * in `signature/body-too-large` where its digest is covered, which the default components ask for.
   */
  readonly maxBodyBytes?: number | undefined;
  /** The signing key must be a trusted TEE key. */
  readonly tee?: TeeRequirement | undefined;
}

export type CheckName =
  'signature' | 'chain' | 'did' | 'agent' | 'key' | 'file' | 'domain' | 'tee' | 'reputation' | 'validation';

/** What a JSON text can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** One step, in the order of the steps. Those after a failed one were not tried. */
export interface Check {
  readonly name: CheckName;
  readonly status: VerdictStatus;
  readonly code: VerdictReason;
  /** What was found, for programs and logs. Big integers are decimal texts. */
  readonly facts: Readonly<Record<string, JsonValue>>;
}

/** Who signed, as far as it was found out. */
export interface Subject {
  readonly did: string;
  readonly agentId: bigint;
  readonly owner: Hex;
  /** Of requests. */
  readonly keyId?: Hex | undefined;
}

/** May this request, or this agent, be trusted? Only when `status` is `valid`. */
export interface Verdict {
  readonly status: VerdictStatus;
  readonly code: VerdictReason;
  /** For people: what was found, and the way out. */
  readonly message: string;
  readonly checks: readonly Check[];
  /** The block that all facts of the chain are from; undefined where none was needed or found. */
  readonly block: BlockReference | undefined;
  /** Whether that block can't be undone any more. False: a reorganisation could still change the facts. */
  readonly isFinal: boolean;
  /** Undefined where nothing proves who it is. */
  readonly subject: Subject | undefined;
  /** Of requests whose signature is right. */
  readonly signature?: { readonly label: string; readonly parameters: SignatureParameters; readonly base: string };
  /** What led to `unknown`, where something was thrown. */
  readonly cause?: unknown;
  /** Everything that is needed to judge again, as plain JSON. Made on demand. */
  bundle(): EvidenceBundle;
}

/** A message as a bundle keeps it. */
export interface BundledMessage extends Omit<HttpRequestMessage, 'body' | 'kind'> {
  /** Base64. */
  readonly body?: string | undefined;
}

/** Content that was fetched, or why it wasn't. */
export type BundledContent =
  | { readonly uri: string; readonly bytes: string; readonly finalUrl?: string | undefined }
  | { readonly uri: string; readonly error: string; readonly details: Readonly<Record<string, JsonValue>> };

/** All that a verdict rests on, as plain JSON: a third party can judge it again, see `replay`. */
export interface EvidenceBundle {
  readonly format: 'sage-evidence/1';
  readonly kind: 'request' | 'agent';
  /** Seconds since 1970. */
  readonly judgedAt: number;
  readonly chainId: number;
  readonly contracts: Readonly<Record<string, string>>;
  readonly logsFrom: number;
  readonly block: BlockReference | null;
  readonly did: string | null;
  readonly message: BundledMessage | null;
  /** The policy without its functions. */
  readonly policy: Readonly<Record<string, JsonValue>>;
  /** Every answer of the chain that was used. */
  readonly answers: readonly RecordedAnswer[];
  readonly contents: readonly BundledContent[];
  /** Whether a nonce store was asked; a replay can't ask it again. */
  readonly nonceStored: boolean;
  readonly verdict: {
    readonly status: VerdictStatus;
    readonly code: VerdictReason;
    readonly checks: readonly Check[];
  };
}
