import { expect } from 'chai';

/** Longest time for one input in milliseconds; generous, because the machine does other things too. */
const LONGEST = 3_000;

/**
 * Calls a function with one fuzzed input and demands an answer in time. What it throws goes on to the fuzzer.
 *
 * @param call Takes the input.
 */
export function inTime<T>(call: () => T): T {
  const begin = performance.now();
  const result = call();
  expect(performance.now() - begin).to.be.lessThan(LONGEST);
  return result;
}

/** The same for a call that ends later. */
export async function inTimeLater<T>(call: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await call();
  expect(performance.now() - begin).to.be.lessThan(LONGEST);
  return result;
}
