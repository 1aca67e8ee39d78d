import type { Issue } from '../json/types.ts';
import type { CardIssueCode } from './cardIssueTable.ts';

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
