import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CARD_ISSUES, REGISTRATION_TYPE, checkAgentCard, parseAgentCard, validateAgentCard } from '../../src/index.ts';
import type { AgentCardResult, CardIssueCode } from '../../src/index.ts';
import { card, oldCard } from './support.ts';

function told(result: Pick<AgentCardResult, 'issues'>): string[] {
  return result.issues.map(({ level, code, pointer }) => `${level} ${code} ${pointer}`);
}

interface Case {
  readonly title: string;
  readonly input: unknown;
  readonly version: string | undefined;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  readonly issues: readonly string[];
}

const fine = (title: string, input: unknown, version = '1.0', ...issues: string[]): Case => ({
  title,
  input,
  version,
  verdict: 'valid',
  issues: issues.map((issue) => `warning ${issue}`),
});

const bad = (title: string, input: unknown, version: string | undefined, ...issues: string[]): Case => ({
  title,
  input,
  version,
  verdict: 'invalid',
  issues: issues.map((issue) => (/^(?:error|warning) /.test(issue) ? issue : `error ${issue}`)),
});

const unknown = (title: string, input: unknown, issue: string): Case => ({
  title,
  input,
  version: undefined,
  verdict: 'unknown',
  issues: [`error ${issue}`],
});

const at = (changes: Record<string, unknown>) => ({
  url: 'https://tides.example/a2a',
  protocolBinding: 'JSONRPC',
  protocolVersion: '1.0',
  ...changes,
});
const skill = (changes: Record<string, unknown>) => ({ id: 'a', name: 'A', description: 'a', tags: [], ...changes });
const scheme = (value: unknown) => card({ securitySchemes: { main: value } });
const oldScheme = (value: unknown) => oldCard({ securitySchemes: { main: value } });

