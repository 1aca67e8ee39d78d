import { expect } from 'chai';
import { describe, it } from 'mocha';
import { canonicalizeJson } from '../../src/index.ts';

const canonical = (text: string): string | undefined => {
  const bytes = canonicalizeJson(JSON.parse(text));
  return bytes && new TextDecoder().decode(bytes);
};

/** RFC 8785, appendix B: the bits of a double and its text. */
const NUMBERS: readonly (readonly [bits: string, text: string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
];

describe('canonicalizeJson (RFC 8785)', () => {
  for (const [bits, text] of NUMBERS) {
    it(`appendix B: ${bits} is ${text}`, () => {
      const value = new DataView(toBuffer(bits)).getFloat64(0);
      expect(new TextDecoder().decode(canonicalizeJson(value))).to.equal(text);
    });
  }

  it('section 3.2.2: primitive values', () => {
    const text = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonical(text)).to.equal(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('section 3.2.3: keys by UTF-16 code units', () => {
    const text = String.raw`{"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4}`;
    expect(canonical(text)).to.equal('{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}');
  });

  it('sorts inside of lists, keeps their order, and has an order for numeric keys', () => {
    expect(canonical('[{"b":1,"a":[3,1,{"d":0,"c":0}]},{}]')).to.equal('[{"a":[3,1,{"c":0,"d":0}],"b":1},{}]');
    expect(canonical('{"10":1,"9":2,"a":3}')).to.equal('{"10":1,"9":2,"a":3}');
  });

  it('keeps keys that mean something to objects', () => {
    expect(canonical('{"toJSON":1,"__proto__":{"b":1},"constructor":2}')).to.equal(
      '{"__proto__":{"b":1},"constructor":2,"toJSON":1}',
    );
  });

  it('writes -0 as 0, 1e21 with its exponent, and numbers as doubles hold them', () => {
    expect(canonical('[-0, -0.0, 1e21, 1e20, 9007199254740993, 0.1e1]')).to.equal(
      '[0,0,1e+21,100000000000000000000,9007199254740992,1]',
    );
  });

  for (const text of [String.raw`"\ud800"`, String.raw`{"\udc00": 1}`, String.raw`["\ude00\ud83d"]`]) {
    it(`has no form for half of a pair: ${text}`, () => expect(canonical(text)).to.equal(undefined));
  }

  for (const text of ['1e400', '[-1e400]']) {
    it(`has no form for what no double holds: ${text}`, () => expect(canonical(text)).to.equal(undefined));
  }

  it('has no form for what is no JSON', () => {
    expect(canonicalizeJson(undefined)).to.equal(undefined);
    expect(canonicalizeJson(Symbol('x'))).to.equal(undefined);
  });

  it('does not run out of stack', () => {
    let value: unknown = 0;
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(canonicalizeJson(value)).to.have.length(200_001);
  });
});

function toBuffer(bits: string): ArrayBuffer {
  const buffer = new ArrayBuffer(8);
  new DataView(buffer).setBigUint64(0, BigInt(`0x${bits}`));
  return buffer;
}
