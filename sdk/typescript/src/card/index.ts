export { CardError } from './CardError.ts';
export { CARD_ISSUES } from './cardIssueTable.ts';
export type { CardIssueCode } from './cardIssueTable.ts';
export { CARD_REASONS } from './cardReasonTable.ts';
export type { CardReason } from './cardReasonTable.ts';
export { checkAgentCard } from './checkAgentCard.ts';
export type { CardCheck } from './checkAgentCard.ts';
export type { CardPayloadForm } from './createCardPayloads.ts';
export { parseAgentCard } from './parseAgentCard.ts';
export { readChainKeys } from './readChainKeys.ts';
export { signAgentCard } from './signAgentCard.ts';
export type {
  AgentCard,
  AgentCardResult,
  CardInterface,
  CardIssue,
  CardResult,
  CardSignature,
  CardSignatureResult,
  CardSkill,
  CardVerification,
  CardVersion,
  ChainKey,
  InvalidCardResult,
} from './types.ts';
export { validateAgentCard } from './validateAgentCard.ts';
export { verifyAgentCard } from './verifyAgentCard.ts';
export { canonicalizeJson } from '../json/canonicalizeJson.ts';
