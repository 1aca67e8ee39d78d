import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readProtectedHeader } from '../../src/card/readProtectedHeader.ts';
import {
  canonicalizeJson,
  checkAgentCard,
  checkRegistrationFile,
  createVerificationKey,
  verifyAgentCard,
} from '../../src/index.ts';
import { inTime, inTimeLater } from '../fuzzing.ts';
import { file } from '../registration/support.ts';
import { card, oldCard } from './support.ts';

const runs = { numRuns: 15_000 };
const VERDICTS = ['valid', 'invalid', 'unknown'];

const keys = fc.oneof(
  fc.constantFrom(
    'name',
    'url',
    'skills',
    'id',
    'type',
    'list',
    'schemes',
    'protocolVersion',
    'security',
    '__proto__',
    'toJSON',
    'constructor',
    '',
  ),
  fc.string({ maxLength: 5 }),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      '',
      '1.0',
      'https://tides.example',
      'eip155:1:0x00000000000000000000000000000000000a11ce',
    ),
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** A file with some of its members replaced, at any depth. */
function spoil(whole: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const paths = pathsOf(whole);
  const changes = fc.array(fc.tuple(fc.constantFrom(...paths), fc.option(json, { nil: undefined })), {
    minLength: 1,
    maxLength: 4,
  });
  return changes.map((list) => {
    const copy = structuredClone(whole);
    for (const [path, value] of list) {
      const parent = path
        .slice(0, -1)
        .reduce<unknown>(
          (at, key) => (typeof at === 'object' && at !== null ? (Reflect.get(at, key) as unknown) : undefined),
          copy,
        );
      const last = path.at(-1) ?? '';
      if (typeof parent === 'object' && parent !== null)
        Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
    }
    return copy;
  });
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [[key], ...pathsOf(member).map((path) => [key, ...path])]);
}

const rich = card({
  provider: { organization: 'x', url: 'https://tides.example' },
  capabilities: { streaming: true, extensions: [{ uri: 'x', params: { a: 1 } }] },
  securitySchemes: {
    m: { mtlsSecurityScheme: {} },
    o: { oauth2SecurityScheme: { flows: { clientCredentials: { scopes: {} } } } },
  },
  securityRequirements: [{ schemes: { m: { list: [] } } }],
  signatures: [{ protected: 'eyJhbGciOiJFZERTQSIsImtpZCI6ImEifQ', signature: 'A'.repeat(86), header: {} }],
});
const richOld = oldCard({
  additionalInterfaces: [{ url: 'https://tides.example', transport: 'GRPC' }],
  securitySchemes: { k: { type: 'apiKey', in: 'header', name: 'x' } },
  security: [{ k: [] }],
});

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const files = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  json.map(bytesOf),
  spoil(rich).map(bytesOf),
  spoil(richOld).map(bytesOf),
  spoil(file()).map(bytesOf),
);

/** A pointer must lead into the file, or to where something is missing. */
function checkPointers(issues: readonly { readonly pointer: string; readonly message: string }[]): void {
  for (const { pointer, message } of issues) {
    expect(pointer).to.match(/^(?:\/(?:[^~/]|~[01])*)*$/s);
    expect(message).to.not.equal('');
  }
}

describe('fuzz: files', () => {
  it('checkAgentCard has a verdict for everything', () => {
    fc.assert(
      fc.property(files, (bytes) => {
        const { verdict, version, issues } = inTime(() => checkAgentCard(bytes));
        expect(VERDICTS).to.include(verdict);
        expect(verdict === 'valid').to.equal(issues.every(({ level }) => level === 'warning'));
        if (verdict === 'valid') expect(version).to.not.equal(undefined);
        checkPointers(issues);
      }),
      runs,
    );
  });

  it('checkRegistrationFile has a verdict for everything', () => {
    fc.assert(
      fc.property(files, (bytes) => {
        const { verdict, version, issues } = inTime(() => checkRegistrationFile(bytes));
        expect(VERDICTS).to.include(verdict);
        expect(verdict === 'valid').to.equal(issues.every(({ level }) => level === 'warning'));
        expect(verdict === 'valid').to.equal(version !== undefined);
        checkPointers(issues);
      }),
      runs,
    );
  });

  it('verifyAgentCard has a verdict for everything, and never valid without the key', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    const chain = [{ kids: ['a'], key: await createVerificationKey('ed25519', jwk) }];
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoil(rich).map(bytesOf), files), async (bytes) => {
        const { verdict } = await inTimeLater(() => verifyAgentCard(bytes, chain));
        expect(verdict).to.be.oneOf(['invalid', 'unknown']);
      }),
      { numRuns: 10_000 },
    );
  });

  const JSON_PARTS = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"a"',
    '"a":',
    '1',
    '-0',
    '1e999',
    'null',
    ' ',
    '\\u',
    'd800',
    '"\\ud800"',
  ];
  it('any pieces of JSON are read or refused', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...JSON_PARTS), { maxLength: 40 }), (parts) => {
        const text = new TextEncoder().encode(parts.join(''));
        expect(VERDICTS).to.include(inTime(() => checkAgentCard(text)).verdict);
      }),
      runs,
    );
  });
});

describe('fuzz: JWS headers', () => {
  const alg = fc.oneof(fc.constantFrom('EdDSA', 'ES256', 'none', 'HS256', ''), json);
  const fields = fc.record(
    { alg, kid: fc.oneof(fc.string(), json), crit: json, b64: json, jku: json },
    { requiredKeys: [] },
  );
  const protectedHeader = fc.oneof(
    fc.string(),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.oneof(fields, json).map((value) => Buffer.from(bytesOf(value)).toString('base64url')),
  );

  it('any header is read or refused', () => {
    fc.assert(
      fc.property(protectedHeader, fc.option(fields, { nil: undefined }), (text, header) => {
        const reading = inTime(() => readProtectedHeader({ protected: text, signature: 'AA', header }));
        if ('header' in reading) expect([reading.header.alg, reading.header.kid]).to.not.include('');
        else expect(reading.code).to.be.oneOf(['header-malformed', 'critical-unsupported']);
      }),
      runs,
    );
  });
});

describe('fuzz: canonical JSON', () => {
  it('is JSON of the same value, and the same whatever the order and the spelling', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        const parsed = JSON.parse(text) as unknown;
        const canonical = inTime(() => canonicalizeJson(parsed));
        expect(canonical === undefined).to.equal(!isWellFormed(parsed));
        if (!canonical) return;
        const again = JSON.parse(new TextDecoder().decode(canonical)) as unknown;
        expect(canonicalizeJson(again)).to.deep.equal(canonical);
        expect(canonicalizeJson(reverse(parsed))).to.deep.equal(canonical);
        expect(again).to.deep.equal(parsed);
      }),
      runs,
    );
  });
});

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string')
    return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, member]) => isWellFormed(key) && isWellFormed(member));
}

/** The same value with the members of objects in the opposite order. */
function reverse(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reverse);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, reverse(member)] as const)
      .reverse(),
  );
}
