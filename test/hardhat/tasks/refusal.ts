import { expect } from 'chai';
import type { Desk } from './desk.ts';
import { failure } from './failure.ts';
import type { Failure } from './failure.ts';

/** Runs a task that has to fail with this code and exit code, with `--json`. */
export async function refusal(desk: Desk, words: readonly string[], code: string, exitCode: number): Promise<Failure> {
  const failed = failure(await desk.run([...words, '--json']));
  expect(failed.code, failed.message).to.equal(code);
  expect(failed.exitCode).to.equal(exitCode);
  return failed;
}
