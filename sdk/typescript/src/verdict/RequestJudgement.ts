import type { Hex } from '../client/types.ts';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts } from '../chain/types.ts';
import type { HttpRequestMessage } from '../http/types.ts';
import { Judgement } from './Judgement.ts';

/** The judgement of a request. */
export class RequestJudgement extends Judgement {
  readonly message: HttpRequestMessage;
  /** The parameter `created`; set once it is known. */
  signedAt: number | undefined;
  /** Who signed, as claimed until the signature is found right. */
  found: { readonly facts: ChainFacts; readonly agent: AgentFacts; readonly keyId: Hex } | undefined;

  constructor(now: number, message: HttpRequestMessage) {
    super(now);
    this.message = message;
  }

  /**
   * Whether the request has content; when the body isn't at hand, as the message tells, and else by its header fields
   * (RFC 9112, section 6.3).
   */
  get hasContent(): boolean {
    const { body, content, fields } = this.message;
    if (body !== undefined) return body.length > 0;
    if (content !== undefined) return content !== 'none';
    return fields.some(([name, value]) => {
      const lower = name.toLowerCase();
      return lower === 'transfer-encoding' || (lower === 'content-length' && value.trim() !== '0');
    });
  }
}
