import { HttpSignatureError } from '../HttpSignatureError.ts';
import type { HttpMessage } from '../types.ts';

/** 1 MiB, as for fetched files. */
const DEFAULT_MAX_BODY_BYTES = 1_048_576;

export interface FetchBodyOptions {
  /**
   * Bytes of a body that are read at most; 1 MiB by default, Infinity for no bound. A longer body is left out of the
   * message, and a signature that covers its digest is refused with `body-too-large`.
   */
  readonly maxBodyBytes?: number | undefined;
  /** Leaves the body unread where the message has no `Signature-Input`, as there is nothing to verify. */
  readonly onlySigned?: boolean | undefined;
}

/**
 * Reads a body from a copy, counting on the way, so that nobody can fill the memory.
 *
 * @param source Stays usable.
 * @param options How much is read, and when.
 * @returns The body, or why it isn't at hand.
 * @throws HttpSignatureError `policy-invalid`
 */
export async function readFetchBody(
  source: Request | Response,
  { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, onlySigned = false }: FetchBodyOptions,
): Promise<Pick<HttpMessage, 'body' | 'content'>> {
  if (maxBodyBytes !== Infinity && !(Number.isSafeInteger(maxBodyBytes) && maxBodyBytes >= 0)) {
    const message = `maxBodyBytes can't be ${String(maxBodyBytes)}; give bytes, at least 0`;
    throw new HttpSignatureError('policy-invalid', message, {
      details: { field: 'maxBodyBytes', value: maxBodyBytes },
    });
  }
  if (source.bodyUsed) return { content: 'unread' };
  if (source.body === null) return { body: new Uint8Array() };
  if (onlySigned && !source.headers.has('signature-input')) return { content: 'unread' };
  const body = await readCopy(source.clone(), maxBodyBytes);
  return body === undefined ? { content: 'too-large' } : { body };
}

async function readCopy(copy: Request | Response, maxBodyBytes: number): Promise<Uint8Array | undefined> {
  // Some browsers have no streams on requests.
  const stream = copy.body as ReadableStream<Uint8Array> | null | undefined;
  if (stream) return readStream(stream.getReader(), maxBodyBytes);
  const body = new Uint8Array(await copy.arrayBuffer());
  return body.length > maxBodyBytes ? undefined : body;
}

/** Into one buffer: a list of a million chunks of one byte would take a hundred times their size. */
async function readStream(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBodyBytes: number,
): Promise<Uint8Array | undefined> {
  let buffer = new Uint8Array();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return buffer.slice(0, length);
    if (!(value instanceof Uint8Array)) throw new TypeError('the body is a stream of something else than bytes');
    if (length + value.length > maxBodyBytes) {
      // Settles only when the other copy is given up too.
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    if (length + value.length > buffer.length) {
      const larger = new Uint8Array(Math.max(length + value.length, 2 * buffer.length));
      larger.set(buffer);
      buffer = larger;
    }
    buffer.set(value, length);
    length += value.length;
  }
}
