import type { VerificationKey } from '../http/types.ts';
import type { FileVerdict, Issue } from '../json/types.ts';
import type { CardIssueCode } from './cardIssueTable.ts';
import type { CardReason } from './cardReasonTable.ts';
import type { CardPayloadForm } from './createCardPayloads.ts';

/** The versions of A2A whose agent cards are known. */
export type CardVersion = '0.2' | '0.3' | '1.0';

/** One finding about an agent card; {@link CARD_ISSUES} explains each code. */
export type CardIssue = Issue<CardIssueCode>;

/** One way to reach an agent, in the terms of A2A 1.0 whatever the version of the card. */
export interface CardInterface {
  readonly url: string;
  /** `JSONRPC`, `GRPC`, `HTTP+JSON`, or one of somebody's own. */
  readonly protocolBinding: string;
  /** The version of A2A spoken there. */
  readonly protocolVersion: string;
}

/** A JWS over a card (A2A 1.0, section 8.4.2; RFC 7515, section 7.2.1, without its payload). */
export interface CardSignature {
  /** The protected header, base64url. */
  readonly protected: string;
  /** base64url */
  readonly signature: string;
  /** The unprotected header. */
  readonly header?: Readonly<Record<string, unknown>> | undefined;
}

/** One ability of an agent. */
export interface CardSkill {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly [field: string]: unknown;
}

/** What all versions of a card have in common. Other fields are kept as they are. */
export interface AgentCard {
  readonly name: string;
  readonly description: string;
  /** That of the agent, not of A2A. */
  readonly version: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly defaultInputModes: readonly string[];
  readonly defaultOutputModes: readonly string[];
  readonly skills: readonly CardSkill[];
  readonly signatures?: readonly CardSignature[] | undefined;
  readonly [field: string]: unknown;
}

/** A card that can be used; its issues are warnings. */
export interface CardResult {
  readonly kind: 'card';
  readonly version: CardVersion;
  readonly card: AgentCard;
  /** In the card's order of preference. */
  readonly interfaces: readonly CardInterface[];
  readonly issues: readonly CardIssue[];
}

/** A card that can't be used; at least one issue is an error. */
export interface InvalidCardResult {
  readonly kind: 'invalid';
  /** Undefined where it couldn't be told. */
  readonly version: CardVersion | undefined;
  readonly issues: readonly CardIssue[];
}

export type AgentCardResult = CardResult | InvalidCardResult;

/**
 * A public key that the chain says is the agent's. Who verifies answers for it: read it from SageRegistryV3, for the agent
 * whose card it is, in force at the time in question, and proved. What a card says about keys (`jku`, `jwk`, `x5c`) never
 * gets here.
 */
export interface ChainKey {
  /**
   * The names by which a header may call the key in `kid`, letter for letter, for example its id in the registry
   * (`0x…`) and its DID URL (`did:sage:…#0x…`).
   */
  readonly kids: readonly string[];
  /** Made by `createVerificationKey` for `ed25519`, `ecdsa-p256-sha256` or `es256k`. */
  readonly key: VerificationKey;
}

/** The verdict about one signature of a card. */
export interface CardSignatureResult {
  readonly verdict: FileVerdict;
  readonly code: CardReason;
  /** For people: what it means, what was found, the way out. */
  readonly message: string;
  /** As the protected header states it; absent where it can't be read. */
  readonly alg?: string;
  readonly kid?: string;
  /** Where the signature is valid: what it covers. */
  readonly payload?: CardPayloadForm;
}

/** The verdict about a card and its signatures. */
export interface CardVerification {
  /** `valid` as soon as one signature is: the payload is the same for all. Only then may the card be trusted. */
  readonly verdict: FileVerdict;
  readonly code: CardReason;
  readonly message: string;
  /** What parsing gave, with issues. */
  readonly result: AgentCardResult;
  /** One for each signature, in the card's order. */
  readonly signatures: readonly CardSignatureResult[];
}
