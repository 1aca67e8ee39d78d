/** A source of random numbers that gives the same ones for the same seed on every machine. */
export interface Random {
  /** From 0 to less than 1. */
  readonly unit: () => number;
  /** A whole number from `from` to `to`, both included. */
  readonly whole: (from: number, to: number) => number;
  /** Bell-shaped, mean 0 and standard deviation 1, never beyond 6. */
  readonly bell: () => number;
}

/**
 * The generator sfc32 of PractRand: 128 bits of state, additions and shifts only.
 *
 * @param seed 0 to 2^32 − 1.
 * @param stream Keeps the numbers of one scenario apart from those of another.
 */
export function createRandom(seed: number, stream: number): Random {
  let [a, b, c, counter] = [seed | 0, stream | 0, 0x9e3779b9 | 0, 1];
  const unit = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) unit();
  return {
    unit,
    whole: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    // The sum of twelve: no function whose last bits differ from engine to engine.
    bell: () => {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += unit();
      return sum;
    },
  };
}
