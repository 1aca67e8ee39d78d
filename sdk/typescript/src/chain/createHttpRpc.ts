import { ChainError } from './ChainError.ts';
import type { Rpc } from './types.ts';

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_MAX_BYTES = 4_000_000;
const TOO_MANY_REQUESTS = 429;

export interface HttpRpcOptions {
  /** The global `fetch` by default. */
  readonly fetch?: typeof fetch;
  /** Milliseconds for one answer; 5,000 by default. */
  readonly timeoutMs?: number;
  /** Largest accepted answer in bytes; 4,000,000 by default. */
  readonly maxBytes?: number;
  /** Sent with every request, for example an API key that the caller keeps. Never logged, never in an error. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that an endpoint reported (JSON-RPC 2.0, section 5.1; EIP-1474). */
export interface RpcFault {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/**
 * Makes an endpoint that is asked over HTTP (JSON-RPC 2.0).
 *
 * @param url Of the endpoint. Only its host occurs in errors, because paths carry API keys.
 * @param options Time and size limits, `fetch`, headers.
 * @throws ChainError `options-invalid` for a URL that isn't http or https; then, from `request`: `rpc-timeout`,
 * `rpc-rate-limited`, `rpc-http`, `rpc-malformed`, and `rpc-failed` with the endpoint's own error as cause.
 */
export function createHttpRpc(url: string, options: HttpRpcOptions = {}): Rpc {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxBytes = DEFAULT_MAX_BYTES, headers = {} } = options;
  const send = options.fetch ?? globalThis.fetch;
  const { host, protocol } = readUrl(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw invalid('url', protocol, 'give an http or https URL');
  if (!(timeoutMs > 0)) throw invalid('timeoutMs', timeoutMs, 'give milliseconds above 0');
  if (!(maxBytes > 0)) throw invalid('maxBytes', maxBytes, 'give bytes above 0');
  let lastId = 0;
  return {
    async request({ method, params }) {
      const id = ++lastId;
      const body = JSON.stringify({ jsonrpc: '2.0', id, method, params });
      const text = await exchange(body, method);
      return readAnswer(text, id, method, host);
    },
  };

  async function exchange(body: string, method: string): Promise<string> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: abort.signal,
      });
      if (response.status === TOO_MANY_REQUESTS) {
        throw new ChainError(
          'rpc-rate-limited',
          `${host} refuses ${method}: too many requests; wait, or add endpoints`,
        );
      }
      const text = await readText(response, method);
      // Several nodes send their JSON-RPC errors with an HTTP error status.
      if (!response.ok && !text.includes('"error"')) {
        throw new ChainError('rpc-http', `${host} answered ${method} with HTTP status ${response.status}`, {
          details: { status: response.status },
        });
      }
      return text;
    } catch (cause) {
      if (cause instanceof ChainError) throw cause;
      if (abort.signal.aborted) {
        throw new ChainError('rpc-timeout', `${host} did not answer ${method} within ${timeoutMs} ms`, { cause });
      }
      throw new ChainError('rpc-http', `${host} could not be reached for ${method}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  async function readText(response: Response, method: string): Promise<string> {
    if (response.body === null) return '';
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    let size = 0;
    for (;;) {
      const { value } = (await reader.read()) as { readonly value?: Uint8Array };
      if (value === undefined) return text + decoder.decode();
      size += value.length;
      if (size > maxBytes) {
        await reader.cancel();
        throw new ChainError('rpc-malformed', `${host} answered ${method} with more than ${maxBytes} bytes`);
      }
      text += decoder.decode(value, { stream: true });
    }
  }
}

function readUrl(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw new ChainError('options-invalid', 'url is no URL; give one such as https://rpc.example/', { cause });
  }
}

function invalid(field: string, value: unknown, wayOut: string): ChainError {
  return new ChainError('options-invalid', `${field} can't be ${String(value)}; ${wayOut}`, {
    details: { field, value },
  });
}

function readAnswer(text: string, id: number, method: string, host: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new ChainError('rpc-malformed', `${host} answered ${method} with something that is no JSON`, { cause });
  }
  if (typeof answer !== 'object' || answer === null || !('id' in answer)) {
    throw new ChainError('rpc-malformed', `${host} answered ${method} with something that is no JSON-RPC`);
  }
  if ('error' in answer && answer.error !== null && answer.error !== undefined) {
    throw new ChainError('rpc-failed', `${host} refused ${method}`, { cause: answer.error });
  }
  if (answer.id !== id || !('result' in answer)) {
    throw new ChainError('rpc-malformed', `${host} answered another question than ${method}`);
  }
  return answer.result;
}