const CASES: readonly Case[] = [
  fine('a card of 1.0', card()),
  fine('a card of 0.3', oldCard(), '0.3'),
  fine('a card of 0.2', oldCard({ protocolVersion: '0.2.6' }), '0.2'),
  fine('a version of two numbers', oldCard({ protocolVersion: '0.3' }), '0.3'),
  fine('0.2 needs no transport', oldCard({ protocolVersion: '0.2.0', preferredTransport: undefined }), '0.2'),
  fine(
    '0.3 without transport',
    oldCard({ preferredTransport: undefined }),
    '0.3',
    'transport-missing /preferredTransport',
  ),
  fine('no version at all', oldCard({ protocolVersion: undefined }), '0.2', 'version-missing /protocolVersion'),
  fine(
    'everything that 1.0 knows',
    card({
      provider: { organization: 'Tides', url: 'https://tides.example' },
      documentationUrl: 'https://tides.example/docs',
      iconUrl: 'https://tides.example/icon.png',
      capabilities: {
        streaming: true,
        pushNotifications: false,
        extendedAgentCard: true,
        extensions: [{ uri: 'https://tides.example/ext', description: 'x', required: false, params: { a: null } }],
      },
      securitySchemes: {
        key: { apiKeySecurityScheme: { location: 'header', name: 'X-Key' } },
        http: { httpAuthSecurityScheme: { scheme: 'bearer', bearerFormat: 'JWT' } },
        oauth: {
          oauth2SecurityScheme: { flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: {} } } },
        },
        oidc: { openIdConnectSecurityScheme: { openIdConnectUrl: 'https://a.example' } },
        mtls: { mtlsSecurityScheme: {} },
      },
      securityRequirements: [{ schemes: { key: { list: [] }, http: {} } }, {}],
      signatures: [{ protected: 'e30', signature: 'AA', header: { a: 1 } }],
      somethingElse: 1,
    }),
  ),
  fine(
    'everything that 0.3 knows',
    oldCard({
      provider: { organization: 'Tides', url: 'https://tides.example' },
      additionalInterfaces: [{ url: 'grpcs://tides.example:443', transport: 'GRPC' }],
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        http: { type: 'http', scheme: 'bearer' },
        oauth: { type: 'oauth2', flows: {} },
        oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://a.example' },
        mtls: { type: 'mutualTLS' },
      },
      security: [{ key: [], oauth: ['read'] }],
      supportsAuthenticatedExtendedCard: true,
    }),
    '0.3',
  ),
  fine(
    'an interface of an older version beside',
    card({ supportedInterfaces: [at({}), at({ protocolVersion: '0.3' })] }),
  ),
  fine(
    'an interface of a later version beside',
    card({ supportedInterfaces: [at({}), at({ protocolVersion: '2.0' })] }),
  ),
  fine(
    'the version for all interfaces',
    card({ protocolVersion: '1.0', supportedInterfaces: [at({ protocolVersion: undefined })] }),
    '1.0',
    'version-misplaced /protocolVersion',
  ),
  fine(
    'a card for readers of 0.3 and of 1.0',
    { ...oldCard(), ...card() },
    '1.0',
    'version-misplaced /protocolVersion',
  ),
  fine(
    'http',
    card({ supportedInterfaces: [at({ url: 'http://tides.example' })] }),
    '1.0',
    'url-not-secure /supportedInterfaces/0/url',
  ),
  fine(
    'http and ws in 0.3',
    oldCard({ url: 'http://tides.example', additionalInterfaces: [{ url: 'ws://tides.example', transport: 'x' }] }),
    '0.3',
    'url-not-secure /url',
    'url-not-secure /additionalInterfaces/0/url',
  ),
  fine(
    'links that are none',
    card({ provider: { organization: 'x', url: '{URL}' }, documentationUrl: '/docs', iconUrl: '' }),
    '1.0',
    'link-malformed /provider/url',
    'link-malformed /documentationUrl',
    'link-malformed /iconUrl',
  ),
  fine(
    'modes that are no media types',
    card({
      defaultInputModes: ['text', 'text/plain; charset=utf-8'],
      skills: [skill({ inputModes: ['image/*'], outputModes: ['json'] })],
    }),
    '1.0',
    'mode-not-media-type /defaultInputModes/0',
    'mode-not-media-type /skills/0/inputModes/0',
    'mode-not-media-type /skills/0/outputModes/0',
  ),
  fine('no skills', card({ skills: [] }), '1.0', 'skills-empty /skills'),
  fine(
    'a scheme of the old form in 1.0',
    scheme({ type: 'http', scheme: 'bearer' }),
    '1.0',
    'security-scheme-old-form /securitySchemes/main',
  ),
  fine('a scheme of no kind in 1.0', scheme({ magic: {} }), '1.0', 'security-scheme-unknown /securitySchemes/main'),
  fine(
    'a scheme of an unknown kind in 0.3',
    oldScheme({ type: 'magic' }),
    '0.3',
    'security-scheme-unknown /securitySchemes/main/type',
  ),
  fine(
    'a kind that every object has',
    oldScheme({ type: 'constructor' }),
    '0.3',
    'security-scheme-unknown /securitySchemes/main/type',
  ),
  fine('security in 1.0', card({ security: [] }), '1.0', 'security-old-form /security'),
  fine(
    'authentication',
    oldCard({ authentication: { schemes: ['bearer'] } }),
    '0.3',
    'authentication-legacy /authentication',
  ),

  unknown('a later version', oldCard({ protocolVersion: '0.4.0' }), 'version-unknown /protocolVersion'),
  unknown('a version 2', oldCard({ protocolVersion: '2.0' }), 'version-unknown /protocolVersion'),
  unknown(
    'interfaces of later versions only',
    card({ supportedInterfaces: [at({ protocolVersion: '2.0' }), at({ protocolVersion: '1.1' })] }),
    'version-unknown /supportedInterfaces',
  ),

  bad('a list', [card()], undefined, 'not-an-object '),
  bad('null', null, undefined, 'not-an-object '),
  bad('a string', 'card', undefined, 'not-an-object '),
  bad('an empty object', {}, undefined, 'unrelated-object '),
  bad('a stranger', { agent: card() }, undefined, 'unrelated-object '),
  bad('a registration file', { type: REGISTRATION_TYPE, name: 'x' }, undefined, 'registration-file '),
  bad('a version that is a number', oldCard({ protocolVersion: 1 }), undefined, 'version-malformed /protocolVersion'),
  ...['v1.0', '1', '1.0.0.0', '01.0', '1.0-rc', ''].map((protocolVersion) =>
    bad(
      `the version ${JSON.stringify(protocolVersion)}`,
      oldCard({ protocolVersion }),
      undefined,
      'version-malformed /protocolVersion',
    ),
  ),
  bad('1.0 without interfaces', oldCard({ protocolVersion: '1.0' }), '1.0', 'field-missing /supportedInterfaces'),
  bad('interfaces that are no list', card({ supportedInterfaces: {} }), '1.0', 'field-not-list /supportedInterfaces'),
  bad('no interface', card({ supportedInterfaces: [] }), '1.0', 'interfaces-empty /supportedInterfaces'),
  bad(
    'an interface that is a string',
    card({ supportedInterfaces: ['https://tides.example'] }),
    '1.0',
    'field-not-object /supportedInterfaces/0',
  ),
  bad(
    'an empty interface',
    card({ supportedInterfaces: [{}] }),
    '1.0',
    'field-missing /supportedInterfaces/0/url',
    'field-missing /supportedInterfaces/0/protocolBinding',
  ),
  bad(
    'an interface without version',
    card({ supportedInterfaces: [at({}), at({ protocolVersion: undefined })] }),
    '1.0',
    'field-missing /supportedInterfaces/1/protocolVersion',
  ),
  bad(
    'an interface of no version',
    card({ supportedInterfaces: [at({ protocolVersion: 'one' })] }),
    '1.0',
    'version-malformed /supportedInterfaces/0/protocolVersion',
  ),
  ...['tides.example', '/a2a', '{BASE}/a2a', 'https://', 'file:///a', 'javascript:0', 'tides.example:443'].map((url) =>
    bad(
      `the URL ${url}`,
      card({ supportedInterfaces: [at({ url })] }),
      '1.0',
      'url-malformed /supportedInterfaces/0/url',
    ),
  ),
  bad('no URL in 0.3', oldCard({ url: undefined }), '0.3', 'field-missing /url'),
  bad('a URL that is none in 0.3', oldCard({ url: 'tides' }), '0.3', 'url-malformed /url'),
  bad('an empty URL', oldCard({ url: ' ' }), '0.3', 'field-empty /url', 'url-malformed /url'),
  bad(
    'nothing but a version',
    { protocolVersion: '0.3.0' },
    '0.3',
    'field-missing /name',
    'field-missing /description',
    'field-missing /version',
    'field-missing /capabilities',
    'field-missing /defaultInputModes',
    'field-missing /defaultOutputModes',
    'field-missing /skills',
    'field-missing /url',
    'warning transport-missing /preferredTransport',
  ),
  bad(
    'wrong kinds',
    card({ name: 1, description: null, capabilities: [], defaultInputModes: 'text/plain', skills: {}, provider: 'me' }),
    '1.0',
    'field-not-string /name',
    'field-not-string /description',
    'field-not-object /capabilities',
    'field-not-list /defaultInputModes',
    'field-not-list /skills',
    'field-not-object /provider',
  ),
  bad(
    'a flag as a string',
    card({ capabilities: { streaming: 'yes' } }),
    '1.0',
    'flag-not-boolean /capabilities/streaming',
  ),
  bad('a mode as a number', card({ defaultOutputModes: [1] }), '1.0', 'field-not-string /defaultOutputModes/0'),
  bad(
    'a skill with little',
    card({ skills: [{ id: 'a', name: '' }] }),
    '1.0',
    'field-empty /skills/0/name',
    'field-missing /skills/0/description',
    'field-missing /skills/0/tags',
  ),
  bad(
    'a skill twice',
    card({ skills: [skill({}), skill({ id: 'b' }), skill({})] }),
    '1.0',
    'skill-id-repeated /skills/2/id',
  ),
  bad(
    'a requirement that is not declared',
    card({ securityRequirements: [{ schemes: { 'a/b': {} } }] }),
    '1.0',
    'security-undeclared /securityRequirements/0/schemes/a~1b',
  ),
  bad(
    'a requirement that every object has',
    { ...scheme({ mtlsSecurityScheme: {} }), securityRequirements: [{ schemes: { toString: {} } }] },
    '1.0',
    'security-undeclared /securityRequirements/0/schemes/toString',
  ),
  bad(
    'a requirement of 0.3 that is not declared',
    oldCard({ security: [{}, { key: [] }] }),
    '0.3',
    'security-undeclared /security/1/key',
  ),
  bad('scopes that are no list', oldCard({ security: [{ key: 'all' }] }), '0.3', 'field-not-list /security/0/key'),
  bad(
    'an API key without place',
    oldScheme({ type: 'apiKey' }),
    '0.3',
    'field-missing /securitySchemes/main/name',
    'field-missing /securitySchemes/main/in',
  ),
  bad('a scheme that is a string', oldScheme('bearer'), '0.3', 'field-not-object /securitySchemes/main'),
  bad(
    'an HTTP scheme without scheme',
    scheme({ httpAuthSecurityScheme: {} }),
    '1.0',
    'field-missing /securitySchemes/main/httpAuthSecurityScheme/scheme',
  ),
  bad('signatures that are strings', card({ signatures: ['abc'] }), '1.0', 'field-not-object /signatures/0'),
  bad(
    'a signature without header',
    card({ signatures: [{ signature: 'AA' }] }),
    '1.0',
    'field-missing /signatures/0/protected',
  ),
];

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));

