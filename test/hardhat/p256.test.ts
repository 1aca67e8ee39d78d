// P256Verifier answers the same on a chain with the precompile of EIP-7951 and on one without, where OpenZeppelin's library
// computes in Solidity. Keys and signatures by @noble/curves.
import { p256 } from '@noble/curves/nist.js';
import { expect } from 'chai';
import { Contract, concat, getBytes, hexlify, keccak256, toBeHex, toUtf8Bytes, zeroPadValue } from 'ethers';
import { artifacts, network } from 'hardhat';
import { after, before, describe, it } from 'mocha';

const ORDER = p256.Point.Fn.ORDER;
const FIELD = p256.Point.Fp.ORDER;
const CASES = 60;

type Arguments = readonly [hash: string, r: string, s: string, x: string, y: string];

interface Side {
  verify: (values: Arguments) => Promise<boolean>;
  gasOf: (values: Arguments) => Promise<bigint>;
  close: () => Promise<void>;
}

function word(value: bigint): string {
  return zeroPadValue(toBeHex(value), 32);
}

function random(label: string): string {
  return keccak256(toUtf8Bytes(label));
}

function signed(index: number): Arguments {
  const secret = getBytes(random(`secret ${String(index)}`));
  const hash = random(`hash ${String(index)}`);
  const point = hexlify(p256.getPublicKey(secret, false));
  const signature = hexlify(p256.sign(getBytes(hash), secret, { prehash: false, lowS: true }));
  return [hash, signature.slice(0, 66), `0x${signature.slice(66)}`, `0x${point.slice(4, 68)}`, `0x${point.slice(68)}`];
}

function replaced(values: Arguments, index: number, value: string): Arguments {
  const [hash, r, s, x, y] = values.map((one, place) => (place === index ? value : one));
  return [hash ?? '', r ?? '', s ?? '', x ?? '', y ?? ''];
}

/** One bit of one of the five words changed. */
function tampered(values: Arguments, index: number): Arguments {
  const bytes = getBytes(concat([...values]));
  const bit = Number(BigInt(random(`bit ${String(index)}`)) % BigInt(8 * bytes.length));
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  const words = [0, 1, 2, 3, 4].map((place) => hexlify(bytes.slice(32 * place, 32 * place + 32)));
  return [words[0] ?? '', words[1] ?? '', words[2] ?? '', words[3] ?? '', words[4] ?? ''];
}

async function start(hardfork: 'cancun' | 'osaka'): Promise<Side> {
  const connection = await network.create({ network: 'default', override: { hardfork, chainId: 31337 } });
  const [signer] = await connection.ethers.getSigners();
  if (signer === undefined) throw new Error('the chain has no accounts');
  const verifier = await connection.ethers.deployContract('P256Verifier');
  const { abi } = await artifacts.readArtifact('P256Verifier');
  const contract = new Contract(await verifier.getAddress(), abi, signer);
  const verify = contract.getFunction('verify');
  return {
    verify: async (values) => (await verify.staticCall(...values)) === true,
    gasOf: (values) => verify.estimateGas(...values),
    close: () => connection.close(),
  };
}

describe('P256Verifier with and without the precompile', () => {
  let sides: readonly [fallback: Side, precompile: Side];

  before(async () => {
    sides = [await start('cancun'), await start('osaka')];
  });

  after(async () => {
    await Promise.all(sides.map((side) => side.close()));
  });

  async function bothSay(expected: boolean, values: Arguments): Promise<void> {
    const [fallback, precompile] = await Promise.all(sides.map((side) => side.verify(values)));
    expect([fallback, precompile], values.join(' ')).to.deep.equal([expected, expected]);
  }

  it('accept what the key signed', async () => {
    for (let i = 0; i < CASES; i++) await bothSay(true, signed(i));
  });

  it('refuse the twin with a high s', async () => {
    for (let i = 0; i < CASES; i++) {
      const values = signed(i);
      await bothSay(false, replaced(values, 2, word(ORDER - BigInt(values[2]))));
    }
  });

  it('refuse a single changed bit', async () => {
    for (let i = 0; i < CASES; i++) await bothSay(false, tampered(signed(i), i));
  });

  it('refuse numbers at and beyond the edges', async () => {
    const values = signed(0);
    const edges = [0n, 1n, ORDER / 2n + 1n, ORDER - 1n, ORDER, FIELD, FIELD - 1n, 2n ** 256n - 1n];
    for (const edge of edges) {
      for (const place of [1, 2, 3, 4]) {
        if (values[place] !== word(edge)) await bothSay(false, replaced(values, place, word(edge)));
      }
    }
    await bothSay(false, [word(0n), word(0n), word(0n), word(0n), word(0n)]);
  });

  it('refuse garbage', async () => {
    for (let i = 0; i < CASES; i++) {
      const [hash, r, s, x, y] = ['hash', 'r', 's', 'x', 'y'].map((name) => random(`garbage ${name} ${String(i)}`));
      await bothSay(false, [hash ?? '', r ?? '', s ?? '', x ?? '', y ?? '']);
      const real = signed(i);
      await bothSay(false, replaced(replaced(real, 1, r ?? ''), 2, word(BigInt(s ?? '0') % (ORDER / 2n))));
    }
  });

  it('differ in gas, which shows that the precompile answered', async () => {
    const [fallback, precompile] = await Promise.all(sides.map((side) => side.gasOf(signed(1))));
    console.log(`      gas of a whole call: ${String(fallback)} without, ${String(precompile)} with the precompile`);
    expect(Number(fallback)).to.be.greaterThan(200_000);
    expect(Number(precompile)).to.be.lessThan(50_000);
  });
});
