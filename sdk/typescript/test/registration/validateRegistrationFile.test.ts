import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  REGISTRATION_ISSUES,
  REGISTRATION_TYPE,
  parseRegistrationFile,
  validateRegistrationFile,
} from '../../src/index.ts';
import type { RegistrationFileResult, RegistrationIssueCode } from '../../src/index.ts';
import { entry, file } from './support.ts';

const REGISTRY = 'eip155:1:0x00000000000000000000000000000000000a11ce';

/** `level code pointer` of every issue, in order. */
function told(result: RegistrationFileResult): string[] {
  return result.issues.map(({ level, code, pointer }) => `${level} ${code} ${pointer}`);
}

interface Case {
  readonly title: string;
  readonly input: unknown;
  readonly kind: RegistrationFileResult['kind'];
  readonly issues: readonly string[];
}

const service = (value: unknown) => file({ services: [value] });
const registration = (value: unknown) => file({ registrations: [value] });

const VALUES: readonly Case[] = [
  { title: 'a complete file', input: file(), kind: 'registration', issues: [] },
  {
    title: 'fields that nobody named, everywhere',
    input: file({
      keywords: ['sea'],
      services: [{ name: 'x', endpoint: 'y', tools: [1] }],
      registrations: [{ ...entry, note: 1 }],
    }),
    kind: 'registration',
    issues: [],
  },
  { title: 'no supportedTrust', input: file({ supportedTrust: undefined }), kind: 'registration', issues: [] },
  { title: 'an empty list of registrations', input: file({ registrations: [] }), kind: 'registration', issues: [] },
  { title: 'agent id 0', input: registration({ ...entry, agentId: 0 }), kind: 'registration', issues: [] },
  { title: 'a list', input: [file()], kind: 'invalid', issues: ['error not-an-object '] },
  { title: 'null', input: null, kind: 'invalid', issues: ['error not-an-object '] },
  { title: 'a string', input: 'agent', kind: 'invalid', issues: ['error not-an-object '] },
  { title: 'nothing', input: undefined, kind: 'invalid', issues: ['error not-an-object '] },
  { title: 'an empty object', input: {}, kind: 'invalid', issues: ['error unrelated-object '] },
  { title: 'a stranger', input: { see: 'elsewhere' }, kind: 'invalid', issues: ['error unrelated-object '] },
  {
    title: 'no type',
    input: file({ type: undefined }),
    kind: 'invalid',
    issues: ['error type-missing /type'],
  },
  {
    title: 'type as a list',
    input: file({ type: [REGISTRATION_TYPE] }),
    kind: 'invalid',
    issues: ['error type-array /type'],
  },
  {
    title: 'type with a slash too many',
    input: file({ type: `${REGISTRATION_TYPE}/` }),
    kind: 'invalid',
    issues: ['error type-unknown /type'],
  },
  ...['2', '10', '9999'].map((version): Case => ({
    title: `the type of version ${version}`,
    input: file({ type: REGISTRATION_TYPE.replace(/1$/, version) }),
    kind: 'invalid',
    issues: ['error type-newer /type'],
  })),
  ...['0', '01', '1.1', '02'].map((version): Case => ({
    title: `the type of version ${version}, which can not be`,
    input: file({ type: REGISTRATION_TYPE.replace(/1$/, version) }),
    kind: 'invalid',
    issues: ['error type-unknown /type'],
  })),
  { title: 'type as a number', input: file({ type: 1 }), kind: 'invalid', issues: ['error type-unknown /type'] },
  { title: 'no name', input: file({ name: undefined }), kind: 'invalid', issues: ['error field-missing /name'] },
  { title: 'a blank name', input: file({ name: ' \t' }), kind: 'invalid', issues: ['error field-empty /name'] },
  {
    title: 'a description in two languages',
    input: file({ description: { en: 'tides' } }),
    kind: 'invalid',
    issues: ['error field-not-string /description'],
  },
  { title: 'image null', input: file({ image: null }), kind: 'invalid', issues: ['error field-not-string /image'] },
  {
    title: 'no services',
    input: file({ services: undefined }),
    kind: 'invalid',
    issues: ['error services-missing /services'],
  },
  {
    title: 'services as an object',
    input: file({ services: { MCP: 'https://tides.example/mcp' } }),
    kind: 'invalid',
    issues: ['error services-not-array /services'],
  },
  {
    title: 'no service in services',
    input: file({ services: [] }),
    kind: 'registration',
    issues: ['warning services-empty /services'],
  },
  {
    title: 'a service that is a string',
    input: service('https://tides.example'),
    kind: 'invalid',
    issues: ['error service-not-object /services/0'],
  },
  {
    title: 'a service with type and url',
    input: service({ type: 'web', url: 'https://tides.example' }),
    kind: 'invalid',
    issues: ['error service-type-url /services/0'],
  },
  {
    title: 'a service with name and url',
    input: service({ name: 'web', url: 'https://tides.example' }),
    kind: 'invalid',
    issues: ['error field-missing /services/0/endpoint'],
  },
  {
    title: 'a service with an empty name and a number as version',
    input: service({ name: '', endpoint: 'https://tides.example', version: 1 }),
    kind: 'invalid',
    issues: ['error field-empty /services/0/name', 'error field-not-string /services/0/version'],
  },
  {
    title: 'skills as a string, a domain as a number',
    input: service({ name: 'OASF', endpoint: 'https://tides.example', skills: 'sea', domains: ['sea', 4] }),
    kind: 'invalid',
    issues: [
      'error service-field-not-strings /services/0/skills',
      'error service-field-not-strings /services/0/domains/1',
    ],
  },
  {
    title: 'endpoints instead of services',
    input: file({ services: undefined, endpoints: [{ name: 'web', endpoint: 'https://tides.example' }] }),
    kind: 'registration',
    issues: ['warning endpoints-legacy /endpoints'],
  },
  {
    title: 'a fault under endpoints is pointed at where it is',
    input: file({ services: undefined, endpoints: [{ name: 'web' }] }),
    kind: 'invalid',
    issues: ['error field-missing /endpoints/0/endpoint', 'warning endpoints-legacy /endpoints'],
  },
  {
    title: 'endpoints beside services',
    input: file({ endpoints: [{ name: 'web' }] }),
    kind: 'registration',
    issues: ['warning endpoints-ignored /endpoints'],
  },
  {
    title: 'flags as strings',
    input: file({ x402Support: 'yes', active: 'true' }),
    kind: 'invalid',
    issues: ['error flag-not-boolean /x402Support', 'error flag-not-boolean /active'],
  },
  {
    title: 'no flags',
    input: file({ x402Support: undefined, active: undefined }),
    kind: 'registration',
    issues: ['warning flag-missing /x402Support', 'warning flag-missing /active'],
  },
  {
    title: 'no registrations',
    input: file({ registrations: undefined }),
    kind: 'registration',
    issues: ['warning registrations-missing /registrations'],
  },
  {
    title: 'registrations as one object',
    input: file({ registrations: entry }),
    kind: 'invalid',
    issues: ['error registrations-not-array /registrations'],
  },
  {
    title: 'a registration that is a string',
    input: registration(`${REGISTRY}:7`),
    kind: 'invalid',
    issues: ['error registration-not-object /registrations/0'],
  },
  {
    title: 'an empty registration',
    input: registration({}),
    kind: 'invalid',
    issues: [
      'error agent-id-missing /registrations/0/agentId',
      'error agent-registry-missing /registrations/0/agentRegistry',
    ],
  },
  ...['7', '', -1, 1.5, true, null].map((agentId): Case => ({
    title: `agent id ${JSON.stringify(agentId)}`,
    input: registration({ ...entry, agentId }),
    kind: 'invalid',
    issues: ['error agent-id-not-integer /registrations/0/agentId'],
  })),
  {
    title: 'an agent id beyond exact numbers',
    input: registration({ ...entry, agentId: 2 ** 53 }),
    kind: 'invalid',
    issues: ['error agent-id-unsafe /registrations/0/agentId'],
  },
  ...[
    '0x00000000000000000000000000000000000a11ce',
    'eip155:0x00000000000000000000000000000000000a11ce',
    'eip155:01:0x00000000000000000000000000000000000a11ce',
    'eip155:0:0x00000000000000000000000000000000000a11ce',
    'eip155:1:0xa11ce',
    'eip155:1:00000000000000000000000000000000000a11ce',
    `${REGISTRY}:7`,
    ` ${REGISTRY}`,
    'solana:mainnet',
    7,
  ].map((agentRegistry): Case => ({
    title: `agent registry ${JSON.stringify(agentRegistry)}`,
    input: registration({ ...entry, agentRegistry }),
    kind: 'invalid',
    issues: ['error agent-registry-malformed /registrations/0/agentRegistry'],
  })),
  {
    title: 'an id as string with a faulty registry: both are told',
    input: registration({ agentId: '7', agentRegistry: 'eip155:1' }),
    kind: 'invalid',
    issues: [
      'error agent-registry-malformed /registrations/0/agentRegistry',
      'error agent-id-not-integer /registrations/0/agentId',
    ],
  },
  {
    title: 'a string id on another family of chains',
    input: registration({ agentId: 'Tide1111', agentRegistry: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:Regi1111' }),
    kind: 'registration',
    issues: ['warning agent-registry-foreign /registrations/0/agentRegistry'],
  },
  {
    title: 'supportedTrust as a string',
    input: file({ supportedTrust: 'reputation' }),
    kind: 'invalid',
    issues: ['error trust-not-array /supportedTrust'],
  },
  {
    title: 'a trust model that is no string',
    input: file({ supportedTrust: ['reputation', 1] }),
    kind: 'invalid',
    issues: ['error trust-not-string /supportedTrust/1'],
  },
  {
    title: 'a trust model of its own',
    input: file({ supportedTrust: ['reputation', 'word-of-mouth'] }),
    kind: 'registration',
    issues: ['warning trust-unknown /supportedTrust/1'],
  },
  { title: 'a domain proof', input: { registrations: [entry] }, kind: 'domain-proof', issues: [] },
  {
    title: 'a domain proof with fields of its own',
    input: { registrations: [entry], contact: 'ops@tides.example' },
    kind: 'domain-proof',
    issues: [],
  },
  {
    title: 'an empty domain proof',
    input: { registrations: [] },
    kind: 'domain-proof',
    issues: ['warning domain-proof-empty /registrations'],
  },
  {
    title: 'a domain proof with a faulty entry',
    input: { registrations: [entry, { ...entry, agentId: '8' }] },
    kind: 'invalid',
    issues: ['error agent-id-not-integer /registrations/1/agentId'],
  },
  {
    title: 'a domain proof on another family of chains',
    input: { registrations: [{ agentId: 'Tide1111', agentRegistry: 'solana:main:Regi1111' }] },
    kind: 'domain-proof',
    issues: ['warning agent-registry-foreign /registrations/0/agentRegistry'],
  },
  {
    title: 'a registrations list with one more field of a registration file is no domain proof',
    input: { registrations: [entry], name: 'Tide Tables' },
    kind: 'invalid',
    issues: [
      'error type-missing /type',
      'error field-missing /description',
      'error field-missing /image',
      'error services-missing /services',
      'warning flag-missing /x402Support',
      'warning flag-missing /active',
    ],
  },
];

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));

