import { createHmac } from 'node:crypto';
import { retry } from '../chain/retry.ts';
import type { RetryPlan } from '../chain/retry.ts';
import { MonitorError } from '../MonitorError.ts';
import type { Output } from '../Watcher.ts';

export interface WebhookOptions {
  /** Secret: only its host occurs in errors. */
  readonly url: string;
  /** Key of the signature. */
  readonly secret: string;
  readonly timeoutMs: number;
  readonly retry: RetryPlan;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly fetch?: typeof fetch;
  /** Told how each delivery ended. */
  readonly onDelivery?: (outcome: 'delivered' | 'failed') => void;
}

/** A receiver that didn't take a delivery; `isFinal` when the same would be refused again. */
class RefusedError extends Error {
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

const SHORTEST_SECRET = 16;

/**
 * Posts each notification as JSON.
 *
 * `x-sage-signature` is `sha256=` and the HMAC-SHA256 (RFC 2104) of `x-sage-timestamp`, a full stop and the body, in hex; the
 * receiver compares it, refuses old timestamps, and drops an `x-sage-id` that it has had.
 *
 * @throws MonitorError `configuration-invalid` for a URL that is not https (http on this machine only), or a short secret.
 */
export function createWebhook(options: WebhookOptions): Output {
  const { secret, timeoutMs, now } = options;
  const url = checkUrl(options.url);
  if (secret.length < SHORTEST_SECRET) {
    const message = `the secret of the webhook has ${secret.length} characters; take at least ${SHORTEST_SECRET} random ones`;
    throw new MonitorError('configuration-invalid', message);
  }
  const send = options.fetch ?? globalThis.fetch;
  return {
    name: 'webhook',
    deliver: async (notification) => {
      const body = JSON.stringify(notification);
      const id = `${notification.id}:${notification.kind}`;
      try {
        await retry(
          () => post(id, body),
          options.retry,
          (error) => !(error instanceof RefusedError && error.isFinal),
        );
      } catch (error) {
        options.onDelivery?.('failed');
        throw error;
      }
      options.onDelivery?.('delivered');
    },
  };

  async function post(id: string, body: string): Promise<void> {
    const timestamp = String(Math.floor(now()));
    const signature = signBody(secret, timestamp, body);
    let response: Response;
    try {
      response = await send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-sage-id': id,
          'x-sage-timestamp': timestamp,
          'x-sage-signature': signature,
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      // What fetch throws may hold the URL.
      throw new RefusedError(`${url.host} could not be reached within ${timeoutMs} ms`, false);
    }
    await response.body?.cancel();
    if (response.ok) return;
    const isFinal = response.status >= 400 && response.status < 500 && response.status !== 429;
    throw new RefusedError(`${url.host} answered with HTTP status ${response.status}`, isFinal);
  }
}

/** The value of `x-sage-signature`. */
export function signBody(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

function checkUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new MonitorError(
      'configuration-invalid',
      'the URL of the webhook is none; give one such as https://hooks.example/…',
    );
  }
  const isHere = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return url;
  const message = `the URL of the webhook (${url.host}) has protocol ${url.protocol}; take https`;
  throw new MonitorError('configuration-invalid', message);
}
