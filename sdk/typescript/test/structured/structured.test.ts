import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import * as oracle from 'structured-headers';
import {
  StructuredFieldError,
  parseDictionary,
  parseItem,
  parseList,
  serializeDictionary,
  serializeItem,
  serializeList,
} from '../../src/structured/index.ts';
import type { BareItem, FieldParameters, Item, Member } from '../../src/structured/index.ts';
import { SageError } from '../../src/index.ts';

const RUNS = Number(process.env['SAGE_FUZZ_RUNS'] ?? 1000);

const bareOf = (text: string): BareItem => parseItem(text).bare;
const rewritten = (text: string): string => serializeItem(parseItem(text));

async function fails(action: () => unknown, code: string, message: RegExp): Promise<void> {
  try {
    action();
  } catch (error) {
    expect(error).to.be.instanceOf(StructuredFieldError).and.instanceOf(SageError);
    expect(error).to.have.property('code', code);
    expect(error).to.have.property('name', 'StructuredFieldError');
    expect((error as Error).message).to.match(message);
    return;
  }
  return Promise.reject(new Error('nothing was thrown'));
}

describe('RFC 9651: items', () => {
  const items: readonly (readonly [text: string, bare: BareItem, canonical?: string])[] = [
    ['42', { type: 'integer', value: 42 }],
    ['-999999999999999', { type: 'integer', value: -999_999_999_999_999 }],
    ['007', { type: 'integer', value: 7 }, '7'],
    ['-0', { type: 'integer', value: 0 }, '0'],
    ['4.5', { type: 'decimal', value: 4.5 }],
    ['123456789012.125', { type: 'decimal', value: 123_456_789_012.125 }],
    ['1.0', { type: 'decimal', value: 1 }],
    ['1.100', { type: 'decimal', value: 1.1 }, '1.1'],
    ['-0.0', { type: 'decimal', value: 0 }, '0.0'],
    ['-0.001', { type: 'decimal', value: -0.001 }],
    ['"hello world"', { type: 'string', value: 'hello world' }],
    [String.raw`"a\"b\\c"`, { type: 'string', value: String.raw`a"b\c` }],
    ['""', { type: 'string', value: '' }],
    ['foo123/456', { type: 'token', value: 'foo123/456' }],
    ['*', { type: 'token', value: '*' }],
    ["A!#$%&'*+-.^_`|~:/9", { type: 'token', value: "A!#$%&'*+-.^_`|~:/9" }],
    [':cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:', bytesItem('pretend this is binary content.')],
    ['::', { type: 'bytes', value: new Uint8Array() }],
    [':YQ==:', bytesItem('a')],
    [':YWI=:', bytesItem('ab')],
    [':+/+/:', { type: 'bytes', value: Uint8Array.of(0xfb, 0xff, 0xbf) }],
    ['?1', { type: 'boolean', value: true }],
    ['?0', { type: 'boolean', value: false }],
    ['@1659578233', { type: 'date', value: 1_659_578_233 }],
    ['@-1659578233', { type: 'date', value: -1_659_578_233 }],
    [
      '%"This is intended for display to %c3%bcsers."',
      { type: 'display-string', value: 'This is intended for display to üsers.' },
    ],
    ['%"%f0%9f%98%80 %22%25"', { type: 'display-string', value: '😀 "%' }],
    ['%"%ef%bb%bfx"', { type: 'display-string', value: '\ufeffx' }],
  ];
  for (const [text, bare, canonical = text] of items) {
    it(`section 3.3: ${text}`, () => {
      expect(bareOf(text)).to.deep.equal(bare);
      expect(rewritten(text)).to.equal(canonical);
      expect(parseItem(`  ${text}  `).bare).to.deep.equal(bare);
    });
  }

  const wrong: readonly (readonly [text: string, message: RegExp])[] = [
    ['', /expected a bare item at character 0, found the end/],
    ['  ', /expected a bare item at character 2/],
    ['1000000000000000', /at most 15 digits/],
    ['1234567890123.1', /at most 12 before a point/],
    ['1.', /1 to 3 behind it/],
    ['1.1234', /1 to 3 behind it/],
    ['.5', /expected a bare item/],
    ['-', /expected a bare item/],
    ['--1', /expected a bare item/],
    ['-a', /expected a bare item/],
    ['+1', /expected a bare item/],
    ['1.2.3', /expected the end at character 3, found "\."/],
    ['1e5', /expected the end/],
    ['"a', /closing quote at character 2, found the end/],
    ['"', /closing quote/],
    ['"a\\', /closing quote/],
    [String.raw`"a\b"`, /closing quote at character 3, found "b"/],
    ['"ü"', /closing quote at character 1, found "ü"/],
    ['"\t"', /closing quote/],
    ['"\x7f"', /closing quote/],
    ["'a'", /expected a bare item/],
    [':YQ:', /base64 with padding/],
    [':YQ', /base64 with padding/],
    [':YR==:', /base64 with padding/],
    [':YWJ=:', /base64 with padding/],
    [':Y-==:', /base64 with padding/],
    [':Y Q==:', /base64 with padding/],
    [':Y===:', /base64 with padding/],
    [':=YQ=:', /base64 with padding/],
    [':YQéé:', /base64 with padding/],
    ['?2', /expected 0 or 1/],
    ['?', /expected 0 or 1/],
    ['?true', /expected 0 or 1/],
    ['@1.5', /whole seconds/],
    ['@', /expected a bare item/],
    ['@a', /expected a bare item/],
    ['%a', /display string/],
    ['%', /display string/],
    ['%"a', /display string/],
    ['%"%C3%BC"', /display string/],
    ['%"%c3"', /display string/],
    ['%"%ff"', /display string/],
    ['%"%c"', /display string/],
    ['%"ü"', /display string/],
    ['%"\n"', /display string/],
    ['a, b', /expected the end/],
    ['a;', /expected a key in lower case/],
    ['a;B', /expected a key in lower case/],
    ['a; =1', /expected a key/],
    ['a ;b', /expected the end/],
    ['a;b= 1', /expected a bare item/],
    ['a;b=(1)', /expected a bare item/],
    ['\ta', /expected a bare item/],
    ['a\t', /expected the end/],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => fails(() => parseItem(text), 'structured-field-syntax', message));
  }

  it('parameters: section 3.1.2', () => {
    const { parameters } = parseItem('a;b;  c=?0;d="x";*e=1.5;f_-.*=t');
    expect([...parameters]).to.deep.equal([
      ['b', { type: 'boolean', value: true }],
      ['c', { type: 'boolean', value: false }],
      ['d', { type: 'string', value: 'x' }],
      ['*e', { type: 'decimal', value: 1.5 }],
      ['f_-.*', { type: 'token', value: 't' }],
    ]);
    expect(rewritten('a;b=?1;  c=?0')).to.equal('a;b;c=?0');
  });

  it('the last of repeated keys wins in the first place, or all are refused', async () => {
    expect(rewritten('a;x=1;y=2;x=3')).to.equal('a;x=3;y=2');
    const refuse = (): unknown => parseItem('a;x=1;x=1', { repeatedKeys: 'refuse' });
    await fails(refuse, 'structured-field-repeated-key', /the key "x" occurs twice/);
  });
});

