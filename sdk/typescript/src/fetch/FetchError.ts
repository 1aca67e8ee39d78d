import { SageError } from '../errors/SageError.ts';
import type { SageErrorOptions } from '../errors/SageError.ts';
import { FETCH_ERRORS } from './fetchErrorTable.ts';
import type { FetchErrorCode } from './fetchErrorTable.ts';

/** Why a fetcher has no content. The message says what was found and the way out. */
export class FetchError extends SageError<FetchErrorCode> {
  /**
   * @param code Why.
   * @param detail What was found, in words.
   * @param options The cause and facts, where there are any.
   */
  constructor(code: FetchErrorCode, detail: string, options: SageErrorOptions = {}) {
    const { meaning, wayOut } = FETCH_ERRORS[code];
    super(code, `${meaning} (${detail}); ${wayOut}`, options);
  }
}