interface TextCase extends Omit<Case, 'input'> {
  readonly source: string | Uint8Array;
  readonly maxBytes?: number;
}

const json = JSON.stringify(file());
const nested = (levels: number) => json.replace(/\}$/, `,"deep":${'['.repeat(levels)}${']'.repeat(levels)}}`);

const TEXTS: readonly TextCase[] = [
  { title: 'text', source: json, kind: 'registration', issues: [] },
  { title: 'bytes', source: bytes(json), kind: 'registration', issues: [] },
  { title: 'a file of exactly the limit', source: json, maxBytes: json.length, kind: 'registration', issues: [] },
  {
    title: 'a file beyond the limit',
    source: json,
    maxBytes: json.length - 1,
    kind: 'invalid',
    issues: ['error text-too-large '],
  },
  {
    title: 'a limit in bytes, not in characters',
    source: JSON.stringify(file({ name: 'Gezeiten für Föhr' })),
    maxBytes: JSON.stringify(file({ name: 'Gezeiten für Föhr' })).length,
    kind: 'invalid',
    issues: ['error text-too-large '],
  },
  { title: 'a file of 2 MiB', source: new Uint8Array(2 ** 21), kind: 'invalid', issues: ['error text-too-large '] },
  {
    title: 'Latin-1',
    source: bytes('{"name": "F', [0xf6], 'hr"}'),
    kind: 'invalid',
    issues: ['error text-not-utf8 '],
  },
  { title: 'a BOM in bytes', source: bytes([0xef, 0xbb, 0xbf], json), kind: 'invalid', issues: ['error text-bom '] },
  { title: 'a BOM in text', source: `\uFEFF${json}`, kind: 'invalid', issues: ['error text-bom '] },
  { title: 'an empty file', source: '', kind: 'invalid', issues: ['error json-syntax '] },
  { title: 'a comma too many', source: '{"name": "x",}', kind: 'invalid', issues: ['error json-syntax '] },
  {
    title: 'a key twice',
    source: json.replace('{', '{"name":"Somebody else",'),
    kind: 'invalid',
    issues: ['error json-duplicate-key /name'],
  },
  {
    title: 'keys twice, deep inside and spelt differently',
    source: String.raw`{"a/b": [0, {"x": {"k": 1}, "y~": "\"{[", "y~": 2}], "\u0061/b": 1, "c": ["a/b", "a/b"]}`,
    kind: 'invalid',
    issues: ['error json-duplicate-key /a~1b/1/y~0', 'error json-duplicate-key /a~1b'],
  },
  { title: 'the same key in sister objects', source: nested(1), kind: 'registration', issues: [] },
  { title: 'the deepest accepted nesting', source: nested(63), kind: 'registration', issues: [] },
  {
    title: 'one level more',
    source: nested(64),
    kind: 'invalid',
    issues: [`error json-too-deep /deep${'/0'.repeat(63)}`],
  },
  {
    title: 'more values than accepted',
    source: `{"registrations":[${'0,'.repeat(19_999)}0]}`,
    kind: 'invalid',
    issues: ['error json-too-many-values '],
  },
  {
    title: 'a key longer than accepted',
    source: json.replace('{', `{"${'k'.repeat(1_025)}":1,`),
    kind: 'invalid',
    issues: ['error json-key-too-long '],
  },
  {
    title: 'hundred thousand levels',
    source: '['.repeat(100_000) + ']'.repeat(100_000),
    kind: 'invalid',
    issues: [`error json-too-deep ${'/0'.repeat(64)}`],
  },
];