describe('RFC 9651: lists and dictionaries', () => {
  const lists: readonly (readonly [lines: string | readonly string[], canonical: string])[] = [
    ['sugar, tea, rum', 'sugar, tea, rum'],
    [['sugar, tea', 'rum'], 'sugar, tea, rum'],
    ['("foo" "bar"), ("baz"), ("bat" "one"), ()', '("foo" "bar"), ("baz"), ("bat" "one"), ()'],
    ['("foo";a=1;b=2);lvl=5, ("bar" "baz");lvl=1', '("foo";a=1;b=2);lvl=5, ("bar" "baz");lvl=1'],
    ['a\t,\t b  ,c', 'a, b, c'],
    ['(  a   b  )', '(a b)'],
    ['( )', '()'],
    ['', ''],
    ['   ', ''],
  ];
  for (const [lines, canonical] of lists) {
    it(`section 3.1: ${JSON.stringify(lines)}`, () => {
      expect(serializeList(parseList(lines))).to.equal(canonical);
    });
  }

  for (const text of [
    'a,',
    ',a',
    'a,,b',
    'a b',
    '(a',
    '(a,b)',
    '(a"b")',
    '(a)b',
    '((a))',
    'a, ',
    'a,\t',
    ')',
    '(a\tb)',
    '\ta',
  ]) {
    it(`section 3.1: refuses ${JSON.stringify(text)}`, () =>
      fails(() => parseList(text), 'structured-field-syntax', /see RFC 9651, section 4\.2$/));
  }

  const dictionaries: readonly (readonly [lines: string | readonly string[], canonical: string])[] = [
    ['en="Applepie", da=:w4ZibGV0w6ZydGU=:', 'en="Applepie", da=:w4ZibGV0w6ZydGU=:'],
    ['a=?0, b, c; foo=bar', 'a=?0, b, c;foo=bar'],
    ['a=?1;x', 'a;x'],
    ['rating=1.5, feelings=(joy sadness)', 'rating=1.5, feelings=(joy sadness)'],
    ['a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid', 'a=(1 2), b=3, c=4;aa=bb, d=(5 6);valid'],
    [['a=1', 'b=2'], 'a=1, b=2'],
    ['a=1,b=2,a=3', 'a=3, b=2'],
    ['', ''],
  ];
  for (const [lines, canonical] of dictionaries) {
    it(`section 3.2: ${JSON.stringify(lines)}`, () => {
      expect(serializeDictionary(parseDictionary(lines))).to.equal(canonical);
    });
  }

  it('section 3.2: keys that objects have by themselves', () => {
    const dictionary = parseDictionary('constructor=1, valueof');
    expect(dictionary.get('constructor')).to.have.property('kind', 'item');
    expect(dictionary.get('hasownproperty')).to.equal(undefined);
  });

  for (const text of [
    'A=1',
    'a=',
    'a=1,',
    ',',
    'a =1',
    'a= 1',
    'a=1 b=2',
    'a;',
    '1=a',
    '"a"=1',
    'a=1;;b',
    'a=(1',
    'toString',
  ]) {
    it(`section 3.2: refuses ${JSON.stringify(text)}`, () =>
      fails(() => parseDictionary(text), 'structured-field-syntax', /^structured field: /));
  }

  it('repeated members are refused on demand', () =>
    fails(() => parseDictionary(['a=1', 'a=1'], { repeatedKeys: 'refuse' }), 'structured-field-repeated-key', /"a"/));
});

