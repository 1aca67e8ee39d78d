import { expect } from 'chai';
import { TEE_REASONS } from '../../../src/index.ts';
import type { TeeFailureCode, TeeResult } from '../../../src/index.ts';

/** Asserts the exact reason, the verdict that belongs to it, and that the step that failed is the last one told. */
export function expectRefusal(result: TeeResult, code: TeeFailureCode): void {
  expect(result.code).to.equal(code);
  expect(result.verdict).to.equal(TEE_REASONS[code].verdict);
  const outcomes = result.checks.map(({ outcome }) => outcome);
  expect(outcomes.at(-1)).to.equal(result.verdict === 'unknown' ? 'unknown' : 'failed');
  expect(outcomes.slice(0, -1)).to.satisfy((all: string[]) =>
    all.every((one) => one === 'passed' || one === 'not-asked'),
  );
}
