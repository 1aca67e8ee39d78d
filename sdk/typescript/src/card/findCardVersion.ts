import { REGISTRATION_TYPE } from '../registration/constants.ts';
import { createCardIssue } from './createCardIssue.ts';
import { parseProtocolVersion } from './parseProtocolVersion.ts';
import type { CardIssue, CardVersion } from './types.ts';

type Raw = Readonly<Record<string, unknown>>;

/** The version of a card, or why it can't be told. */
export type CardVersionFinding =
  | { readonly version: CardVersion; readonly issues: readonly CardIssue[] }
  | { readonly version: undefined; readonly issue: CardIssue };

/** Fields that only cards have, or that no card is without. */
const OLD_FIELDS: readonly string[] = ['url', 'skills', 'capabilities'];

function unreadable(issue: CardIssue): CardVersionFinding {
  return { version: undefined, issue };
}

/** Whether every interface speaks a version that isn't known here. Malformed versions are told by the schema. */
function speaksUnknownOnly(interfaces: unknown): boolean {
  if (!Array.isArray(interfaces) || interfaces.length === 0) return false;
  return interfaces.every((one: unknown) => {
    const version =
      typeof one === 'object' && one !== null && 'protocolVersion' in one ? one.protocolVersion : undefined;
    return typeof version === 'string' && parseProtocolVersion(version) === 'unknown';
  });
}

function ofInterfaces(raw: Raw): CardVersionFinding {
  const { supportedInterfaces } = raw;
  if (speaksUnknownOnly(supportedInterfaces)) {
    return unreadable(createCardIssue('version-unknown', ['supportedInterfaces'], supportedInterfaces));
  }
  const misplaced = raw['protocolVersion'];
  const issues = misplaced === undefined ? [] : [createCardIssue('version-misplaced', ['protocolVersion'], misplaced)];
  return { version: '1.0', issues };
}

/**
 * Tells the version of A2A that a card follows: 1.0 by `supportedInterfaces`, which only 1.0 has, otherwise by
 * `protocolVersion`; a card without either is one of the first editions of 0.2.
 *
 * @param raw The parsed file, its shape not checked yet.
 */
export function findCardVersion(raw: Raw): CardVersionFinding {
  if (raw['supportedInterfaces'] !== undefined) return ofInterfaces(raw);
  if (raw['type'] === REGISTRATION_TYPE) return unreadable(createCardIssue('registration-file', [], undefined));
  const { protocolVersion } = raw;
  if (protocolVersion === undefined) {
    const isCard = OLD_FIELDS.every((field) => Object.hasOwn(raw, field));
    if (!isCard) return unreadable(createCardIssue('unrelated-object', [], raw));
    return { version: '0.2', issues: [createCardIssue('version-missing', ['protocolVersion'], undefined)] };
  }
  if (typeof protocolVersion !== 'string') {
    return unreadable(createCardIssue('version-malformed', ['protocolVersion'], protocolVersion));
  }
  const version = parseProtocolVersion(protocolVersion);
  if (version === 'malformed' || version === 'unknown') {
    return unreadable(createCardIssue(`version-${version}`, ['protocolVersion'], protocolVersion));
  }
  return { version, issues: [] };
}
