import { JSON_ISSUES } from '../json/jsonIssues.ts';
import type { IssueText } from '../json/types.ts';

/**
 * Every finding there is. The documentation of the codes is generated from this table.
 *
 * The line between the levels: an error where a reader would have to guess what the author means, or where two readers
 * may read different things; a warning where the meaning is certain and only the form is old, or where the standard
 * says SHOULD. So `registrations` may be missing ("agents SHOULD have at least one registration": it means none yet)
 * and so may `x402Support` and `active` (in the standard's structure, but absent from every file written before they
 * were added; a reader takes them as unknown); the `endpoints` of the drafts is the `services` of today.
 */
export const REGISTRATION_ISSUES = {
  ...JSON_ISSUES,
  'not-an-object': {
    level: 'error',
    problem: 'is not a JSON object',
    wayOut: 'write the fields of a registration file between { and }',
  },
  'unrelated-object': {
    level: 'error',
    problem: 'has none of the fields of a registration file',
    wayOut: 'begin with type, name, description, image and services',
  },
  'type-missing': {
    level: 'error',
    problem: 'is missing',
    wayOut: 'write "https://eips.ethereum.org/EIPS/eip-8004#registration-v1"',
  },
  'type-array': {
    level: 'error',
    problem: 'is a list',
    wayOut: 'write the one string "https://eips.ethereum.org/EIPS/eip-8004#registration-v1"',
  },
  'type-unknown': {
    level: 'error',
    problem: 'is not that of a registration file',
    wayOut: 'write exactly "https://eips.ethereum.org/EIPS/eip-8004#registration-v1"',
  },
  'type-newer': {
    level: 'error',
    unknown: true,
    problem: 'is that of a later version of registration files, which is not known here',
    wayOut: 'use a library version that knows it',
  },
  'field-missing': {
    level: 'error',
    problem: 'is missing',
    wayOut: 'add it as a string',
  },
  'field-not-string': {
    level: 'error',
    problem: 'is not a string',
    wayOut: 'write a string',
  },
  'field-empty': {
    level: 'error',
    problem: 'is empty',
    wayOut: 'fill it in',
  },
  'services-missing': {
    level: 'error',
    problem: 'is missing',
    wayOut: 'add a list of {name, endpoint}; it may be empty',
  },
  'services-not-array': {
    level: 'error',
    problem: 'is not a list',
    wayOut: 'write a list of {name, endpoint}',
  },
  'services-empty': {
    level: 'warning',
    problem: 'is empty: nobody can reach the agent',
    wayOut: 'add a service once there is one',
  },
  'service-not-object': {
    level: 'error',
    problem: 'is not an object',
    wayOut: 'write {"name": …, "endpoint": …}',
  },
  'service-type-url': {
    level: 'error',
    problem: 'has neither name nor endpoint, but type or url',
    wayOut: 'rename type to name and url to endpoint',
  },
  'service-field-not-strings': {
    level: 'error',
    problem: 'is not a list of strings',
    wayOut: 'write a list of strings, or leave the field out',
  },
  'endpoints-legacy': {
    level: 'warning',
    problem: 'is the old name of services (drafts before 2026); it was read as services',
    wayOut: 'rename it to services',
  },
  'endpoints-ignored': {
    level: 'warning',
    problem: 'is the old name of services and was ignored, because services is there too',
    wayOut: 'delete endpoints',
  },
  'flag-not-boolean': {
    level: 'error',
    problem: 'is neither true nor false',
    wayOut: 'write true or false without quotes',
  },
  'flag-missing': {
    level: 'warning',
    problem: 'is missing and taken as unknown',
    wayOut: 'add true or false',
  },
  'registrations-missing': {
    level: 'warning',
    problem: 'is missing and taken as an empty list, so that nothing leads from the file back to a chain',
    wayOut: 'add a list of {agentId, agentRegistry}; it may be empty before the first registration',
  },
  'registrations-not-array': {
    level: 'error',
    problem: 'is not a list',
    wayOut: 'write a list of {agentId, agentRegistry}',
  },
  'registration-not-object': {
    level: 'error',
    problem: 'is not an object',
    wayOut: 'write {"agentId": …, "agentRegistry": …}',
  },
  'agent-id-missing': {
    level: 'error',
    problem: 'is missing',
    wayOut: 'add the ERC-721 token id',
  },
  'agent-id-not-integer': {
    level: 'error',
    problem: 'is not an integer of at least 0',
    wayOut: 'write the token id as a number, without quotes',
  },
  'agent-id-unsafe': {
    level: 'error',
    problem: 'is beyond 9007199254740991, where JSON numbers stop being exact',
    wayOut: 'register with a registry that counts its ids',
  },
  'agent-registry-missing': {
    level: 'error',
    problem: 'is missing',
    wayOut: 'add "eip155:{chain id}:{registry address}"',
  },
  'agent-registry-malformed': {
    level: 'error',
    problem: 'does not name a registry',
    wayOut: 'write "eip155:{chain id}:0x{40 hex digits}"',
  },
  'agent-registry-foreign': {
    level: 'warning',
    problem: 'names a registry outside of the EVM chains; it is kept but cannot be checked',
    wayOut: 'nothing to do, if it is meant so',
  },
  'trust-not-array': {
    level: 'error',
    problem: 'is not a list',
    wayOut: 'write a list of strings, or leave the field out',
  },
  'trust-not-string': {
    level: 'error',
    problem: 'is not a string',
    wayOut: 'write the name of a trust model as a string',
  },
  'trust-unknown': {
    level: 'warning',
    problem: 'is no trust model of the standard',
    wayOut: 'use reputation, crypto-economic or tee-attestation, if one of them is meant',
  },
  'domain-proof-empty': {
    level: 'warning',
    problem: 'is empty, so that the file proves nothing yet',
    wayOut: 'add {agentId, agentRegistry} of the agent whose domain this is',
  },
} as const satisfies Record<string, IssueText>;

export type RegistrationIssueCode = keyof typeof REGISTRATION_ISSUES;
