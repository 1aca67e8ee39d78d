import { FetchError } from './FetchError.ts';
import type { FetchedResponse } from './types.ts';

function tooLarge(maxBytes: number): FetchError {
  return new FetchError('content-too-large', `more than ${maxBytes} bytes`, { details: { maxBytes } });
}

/**
 * Reads the body of a response and stops at the limit.
 *
 * @param response Its body is cancelled where it isn't read to the end.
 * @param maxBytes Most bytes, after decompression.
 * @param signal Ends the reading.
 * @throws FetchError `content-too-large`
 */
export async function readBody(response: FetchedResponse, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const { body } = response;
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The connection is of no more use; that closing it fails too says nothing more.
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    // A length that lies can only make the answer come earlier, or not at all.
    if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(value);
    }
  } catch (error) {
    cancel();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
