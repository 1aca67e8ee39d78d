import { MEDIA_TYPE } from '../fetch/mediaTypes.ts';
import { createCardIssue } from './createCardIssue.ts';
import type { CardIssue, CardVersion } from './types.ts';

type Raw = Readonly<Record<string, unknown>>;

const OLD_KINDS: readonly unknown[] = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'];
const KINDS: readonly string[] = [
  'apiKeySecurityScheme',
  'httpAuthSecurityScheme',
  'oauth2SecurityScheme',
  'openIdConnectSecurityScheme',
  'mtlsSecurityScheme',
];

function toObject(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function ofModes(modes: unknown, path: readonly PropertyKey[]): CardIssue[] {
  return toList(modes).flatMap((mode, index) => {
    if (typeof mode !== 'string' || MEDIA_TYPE.test((mode.split(';')[0] ?? '').trim().toLowerCase())) return [];
    return [createCardIssue('mode-not-media-type', [...path, index], mode)];
  });
}

function ofSkills(skills: unknown): CardIssue[] {
  if (Array.isArray(skills) && skills.length === 0) return [createCardIssue('skills-empty', ['skills'], undefined)];
  return toList(skills).flatMap((skill, index) => {
    const { inputModes, outputModes } = toObject(skill);
    const path = ['skills', index];
    return [...ofModes(inputModes, [...path, 'inputModes']), ...ofModes(outputModes, [...path, 'outputModes'])];
  });
}

function ofUrls(entries: readonly (readonly [readonly PropertyKey[], unknown])[]): CardIssue[] {
  return entries.flatMap(([path, url]) =>
    typeof url === 'string' && /^(?:http|ws|grpc):/i.test(url) ? [createCardIssue('url-not-secure', path, url)] : [],
  );
}

function ofLinks(raw: Raw): CardIssue[] {
  const links: readonly (readonly [readonly PropertyKey[], unknown])[] = [
    [['provider', 'url'], toObject(raw['provider'])['url']],
    [['documentationUrl'], raw['documentationUrl']],
    [['iconUrl'], raw['iconUrl']],
  ];
  return links.flatMap(([path, link]) =>
    typeof link === 'string' && !URL.canParse(link) ? [createCardIssue('link-malformed', path, link)] : [],
  );
}

function ofSchemes(version: CardVersion, schemes: unknown): CardIssue[] {
  return Object.entries(toObject(schemes)).flatMap(([name, value]) => {
    const scheme = toObject(value);
    const path = ['securitySchemes', name];
    const isOld = typeof scheme['type'] === 'string';
    if (version !== '1.0') {
      const isKnown = !isOld || OLD_KINDS.includes(scheme['type']);
      return isKnown ? [] : [createCardIssue('security-scheme-unknown', [...path, 'type'], scheme['type'])];
    }
    if (KINDS.some((kind) => Object.hasOwn(scheme, kind))) return [];
    return [createCardIssue(isOld ? 'security-scheme-old-form' : 'security-scheme-unknown', path, value)];
  });
}

function urlsOf(raw: Raw): (readonly [readonly PropertyKey[], unknown])[] {
  const of = (field: string): (readonly [readonly PropertyKey[], unknown])[] =>
    toList(raw[field]).map((one, index) => [[field, index, 'url'], toObject(one)['url']] as const);
  return [[['url'], raw['url']], ...of('additionalInterfaces'), ...of('supportedInterfaces')];
}

/**
 * What is worth a word in a card without making it unusable.
 *
 * @param raw The parsed file, its shape not checked yet.
 * @param version Its version.
 */
export function findCardWarnings(raw: Raw, version: CardVersion): CardIssue[] {
  const issues = [
    ...ofUrls(urlsOf(raw)),
    ...ofLinks(raw),
    ...ofModes(raw['defaultInputModes'], ['defaultInputModes']),
    ...ofModes(raw['defaultOutputModes'], ['defaultOutputModes']),
    ...ofSkills(raw['skills']),
    ...ofSchemes(version, raw['securitySchemes']),
  ];
  const tell = (code: CardIssue['code'], field: string): void => {
    issues.push(createCardIssue(code, [field], raw[field]));
  };
  if (version === '0.3' && raw['preferredTransport'] === undefined) tell('transport-missing', 'preferredTransport');
  if (version === '1.0' && raw['security'] !== undefined) tell('security-old-form', 'security');
  if (raw['authentication'] !== undefined) tell('authentication-legacy', 'authentication');
  return issues;
}
