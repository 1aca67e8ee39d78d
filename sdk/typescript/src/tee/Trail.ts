import { TEE_REASONS } from './reasonTable.ts';
import { TeeError } from './TeeError.ts';
import type { TeeCheck, TeeCheckName, TeeClaims, TeeResult } from './types.ts';

/** Keeps what was checked and what is known so far, while a verification goes on. */
export class Trail {
  readonly #checks: TeeCheck[] = [];
  #claims: TeeClaims | null = null;

  /** Sets or completes what is known. */
  know(claims: TeeClaims): TeeClaims {
    this.#claims = claims;
    return claims;
  }

  /** Runs one step. A TeeError is noted and goes on to the caller. */
  async check<T>(name: TeeCheckName, step: () => T | Promise<T>): Promise<T> {
    try {
      const value = await step();
      this.#checks.push({ name, outcome: 'passed' });
      return value;
    } catch (error) {
      if (error instanceof TeeError) {
        const outcome = TEE_REASONS[error.code].verdict === 'unknown' ? 'unknown' : 'failed';
        this.#checks.push({ name, outcome });
      }
      throw error;
    }
  }

  /** Notes a step that neither format nor policy asks for. */
  skip(name: TeeCheckName): void {
    this.#checks.push({ name, outcome: 'not-asked' });
  }

  /**
   * Runs a whole verification and turns its end into a result.
   *
   * @param work Everything to check, returning the final claims. It must throw a TeeError for what it refuses; other
   * errors are faults of this library and go through.
   */
  static async judge(work: (trail: Trail) => Promise<TeeClaims>): Promise<TeeResult> {
    const trail = new Trail();
    try {
      const claims = await work(trail);
      return { verdict: 'valid', code: 'ok', claims, checks: trail.#checks };
    } catch (error) {
      if (!(error instanceof TeeError)) throw error;
      const { code, message, offset } = error;
      const { verdict } = TEE_REASONS[code];
      return { verdict, code, message, offset, unverifiedClaims: trail.#claims, checks: trail.#checks };
    }
  }
}