const json = JSON.stringify(card());

interface TextCase {
  readonly title: string;
  readonly source: Uint8Array;
  readonly maxBytes?: number;
  readonly verdict: string;
  readonly issues: readonly string[];
}

const TEXTS: readonly TextCase[] = [
  { title: 'a card', source: bytes(json), verdict: 'valid', issues: [] },
  { title: 'a card of exactly the limit', source: bytes(json), maxBytes: json.length, verdict: 'valid', issues: [] },
  {
    title: 'one byte more',
    source: bytes(json),
    maxBytes: json.length - 1,
    verdict: 'unknown',
    issues: ['error text-too-large '],
  },
  { title: 'Latin-1', source: bytes('"', [0xf6], '"'), verdict: 'invalid', issues: ['error text-not-utf8 '] },
  { title: 'a BOM', source: bytes([0xef, 0xbb, 0xbf], json), verdict: 'invalid', issues: ['error text-bom '] },
  { title: 'nothing', source: bytes(''), verdict: 'invalid', issues: ['error json-syntax '] },
  {
    title: 'a key twice',
    source: bytes(json.replace('{', '{"name":"Somebody else",')),
    verdict: 'invalid',
    issues: ['error json-duplicate-key /name'],
  },
  {
    title: 'a card of 20,000 values',
    source: bytes(`{"unrelated":[${'0,'.repeat(19_998)}0]}`),
    verdict: 'invalid',
    issues: ['error unrelated-object '],
  },
  {
    title: 'one value more',
    source: bytes(`{"unrelated":[${'0,'.repeat(19_999)}0]}`),
    verdict: 'unknown',
    issues: ['error json-too-many-values '],
  },
  {
    title: 'a long key',
    source: bytes(json.replace('{', `{"${'k'.repeat(1_024)}":[{"a":1,"${'k'.repeat(1_025)}":2}],`)),
    verdict: 'unknown',
    issues: [`error json-key-too-long /${'k'.repeat(1_024)}/0`],
  },
  {
    title: 'a deep card',
    source: bytes(json.replace('{', `{"deep":${'['.repeat(64)}${']'.repeat(64)},`)),
    verdict: 'unknown',
    issues: [`error json-too-deep /deep${'/0'.repeat(63)}`],
  },
];

