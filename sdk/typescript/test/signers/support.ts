import { expect } from 'chai';
import { SageError } from '../../src/index.ts';

/** What an action throws or rejects with: an error of this library with that code. */
export async function refusal(code: string, action: () => unknown): Promise<SageError> {
  let error: unknown;
  try {
    await action();
  } catch (caught) {
    error = caught;
  }
  expect(error).to.be.instanceOf(SageError);
  expect(error).to.have.property('code', code);
  return error as SageError;
}