describe('RFC 9651: what can not be written', () => {
  const item = (bare: BareItem, parameters: FieldParameters = new Map()): Item => ({ kind: 'item', bare, parameters });

  const wrong: readonly BareItem[] = [
    { type: 'integer', value: 1.5 },
    { type: 'integer', value: 1_000_000_000_000_000 },
    { type: 'integer', value: Number.NaN },
    { type: 'decimal', value: 1_000_000_000_000 },
    { type: 'decimal', value: 999_999_999_999.9996 },
    { type: 'decimal', value: Infinity },
    { type: 'decimal', value: Number.NaN },
    { type: 'string', value: 'ü' },
    { type: 'string', value: 'a\n' },
    { type: 'token', value: '' },
    { type: 'token', value: '1a' },
    { type: 'token', value: 'a b' },
    { type: 'date', value: 0.5 },
    { type: 'display-string', value: '\ud800' },
  ];
  for (const bare of wrong) {
    const shown = typeof bare.value === 'string' ? JSON.stringify(bare.value) : String(bare.value);
    it(`refuses the ${bare.type} ${shown}`, () =>
      fails(() => serializeItem(item(bare)), 'structured-field-value', /can't be written; expected/));
  }

  for (const key of ['', 'A', '1a', 'a b', 'ü']) {
    it(`refuses the key ${JSON.stringify(key)}`, async () => {
      const one: BareItem = { type: 'integer', value: 1 };
      const parameters = new Map([[key, one]]);
      await fails(() => serializeItem(item(one, parameters)), 'structured-field-value', /is no key/);
      await fails(() => serializeDictionary(new Map([[key, item(one)]])), 'structured-field-value', /is no key/);
    });
  }

  it('decimals are rounded to three places, ties to the even digit', () => {
    for (const [value, text] of [
      [0.0005, '0.0'],
      [0.0015, '0.002'],
      [-0.0005, '0.0'],
      [-0.0015, '-0.002'],
      [0.0025, '0.002'],
      [1.2346, '1.235'],
      [-1.2344, '-1.234'],
      [1, '1.0'],
      [0.1 + 0.2, '0.3'],
      [10.05, '10.05'],
    ] as const) {
      expect(serializeItem(item({ type: 'decimal', value })), String(value)).to.equal(text);
    }
  });
});

describe('RFC 9651: properties', () => {
  const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,6}$/);
  const printable = fc.stringMatching(/^[ -~]{0,12}$/);
  const bare: fc.Arbitrary<BareItem> = fc.oneof(
    fc.integer().map((value): BareItem => ({ type: 'integer', value })),
    fc.maxSafeInteger().map((value): BareItem => ({ type: 'integer', value: value % 1e15 })),
    fc.integer({ min: -1e9, max: 1e9 }).map((value): BareItem => ({ type: 'decimal', value: value / 1000 + 0 })),
    printable.map((value): BareItem => ({ type: 'string', value })),
    fc
      .stringMatching(/^[A-Za-z*][A-Za-z0-9:/!#$%&'*+.^_`|~-]{0,8}$/)
      .map((value): BareItem => ({ type: 'token', value })),
    fc.uint8Array({ maxLength: 20 }).map((value): BareItem => ({ type: 'bytes', value: Uint8Array.from(value) })),
    fc.boolean().map((value): BareItem => ({ type: 'boolean', value })),
    fc.integer().map((value): BareItem => ({ type: 'date', value })),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((value): BareItem => ({ type: 'display-string', value })),
  );
  const parameters = fc
    .array(fc.tuple(key, bare), { maxLength: 3 })
    .map((entries): FieldParameters => new Map(entries));
  const item = fc
    .tuple(bare, parameters)
    .map(([value, with_]): Item => ({ kind: 'item', bare: value, parameters: with_ }));
  const inner = fc
    .tuple(fc.array(item, { maxLength: 3 }), parameters)
    .map(([items, with_]): Member => ({ kind: 'inner-list', items, parameters: with_ }));
  const member: fc.Arbitrary<Member> = fc.oneof(item, inner);

  it('what is written is read back the same', () => {
    const list = fc.array(member, { maxLength: 4 });
    const dictionary = fc.array(fc.tuple(key, member), { maxLength: 4 }).map((entries) => new Map(entries));
    fc.assert(
      fc.property(item, list, dictionary, (one, several, named) => {
        const normal = (value: unknown): unknown => JSON.parse(JSON.stringify(value, plain)) as unknown;
        expect(normal(parseItem(serializeItem(one)))).to.deep.equal(normal(one));
        expect(normal(parseList(serializeList(several)))).to.deep.equal(normal(several));
        expect(normal(parseDictionary(serializeDictionary(named)))).to.deep.equal(normal(named));
      }),
      { numRuns: RUNS },
    );
  });

  it('agrees with structured-headers on what both accept, and accepts nothing that it refuses', () => {
    const piece = fc.constantFrom(
      'a',
      'b=1',
      ';',
      ',',
      ' ',
      '(',
      ')',
      '"x"',
      '\\',
      '"',
      ':YQ==:',
      ':',
      '?1',
      '1.5',
      '-',
      '=',
      '%"%c3%bc"',
      '\t',
      '*',
    );
    const text = fc.oneof(
      fc.string(),
      printable,
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (field) => {
        // The oracle can't read a date that anything follows.
        fc.pre(!field.includes('@'));
        const pairs = [
          [() => serializeItem(parseItem(field)), () => oracle.serializeItem(oracle.parseItem(field))],
          [() => serializeList(parseList(field)), () => oracle.serializeList(oracle.parseList(field))],
          [
            () => serializeDictionary(parseDictionary(field)),
            () => oracle.serializeDictionary(oracle.parseDictionary(field)),
          ],
        ] as const;
        for (const [ours, theirs] of pairs) {
          const mine = attempt(ours);
          if (mine !== undefined) expect(attempt(theirs), field).to.equal(mine);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('a long field takes no more than a moment, whatever is in it', () => {
    const length = 200_000;
    for (const unit of ['"', ' ', 'a', ';a', ',', '(', '\\', ':', '%', '1', '"\\"', 'a,', '\t', '=', '%"%41']) {
      for (const text of [unit.repeat(length), `a=${unit.repeat(length)}`, `"${unit.repeat(length)}`]) {
        const begin = process.cpuUsage();
        for (const parse of [parseItem, parseList, parseDictionary]) attempt(() => parse(text));
        // Time of the processor: what else the machine does must not matter.
        expect(process.cpuUsage(begin).user, `${text.slice(0, 5)}…`).to.be.lessThan(2_000_000);
      }
    }
  });
});

function bytesItem(text: string): BareItem {
  return { type: 'bytes', value: new TextEncoder().encode(text) };
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
  return value instanceof Uint8Array ? [...value] : value;
}

/** What an action returns; undefined where it refuses the text. Any other error is a fault of the parser. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof StructuredFieldError || !(error instanceof SageError || isProgramError(error)))
      return undefined;
    throw error;
  }
}

function isProgramError(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError;
}