describe('validateAgentCard', () => {
  for (const { title, input, version, verdict, issues } of CASES) {
    it(`${verdict}: ${title}`, () => {
      const result = validateAgentCard(input);
      expect(told(result)).to.deep.equal(issues);
      expect(result.version).to.equal(version);
      expect(result.kind).to.equal(verdict === 'valid' ? 'card' : 'invalid');
      if (input === undefined) return;
      const check = checkAgentCard(bytes(JSON.stringify(input)));
      expect(told(check)).to.deep.equal(issues);
      expect([check.verdict, check.version]).to.deep.equal([verdict, version]);
    });
  }

  it('hands out the card as it is', () => {
    const input = card({ keywords: ['sea'], skills: [skill({ extra: { a: 1 } })] });
    const result = validateAgentCard(input);
    if (result.kind !== 'card') expect.fail(`kind ${result.kind}`);
    expect(result.card).to.deep.equal(input);
  });

  it('hands out interfaces in one form for all versions', () => {
    const interfaces = (input: unknown) => {
      const result = validateAgentCard(input);
      return result.kind === 'card' ? result.interfaces : expect.fail('invalid');
    };
    const [, other] = ['https://tides.example/a2a', 'https://tides.example/grpc'];
    expect(
      interfaces(card({ supportedInterfaces: [at({ tenant: 'x' }), at({ url: other, protocolBinding: 'GRPC' })] })),
    ).to.deep.equal([at({}), at({ url: other, protocolBinding: 'GRPC' })]);
    expect(
      interfaces(card({ protocolVersion: '1.0.1', supportedInterfaces: [at({ protocolVersion: undefined })] })),
    ).to.deep.equal([at({ protocolVersion: '1.0.1' })]);
    const additionalInterfaces = [
      { url: 'https://tides.example/a2a', transport: 'JSONRPC' },
      { url: other, transport: 'GRPC' },
      { url: 'https://tides.example/a2a', transport: 'HTTP+JSON' },
    ];
    expect(interfaces(oldCard({ preferredTransport: undefined, additionalInterfaces }))).to.deep.equal([
      at({ protocolVersion: '0.3.0' }),
      at({ url: other, protocolBinding: 'GRPC', protocolVersion: '0.3.0' }),
      at({ protocolBinding: 'HTTP+JSON', protocolVersion: '0.3.0' }),
    ]);
    expect(interfaces(oldCard({ protocolVersion: undefined }))).to.deep.equal([at({ protocolVersion: '0.2' })]);
  });

  it('names field, problem, value and way out in each message', () => {
    const [issue] = validateAgentCard(card({ supportedInterfaces: [at({ url: '{BASE_URL}' })] })).issues;
    expect(issue?.message).to.equal(
      'supportedInterfaces[0].url is not an absolute URL that a client could connect to (found "{BASE_URL}"); ' +
        'write it in full, with all placeholders filled in',
    );
  });
});

describe('parseAgentCard and checkAgentCard', () => {
  for (const { title, source, maxBytes, verdict, issues } of TEXTS) {
    it(`${verdict}: ${title}`, () => {
      const options = maxBytes === undefined ? {} : { maxBytes };
      expect(told(parseAgentCard(source, options))).to.deep.equal(issues);
      const check = checkAgentCard(source, options);
      expect(told(check)).to.deep.equal(issues);
      expect(check.verdict).to.equal(verdict);
    });
  }

  it('reads text as well', () => {
    expect(parseAgentCard(json).kind).to.equal('card');
  });
});

describe('the table of card issues', () => {
  it('has no code that the cases above do not produce', () => {
    const produced = new Set([...CASES, ...TEXTS].flatMap(({ issues }) => issues.map((issue) => issue.split(' ')[1])));
    const codes = Object.keys(CARD_ISSUES) as CardIssueCode[];
    expect(codes.filter((code) => !produced.has(code))).to.deep.equal([]);
  });
});
