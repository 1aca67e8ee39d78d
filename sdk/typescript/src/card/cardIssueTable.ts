import { JSON_ISSUES } from '../json/jsonIssues.ts';
import type { IssueText } from '../json/types.ts';

/**
 * Every finding about an A2A agent card. The documentation of the codes is generated from this table.
 *
 * The line between the levels is that of registration files: an error where a reader would have to guess, or where two
 * readers may read different things; a warning where the meaning is certain and only the form is old or unusual.
 */
export const CARD_ISSUES = {
  ...JSON_ISSUES,
  'not-an-object': {
    level: 'error',
    problem: 'is not a JSON object',
    wayOut: 'write the fields of an agent card between { and }',
  },
  'unrelated-object': {
    level: 'error',
    problem: 'has none of the fields that tell an agent card',
    wayOut: 'write supportedInterfaces (A2A 1.0), or protocolVersion and url (A2A 0.3)',
  },
  'registration-file': {
    level: 'error',
    problem: 'is an ERC-8004 registration file, not an agent card',
    wayOut: 'check it as a registration file',
  },
  'version-unknown': {
    level: 'error',
    unknown: true,
    problem: 'is a version of A2A that is not known here',
    wayOut: 'use a library version that knows it',
  },
  'version-malformed': {
    level: 'error',
    problem: 'is not a version of A2A',
    wayOut: 'write two or three numbers, for example "1.0"',
  },
  'version-missing': {
    level: 'warning',
    problem: 'is missing; the card was read as one of 0.2, whose first editions had no such field',
    wayOut: 'write the version of A2A that the agent speaks',
  },
  'version-misplaced': {
    level: 'warning',
    problem:
      'is no field of a card with supportedInterfaces; where an interface states no version, it was read from here',
    wayOut: 'write protocolVersion into each interface',
  },
  'field-missing': {
    level: 'error',
    problem: 'is missing',
    wayOut: 'add it',
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
  'field-not-list': {
    level: 'error',
    problem: 'is not a list',
    wayOut: 'write a list',
  },
  'field-not-object': {
    level: 'error',
    problem: 'is not an object',
    wayOut: 'write an object',
  },
  'flag-not-boolean': {
    level: 'error',
    problem: 'is neither true nor false',
    wayOut: 'write true or false without quotes',
  },
  'url-malformed': {
    level: 'error',
    problem: 'is not an absolute URL that a client could connect to',
    wayOut: 'write it in full, with all placeholders filled in',
  },
  'url-not-secure': {
    level: 'warning',
    problem: 'is a URL without TLS',
    wayOut: 'serve the agent under https, wss or grpcs',
  },
  'link-malformed': {
    level: 'warning',
    problem: 'is not an absolute URL',
    wayOut: 'write it in full, with all placeholders filled in',
  },
  'interfaces-empty': {
    level: 'error',
    problem: 'is empty, so that nobody can reach the agent',
    wayOut: 'add {"url": …, "protocolBinding": …, "protocolVersion": …}',
  },
  'transport-missing': {
    level: 'warning',
    problem: 'is missing and taken as JSONRPC',
    wayOut: 'write JSONRPC, GRPC or HTTP+JSON',
  },
  'skills-empty': {
    level: 'warning',
    problem: 'is empty, so that the card does not say what the agent can do',
    wayOut: 'add the skills',
  },
  'skill-id-repeated': {
    level: 'error',
    problem: 'is the id of an earlier skill as well',
    wayOut: 'give each skill an id of its own',
  },
  'mode-not-media-type': {
    level: 'warning',
    problem: 'is not a media type',
    wayOut: 'write for example text/plain',
  },
  'security-scheme-unknown': {
    level: 'warning',
    problem: 'is no kind of security scheme that the version knows; it is kept but cannot be checked',
    wayOut: 'use one of the kinds of the specification',
  },
  'security-scheme-old-form': {
    level: 'warning',
    problem: 'has the form that security schemes had before 1.0',
    wayOut: 'write for example {"httpAuthSecurityScheme": {"scheme": "bearer"}}',
  },
  'security-old-form': {
    level: 'warning',
    problem: 'is the name that securityRequirements had before 1.0; readers of 1.0 do not look at it',
    wayOut: 'write securityRequirements',
  },
  'security-undeclared': {
    level: 'error',
    problem: 'asks for a security scheme that securitySchemes does not declare',
    wayOut: 'declare it, or correct its name',
  },
  'authentication-legacy': {
    level: 'warning',
    problem: 'is a field of versions before 0.2, which readers ignore',
    wayOut: 'write securitySchemes and security',
  },
} as const satisfies Record<string, IssueText>;

export type CardIssueCode = keyof typeof CARD_ISSUES;
