import type { SignatureReason } from '../http/signatureReasons.ts';
import type { RegistrationReason } from '../registration/registrationReasonTable.ts';
import type { TeeFailureCode } from '../tee/reasonTable.ts';

/** Only `valid` may be trusted; `unknown` means that it could not be judged. */
export type VerdictStatus = 'valid' | 'invalid' | 'unknown';

interface ReasonText {
  readonly verdict: VerdictStatus;
  readonly meaning: string;
  readonly wayOut: string;
}

/**
 * The reasons of verdicts, but for those of signatures, files, domains and TEE evidence, which keep the codes of their own
 * tables after `signature/`, `file/`, `domain/` and `tee-evidence/`. docs/verdicts.md is generated from this table.
 *
 * The line between `invalid` and `unknown`: what is there and wrong is invalid; what could not be read, or is of a kind
 * that this library can't judge, is unknown.
 */
export const VERDICT_REASONS = {
  ok: {
    verdict: 'valid',
    meaning: 'every check that the policy asks for passed',
    wayOut: 'nothing to do',
  },
  'chain-unreachable': {
    verdict: 'unknown',
    meaning: 'no RPC endpoint gave a usable answer',
    wayOut: 'try again, or add endpoints',
  },
  'chain-wrong': {
    verdict: 'unknown',
    meaning: 'an endpoint serves another chain than the one configured',
    wayOut: 'correct the endpoint or the chain id',
  },
  'chain-stale': {
    verdict: 'unknown',
    meaning: 'the newest block of every endpoint is older than the bound',
    wayOut: 'use endpoints that follow the chain',
  },
  'chain-reorganised': {
    verdict: 'unknown',
    meaning: 'the block that the facts were read at is no longer part of the chain',
    wayOut: 'judge again',
  },
  'chain-not-final': {
    verdict: 'unknown',
    meaning: 'the policy asks for a safer block than the endpoints can name',
    wayOut: 'lower the finality of the policy, or use endpoints that know safe and finalized blocks',
  },
  'contract-missing': {
    verdict: 'unknown',
    meaning: 'the policy asks a contract whose address the reader was not told',
    wayOut: 'name the contract in the options of the reader',
  },
  'chain-answer-malformed': {
    verdict: 'unknown',
    meaning: 'a contract or endpoint answered with something else than its interface says',
    wayOut: 'check the addresses of the contracts',
  },
  'did-missing': {
    verdict: 'invalid',
    meaning: 'the key id of the signature is no DID URL with a key in its fragment',
    wayOut: 'sign with the key id that the DID document names',
  },
  'did-malformed': {
    verdict: 'invalid',
    meaning: 'the DID is not spelled as did:sage demands',
    wayOut: 'use the one canonical spelling',
  },
  'did-not-found': {
    verdict: 'invalid',
    meaning: 'no agent has this DID at the block that was read',
    wayOut: 'check the DID; a registration counts from its block on',
  },
  'agent-not-found': {
    verdict: 'invalid',
    meaning: 'the identity registry knows no such agent',
    wayOut: 'check the agent id',
  },
  'agent-deactivated': {
    verdict: 'invalid',
    meaning: 'its controller took the agent out of service',
    wayOut: 'the controller can reactivate it',
  },
  'agent-unclaimed': {
    verdict: 'invalid',
    meaning: 'the agent has another owner than the one who proved its keys',
    wayOut: 'the present owner has to claim the agent with fresh keys',
  },
  'key-not-found': {
    verdict: 'invalid',
    meaning: 'the agent never had this key',
    wayOut: 'use a key of the agent',
  },
  'key-revoked': {
    verdict: 'invalid',
    meaning: 'the key is revoked',
    wayOut: 'use a key in force',
  },
  'key-compromised': {
    verdict: 'invalid',
    meaning: 'the signature is from after the moment at which the key is declared compromised',
    wayOut: 'sign with a key in force',
  },
  'key-not-in-force': {
    verdict: 'invalid',
    meaning: 'the key did not speak for the agent at the moment of the signature, or at the block',
    wayOut: 'use a key in force',
  },
  'key-proof-invalid': {
    verdict: 'invalid',
    meaning: 'the proof of possession that was left to the verifier is wrong',
    wayOut: 'none: nobody has shown to hold this key',
  },
  'key-log-missing': {
    verdict: 'unknown',
    meaning: "the event with the key's bytes, or with its owner of then, could not be read",
    wayOut: 'use an endpoint that keeps logs since the key was added',
  },
  'key-cannot-sign': {
    verdict: 'invalid',
    meaning: 'the key is one for key agreement and cannot sign',
    wayOut: 'sign with a signing key of the agent',
  },
  'key-type-unsupported': {
    verdict: 'unknown',
    meaning: 'keys of this type have no algorithm for HTTP message signatures',
    wayOut: 'sign with an Ed25519, P-256 or secp256k1 key',
  },
  'file-not-committed': {
    verdict: 'invalid',
    meaning: 'the policy asks for a content hash on the chain and there is none',
    wayOut: 'the controller can call setCard',
  },
  'fetcher-missing': {
    verdict: 'unknown',
    meaning: 'the policy asks for something that has to be fetched and names no fetcher',
    wayOut: 'give the policy a fetcher, see createFetcher',
  },
  'tee-not-trusted': {
    verdict: 'invalid',
    meaning: 'the TEE key registry does not trust the key',
    wayOut: 'have the key voted in, or its trust renewed',
  },
  'tee-measurement': {
    verdict: 'invalid',
    meaning: 'the key is trusted for a measurement or a kind of hardware that the policy does not list',
    wayOut: 'check which program is expected',
  },
  'tee-evidence-unreachable': {
    verdict: 'unknown',
    meaning: 'the evidence behind the TEE key could not be fetched',
    wayOut: 'see the cause; try again',
  },
  'tee-evidence-hash': {
    verdict: 'invalid',
    meaning: 'the evidence is not the one that was voted on',
    wayOut: 'restore the evidence at its URI',
  },
  'reputation-too-little': {
    verdict: 'invalid',
    meaning: 'the agent has less feedback of the class than the policy asks for',
    wayOut: 'lower the bound, or wait for more feedback',
  },
  'reputation-too-low': {
    verdict: 'invalid',
    meaning: 'the mean of the class is below the bound of the policy',
    wayOut: 'lower the bound, or choose another agent',
  },
  'validation-too-little': {
    verdict: 'invalid',
    meaning: 'the agent has fewer answered validations than the policy asks for',
    wayOut: 'lower the bound, or have work validated',
  },
  'validation-too-low': {
    verdict: 'invalid',
    meaning: 'the mean answer of the validators is below the bound of the policy',
    wayOut: 'lower the bound, or choose another agent',
  },
  'bundle-malformed': {
    verdict: 'unknown',
    meaning: 'the bundle is not one of this format',
    wayOut: 'pass the bundle as it was written',
  },
  'bundle-incomplete': {
    verdict: 'unknown',
    meaning: 'the verification asks for something that the bundle does not hold',
    wayOut: 'replay with the policy of the bundle',
  },
  'bundle-differs': {
    verdict: 'invalid',
    meaning: 'the verification of what the bundle holds ends in another verdict than the bundle says',
    wayOut: 'do not trust the bundle',
  },
  'bundle-contradicted': {
    verdict: 'invalid',
    meaning: 'another node says otherwise of the block, or answers differently than the bundle says at it',
    wayOut: 'do not trust the bundle, or check the node',
  },
  'bundle-outdated': {
    verdict: 'unknown',
    meaning: 'the block of the bundle is older than the moment that it judges, by more than the bound',
    wayOut: 'judge at a newer block; or, where that age was accepted, replay with maxBlockAge',
  },
} as const satisfies Record<string, ReasonText>;

export type OwnReason = keyof typeof VERDICT_REASONS;

/** Why a verdict is what it is. Stable, for programs. */
export type VerdictReason =
  | OwnReason
  | `signature/${SignatureReason}`
  | `file/${RegistrationReason}`
  | `domain/${RegistrationReason}`
  | `tee-evidence/${TeeFailureCode}`;