describe('validateRegistrationFile', () => {
  for (const { title, input, kind, issues } of VALUES) {
    it(`${kind}: ${title}`, () => {
      const result = validateRegistrationFile(input);
      expect(told(result)).to.deep.equal(issues);
      expect(result.kind).to.equal(kind);
    });
  }

  it('hands out the file with services, registrations and everything else', () => {
    const endpoints = [{ name: 'web', endpoint: 'https://tides.example', region: 'north' }];
    const input = file({ services: undefined, registrations: undefined, endpoints, keywords: ['sea'] });
    const result = validateRegistrationFile(input);
    if (result.kind !== 'registration') expect.fail(`kind ${result.kind}`);
    const { endpoints: read, ...rest } = input;
    expect(result.file).to.deep.equal({ ...rest, services: read, registrations: [] });
  });

  it('leaves the input as it was', () => {
    const input = file({ services: undefined, endpoints: [] });
    const before = structuredClone(input);
    validateRegistrationFile(input);
    expect(input).to.deep.equal(before);
  });

  it('hands out the registrations of a domain proof', () => {
    const result = validateRegistrationFile({ registrations: [entry] });
    expect(result).to.deep.equal({ kind: 'domain-proof', registrations: [entry], issues: [] });
  });

  it('names field, problem, value and way out in each message', () => {
    const input = registration({ agentId: '22', agentRegistry: REGISTRY });
    const [issue] = validateRegistrationFile(input).issues;
    expect(issue?.message).to.equal(
      'registrations[0].agentId is not an integer of at least 0 (found "22"); ' +
        'write the token id as a number, without quotes',
    );
  });

  it('keeps control characters and long values out of messages', () => {
    const input = file({ supportedTrust: [`\u001b[31m${'x'.repeat(500)}`] });
    const [issue] = validateRegistrationFile(input).issues;
    expect(issue?.message).to.include('\\u001b[31m').and.not.include('\u001b');
    expect(issue?.message.length).to.be.lessThan(250);
  });

  it('can tell any value, also those that JSON does not have', () => {
    const values = [1n, Symbol('tide'), () => 1, Number.NaN, {}, [], [1, 2], null, true];
    const messages = values.map((name) => validateRegistrationFile(file({ name })).issues[0]?.message);
    expect(messages.map((message) => /\(found (.*)\)/.exec(message ?? '')?.[1])).to.deep.equal([
      '1',
      'Symbol(tide)',
      'a function',
      'NaN',
      'an empty object',
      'an empty list',
      'a list of 2',
      'null',
      'true',
    ]);
  });

  it('is not fooled by a key named __proto__', () => {
    const text = json.replace('{', '{"__proto__":{"type":"x"},');
    const result = parseRegistrationFile(text);
    if (result.kind !== 'registration') expect.fail(`kind ${result.kind}`);
    expect(result.file.type).to.equal(REGISTRATION_TYPE);
    expect(Object.getPrototypeOf(result.file)).to.equal(Object.prototype);
  });
});

describe('parseRegistrationFile', () => {
  for (const { title, source, maxBytes, kind, issues } of TEXTS) {
    it(`${kind}: ${title}`, () => {
      const result = parseRegistrationFile(source, maxBytes === undefined ? {} : { maxBytes });
      expect(told(result)).to.deep.equal(issues);
      expect(result.kind).to.equal(kind);
    });
  }

  it('tells where the JSON breaks', () => {
    const [issue] = parseRegistrationFile('{"name": oops}').issues;
    expect(issue?.message).to.match(/^the file is not JSON \(.*oops.*\); correct the place named$/);
  });
});

describe('the table of issues', () => {
  it('has no code that the cases above do not produce', () => {
    const produced = new Set([...VALUES, ...TEXTS].flatMap(({ issues }) => issues.map((issue) => issue.split(' ')[1])));
    const codes = Object.keys(REGISTRATION_ISSUES) as RegistrationIssueCode[];
    expect(codes.filter((code) => !produced.has(code))).to.deep.equal([]);
  });
});
