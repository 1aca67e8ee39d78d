import type { FileVerdict } from '../json/types.ts';

interface ReasonText {
  readonly verdict: FileVerdict;
  readonly meaning: string;
  readonly wayOut: string;
}

/**
 * Every reason that the verification of a registration file or of a domain proof can end with. The documentation of the
 * codes is generated from this table.
 */
export const REGISTRATION_REASONS = {
  ok: {
    verdict: 'valid',
    meaning: 'the file and the chain name each other',
    wayOut: 'nothing to do',
  },
  'agent-uri-missing': {
    verdict: 'unknown',
    meaning: 'the agent has no URI on the chain',
    wayOut: 'set the agent URI',
  },
  'fetch-failed': {
    verdict: 'unknown',
    meaning: 'the content could not be fetched; the cause is told',
    wayOut: 'try again later, or correct the URI',
  },
  'hash-mismatch': {
    verdict: 'invalid',
    meaning: 'the content is not the one whose hash the chain holds',
    wayOut: 'publish the committed file again, or commit to the new one (setCard)',
  },
  'file-differs': {
    verdict: 'invalid',
    meaning: "the agent's URI leads to another file than the one found elsewhere",
    wayOut: 'publish the same bytes in all places',
  },
  'file-invalid': {
    verdict: 'invalid',
    meaning: 'the file has errors; the issues tell them',
    wayOut: 'correct the file',
  },
  'file-unknown': {
    verdict: 'unknown',
    meaning: 'the file is of a version, size or depth that can not be judged here; the issues tell more',
    wayOut: 'use a library version that knows it',
  },
  'file-is-domain-proof': {
    verdict: 'invalid',
    meaning: "the agent's URI leads to a file that lists registrations only and describes no agent",
    wayOut: 'add type, name, description, image and services',
  },
  'agent-not-listed': {
    verdict: 'invalid',
    meaning: 'the file does not name this agent in this registry on this chain among its registrations',
    wayOut: 'add {agentId, agentRegistry} of the agent',
  },
  'domain-malformed': {
    verdict: 'invalid',
    meaning: 'what should be a domain is none',
    wayOut: 'give a host name, with a port where it is not 443',
  },
  'domain-redirected': {
    verdict: 'invalid',
    meaning: 'the domain sends readers of its proof to another origin, which can not speak for it',
    wayOut: 'serve the proof on the domain itself',
  },
  'proof-absent': {
    verdict: 'invalid',
    meaning: 'the domain has no /.well-known/agent-registration.json',
    wayOut: 'publish the proof there',
  },
} as const satisfies Record<string, ReasonText>;

export type RegistrationReason = keyof typeof REGISTRATION_REASONS;
