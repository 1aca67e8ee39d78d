import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { Fact } from '../chain/FactCache.ts';
import { encodeBase64 } from '../encoding/encodeBase64.ts';
import { SageError } from '../errors/SageError.ts';
import type { ContentFetcher } from '../fetch/types.ts';
import type { RecordedAnswer } from '../chain/types.ts';
import { Fault } from './Fault.ts';
import type { BundledContent, Check, CheckName, JsonValue, Subject } from './types.ts';

/** One judgement on its way: its checks, and all that they rest on. */
export class Judgement {
  /** Seconds since 1970. */
  readonly now: number;
  readonly checks: Check[] = [];
  readonly answers = new Set<RecordedAnswer>();
  readonly contents: BundledContent[] = [];
  facts: ChainFacts | undefined;
  subject: Subject | undefined;

  constructor(now: number) {
    this.now = now;
  }

  /** Takes a fact and keeps its answers. */
  use<T>({ value, answers }: Fact<T>): T {
    for (const answer of answers) this.answers.add(answer);
    return value;
  }

  /** Keeps content for the bundle. */
  record(uri: string, bytes: Uint8Array, finalUrl?: string): void {
    this.contents.push({ uri, bytes: encodeBase64(bytes), finalUrl });
  }

  /** Writes down that a step went well. */
  pass(name: CheckName, facts: Readonly<Record<string, JsonValue>> = {}): void {
    this.checks.push({ name, status: 'valid', code: 'ok', facts });
  }

  /**
   * A fetcher that keeps what it fetched.
   *
   * @throws Fault `fetcher-missing`
   */
  recording(check: CheckName, fetcher: ContentFetcher | undefined): ContentFetcher {
    if (fetcher === undefined) throw new Fault(check, 'fetcher-missing');
    return async (uri) => {
      try {
        const content = await fetcher(uri);
        this.record(uri, content.bytes, content.finalUrl);
        return content;
      } catch (error) {
        // The codes of fetch errors, or of none: then the replay ends in the same verdict, for another reason.
        const code = error instanceof SageError ? String(error.code) : 'unknown';
        const status: unknown = error instanceof SageError ? error.details['status'] : undefined;
        this.contents.push({ uri, error: code, details: typeof status === 'number' ? { status } : {} });
        throw error;
      }
    };
  }
}
